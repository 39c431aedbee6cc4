"""What falls on the days of a period in a selection of partnerships: one statement for each kind of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import Text, func, select, type_coerce

from tracker.dashboards.elapsed import days_between
from tracker.dashboards.filters import Selection
from tracker.dashboards.missions import mission_name
from tracker.dashboards.paging import Query
from tracker.db import db
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import LIVE_STATES, PartnershipState
from tracker.domain.signing import OPEN_FOR_SIGNATURE
from tracker.domain.stages import OPEN_STATES
from tracker.models.after_care import FollowUp, Protocol
from tracker.models.cities import City
from tracker.models.mandates import Mandate
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.partnerships import Member, Partnership
from tracker.models.sharing import ShareActivity
from tracker.models.stages import StageRun
from tracker.sentences import gettext as _
from tracker.words import STAGE_NAMES, word

MOST = 150
"""So many entries of a kind are shown in a period, the first ones; the page says how many there are."""
KINDS = ("mission", "sign_off", "stage", "protocol", "follow_up", "share", "mandate")


@dataclass(frozen=True)
class Entry:
    """What falls on a day, or lasts from one day to another; `kind` is one of `KINDS`."""

    kind: str
    day: date
    last_day: date
    text: str
    href: str
    about: str
    is_demonstration: bool


@dataclass(frozen=True)
class Entries:
    """What falls on the days of a period, by day; `left_out` entries are too many to show."""

    rows: list[Entry]
    left_out: int

    def on(self, day: date, first: date) -> list[Entry]:
        """List what begins on a day; what began before the `first` day shown stands on that one."""
        return [one for one in self.rows if max(one.day, first) == day]


def entries(selection: Selection, first: date, last: date) -> Entries:
    """Gather what falls between two days, both included; a fixed number of statements."""
    rows: list[Entry] = []
    left_out = 0
    for query, entry in READERS:
        found = db.session.execute(
            query(selection, first, last).add_columns(func.count().over().label("total")).limit(MOST)
        ).all()
        rows += [entry(row) for row in found]
        left_out += found[0].total - len(found) if found else 0
    return Entries(sorted(rows, key=lambda one: (one.day, KINDS.index(one.kind), one.text)), left_out)


def _of(selection: Selection, *columns: Any) -> Query:
    return select(Partnership.ref, Partnership.title.label("about"), *columns).where(*selection.conditions)


def _missions(selection: Selection, first: date, last: date) -> Query:
    columns = (Mission.ref.label("mission"), Mission.kind, Mission.title, Mission.place, City.name.label("city"))
    days = (Mission.first_day, Mission.last_day, Mission.is_demonstration)
    return (
        _of(selection, *columns, *days)
        .select_from(Mission)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .outerjoin(City, City.id == Mission.host_city_id)
        .where(
            Mission.date_precision == Precision.DAY,
            Mission.state != MissionState.CANCELLED,
            Mission.first_day <= last,
            Mission.last_day >= first,
        )
        .order_by(Mission.first_day, Mission.id)
    )


def _mission(row: Any) -> Entry:
    name = mission_name(row.kind, row.title, row.city or row.place)
    href = url_for("missions.show", ref=row.mission)
    return Entry("mission", row.first_day, row.last_day, name, href, row.about, row.is_demonstration)


def _sign_offs(selection: Selection, first: date, last: date) -> Query:
    columns = (Slot.due_on, OfficialDocument.ref.label("document"), OfficialDocument.kind, City.name.label("city"))
    return (
        _of(selection, *columns, OfficialDocument.is_demonstration)
        .select_from(Slot)
        .join(OfficialDocument, OfficialDocument.id == Slot.document_id)
        .join(Partnership, Partnership.id == OfficialDocument.partnership_id)
        .join(City, City.id == Slot.city_id)
        .where(
            Slot.closed_at.is_(None),
            Slot.asked_at.is_not(None),
            OfficialDocument.state.in_(sorted(OPEN_FOR_SIGNATURE)),
            Slot.due_on.between(first, last),
        )
        .order_by(Slot.due_on, Slot.id)
    )


def _sign_off(row: Any) -> Entry:
    text = _("%(city)s: %(document)s", city=row.city, document=word(row.kind))
    href = url_for("reports.show", ref=row.document)
    return Entry("sign_off", row.due_on, row.due_on, text, href, row.about, row.is_demonstration)


def _stages(selection: Selection, first: date, last: date) -> Query:
    """Select the open stages of live partnerships whose planned days are over within the period."""
    columns = (StageRun.number, StageRun.started_on, StageRun.planned_days, StageRun.is_demonstration)
    return (
        _of(selection, *columns)
        .select_from(StageRun)
        .join(Partnership, Partnership.id == StageRun.partnership_id)
        .where(
            Partnership.state.in_(sorted(LIVE_STATES)),
            StageRun.cycle == Partnership.cycle,
            StageRun.state.in_(sorted(OPEN_STATES)),
            StageRun.started_on.is_not(None),
            StageRun.planned_days >= days_between(StageRun.started_on, first),
            StageRun.planned_days <= days_between(StageRun.started_on, last),
        )
        .order_by(StageRun.started_on, StageRun.id)
    )


def _stage(row: Any) -> Entry:
    day = row.started_on + timedelta(days=row.planned_days)
    text = _("Stage %(number)s of 6: %(name)s", number=row.number, name=STAGE_NAMES[row.number])
    href = url_for("stages.show", ref=row.ref, number=row.number)
    return Entry("stage", day, day, text, href, row.about, row.is_demonstration)


def _reviews(selection: Selection, first: date, last: date) -> Query:
    return (
        _protocols(selection, Protocol.next_review_on.label("day"))
        .where(Protocol.next_review_on.between(first, last))
        .order_by(Protocol.next_review_on, Protocol.id)
    )


def _ends(selection: Selection, first: date, last: date) -> Query:
    """Select the protocols whose last day is known and within the period."""
    written = type_coerce(Protocol.ends, Text)
    return (
        _protocols(selection, Protocol.ends.label("day"))
        .where(written.between(first.isoformat(), last.isoformat()), func.length(written) == len("2026-01-31"))
        .order_by(written, Protocol.id)
    )


def _protocols(selection: Selection, day: Any) -> Query:
    renewed = select(Protocol.replaces_id).where(Protocol.replaces_id.is_not(None))
    return (
        _of(selection, day, Protocol.title, Protocol.is_demonstration)
        .select_from(Protocol)
        .join(Partnership, Partnership.id == Protocol.partnership_id)
        .where(Protocol.ended_on.is_(None), Protocol.id.not_in(renewed))
    )


def _protocol(row: Any) -> Entry:
    is_end = isinstance(row.day, PartialDate)
    day = row.day.first_day if is_end else row.day
    text = _("Ends: %(title)s", title=row.title) if is_end else _("Review: %(title)s", title=row.title)
    href = url_for("after_care.show", ref=row.ref)
    return Entry("protocol", day, day, text, href, row.about, row.is_demonstration)


def _follow_ups(selection: Selection, first: date, last: date) -> Query:
    return (
        _of(selection, FollowUp.due_on, FollowUp.months, City.name.label("city"), FollowUp.is_demonstration)
        .select_from(FollowUp)
        .join(Partnership, Partnership.id == FollowUp.partnership_id)
        .join(City, City.id == FollowUp.city_id)
        .where(
            Partnership.state == PartnershipState.AFTER_CARE,
            FollowUp.answered_at.is_(None),
            FollowUp.dropped_at.is_(None),
            FollowUp.due_on.between(first, last),
        )
        .order_by(FollowUp.due_on, FollowUp.id)
    )


def _follow_up(row: Any) -> Entry:
    text = _("%(city)s: what has lasted %(months)s months after", city=row.city, months=row.months)
    href = url_for("after_care.show", ref=row.ref)
    return Entry("follow_up", row.due_on, row.due_on, text, href, row.about, row.is_demonstration)


def _shared(selection: Selection, first: date, last: date) -> Query:
    written = type_coerce(ShareActivity.held, Text)
    return (
        _of(selection, ShareActivity.held, ShareActivity.title, ShareActivity.kind, ShareActivity.is_demonstration)
        .select_from(ShareActivity)
        .join(Partnership, Partnership.id == ShareActivity.partnership_id)
        .where(
            ShareActivity.removed_at.is_(None),
            written.between(first.isoformat(), last.isoformat()),
            func.length(written) == len("2026-01-31"),
        )
        .order_by(written, ShareActivity.id)
    )


def _share(row: Any) -> Entry:
    day = row.held.first_day
    text = _("%(kind)s: %(title)s", kind=word(row.kind), title=row.title)
    return Entry("share", day, day, text, url_for("sharing.show", ref=row.ref), row.about, row.is_demonstration)


def _mandates(selection: Selection, first: date, last: date) -> Query:
    """Select the mandates that end in cities of live partnerships of the selection."""
    members = (
        select(Member.city_id)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(Partnership.state.in_(sorted(LIVE_STATES)), *selection.conditions)
    )
    return (
        select(Mandate.ends_on, Mandate.office, City.name.label("city"), City.code, Mandate.is_demonstration)
        .join(City, City.id == Mandate.city_id)
        .where(Mandate.confirmed_at.is_not(None), Mandate.ends_on.between(first, last), Mandate.city_id.in_(members))
        .order_by(Mandate.ends_on, Mandate.id)
    )


def _mandate(row: Any) -> Entry:
    text = _("Mandate ends: %(office)s", office=row.office)
    return Entry(
        "mandate", row.ends_on, row.ends_on, text, url_for("cities.show", code=row.code), row.city, row.is_demonstration
    )


Reader = tuple[Callable[[Selection, date, date], Query], Callable[[Any], Entry]]
READERS: tuple[Reader, ...] = (
    (_missions, _mission),
    (_sign_offs, _sign_off),
    (_stages, _stage),
    (_reviews, _protocol),
    (_ends, _protocol),
    (_follow_ups, _follow_up),
    (_shared, _share),
    (_mandates, _mandate),
)
"""Each kind's query, and what a row of it says."""
