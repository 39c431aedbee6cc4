"""Mails about sign-offs: what waits, what was returned, what is signed."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.domain.mandates import in_force, local_day
from tracker.domain.people import Role
from tracker.domain.reminders import in_working_hours
from tracker.domain.signing import DocumentKind
from tracker.i18n import day
from tracker.models.mandates import Delegation, Mandate
from tracker.models.official_documents import OfficialDocument, Signature, Slot
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.models.programmes import ProgrammeCoordinator
from tracker.notices.official_pdf import shown
from tracker.notices.outbox import USUALLY, When, address, mail
from tracker.sentences import gettext as _

MOST_TASKS = 8
"""A mail lists so many tasks; the others stand on the page."""
Anchor = tuple[str, int]
"""The hash of the journal's newest row, and how many rows there are."""


def office_holder(slot: Slot, at: datetime) -> Person | None:
    """Give who holds the office of a slot's city at a moment; None when it is vacant."""
    mandates = db.session.scalars(
        select(Mandate).where(Mandate.city_id == slot.city_id, Mandate.confirmed_at.is_not(None))
    )
    today = local_day(at, slot.city.timezone)
    return next((one.person for one in mandates if in_force(one.starts_on, one.ends_on, today)), None)


def coordinators(document: OfficialDocument) -> list[Person]:
    """List who steers the document's programme; all coordinators for a partnership outside a programme."""
    query = select(Person).where(Person.role == Role.COORDINATOR, Person.is_active)
    programme = document.partnership.programme_id
    if programme is not None:
        query = query.join(ProgrammeCoordinator, ProgrammeCoordinator.person_id == Person.id).where(
            ProgrammeCoordinator.programme_id == programme
        )
    return list(db.session.scalars(query.order_by(Person.id)))


def _told(document: OfficialDocument) -> dict[str, Any]:
    """Give what every mail about a document says, in the present language."""
    content = shown(json.loads(document.content or "{}"))
    return {
        "document": document,
        "what": _what(document),
        "tasks": content["tasks"],
        "most_tasks": MOST_TASKS,
        "summary": "" if document.kind is DocumentKind.MISSION_REPORT else content["summary"],
        "link": address("reports.show", ref=document.ref),
    }


def _what(document: OfficialDocument) -> str:
    """Name a document by its kind and reference, in the present language."""
    return f"{shown(json.loads(document.content or '{}'))['kind_word']} {document.ref}"


def _mail(
    to: Person,
    template: str,
    document: OfficialDocument,
    *,
    about: str,
    subject: Callable[[], str],
    at: datetime,
    slot: Slot | None = None,
    when: When = USUALLY,
    **words: Any,
) -> OutboxItem | None:
    """Mail about a document, whatever its kind."""
    return mail(
        to,
        template,
        about=about,
        subject=subject,
        at=at,
        slot=slot,
        when=when,
        told=lambda: _told(document),
        **words,
    )


def ask_to_sign(document: OfficialDocument, *, at: datetime) -> None:
    """Ask whoever signs first to read and sign."""
    for slot in document.slots:
        if slot.asked_at is not None:
            ask(slot, at=at)


def ask(slot: Slot, *, at: datetime) -> None:
    """Ask the holder of a slot's office to read and sign; tell the coordinators when there is nobody who can."""
    person = office_holder(slot, at)
    if person is None or not person.is_active:
        tell_nobody_signs(slot, person, at=at)
    else:
        _ask(slot, person, _about(slot), at)


def _about(slot: Slot) -> str:
    return f"{slot.document.ref}/{slot.city_id}"


def _ask(slot: Slot, person: Person, about: str, at: datetime, *, is_reminder: bool = False) -> None:
    document = slot.document
    is_overdue = slot.due_on < local_day(at, slot.city.timezone)

    def subject() -> str:
        words = {"what": _what(document), "day": day(slot.due_on)}
        if is_overdue:
            return str(_("Overdue, to sign: %(what)s, since %(day)s", **words))
        if is_reminder:
            return str(_("Reminder, to sign: %(what)s, until %(day)s", **words))
        return str(_("To sign: %(what)s, until %(day)s", **words))

    _mail(
        person,
        "ask_to_sign",
        document,
        about=about,
        subject=subject,
        at=at,
        slot=slot,
        is_reminder=is_reminder,
        is_overdue=is_overdue,
    )


def remind(slot: Slot, person: Person, *, at: datetime) -> None:
    """Ask an office holder once more."""
    _ask(slot, person, f"{_about(slot)}/{slot.reminders}", at, is_reminder=True)


def remind_by_itself(slot: Slot, person: Person, day: int, *, at: datetime) -> None:
    """Ask an office holder once more because a day has come, counted from the first asking."""
    _ask(slot, person, f"{_about(slot)}/day-{day}", at, is_reminder=True)


def ask_deputy(slot: Slot, delegation: Delegation, *, at: datetime) -> None:
    """Ask a deputy to sign, since the holder of the office has not; by the deputy's own working hours."""
    document = slot.document
    _mail(
        delegation.person,
        "ask_deputy",
        document,
        about=_about(slot),
        subject=lambda: _("To sign as deputy for %(city)s: %(what)s", city=slot.city.name, what=_what(document)),
        at=at,
        slot=slot,
        when=When(not_before=in_working_hours(at, delegation.person.timezone)),
        delegation=delegation,
    )


def tell_nobody_signs(slot: Slot, closed: Person | None, *, at: datetime) -> bool:
    """Tell the coordinators, once, that the office is vacant, or the account of `closed` is; gives if any was told."""
    told = [
        _mail(
            person,
            "office_vacant",
            slot.document,
            about=f"{_about(slot)}/closed-{closed.id}" if closed else _about(slot),
            subject=lambda: _("Nobody can sign for %(city)s", city=slot.city.name),
            at=at,
            slot=slot,
            city_link=address("cities.show", code=slot.city.code),
            closed=closed,
            person_link=address("people.show", id=closed.id) if closed else "",
        )
        for person in coordinators(slot.document)
    ]
    return any(told)


def tell_overdue(slot: Slot, holder: Person | None, deputies: Iterable[Delegation], *, at: datetime) -> None:
    """Tell the coordinators that neither the office holder nor a deputy has signed, and what they can do."""
    names = [one.person.name for one in deputies]
    for person in coordinators(slot.document):
        _mail(
            person,
            "sign_off_overdue",
            slot.document,
            about=_about(slot),
            subject=lambda: _("No signature of %(city)s yet: %(what)s", city=slot.city.name, what=_what(slot.document)),
            at=at,
            slot=slot,
            when=When(not_before=in_working_hours(at, person.timezone)),
            holder=holder,
            deputies=names,
            city_link=address("cities.show", code=slot.city.code),
        )


def tell_address_refused(slot: Slot, refused: Person, stamp: str, *, at: datetime) -> None:
    """Tell the coordinators that who is to sign cannot be reached by mail; `stamp` names the mail that came back."""
    for person in coordinators(slot.document):
        if person.id == refused.id:
            continue
        _mail(
            person,
            "address_refused",
            slot.document,
            about=f"{_about(slot)}/{stamp}",
            subject=lambda: _("The mail to sign did not reach %(city)s", city=slot.city.name),
            at=at,
            slot=slot,
            refused=refused,
            person_link=address("people.show", id=refused.id),
        )


def _signers(document: OfficialDocument) -> list[Person]:
    return [slot.signature.person for slot in document.slots if slot.signature is not None]


def _involved(document: OfficialDocument) -> list[Person]:
    """List the author and everybody who has decided on a document."""
    return _once([document.author, *_signers(document)])


def _once(people: Iterable[Person]) -> list[Person]:
    return list({person.id: person for person in people if person.is_active}.values())


def tell_returned(document: OfficialDocument, signature: Signature, *, at: datetime) -> None:
    """Tell the author, everybody who had signed, and the coordinators: the remarks are quoted verbatim.

    The author has to answer, so it is a duty; for the others it is news.
    """
    for person in _once([*_involved(document), *coordinators(document)]):
        if person.id == signature.person_id:
            continue
        _mail(
            person,
            "report_returned",
            document,
            about=f"{document.ref}/{signature.id}",
            subject=lambda: _("Returned with remarks: %(what)s", what=_what(document)),
            at=at,
            when=When(is_duty=person.id == document.author_id),
            signature=signature,
        )


def tell_partly_signed(document: OfficialDocument, anchor: Anchor, *, at: datetime) -> None:
    """Tell the author that one more office holder has signed; `anchor` is the journal's."""
    signed = sum(1 for slot in document.slots if slot.signature is not None)
    _mail(
        document.author,
        "report_partly_signed",
        document,
        about=f"{document.ref}/{signed}",
        subject=lambda: _(
            "%(done)d of %(all)d signed: %(what)s", done=signed, all=len(document.slots), what=_what(document)
        ),
        at=at,
        anchor=anchor,
    )


def tell_signed(document: OfficialDocument, anchor: Anchor, *, at: datetime) -> None:
    """Tell everybody involved that this is an official document now; its signers get their copy at once."""
    signers = {person.id for person in _signers(document)}
    for person in _once([*_involved(document), *coordinators(document)]):
        _mail(
            person,
            "report_signed",
            document,
            about=document.ref,
            subject=lambda: _("Signed by all: %(what)s", what=_what(document)),
            at=at,
            when=When(is_duty=person.id in signers),
            verify=address("verify.show", code=document.code),
            anchor=anchor,
        )


def tell_withdrawn(document: OfficialDocument, *, at: datetime) -> None:
    """Tell whoever was asked to sign, or had signed, that this version was taken back, and why."""
    asked = [person for slot in document.slots if (person := office_holder(slot, at))]
    for person in _once([*asked, *_involved(document)]):
        _mail(
            person,
            "report_withdrawn",
            document,
            about=document.ref,
            subject=lambda: _("Withdrawn: %(what)s", what=_what(document)),
            at=at,
        )
