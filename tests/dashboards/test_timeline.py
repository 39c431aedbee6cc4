"""Every verb that the journal can hold has its sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import factories as make
from tests.factories import AT
from tracker.dashboards.timeline import SENTENCES, happened, happenings
from tracker.db import transaction
from tracker.services.journal import record

TRACKER = Path(__file__).parents[2] / "tracker"


def verbs_in_code() -> Iterator[str]:
    """Find every text of the shape noun.verb that a service gives to a function called record or _record."""
    for path in TRACKER.glob("services/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"record", "_record"}:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def test_every_verb_has_a_sentence() -> None:
    found = set(verbs_in_code())
    assert len(found) > 40
    assert found <= set(SENTENCES), found - set(SENTENCES)


@pytest.mark.usefixtures("app")
def test_all_sentences_can_be_said() -> None:
    partnership, actor = make.partnership(), make.administrator()
    with transaction():
        for verb in SENTENCES:
            record(verb, actor=actor, at=AT, partnership=partnership, subject="P-0001-M01")
    said = happenings(partnership, limit=200)
    assert len(said) == happened(partnership) == len(SENTENCES)
    assert all("%(" not in one.text for one in said)


@pytest.mark.usefixtures("app")
def test_the_newest_comes_first_and_a_demonstration_says_so() -> None:
    partnership = make.partnership()
    with transaction():
        record("need.recorded", actor=None, at=AT.replace(year=2025), partnership=partnership, is_demonstration=True)
        record("need.changed", actor=None, at=AT, partnership=partnership, details={"reason": "Because."})
    newest, oldest = happenings(partnership, limit=2)
    assert newest.text == "The tracker changed a need"
    assert newest.quote == "Because."
    assert oldest.text.endswith("(demonstration)")
