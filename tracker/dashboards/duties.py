"""Who owes what next: everything that waits for a city, whoever it is shown to; one statement for each kind of duty."""

from collections.abc import Collection
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from tracker.dashboards.duty import FRAME, Duty, by, status_of
from tracker.dashboards.evaluations import title_of
from tracker.dashboards.room_duties import missing_evidence, words_asked
from tracker.db import db
from tracker.domain.after_care import OPENS_BEFORE_DAYS
from tracker.domain.missions import MissionState, report_due
from tracker.domain.partnerships import LIVE_STATES, PartnershipState
from tracker.domain.signing import UNDER_WAY, DocumentKind, DocumentState
from tracker.models.after_care import FollowUp
from tracker.models.cities import City
from tracker.models.evaluations import Evaluation, EvaluationSide, FrameworkVersion
from tracker.models.missions import AgreedTask, Mission
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.partnerships import Member, Partnership
from tracker.models.people import Person
from tracker.sentences import gettext as _
from tracker.words import word


def duties(where: ColumnElement[bool], today: date, cities: Collection[int] | None = None) -> list[Duty]:
    """List what is open in the partnerships that `where` selects, for all their cities or only some, by day.

    It is what waits in live ones, the follow-ups of those in after-care, and the evaluations of both.
    """
    there = and_(where, Partnership.deleted_at.is_(None))
    scope = and_(there, Partnership.state.in_(LIVE_STATES))
    found = [
        *(duty for kind in KINDS for duty in kind(scope, today)),
        *_follow_ups(there, today),
        *_evaluations(there, today),
    ]
    mine = [duty for duty in found if cities is None or duty.city_id in cities]
    return sorted(mine, key=lambda duty: (duty.due_on or date.max, duty.partnership_ref, duty.text))


def _tasks(scope: ColumnElement[bool], today: date) -> list[Duty]:
    query = (
        select(AgreedTask.city_id, AgreedTask.what, AgreedTask.who, AgreedTask.due_on, Mission.ref, *FRAME)
        .join(Mission, Mission.id == AgreedTask.mission_id)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .where(
            scope,
            AgreedTask.done_at.is_(None),
            AgreedTask.removed_at.is_(None),
            Mission.state != MissionState.CANCELLED,
        )
    )
    return [
        Duty(
            "task",
            city,
            ref,
            title,
            what,
            by(who, due),
            f"{url_for('missions.show', ref=mission)}#tasks",
            due,
            status_of(due, today),
        )
        for city, what, who, due, mission, ref, title in db.session.execute(query)
    ]


def _signatures(scope: ColumnElement[bool], today: date) -> list[Duty]:
    query = (
        select(
            Slot.city_id,
            City.name,
            Slot.due_on,
            OfficialDocument.kind,
            OfficialDocument.ref,
            OfficialDocument.number,
            OfficialDocument.series,
            *FRAME,
        )
        .join(City, City.id == Slot.city_id)
        .join(OfficialDocument, OfficialDocument.id == Slot.document_id)
        .join(Partnership, Partnership.id == OfficialDocument.partnership_id)
        .where(scope, Slot.closed_at.is_(None), Slot.asked_at.is_not(None))
    )
    return [
        Duty(
            "renew" if kind is DocumentKind.RENEWAL else "sign",
            city,
            ref,
            title,
            _to_sign(kind, series, number),
            by(_("office holder"), due),
            url_for("reports.show", ref=document),
            due,
            status_of(due, today) if due < today else ("awaiting", _("Awaiting signature")),
            city=name,
        )
        for city, name, due, kind, document, number, series, ref, title in db.session.execute(query)
    ]


def _to_sign(kind: DocumentKind, series: str, number: int) -> str:
    if kind is DocumentKind.MISSION_REPORT:
        return _("Sign the report of %(mission)s, version %(number)d", mission=series, number=number)
    return {
        DocumentKind.SCOPE: _("Endorse the theme and scope"),
        DocumentKind.WORK_PLAN: _("Confirm the work plan"),
        DocumentKind.RENEWAL: _("Renew the commitment of the city"),
    }[kind]


def _missing_reports(scope: ColumnElement[bool], today: date) -> list[Duty]:
    """Missions that took place without a report under way; owed by who logged it, else by the first guest city."""
    newer = aliased(OfficialDocument)
    has_report = select(newer.id).where(
        newer.mission_id == Mission.id, newer.state.in_([*UNDER_WAY, DocumentState.CHANGES_REQUESTED])
    )
    guest = (
        select(Member.city_id)
        .where(Member.partnership_id == Partnership.id, Member.city_id.is_distinct_from(Mission.host_city_id))
        .order_by(Member.position)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(func.coalesce(Person.city_id, guest), Mission.ref, Mission.last_day, Mission.logged_at, *FRAME)
        .select_from(Mission)
        .join(Partnership, Partnership.id == Mission.partnership_id)
        .outerjoin(Person, Person.id == Mission.logged_by_id)
        .where(scope, Mission.state == MissionState.COMPLETED, ~has_report.exists())
    )
    found = []
    for city, mission, last_day, logged_at, ref, title in db.session.execute(query):
        due = report_due(last_day, logged_at.date()) if last_day else None
        text = _("Write the report of mission %(mission)s", mission=mission)
        href = url_for("missions.show", ref=mission)
        found.append(Duty("report", city, ref, title, text, by("", due), href, due, status_of(due, today)))
    return found


def _drafts(scope: ColumnElement[bool], today: date) -> list[Duty]:
    """Reports that are being written, and those that came back with remarks and have no newer version."""
    newer = aliased(OfficialDocument)
    is_newest = ~(
        select(newer.id).where(newer.series == OfficialDocument.series, newer.number > OfficialDocument.number).exists()
    )
    query = (
        select(
            Person.city_id,
            OfficialDocument.kind,
            OfficialDocument.ref,
            OfficialDocument.state,
            OfficialDocument.series,
            Mission.last_day,
            Mission.logged_at,
            Person.name,
            *FRAME,
        )
        .select_from(OfficialDocument)
        .join(Partnership, Partnership.id == OfficialDocument.partnership_id)
        .outerjoin(Mission, Mission.id == OfficialDocument.mission_id)
        .join(Person, Person.id == OfficialDocument.author_id)
        .where(scope, OfficialDocument.state.in_([DocumentState.DRAFT, DocumentState.CHANGES_REQUESTED]), is_newest)
    )
    found = []
    for city, kind, document, state, series, last_day, logged_at, author, ref, title in db.session.execute(query):
        if city is None:
            continue
        is_draft = state is DocumentState.DRAFT
        due = report_due(last_day, logged_at.date()) if last_day else None
        text = _to_finish(kind, series) if is_draft else _to_answer(kind, series)
        status = status_of(due, today) if is_draft else ("returned", _("Returned with remarks"))
        href = url_for("reports.show", ref=document)
        found.append(Duty("draft", city, ref, title, text, by(author, due), href, due, status))
    return found


def _to_finish(kind: DocumentKind, series: str) -> str:
    if kind is DocumentKind.MISSION_REPORT:
        return _("Finish and send the report of %(mission)s", mission=series)
    return _("Finish and send: %(kind)s", kind=word(kind))


def _to_answer(kind: DocumentKind, series: str) -> str:
    if kind is DocumentKind.MISSION_REPORT:
        return _("Answer the remarks on the report of %(mission)s", mission=series)
    return _("Answer the remarks: %(kind)s", kind=word(kind))


def _follow_ups(there: ColumnElement[bool], today: date) -> list[Duty]:
    """Follow-ups of after-care, from thirty days before they are due."""
    query = (
        select(FollowUp.city_id, FollowUp.months, FollowUp.due_on, *FRAME)
        .join(Partnership, Partnership.id == FollowUp.partnership_id)
        .where(
            there,
            Partnership.state == PartnershipState.AFTER_CARE,
            FollowUp.answered_at.is_(None),
            FollowUp.dropped_at.is_(None),
            FollowUp.due_on <= today + timedelta(days=OPENS_BEFORE_DAYS),
        )
    )
    return [
        Duty(
            "follow_up",
            city,
            ref,
            title,
            _("Say what has lasted %(months)s months after", months=months),
            by("", due),
            url_for("after_care.show", ref=ref),
            due,
            status_of(due, today),
        )
        for city, months, due, ref, title in db.session.execute(query)
    ]


def _evaluations(there: ColumnElement[bool], today: date) -> list[Duty]:
    """Evaluations that a city has not handed in: without a day, or from thirty days before theirs."""
    query = (
        select(EvaluationSide.city_id, Evaluation.id, Evaluation.due_on, FrameworkVersion, *FRAME)
        .join(Evaluation, Evaluation.id == EvaluationSide.evaluation_id)
        .join(FrameworkVersion, FrameworkVersion.id == Evaluation.framework_version_id)
        .join(Partnership, Partnership.id == Evaluation.partnership_id)
        .where(
            there,
            Partnership.state.in_([*LIVE_STATES, PartnershipState.AFTER_CARE]),
            EvaluationSide.handed_in_at.is_(None),
            Evaluation.removed_at.is_(None),
            or_(Evaluation.due_on.is_(None), Evaluation.due_on <= today + timedelta(days=OPENS_BEFORE_DAYS)),
        )
    )
    return [
        Duty(
            "evaluation",
            city,
            ref,
            title,
            _("Answer the evaluation: %(framework)s", framework=title_of(framework)),
            by("", due),
            url_for("evaluations.show", id=number),
            due,
            status_of(due, today),
        )
        for city, number, due, framework, ref, title in db.session.execute(query)
    ]


KINDS = (_tasks, _signatures, _missing_reports, _drafts, missing_evidence, words_asked)
