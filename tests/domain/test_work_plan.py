"""The work plan's rules: no circles, and slippage in days counted by hand."""

from datetime import date

import pytest

from tracker.domain.work_plan import Planned, Slip, Slippage, has_circle, slippages

APRIL, MAY, JUNE = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
TODAY = date(2026, 5, 11)


@pytest.mark.parametrize(
    ("sentence", "waits_for", "is_circle"),
    [
        ("nothing waits", {}, False),
        ("one after the other", {2: [1], 3: [2]}, False),
        ("two ways to the same", {4: [2, 3], 2: [1], 3: [1]}, False),
        ("it waits for itself", {1: [1]}, True),
        ("two wait for each other", {1: [2], 2: [1]}, True),
        ("three in a round", {1: [2], 2: [3], 3: [1]}, True),
        ("a round further down", {1: [2], 2: [3], 3: [4], 4: [3]}, True),
        ("it waits for what is not named", {1: [9]}, False),
    ],
)
def test_circles(sentence: str, waits_for: dict[int, list[int]], is_circle: bool) -> None:
    assert has_circle(waits_for) is is_circle, sentence


@pytest.mark.parametrize(
    ("sentence", "of", "found"),
    [
        ("without days", Planned(), []),
        ("not yet its time", Planned(JUNE, date(2026, 6, 30)), []),
        ("begun on its day", Planned(APRIL, JUNE, began_on=APRIL), []),
        ("begun ten days late", Planned(APRIL, JUNE, began_on=date(2026, 4, 11)), [(Slip.BEGUN_LATE, 10)]),
        ("begun early", Planned(MAY, JUNE, began_on=APRIL), []),
        ("should have begun ten days ago", Planned(MAY, JUNE), [(Slip.NOT_BEGUN, 10)]),
        ("it begins today", Planned(TODAY, JUNE), []),
        (
            "should be over for ten days",
            Planned(APRIL, MAY, began_on=APRIL),
            [(Slip.NOT_FINISHED, 10)],
        ),
        ("over on its day", Planned(APRIL, MAY, APRIL, MAY), []),
        ("over three days late", Planned(APRIL, MAY, APRIL, date(2026, 5, 4)), [(Slip.FINISHED_LATE, 3)]),
        ("over, and nobody wrote when it began", Planned(APRIL, MAY, None, MAY), []),
        ("neither begun nor over", Planned(APRIL, MAY), [(Slip.NOT_BEGUN, 40), (Slip.NOT_FINISHED, 10)]),
    ],
)
def test_slippage(sentence: str, of: Planned, found: list[tuple[Slip, int]]) -> None:
    assert slippages(of, [], TODAY) == [Slippage(slip, days) for slip, days in found], sentence


@pytest.mark.parametrize(
    ("sentence", "before", "days"),
    [
        ("it ends a month before", Planned(APRIL, MAY), 0),
        ("it ends on the day the other begins", Planned(APRIL, JUNE), 0),
        ("it ends five days after", Planned(APRIL, date(2026, 6, 6)), 5),
        ("it was over earlier than planned", Planned(APRIL, date(2026, 6, 6), APRIL, MAY), 0),
        ("it was over later than planned", Planned(APRIL, MAY, APRIL, date(2026, 6, 3)), 2),
        ("its end is not planned", Planned(APRIL), 0),
    ],
)
def test_what_begins_before_its_turn(sentence: str, before: Planned, days: int) -> None:
    found = slippages(Planned(JUNE, date(2026, 6, 30)), [Planned(), before], TODAY)
    assert found == ([Slippage(Slip.BEFORE_ITS_TURN, days, 1)] if days else []), sentence


def test_what_is_over_is_not_told_of_its_turn_any_more() -> None:
    over = Planned(APRIL, MAY, APRIL, MAY)
    assert slippages(over, [Planned(APRIL, JUNE)], TODAY) == []
