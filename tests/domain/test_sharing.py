"""Sharing: what is planned, and what nobody has counted yet."""

from datetime import date

import pytest

from tracker.domain.dates import PartialDate
from tracker.domain.sharing import is_late, is_planned

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("held", "planned"),
    [
        (None, True),
        (PartialDate(2026, 11, 25), True),
        (PartialDate(2026, 11, 24), False),
        (PartialDate(2026, 12), True),
        (PartialDate(2026, 11), False),
        (PartialDate(2026), False),
        (PartialDate(2027), True),
    ],
)
def test_without_a_day_or_with_one_to_come_it_is_planned(held: PartialDate | None, planned: bool) -> None:
    assert is_planned(held, TODAY) is planned


@pytest.mark.parametrize(
    ("held", "reach", "late"),
    [
        (PartialDate(2026, 11, 23), None, True),
        (PartialDate(2026, 11, 23), 0, False),
        (PartialDate(2026, 11), None, False),
        (PartialDate(2026, 10), None, True),
        (None, None, False),
    ],
)
def test_once_it_is_over_somebody_counts_whom_it_reached(
    held: PartialDate | None, reach: int | None, late: bool
) -> None:
    assert is_late(held, reach, TODAY) is late
