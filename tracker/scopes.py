"""Which rows a person can see at all: every page begins with one of these queries, so out of scope is not found."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from tracker.domain.evaluation import Visibility
from tracker.domain.people import Role
from tracker.domain.signing import DocumentState
from tracker.models.after_care import FollowUp, Protocol
from tracker.models.attachments import Attachment
from tracker.models.cities import City
from tracker.models.evaluations import BenchmarkIndicator, Evaluation, EvaluationSection, EvaluationSide
from tracker.models.exports import Export, FunderPreset
from tracker.models.local_groups import LocalGroup
from tracker.models.logframe import Indicator, Measurement, Objective
from tracker.models.mandates import Delegation, Mandate
from tracker.models.missions import AgreedTask, Mission
from tracker.models.notes import EvaluationNote
from tracker.models.official_documents import OfficialDocument, Signature, Slot
from tracker.models.partnerships import Member, Partnership, PostHolder
from tracker.models.people import Person
from tracker.models.programmes import Programme, ProgrammePartner
from tracker.models.rooms import Comparison, Need, Priority
from tracker.models.sdg import PartnershipSdg
from tracker.models.sharing import PartnerOrganisation, ShareActivity, share_activity_partnership
from tracker.models.stages import StageRun
from tracker.models.views import SavedView
from tracker.models.work import Activity, Instrument, Result
from tracker.permissions import Standing

IN_PARTNERSHIP: tuple[type[Any], ...] = (
    *(Mission, PostHolder, StageRun, Need, Comparison, Priority, Activity, Instrument, Result),
    *(Objective, Indicator),
    *(FollowUp, Protocol, ShareActivity, PartnerOrganisation, PartnershipSdg, Evaluation),
    LocalGroup,
)
"""Tables whose rows carry a partnership's id and are seen by whoever sees the partnership."""


def partnerships_seen(standing: Standing) -> ColumnElement[bool]:
    """Give the condition on `Partnership` that holds for what a person may see; never a deleted one."""
    return and_(Partnership.deleted_at.is_(None), _reach(standing))


def partnerships_entered(standing: Standing) -> ColumnElement[bool]:
    """Give the condition on `Partnership` that holds for those whose rooms, missions and shared notes a person may see.

    These are the partnerships seen, but for those that are seen only because the person once signed there.
    """
    return partnerships_seen(replace(standing, signed=frozenset()))


def _reach(standing: Standing) -> ColumnElement[bool]:
    if standing.role is Role.ADMINISTRATOR:
        return true()
    reach: list[ColumnElement[bool]] = []
    if standing.role is Role.COORDINATOR:
        reach += [Partnership.programme_id.is_(None), Partnership.programme_id.in_(standing.programmes)]
    cities = standing.offices | ({standing.city_id} if standing.city_id else set())
    if cities:
        reach.append(Partnership.id.in_(select(Member.partnership_id).where(Member.city_id.in_(cities))))
    granted = standing.observed | standing.signed
    if granted:
        reach.append(Partnership.id.in_(granted))
    return or_(*reach) if reach else false()


def sees_whole_programmes(standing: Standing) -> bool:
    """Tell whether a person sees all partnerships of some programmes and no others, as tables of counts are sorted."""
    if standing.role is Role.ADMINISTRATOR:
        return True
    further = standing.offices | standing.observed | standing.signed
    return standing.role is Role.COORDINATOR and standing.city_id is None and not further


def people_seen(standing: Standing) -> ColumnElement[bool]:
    """Give the condition on `Person` that holds for whose account a person may look at.

    A coordinator sees the people of the cities in their partnerships, and of organisations other than cities.
    """
    if standing.role is Role.ADMINISTRATOR:
        return true()
    if standing.role is not Role.COORDINATOR:
        return Person.id == standing.person_id
    members = select(Member.city_id).join(Partnership, Partnership.id == Member.partnership_id)
    of_city = members.where(Member.city_id == Person.city_id, partnerships_seen(standing))
    return or_(Person.city_id.is_(None), of_city.exists())


def documents_read(standing: Standing) -> ColumnElement[bool]:
    """Give the condition on `OfficialDocument`, joined to `Partnership`, that holds for what a person may read.

    A draft is for those who work on it; what was sent is for everybody who may enter, and for who signed it.
    """
    at_work = replace(standing, signed=frozenset(), observed=frozenset())
    works = false() if standing.role is Role.ADMINISTRATOR else partnerships_seen(at_work)
    was_sent = and_(OfficialDocument.state != DocumentState.DRAFT, partnerships_entered(standing))
    own = select(Signature.document_id).where(Signature.person_id == standing.person_id)
    return or_(works, was_sent, and_(partnerships_seen(standing), OfficialDocument.id.in_(own)))


def notes_read(standing: Standing) -> ColumnElement[bool]:
    """Give the condition on `EvaluationNote`, joined to `Partnership`, that holds for what a person may read."""
    is_shared = and_(EvaluationNote.visibility != Visibility.PRIVATE, partnerships_entered(standing))
    is_own = and_(EvaluationNote.author_id == standing.person_id, partnerships_seen(standing))
    return and_(EvaluationNote.removed_at.is_(None), or_(is_own, is_shared))


def views_seen(standing: Standing) -> ColumnElement[bool]:
    """Give the condition on `SavedView` that holds for a person's own and for those offered to them."""
    return or_(SavedView.person_id == standing.person_id, SavedView.programme_id.in_(standing.programmes))


def _within(column: InstrumentedAttribute[int], standing: Standing) -> ColumnElement[bool]:
    """Limit rows that carry a partnership's id to the partnerships that a person may see."""
    return column.in_(select(Partnership.id).where(partnerships_seen(standing)))


def _missions_seen(standing: Standing) -> ColumnElement[bool]:
    return _within(Mission.partnership_id, standing)


def _activities_seen(standing: Standing) -> Select[Any]:
    """Select the Share activities of partnerships that a person may see, also where another one logged them."""
    shared = share_activity_partnership.c
    theirs = select(shared.share_activity_id).join(Partnership, Partnership.id == shared.partnership_id)
    of_any = or_(
        _within(ShareActivity.partnership_id, standing), ShareActivity.id.in_(theirs.where(partnerships_seen(standing)))
    )
    return select(ShareActivity.id).where(ShareActivity.removed_at.is_(None), of_any)


def seen(model: type[Any], standing: Standing) -> Select[Any]:
    """Give the query for all rows of a table that a person may see; raises KeyError for a table without a rule."""
    of_mission = select(Mission.id).where(_missions_seen(standing))
    sides = select(EvaluationSide.id).join(Evaluation).where(_within(Evaluation.partnership_id, standing))
    in_partnership = {kind: lambda kind=kind: _within(kind.partnership_id, standing) for kind in IN_PARTNERSHIP}
    rules: dict[type[Any], Any] = {
        **in_partnership,
        Partnership: lambda: partnerships_seen(standing),
        AgreedTask: lambda: and_(AgreedTask.mission_id.in_(of_mission), AgreedTask.removed_at.is_(None)),
        Attachment: lambda: and_(
            or_(Attachment.mission_id.in_(of_mission), Attachment.share_activity_id.in_(_activities_seen(standing))),
            Attachment.removed_at.is_(None),
        ),
        OfficialDocument: lambda: _within(OfficialDocument.partnership_id, standing),
        Measurement: lambda: Measurement.indicator_id.in_(
            select(Indicator.id).where(_within(Indicator.partnership_id, standing))
        ),
        Slot: lambda: Slot.document_id.in_(
            select(OfficialDocument.id).where(_within(OfficialDocument.partnership_id, standing))
        ),
        EvaluationNote: lambda: and_(
            _within(EvaluationNote.partnership_id, standing),
            or_(EvaluationNote.author_id == standing.person_id, EvaluationNote.visibility != Visibility.PRIVATE),
        ),
        BenchmarkIndicator: lambda: BenchmarkIndicator.evaluation_id.in_(
            select(Evaluation.id).where(_within(Evaluation.partnership_id, standing))
        ),
        EvaluationSide: lambda: EvaluationSide.id.in_(sides),
        EvaluationSection: lambda: EvaluationSection.side_id.in_(sides),
        SavedView: lambda: views_seen(standing),
        Programme: true,
        ProgrammePartner: true,
        City: true,
        Mandate: true,
        Delegation: true,
        Person: lambda: people_seen(standing),
        Export: lambda: Export.person_id == standing.person_id,
        FunderPreset: lambda: FunderPreset.person_id == standing.person_id,
    }
    return select(model).where(rules[model]())
