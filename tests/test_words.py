"""What the screen says: words for every code, and a sentence for every rule that the code can break."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from tracker import refusals, words
from tracker.domain import dates, evaluation, missions, partnerships, people, signing, stages

CODE = Path(__file__).parents[1] / "tracker"
KINDS = {
    kind
    for module in (dates, evaluation, missions, partnerships, people, signing, stages)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
}


@pytest.mark.parametrize("kind", sorted(KINDS, key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_codes_are_plain(kind: type[StrEnum]) -> None:
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*|[A-C]", member.value) for member in kind)
    assert all(member.name.lower() == member.value.lower() for member in kind)


@pytest.mark.parametrize("kind", sorted(words.WORDS, key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_the_screen_has_words_for_each_code_and_no_other(kind: type[StrEnum]) -> None:
    assert set(words.WORDS[kind]) == {member.value for member in kind}


def test_every_stage_and_every_condition_has_its_words() -> None:
    assert set(words.STAGE_TITLES) == {one.number for one in stages.STAGES}
    assert set(words.CONDITIONS) == set(stages.GATE_CONDITIONS)


def test_every_rule_that_can_be_broken_has_its_sentence() -> None:
    sources = [path.read_text(encoding="utf-8") for path in CODE.rglob("*.py") if path.name != "words.py"]
    broken = {code for source in sources for code in re.findall(r"RuleBroken\(\s*\"([a-z_.]+)\"", source)}
    named = {word for source in sources for word in re.findall(r"\"([a-z_]+\.[a-z_]+)\"", source)}
    assert broken - set(refusals.RULES) == set(), "without a sentence"
    assert set(refusals.RULES) - named == set(), "never said"
