"""What all tests share: a database and an application each, a reader at its pages, and no network."""

import ipaddress
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask

from tests import client as clients
from tests import world as worlds
from tests.databases import Databases


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks of these fixtures known."""
    config.addinivalue_line("markers", "settings(**environment): what the environment says to this test's application")


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Let no test leave this machine."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise PermissionError(f"a test may not leave this machine, and this one wanted to reach {host}")


sys.addaudithook(_refuse_network)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Make the migrated database that every other one is copied from."""
    made = Databases()
    yield made
    made.close()


@pytest.fixture
def make_app(databases: Databases) -> Iterator[Callable[..., Flask]]:
    """Give a function that makes an application on a database of its own; settings are as in the environment."""
    with ExitStack() as stack:

        def make(**environment: str) -> Flask:
            app = stack.enter_context(databases.fresh_app(**environment))
            clients.install(app)
            return app

        yield make


@pytest.fixture
def app(request: pytest.FixtureRequest, make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """Make the application of a test, with its context open, so that factories and services can be called."""
    mark = request.node.get_closest_marker("settings")
    app = make_app(**(mark.kwargs if mark else {}))
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> clients.PageClient:
    """Give a reader at the pages of the test's application, not signed in yet."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture(scope="module")
def world(databases: Databases) -> Iterator[worlds.World]:
    """Make a world with readers of every standing, once for all tests of a module."""
    with databases.fresh_app() as app, app.app_context():
        clients.install(app)
        yield worlds.build(app)
