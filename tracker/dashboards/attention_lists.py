"""What is overdue in a selection of partnerships and has no list elsewhere: one query for each kind of it.

Every query gives day, id, reference and title of the partnership, and then what its kind tells of each row. An
administrator sees what is to be done and may not do it; their links lead to the page where it stands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Text, and_, case, cast, func, or_, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from tracker.dashboards.after_care import MARKS
from tracker.dashboards.duty import status_of
from tracker.dashboards.elapsed import days_between
from tracker.dashboards.evaluations import title_of
from tracker.dashboards.filters import CURRENT_STATES, Selection
from tracker.dashboards.paging import Query, Window
from tracker.db import db
from tracker.domain.after_care import EXPIRES_SOON_DAYS, ProtocolState, protocol_state
from tracker.domain.dates import PartialDate
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import LIVE_STATES, PartnershipState
from tracker.domain.people import Role
from tracker.models.after_care import FollowUp, Protocol
from tracker.models.cities import City
from tracker.models.evaluations import Evaluation, EvaluationSide, FrameworkVersion
from tracker.models.logframe import Indicator, Measurement, Milestone
from tracker.models.missions import AgreedTask, Mission
from tracker.models.partnerships import Partnership
from tracker.sentences import gettext as _
from tracker.words import word

MEASURED_BEFORE_DAYS = 30
"""What was measured so many days before the day of a milestone or target counts for it."""


@dataclass(frozen=True)
class Item:
    """One thing to do: since when (a day of which only the month or year may be known), whose it is, and the act.

    `who` names a person or city, or is empty; `act` and `href` lead to the form that settles it.
    """

    day: PartialDate | date
    status: tuple[str, str]
    text: str
    partnership_ref: str
    partnership_title: str
    who: str
    act: str
    href: str
    is_demonstration: bool


@dataclass(frozen=True)
class Listing:
    """One kind of things to do: its query, and what a row of it says on a day to who may do it, or to who may not."""

    query: Callable[[Selection, date], Query]
    item: Callable[[Any, date, bool], Item]


def items(code: str, selection: Selection, window: Window, today: date) -> tuple[list[Item], int]:
    """List a part of a kind, what has waited longest first, with the length of the whole; one statement.

    A part beyond the end is empty, and says that the whole is. Raises KeyError for a kind that is not in `LISTINGS`.
    """
    listing = LISTINGS[code]
    query = listing.query(selection, today).add_columns(func.count().over().label("total"))
    rows = db.session.execute(window.of(query)).all()
    may_act = selection.standing.role is Role.COORDINATOR
    return [listing.item(row, today, may_act) for row in rows], rows[0].total if rows else 0


def listed(selection: Selection, today: date) -> list[Query]:
    """Give the queries of all kinds."""
    return [one.query(selection, today) for one in LISTINGS.values()]


def _frame(of: Any, day: Any, *columns: Any) -> Query:
    return select(
        day.label("day"),
        of.id.label("id"),
        of.is_demonstration.label("is_demonstration"),
        Partnership.ref.label("partnership_ref"),
        Partnership.title.label("partnership_title"),
        *columns,
    ).order_by(day, of.id)


def _live(selection: Selection) -> ColumnElement[bool]:
    return and_(Partnership.state.in_(sorted(LIVE_STATES)), *selection.conditions)


def _tasks(selection: Selection, today: date) -> Query:
    columns = (AgreedTask.what, AgreedTask.who, City.name.label("city"), Mission.ref.label("mission"))
    return (
        _frame(AgreedTask, AgreedTask.due_on, *columns)
        .join(Mission, Mission.id == AgreedTask.mission_id)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .join(City, City.id == AgreedTask.city_id)
        .where(
            _live(selection),
            AgreedTask.due_on < today,
            AgreedTask.done_at.is_(None),
            AgreedTask.removed_at.is_(None),
            Mission.state != MissionState.CANCELLED,
        )
    )


def _task(row: Any, today: date, _may_act: bool) -> Item:
    who = _("%(who)s, %(city)s", who=row.who, city=row.city) if row.who else row.city
    href = f"{url_for('missions.show', ref=row.mission)}#tasks"
    return _item(row, today, row.what, who, _("Settle"), href)


def _follow_ups(selection: Selection, today: date) -> Query:
    return (
        _frame(FollowUp, FollowUp.due_on, FollowUp.months, City.name.label("city"))
        .join(Partnership, Partnership.id == FollowUp.partnership_id)
        .join(City, City.id == FollowUp.city_id)
        .where(
            Partnership.state == PartnershipState.AFTER_CARE,
            *selection.conditions,
            FollowUp.due_on < today,
            FollowUp.answered_at.is_(None),
            FollowUp.dropped_at.is_(None),
        )
    )


def _follow_up(row: Any, today: date, may_act: bool) -> Item:
    text = _("Say what has lasted %(months)s months after", months=row.months)
    if not may_act:
        return _item(row, today, text, row.city, _("Open"), url_for("after_care.show", ref=row.partnership_ref))
    return _item(row, today, text, row.city, _("Answer"), url_for("after_care.answer", id=row.id))


def _evaluations(selection: Selection, today: date) -> Query:
    columns = (Evaluation.id.label("evaluation_id"), FrameworkVersion, City.name.label("city"))
    return (
        _frame(EvaluationSide, Evaluation.due_on, *columns)
        .join(Evaluation, Evaluation.id == EvaluationSide.evaluation_id)
        .join(FrameworkVersion, FrameworkVersion.id == Evaluation.framework_version_id)
        .join(Partnership, Partnership.id == Evaluation.partnership_id)
        .join(City, City.id == EvaluationSide.city_id)
        .where(
            Partnership.state.in_(sorted(CURRENT_STATES)),
            *selection.conditions,
            Evaluation.due_on < today,
            Evaluation.removed_at.is_(None),
            EvaluationSide.handed_in_at.is_(None),
        )
    )


def _evaluation(row: Any, today: date, _may_act: bool) -> Item:
    text = _("Answer the evaluation: %(framework)s", framework=title_of(row.FrameworkVersion))
    return _item(row, today, text, row.city, _("Open"), url_for("evaluations.show", id=row.evaluation_id))


def _protocols(selection: Selection, today: date) -> Query:
    """Select what has expired or will soon, and what is due for review; one that was renewed or ended asks nothing."""
    renewal = aliased(Protocol)
    is_renewed = select(renewal.id).where(renewal.replaces_id == Protocol.id).exists()
    last = type_coerce(Protocol.ends, Text)
    soon = today + timedelta(days=EXPIRES_SOON_DAYS + 1)
    ends = and_(Protocol.ends.is_not(None), last + "-99" < soon.isoformat())
    day = case((ends, last), else_=cast(Protocol.next_review_on, Text))
    columns = (Protocol.title, Protocol.kind, Protocol.ends, Protocol.next_review_on, Protocol.ended_on)
    return (
        _frame(Protocol, day, *columns)
        .join(Partnership, Partnership.id == Protocol.partnership_id)
        .where(
            Partnership.state != PartnershipState.ENDED,
            *selection.conditions,
            ~is_renewed,
            or_(Protocol.ended_on.is_(None), Protocol.ended_on > today),
            or_(ends, Protocol.next_review_on <= today),
        )
    )


def _protocol(row: Any, today: date, may_act: bool) -> Item:
    last = row.ends.last_day if row.ends else None
    state = protocol_state(today, last_day=last, review_on=row.next_review_on, ended_on=row.ended_on)
    is_review = state is ProtocolState.REVIEW_DUE
    act, endpoint = (_("Review"), "protocols.review") if is_review else (_("Renew"), "protocols.renew")
    href = url_for(endpoint, id=row.id)
    if not may_act:
        act, href = _("Open"), url_for("after_care.show", ref=row.partnership_ref)
    text = _("%(kind)s: %(title)s", kind=word(row.kind), title=row.title)
    return Item(
        PartialDate.parse(row.day),
        (MARKS[state], word(state)),
        text,
        row.partnership_ref,
        row.partnership_title,
        "",
        act,
        href,
        row.is_demonstration,
    )


def _indicators(selection: Selection, today: date) -> Query:
    """Select the indicators of present cycles that nobody measured for the newest aim whose day has passed."""
    aims = union_all(
        select(Milestone.indicator_id, Milestone.due_on.label("day")).where(Milestone.due_on < today),
        select(Indicator.id, Indicator.target_on).where(Indicator.target.is_not(None), Indicator.target_on < today),
    ).subquery()
    due = select(aims.c.indicator_id, func.max(aims.c.day).label("day")).group_by(aims.c.indicator_id).subquery()
    is_measured = select(Measurement.id).where(
        Measurement.indicator_id == Indicator.id,
        Measurement.removed_at.is_(None),
        days_between(Measurement.measured_on, due.c.day) <= MEASURED_BEFORE_DAYS,
    )
    return (
        _frame(Indicator, due.c.day, Indicator.title, Indicator.source)
        .select_from(due)
        .join(Indicator, Indicator.id == due.c.indicator_id)
        .join(Partnership, Partnership.id == Indicator.partnership_id)
        .where(
            _live(selection),
            Indicator.cycle == Partnership.cycle,
            Indicator.removed_at.is_(None),
            ~is_measured.exists(),
        )
    )


def _indicator(row: Any, today: date, _may_act: bool) -> Item:
    return _item(row, today, row.title, row.source, _("Measure"), url_for("logframe.show_indicator", id=row.id))


def _item(row: Any, today: date, text: str, who: str, act: str, href: str) -> Item:
    status = status_of(row.day, today)
    return Item(row.day, status, text, row.partnership_ref, row.partnership_title, who, act, href, row.is_demonstration)


LISTINGS = {
    "tasks": Listing(_tasks, _task),
    "follow-ups": Listing(_follow_ups, _follow_up),
    "evaluations": Listing(_evaluations, _evaluation),
    "protocols": Listing(_protocols, _protocol),
    "indicators": Listing(_indicators, _indicator),
}
"""The kinds, by the word that an address has for them."""
