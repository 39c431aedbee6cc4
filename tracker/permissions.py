"""Who may do what: one table, asked by routes, services and templates alike.

Source: the permission matrix of the security notes. Queries are scoped to the person first (out of scope: 404);
this table then answers for what is in scope (forbidden: 403).
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from tracker.domain.errors import NotAllowed
from tracker.domain.evaluation import Visibility
from tracker.domain.people import Role
from tracker.domain.signing import DocumentState
from tracker.models.partnerships import Partnership
from tracker.standing import Standing as Standing
from tracker.standing import standing_of as standing_of


class Permission(StrEnum):
    """Something that a route or a service asks for."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    PORTFOLIO_VIEW = "portfolio.view"
    EXPORT_VIEW = "export.view"
    EXPORT_DOWNLOAD = "export.download"
    PROGRAMME_EDIT = "programme.edit"
    PARTNERSHIP_VIEW = "partnership.view"
    PARTNERSHIP_CREATE = "partnership.create"
    PARTNERSHIP_EDIT = "partnership.edit"
    PARTNERSHIP_STEER = "partnership.steer"
    PARTNERSHIP_DELETE = "partnership.delete"
    POST_EDIT = "post.edit"
    JOURNAL_VIEW = "journal.view"
    GATE_DECIDE = "gate.decide"
    GATE_WAIVE = "gate.waive"
    ROOM_VIEW = "room.view"
    CONSENT_GIVE = "consent.give"
    ROOM_EDIT = "room.edit"
    CITY_ROOM_EDIT = "city_room.edit"
    MISSION_VIEW = "mission.view"
    MISSION_EDIT = "mission.edit"
    ATTACHMENT_VIEW = "attachment.view"
    TASK_SETTLE = "task.settle"
    DRAFT_VIEW = "draft.view"
    REPORT_VIEW = "report.view"
    REPORT_EDIT = "report.edit"
    REPORT_SUBMIT = "report.submit"
    REPORT_SIGN = "report.sign"
    SIGN_OFF_DELEGATE = "sign_off.delegate"
    SIGN_OFF_REMIND = "sign_off.remind"
    NOTE_CREATE = "note.create"
    NOTE_VIEW = "note.view"
    NOTE_EDIT = "note.edit"
    HAND_OVER_VIEW = "hand_over.view"
    PROFILE_EDIT = "profile.edit"
    MANDATE_RECORD = "mandate.record"
    MANDATE_CONFIRM = "mandate.confirm"
    PEOPLE_VIEW = "people.view"
    PERSON_INVITE = "person.invite"
    PERSON_EDIT = "person.edit"
    VIEW_USE = "view.use"
    VIEW_EDIT = "view.edit"
    ADMIN_VIEW = "admin.view"


Predicate = Callable[[Standing, Any], bool]


def partnership_of(thing: Any) -> Partnership:
    """Give the partnership that a thing belongs to."""
    if isinstance(thing, Partnership):
        return thing
    if hasattr(thing, "partnership"):
        return thing.partnership
    return partnership_of(thing.document if hasattr(thing, "document") else thing.mission)


def _member_ids(thing: Any) -> set[int]:
    return {member.city_id for member in partnership_of(thing).members}


def anyone(_standing: Standing, _thing: Any) -> bool:
    """Hold for everybody who is signed in."""
    return True


def is_administrator(standing: Standing, _thing: Any) -> bool:
    """Hold for administrators."""
    return standing.role is Role.ADMINISTRATOR


def is_coordinator(standing: Standing, _thing: Any) -> bool:
    """Hold for coordinators, whatever they steer."""
    return standing.role is Role.COORDINATOR


def asked_for_it(standing: Standing, export: Any) -> bool:
    """Hold for who asked for these files."""
    return export.person_id == standing.person_id


def sees_the_same(standing: Standing, export: Any) -> bool:
    """Hold while a person sees what they saw when they asked for these files."""
    return export.scope == standing.mark


def steers(standing: Standing, thing: Any) -> bool:
    """Hold for the coordinators of this very programme, or of the one that the thing belongs to."""
    programme = getattr(thing, "programme", thing)
    return standing.role is Role.COORDINATOR and programme.id in standing.programmes


def coordinates(standing: Standing, thing: Any) -> bool:
    """Hold for the programme's coordinators; what is in no programme is every coordinator's."""
    programme = partnership_of(thing).programme_id
    return standing.role is Role.COORDINATOR and (programme is None or programme in standing.programmes)


def is_technician_of_member(standing: Standing, thing: Any) -> bool:
    """Hold for the technicians of the partnership's cities."""
    return standing.city_id is not None and standing.city_id in _member_ids(thing)


def is_technician_of_city(standing: Standing, thing: Any) -> bool:
    """Hold for the technicians of the city that the thing belongs to."""
    return standing.city_id is not None and standing.city_id == thing.city_id


def holds_office_of_member(standing: Standing, thing: Any) -> bool:
    """Hold for who holds the office of one of the partnership's cities now."""
    return bool(standing.offices & _member_ids(thing))


def speaks_for_city(standing: Standing, thing: Any) -> bool:
    """Hold for the technicians and office holder of the thing's city; for a partnership, of any of its cities."""
    cities = {thing.city_id} if hasattr(thing, "city_id") else _member_ids(thing)
    return standing.city_id in cities or bool(standing.offices & cities)


def holds_mandate(standing: Standing, thing: Any) -> bool:
    """Hold for the holder of this mandate, or of the one a delegation comes from, while it is in force."""
    mandate = getattr(thing, "mandate", thing)
    return mandate.person_id == standing.person_id and mandate.city_id in standing.mandates


def holds_office_of_slot(standing: Standing, document: Any) -> bool:
    """Hold for who holds the office of a city that signs this document."""
    return any(slot.city_id in standing.offices for slot in document.slots)


def observes(standing: Standing, thing: Any) -> bool:
    """Hold for observers to whom the partnership was opened."""
    return partnership_of(thing).id in standing.observed


def signed_here(standing: Standing, thing: Any) -> bool:
    """Hold for who signed a document of this partnership, also after the mandate has ended."""
    return partnership_of(thing).id in standing.signed


def signed_it(standing: Standing, document: Any) -> bool:
    """Hold for who signed this very document."""
    return any(slot.signature is not None and slot.signature.person_id == standing.person_id for slot in document.slots)


def is_submitted(_standing: Standing, document: Any) -> bool:
    """Hold for documents that have left the draft."""
    return document.state is not DocumentState.DRAFT


def wrote_it(standing: Standing, thing: Any) -> bool:
    """Hold for the author."""
    return thing.author_id == standing.person_id


def keeps_it(standing: Standing, view: Any) -> bool:
    """Hold for who saved the view."""
    return view.person_id == standing.person_id


def is_offered(standing: Standing, view: Any) -> bool:
    """Hold for coordinators of the programme to whose coordinators the view is offered."""
    return view.programme_id in standing.programmes


def is_shared(_standing: Standing, note: Any) -> bool:
    """Hold for notes that their author shared with the partners or with everyone."""
    return note.visibility is not Visibility.PRIVATE


IN_PARTNERSHIP: list[list[Predicate]] = [
    [is_administrator],
    [coordinates],
    [is_technician_of_member],
    [holds_office_of_member],
    [observes],
]
AT_WORK: list[list[Predicate]] = [[coordinates], [is_technician_of_member]]
AT_REPORTS: list[list[Predicate]] = [*AT_WORK, [holds_office_of_member]]


def takes_part_in_any(standing: Standing, attachment: Any) -> bool:
    """Hold for whoever is in any of the partnerships that share a file."""
    return any(predicate(standing, one) for one in attachment.partnerships for (predicate,) in IN_PARTNERSHIP)


RULES: dict[Permission, list[list[Predicate]]] = {  # any line suffices; all of a line must hold
    Permission.SIGNED_IN: [[anyone]],
    Permission.PORTFOLIO_VIEW: [[is_coordinator], [is_administrator]],
    Permission.EXPORT_VIEW: [[asked_for_it]],
    Permission.EXPORT_DOWNLOAD: [[asked_for_it, sees_the_same]],
    Permission.PROGRAMME_EDIT: [[is_administrator], [steers]],
    Permission.PARTNERSHIP_VIEW: [*IN_PARTNERSHIP, [signed_here]],
    Permission.PARTNERSHIP_CREATE: [[is_coordinator]],
    Permission.PARTNERSHIP_EDIT: AT_WORK,
    Permission.PARTNERSHIP_STEER: [[coordinates]],
    Permission.PARTNERSHIP_DELETE: [[is_administrator]],
    Permission.POST_EDIT: AT_WORK,
    Permission.JOURNAL_VIEW: [[is_administrator], [coordinates], [is_technician_of_member], [holds_office_of_member]],
    Permission.GATE_DECIDE: [[coordinates]],
    Permission.GATE_WAIVE: [[coordinates]],
    Permission.ROOM_VIEW: IN_PARTNERSHIP,
    Permission.CONSENT_GIVE: [[speaks_for_city]],
    Permission.ROOM_EDIT: AT_WORK,
    Permission.CITY_ROOM_EDIT: [[is_technician_of_city], [coordinates]],
    Permission.MISSION_VIEW: IN_PARTNERSHIP,
    Permission.MISSION_EDIT: AT_WORK,
    Permission.ATTACHMENT_VIEW: [[takes_part_in_any]],
    Permission.TASK_SETTLE: [[is_technician_of_city], [coordinates]],
    Permission.DRAFT_VIEW: AT_REPORTS,
    Permission.REPORT_VIEW: [
        *AT_REPORTS,
        [signed_it],
        [is_submitted, is_administrator],
        [is_submitted, observes],
    ],
    Permission.REPORT_EDIT: [[is_technician_of_member]],
    Permission.REPORT_SUBMIT: [[is_technician_of_member]],
    Permission.REPORT_SIGN: [[holds_office_of_slot]],
    Permission.SIGN_OFF_DELEGATE: [[holds_mandate]],
    Permission.SIGN_OFF_REMIND: [[is_administrator], [coordinates], [is_technician_of_member]],
    Permission.NOTE_CREATE: [[coordinates], [is_technician_of_member], [holds_office_of_member]],
    Permission.NOTE_VIEW: [[wrote_it], *[[is_shared, *line] for line in IN_PARTNERSHIP]],
    Permission.NOTE_EDIT: [[wrote_it]],
    Permission.HAND_OVER_VIEW: [[holds_mandate], [is_administrator]],
    Permission.PROFILE_EDIT: [[is_administrator]],
    Permission.MANDATE_RECORD: [[is_administrator], [is_coordinator]],
    Permission.MANDATE_CONFIRM: [[is_administrator], [is_coordinator]],
    Permission.PEOPLE_VIEW: [[is_administrator], [is_coordinator]],
    Permission.PERSON_INVITE: [[is_administrator], [is_coordinator]],
    Permission.PERSON_EDIT: [[is_administrator]],
    Permission.VIEW_USE: [[keeps_it], [is_offered]],
    Permission.VIEW_EDIT: [[keeps_it]],
    Permission.ADMIN_VIEW: [[is_administrator]],
}


def allows(standing: Standing, permission: Permission, thing: Any = None) -> bool:
    """Tell whether a person of this standing may do this to the thing."""
    if permission is Permission.PUBLIC:
        return True
    return any(all(predicate(standing, thing) for predicate in line) for line in RULES[permission])


def require(standing: Standing, permission: Permission, thing: Any = None) -> None:
    """Return when allowed; raises NotAllowed otherwise."""
    if not allows(standing, permission, thing):
        raise NotAllowed(permission)
