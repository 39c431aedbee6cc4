"""Houses to go into and people to go there; everything in this folder drives a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.databases import Databases
from tests.journeys.album import Album, bind
from tests.journeys.house import House, Model, model_of_demonstration, opened
from tests.journeys.reader import Reader
from tests.needs import find_chromium

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey: it needs a browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the system's browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*QUIET, "--disable-sync", "--no-first-run"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demonstration(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Model:
    """Load the demonstration once."""
    return model_of_demonstration(databases, tmp_path_factory.mktemp("model"))


@pytest.fixture
def house(databases: Databases, demonstration: Model) -> Iterator[House]:
    """Open a tracker with the demonstration."""
    with opened(databases, demonstration) as house:
        yield house


@pytest.fixture
def empty_house(databases: Databases) -> Iterator[House]:
    """Open a tracker in which nothing was ever done."""
    with opened(databases) as house:
        yield house


@pytest.fixture
def album(request: pytest.FixtureRequest) -> Iterator[Album]:
    """Keep the pictures and figures of this journey."""
    yield Album(request.node.name)
    bind()


@pytest.fixture
def arrive(chromium: Browser, album: Album) -> Iterator[Callable[..., Reader]]:
    """Give a function that lets somebody come to a house with a browser of their own."""
    readers: list[Reader] = []

    def come(house: House, account: str = "", **with_what: Any) -> Reader:
        readers.append(Reader(house, chromium, album, account, **with_what))
        return readers[-1]

    yield come
    for reader in readers:
        reader.leave()
