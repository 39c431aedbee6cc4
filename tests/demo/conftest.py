"""The demonstration, loaded once for all tests that only look at it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.databases import Databases
from tests.demo.moments import AT, MANY, PASSWORD
from tracker.db import transaction
from tracker.demo.bulk import load_many
from tracker.demo.load import load


@pytest.fixture(scope="session")
def demonstration(databases: Databases) -> Iterator[Flask]:
    """Make an application whose database holds the demonstration as seen at `AT`."""
    with databases.fresh_app(DEMO="1") as app:
        with app.app_context(), transaction():
            load(PASSWORD, AT)
        yield app


@pytest.fixture
def loaded(demonstration: Flask) -> Iterator[Flask]:
    """Give the application with the demonstration, its context open; to look at only."""
    with demonstration.app_context():
        yield demonstration


@pytest.fixture(scope="session")
def crowd(databases: Databases) -> Iterator[Flask]:
    """Make an application whose database holds `MANY` synthetic partnerships."""
    with databases.fresh_app(DEMO="1") as app:
        with app.app_context(), transaction():
            load_many(MANY, 1, PASSWORD, AT)
        yield app


@pytest.fixture
def many(crowd: Flask) -> Iterator[Flask]:
    """Give the application with synthetic partnerships, its context open; to look at only."""
    with crowd.app_context():
        yield crowd
