"""What the system can see of one cycle of a partnership: one statement, read by the rules of the gates."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.evaluation import Part, Visibility
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import Post
from tracker.domain.signing import DocumentKind, DocumentState
from tracker.domain.stages import AGREEMENTS, STAGES, Facts
from tracker.models.after_care import FollowUp
from tracker.models.archive import Event, event_partnership
from tracker.models.columns import PartialDay
from tracker.models.mandates import Mandate
from tracker.models.missions import Mission
from tracker.models.notes import EvaluationNote
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Member, Partnership, PostHolder
from tracker.models.rooms import Comparison, ComparisonCell, Need, Priority, PriorityPart, Rating
from tracker.models.sharing import ShareActivity, share_activity_partnership
from tracker.models.stages import Consent, StageRun
from tracker.models.work import Activity, Cost, Instrument, Responsible, Result

Number = ScalarSelect[Any]
Cycle = BindParameter[int] | InstrumentedAttribute[int]
"""One cycle of all partnerships, or each one's own."""
Day = BindParameter[date]


def facts_of(partnership: Partnership, today: date, cycle: int | None = None) -> Facts:
    """Count in one statement the evidence of a cycle (the present one unless told otherwise) as it stands on `today`.

    Rows that were removed do not count, nor does what belongs to a city that is no member.
    """
    of_cycle = partnership.cycle if cycle is None else cycle
    named = {"partnership": partnership.id, "of_cycle": of_cycle, **_days(today)}
    return Facts(**db.session.execute(_counts_of_one(), named).one()._mapping)


def facts_of_all(ids: Collection[int], today: date) -> dict[int, Facts]:
    """Count the evidence of the present cycle of several partnerships, by their ids; one statement."""
    named = {"partnerships": list(ids), **_days(today)}
    rows = [dict(row._mapping) for row in db.session.execute(_counts_of_all(), named)]
    return {row.pop("id"): Facts(**row) for row in rows}


def _days(today: date) -> dict[str, Any]:
    return {"today": today, "held_until": PartialDate(today.year, today.month, today.day)}


@cache
def _counts_of_one() -> Select[Any]:
    """Give the query for one cycle of a partnership; building it takes longer than running it."""
    one = Partnership.id == bindparam("partnership", type_=Integer)
    return _counts(bindparam("of_cycle", type_=Integer)).where(one)


@cache
def _counts_of_all() -> Select[Any]:
    """Give the query for the present cycles of several partnerships, with their ids."""
    several = Partnership.id.in_(bindparam("partnerships", expanding=True))
    return _counts(Partnership.cycle).add_columns(Partnership.id).where(several)


def _counts(cycle: Cycle) -> Select[Any]:
    """Give the query of one row a partnership, with a number for each field of `Facts`."""
    today: Day = bindparam("today", type_=Date)
    numbers = {
        "members": _many(Member.city_id, Member.partnership_id == Partnership.id),
        **_seeking(cycle, today),
        **_comparing(cycle),
        **_planning(cycle),
        **_exchanging(cycle),
        **_assessing(cycle),
        **_agreeing(cycle),
        **_confirming(cycle),
    }
    return select(*(number.label(name) for name, number in numbers.items())).select_from(Partnership)


def _many(what: Any, *conditions: ColumnElement[bool]) -> Number:
    """Count rows, or different values of a column, for the partnership of the outer query."""
    return select(func.count(what)).where(*conditions).correlate(Partnership).scalar_subquery()


def _kept(table: Any, cycle: Cycle) -> ColumnElement[bool]:
    """Hold for the rows of a room in this cycle that were not removed."""
    return and_(table.partnership_id == Partnership.id, table.cycle == cycle, table.removed_at.is_(None))


def _is_member(city_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Hold where the city is a member of the outer query's partnership."""
    return exists().where(Member.partnership_id == Partnership.id, Member.city_id == city_id).correlate_except(Member)


def _members_with(table: Any, *conditions: ColumnElement[bool]) -> Number:
    """Count the rows that hang on one thing of the middle query, one for each member city."""
    return (
        select(func.count(table.city_id.distinct()))
        .where(_is_member(table.city_id), *conditions)
        .correlate_except(table)
        .scalar_subquery()
    )


def _all_members() -> Number:
    everyone = aliased(Member)
    return (
        select(func.count(everyone.city_id))
        .where(everyone.partnership_id == Partnership.id)
        .correlate_except(everyone)
        .scalar_subquery()
    )


def _seeking(cycle: Cycle, today: Day) -> dict[str, Number]:
    """Count named leaders, and the cities with needs."""
    has_lead = (
        exists()
        .where(
            PostHolder.partnership_id == Partnership.id,
            PostHolder.city_id == Member.city_id,
            PostHolder.post == Post.TECHNICAL_LEAD,
        )
        .correlate_except(PostHolder)
    )
    has_office_holder = exists().where(
        Mandate.city_id == Member.city_id,
        Mandate.confirmed_at.is_not(None),
        Mandate.starts_on <= today,
        or_(Mandate.ends_on.is_(None), Mandate.ends_on >= today),
    )
    return {
        "leaders_named": _many(Member.city_id, Member.partnership_id == Partnership.id, has_lead, has_office_holder),
        "cities_with_needs": _many(Need.city_id.distinct(), _kept(Need, cycle), _is_member(Need.city_id)),
    }


def _comparing(cycle: Cycle) -> dict[str, Number]:
    """Count dimensions and priorities, and those that are complete."""
    described = _members_with(
        ComparisonCell, ComparisonCell.comparison_id == Comparison.id, ComparisonCell.description != ""
    )
    roles = [
        exists().where(PriorityPart.priority_id == Priority.id, PriorityPart.part == part)
        for part in (Part.TEACHES, Part.LEARNS)
    ]
    return {
        "dimensions": _many(Comparison.id, _kept(Comparison, cycle)),
        "dimensions_complete": _many(Comparison.id, _kept(Comparison, cycle), described == _all_members()),
        "priorities": _many(Priority.id, _kept(Priority, cycle)),
        "priorities_with_roles": _many(Priority.id, _kept(Priority, cycle), *roles),
    }


def _planning(cycle: Cycle) -> dict[str, Number]:
    """Count activities and costs of the work plan, and those that are complete."""
    kept = _kept(Activity, cycle)
    answering = _members_with(Responsible, Responsible.activity_id == Activity.id, Responsible.name != "")
    return {
        "activities": _many(Activity.id, kept),
        "activities_dated": _many(Activity.id, kept, Activity.starts_on.is_not(None), Activity.ends_on.is_not(None)),
        "activities_responsible": _many(Activity.id, kept, answering == _all_members()),
        "activities_with_result": _many(Activity.id, kept, Activity.result != ""),
        "costs": _many(Cost.id, kept, Cost.activity_id == Activity.id),
        "costs_with_bearer": _many(Cost.id, kept, Cost.activity_id == Activity.id, Cost.bearer != ""),
    }


def _exchanging(cycle: Cycle) -> dict[str, Number]:
    """Count instruments, the reports that are signed, and activities of sharing.

    A signed report counts once, however many versions it had; a version that a signed one replaced was signed itself.
    """
    newer = aliased(OfficialDocument)
    replaced = and_(
        OfficialDocument.state == DocumentState.SUPERSEDED,
        exists().where(
            newer.mission_id == OfficialDocument.mission_id,
            newer.number > OfficialDocument.number,
            newer.state == DocumentState.SIGNED,
        ),
    )
    return {
        "instruments": _many(Instrument.id, _kept(Instrument, cycle)),
        "signed_reports": _many(
            OfficialDocument.mission_id.distinct(),
            OfficialDocument.partnership_id == Partnership.id,
            OfficialDocument.cycle == cycle,
            OfficialDocument.kind == DocumentKind.MISSION_REPORT,
            or_(OfficialDocument.state == DocumentState.SIGNED, replaced),
        ),
        "share_activities": _sharing(),
    }


def _sharing() -> Number:
    """Count what public sources record of the Share phase, and the further Share activities that have taken place."""
    recorded = _many(
        Event.id,
        event_partnership.c.event_id == Event.id,
        event_partnership.c.partnership_id == Partnership.id,
        or_(Event.stage_in_source.contains("share"), Event.stage_in_source.contains("6")),
    )
    shared_in = exists().where(
        share_activity_partnership.c.share_activity_id == ShareActivity.id,
        share_activity_partnership.c.partnership_id == Partnership.id,
    )
    logged = _many(
        ShareActivity.id,
        ShareActivity.removed_at.is_(None),
        or_(ShareActivity.record_code.is_(None), ShareActivity.record_code.not_in(select(Event.code))),
        ShareActivity.held <= bindparam("held_until", type_=PartialDay),
        or_(ShareActivity.partnership_id == Partnership.id, shared_in.correlate(ShareActivity, Partnership)),
    )
    return select(recorded + logged).correlate(Partnership).scalar_subquery()


def _assessing(cycle: Cycle) -> dict[str, Number]:
    """Count results, ratings by member cities, and the evaluation notes that their authors shared."""
    return {
        "results": _many(Result.id, _kept(Result, cycle)),
        "results_assessed": _many(Result.id, _kept(Result, cycle), Result.achieved != ""),
        "ratings": _many(
            Rating.id, _kept(Instrument, cycle), Rating.instrument_id == Instrument.id, _is_member(Rating.city_id)
        ),
        "lessons": _many(
            EvaluationNote.id, _kept(EvaluationNote, cycle), EvaluationNote.visibility != Visibility.PRIVATE
        ),
    }


def _agreeing(cycle: Cycle) -> dict[str, Number]:
    """Count the member cities that agree to what stands in the room of each joint stage."""
    return {
        f"agreed_{one.code}": _many(
            Consent.id,
            Consent.stage_run_id == StageRun.id,
            StageRun.partnership_id == Partnership.id,
            StageRun.cycle == cycle,
            StageRun.number == one.number,
            _is_member(Consent.city_id),
        )
        for one in STAGES
        if one.number in AGREEMENTS
    }


def _confirming(cycle: Cycle) -> dict[str, Number]:
    """Count the signed work plans of the cycle and scopes, the missions that took place, and who is in after-care."""
    signed = (
        OfficialDocument.partnership_id == Partnership.id,
        OfficialDocument.state.in_([DocumentState.SIGNED, DocumentState.SUPERSEDED]),
        OfficialDocument.signed_at.is_not(None),
    )
    return {
        "plans_confirmed": _many(
            OfficialDocument.id,
            *signed,
            OfficialDocument.kind == DocumentKind.WORK_PLAN,
            OfficialDocument.cycle == cycle,
        ),
        "scopes_endorsed": _many(OfficialDocument.id, *signed, OfficialDocument.kind == DocumentKind.SCOPE),
        "missions_held": _many(
            Mission.id,
            Mission.partnership_id == Partnership.id,
            Mission.state.in_([MissionState.COMPLETED, MissionState.REPORTED]),
        ),
        "cities_in_after_care": _many(
            FollowUp.city_id.distinct(),
            FollowUp.partnership_id == Partnership.id,
            FollowUp.dropped_at.is_(None),
            _is_member(FollowUp.city_id),
        ),
    }
