"""Opening pages changes nothing: every reader opens every page that there is, and the database stays as it was.

Mail scanners and browsers open addresses by themselves; nothing may be signed, used up or counted by that.
"""

import pytest

from tests.databases import database_hash
from tests.routes import rules
from tests.world import READERS, World, path_of

OWNERS = ("own", "partner's", "foreign")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_opening_a_page_changes_nothing(world: World, reader: str, method: str) -> None:
    before = database_hash()
    paths = {
        path_of(world, rule, whose) for rule in rules(world.app, "GET") for whose in OWNERS if names(world, rule, whose)
    }
    for path in sorted(filter(None, paths)):
        answer = world.ask(reader, method, path)
        assert answer.status_code < 500, path
    assert database_hash() == before


def names(world: World, rule: object, whose: str) -> bool:
    """Tell whether somebody has what the address names; what no guard loads is tried on one's own only."""
    model = getattr(world.app.view_functions[rule.endpoint], "model", None)
    return whose == "own" or model is not None


def test_a_page_is_the_same_without_its_body(world: World) -> None:
    for rule in rules(world.app, "GET"):
        path = path_of(world, rule, "own")
        shown, head = world.ask("coordinator", "GET", path), world.ask("coordinator", "HEAD", path)
        assert (head.status_code, head.get_data()) == (shown.status_code, b""), path
