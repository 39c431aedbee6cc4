"""The principles' sums, against figures counted by hand."""

from datetime import UTC, date, datetime

import pytest

from tracker.domain.principles import Share, days_taken, in_time, lesser_direction, own_hand, read_before, shares

TODAY = date(2026, 3, 12)


def test_each_city_has_its_share_and_strangers_count_in_the_whole() -> None:
    counted = {"Nampula": 3, "Guarulhos": 1, "Network": 2}
    assert shares(counted, ["Nampula", "Guarulhos", "Maputo"]) == {
        "Nampula": Share(3, 6),
        "Guarulhos": Share(1, 6),
        "Maputo": Share(0, 6),
    }
    assert shares({}, ["Nampula"]) == {"Nampula": Share(0, 0)}


@pytest.mark.parametrize(
    ("sentence", "given", "share"),
    [
        ("nothing passed", {}, Share(0, 0)),
        ("all of it one way", {("A", "B"): 3}, Share(0, 3)),
        ("three there and one back", {("A", "B"): 3, ("B", "A"): 1}, Share(1, 4)),
        ("the same, named the other way round", {("B", "A"): 3, ("A", "B"): 1}, Share(1, 4)),
        ("two each way", {("A", "B"): 2, ("B", "A"): 2}, Share(2, 4)),
        ("in a circle nobody gives back", {("A", "B"): 1, ("B", "C"): 1, ("C", "A"): 1}, Share(0, 3)),
        ("three cities, one pair both ways", {("A", "B"): 2, ("B", "A"): 1, ("A", "C"): 1}, Share(1, 4)),
    ],
)
def test_the_rarer_way_is_counted(sentence: str, given: dict[tuple[str, str], int], share: Share) -> None:
    assert lesser_direction(given) == share, sentence


@pytest.mark.parametrize(
    ("sentence", "asked", "share"),
    [
        ("nobody was asked", [], Share(0, 0)),
        ("asked, and the day has not passed", [(TODAY, None)], Share(0, 0)),
        ("overdue and open", [(date(2026, 3, 11), None)], Share(0, 1)),
        ("on the very day", [(date(2026, 3, 1), date(2026, 3, 1))], Share(1, 1)),
        ("a day late", [(date(2026, 3, 1), date(2026, 3, 2))], Share(0, 1)),
        ("early, before the day has come", [(date(2026, 4, 1), date(2026, 3, 2))], Share(1, 1)),
    ],
)
def test_signatures_in_time(sentence: str, asked: list[tuple[date, date | None]], share: Share) -> None:
    assert in_time(asked, TODAY) == share, sentence


def test_what_was_open_before_it_was_signed() -> None:
    morning, noon = datetime(2026, 3, 12, 9, tzinfo=UTC), datetime(2026, 3, 12, 12, tzinfo=UTC)
    assert read_before([(noon, morning), (noon, noon), (morning, noon), (noon, None)]) == Share(2, 4)
    assert read_before([]) == Share(0, 0)


def test_what_each_city_wrote_itself() -> None:
    rows = [("Nampula", False), ("Nampula", True), ("Guarulhos", False), ("Nampula", False)]
    assert own_hand(rows, ["Nampula", "Guarulhos", "Maputo"]) == {
        "Nampula": Share(2, 3),
        "Guarulhos": Share(1, 1),
        "Maputo": Share(0, 0),
    }


def test_days_are_summed() -> None:
    assert days_taken([(90, 61), (60, 56), (90, 115)]) == (240, 232)
    assert days_taken([]) == (0, 0)
