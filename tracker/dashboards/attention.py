"""What a coordinator has to do: every kind of it with its number, since when, who, and the act; over one selection."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tracker.dashboards.attention_lists import LISTINGS, items
from tracker.dashboards.crowded_weeks import crowded_weeks
from tracker.dashboards.filters import Selection
from tracker.dashboards.leadership import office_changes
from tracker.dashboards.paging import Window
from tracker.dashboards.portfolio import count_quiet, count_unreported, mission_rows, quiet, unreported
from tracker.dashboards.sign_offs import OVERDUE, sign_offs, waiting
from tracker.domain.dates import PartialDate
from tracker.domain.partnerships import DORMANT_AFTER_DAYS

SHOWN = Window(size=3)
"""How much of each kind the page shows; the whole list is one link away."""
OVERLAPS = "overlaps"
KINDS = (*LISTINGS, OVERLAPS)
"""The kinds whose whole list stands under the same address; the others have pages of their own."""


@dataclass(frozen=True)
class Matter:
    """One kind of things to do: how many, since when at the longest, and the most urgent of them.

    `since` is in the future for what is not late yet, and None where no day is known.
    """

    code: str
    total: int
    since: date | None
    rows: Sequence[Any]


def attention(selection: Selection, now: datetime) -> list[Matter]:
    """List what is to be done, by kinds, the most urgent first; a fixed number of statements, whatever there is."""
    today = now.date()
    found = [
        _signatures(selection, today),
        _missions(selection, today),
        *(_listed(code, selection, today) for code in LISTINGS),
        _quiet(selection, now),
        _offices(selection, today),
        _overlaps(selection, today),
    ]
    return sorted((one for one in found if one.total), key=lambda one: one.since or today)


def total_of(matters: Sequence[Matter]) -> int:
    """Count everything that is to be done."""
    return sum(one.total for one in matters)


def _first(days: Sequence[date | PartialDate | None]) -> date | None:
    day = days[0] if days else None
    return day.first_day if isinstance(day, PartialDate) else day


def _signatures(selection: Selection, today: date) -> Matter:
    rows = sign_offs(selection, OVERDUE, SHOWN, today)
    return Matter("sign-offs", waiting(selection, today).overdue, _first([one.due_on for one in rows]), rows)


def _missions(selection: Selection, today: date) -> Matter:
    rows = mission_rows(unreported(selection), SHOWN, today)
    since = today - timedelta(days=max(one.days_over for one in rows)) if rows else None
    return Matter("reports", count_unreported(selection, today), since, rows)


def _listed(code: str, selection: Selection, today: date) -> Matter:
    rows, total = items(code, selection, SHOWN, today)
    return Matter(code, total, _first([one.day for one in rows]), rows)


def _quiet(selection: Selection, now: datetime) -> Matter:
    rows = quiet(selection, SHOWN, now)
    since = rows[0].last_event_at.date() + timedelta(days=DORMANT_AFTER_DAYS) if rows else None
    return Matter("quiet", count_quiet(selection, now), since, rows)


def _offices(selection: Selection, today: date) -> Matter:
    changes = office_changes(selection, SHOWN, today)
    return Matter("offices", changes.total, _first([one.on for one in changes.rows]), changes.rows)


def _overlaps(selection: Selection, today: date) -> Matter:
    rows, total = crowded_weeks(selection, SHOWN, today)
    return Matter(OVERLAPS, total, _first([one.monday for one in rows]), rows)
