"""After-care as its page shows it: each follow-up city beside city, and every protocol with where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.dashboards.duty import status_of
from tracker.db import db
from tracker.domain.after_care import OPEN_PROTOCOL, ProtocolState, protocol_state
from tracker.i18n import day
from tracker.models.after_care import FollowUp, Protocol
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.sentences import gettext as _
from tracker.words import word

MARKS = {
    ProtocolState.IN_FORCE: "done",
    ProtocolState.REVIEW_DUE: "awaiting",
    ProtocolState.EXPIRES_SOON: "awaiting",
    ProtocolState.EXPIRED: "overdue",
    ProtocolState.RENEWED: "not_started",
    ProtocolState.ENDED: "not_started",
}


@dataclass(frozen=True)
class Round:
    """One follow-up with each city's answer, in the order of the cities; `None` where a city is not asked."""

    months: int
    since_on: date
    due_on: date
    rows: tuple[FollowUp | None, ...]
    status: tuple[str, str]


@dataclass(frozen=True)
class ProtocolRow:
    """A protocol with its state in words; `is_open` when it can be reviewed, renewed or ended."""

    protocol: Protocol
    status: tuple[str, str]
    is_open: bool
    aims: tuple[str, ...]


def rounds_of(partnership: Partnership, today: date) -> list[Round]:
    """List the follow-ups, the newest after-care first and in it by day; what was dropped unanswered is left out."""
    query = (
        select(FollowUp)
        .where(FollowUp.partnership_id == partnership.id, FollowUp.dropped_at.is_(None))
        .order_by(FollowUp.since_on.desc(), FollowUp.months)
    )
    found: dict[tuple[date, int], list[FollowUp]] = {}
    for row in db.session.scalars(query):
        found.setdefault((row.since_on, row.months), []).append(row)
    return [_round(rows, partnership.cities, today) for rows in found.values()]


def _round(rows: Sequence[FollowUp], cities: Sequence[City], today: date) -> Round:
    by_city = {row.city_id: row for row in rows}
    first = rows[0]
    is_answered = all(row.answered_at is not None for row in rows)
    status = ("done", _("Answered by every city")) if is_answered else status_of(first.due_on, today)
    return Round(first.months, first.since_on, first.due_on, tuple(by_city.get(city.id) for city in cities), status)


def protocols_of(partnership: Partnership, today: date) -> list[ProtocolRow]:
    """List the protocols of a partnership, the newest first; three statements."""
    query = (
        select(Protocol)
        .where(Protocol.partnership_id == partnership.id)
        .options(selectinload(Protocol.reviews), selectinload(Protocol.renewal))
        .order_by(Protocol.signed.desc(), Protocol.id.desc())
    )
    return [_protocol_row(one, today) for one in db.session.scalars(query)]


def state_of(protocol: Protocol, today: date) -> ProtocolState:
    """Tell where a protocol stands on a day."""
    return protocol_state(
        today,
        last_day=protocol.ends.last_day if protocol.ends else None,
        review_on=protocol.next_review_on,
        is_renewed=protocol.renewal is not None,
        ended_on=protocol.ended_on,
    )


def _protocol_row(protocol: Protocol, today: date) -> ProtocolRow:
    state = state_of(protocol, today)
    text = word(state)
    if state is ProtocolState.EXPIRES_SOON and protocol.ends:
        text = _("Expires on %(day)s", day=day(protocol.ends.last_day))
    aims = tuple(line.strip() for line in protocol.aims.splitlines() if line.strip())
    return ProtocolRow(protocol, (MARKS[state], text), state in OPEN_PROTOCOL, aims)
