"""Mails about sign-offs: what waits, what was returned, what is signed."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from tracker.db import db
from tracker.domain.mandates import in_force, local_day
from tracker.domain.people import Role
from tracker.models.mandates import Mandate
from tracker.models.official_documents import OfficialDocument, Signature, Slot
from tracker.models.people import Person
from tracker.models.programmes import ProgrammeCoordinator
from tracker.notices.outbox import address, mail


def office_holder(slot: Slot, at: datetime) -> Person | None:
    """Give who holds the office of a slot's city at a moment; None when it is vacant."""
    mandates = db.session.scalars(
        select(Mandate).where(Mandate.city_id == slot.city_id, Mandate.confirmed_at.is_not(None))
    )
    day = local_day(at, slot.city.timezone)
    return next((one.person for one in mandates if in_force(one.starts_on, one.ends_on, day)), None)


def coordinators(document: OfficialDocument) -> list[Person]:
    """List who steers the document's programme; all coordinators for a partnership outside a programme."""
    query = select(Person).where(Person.role == Role.COORDINATOR, Person.is_active)
    programme = document.partnership.programme_id
    if programme is not None:
        query = query.join(ProgrammeCoordinator, ProgrammeCoordinator.person_id == Person.id).where(
            ProgrammeCoordinator.programme_id == programme
        )
    return list(db.session.scalars(query))


def _words(document: OfficialDocument) -> dict[str, Any]:
    content = json.loads(document.content or "{}")
    return {
        "document": document,
        "content": content,
        "tasks": content.get("tasks", []),
        "link": address("reports.show", ref=document.ref),
    }


def ask_to_sign(document: OfficialDocument, *, at: datetime) -> None:
    """Ask each office holder to read and sign; tell the coordinators of a vacant office."""
    for slot in document.slots:
        person = office_holder(slot, at)
        if person is not None:
            _ask(slot, person, f"{document.ref}/{slot.city_id}", at)
            continue
        for coordinator in coordinators(document):
            mail(
                coordinator,
                "office_vacant",
                about=f"{document.ref}/{slot.city_id}",
                subject=lambda slot=slot: _("Nobody can sign for %(city)s", city=slot.city.name),
                at=at,
                slot=slot,
                document=document,
                link=address("cities.show", code=slot.city.code),
            )


def _ask(slot: Slot, person: Person, about: str, at: datetime) -> None:
    document = slot.document
    mail(
        person,
        "ask_to_sign",
        about=about,
        subject=lambda: _("To sign: report %(ref)s, %(title)s", ref=document.ref, title=document.partnership.title),
        at=at,
        slot=slot,
        **_words(document),
    )


def remind(slot: Slot, person: Person, *, at: datetime) -> None:
    """Ask an office holder once more."""
    _ask(slot, person, f"{slot.document.ref}/{slot.city_id}/{slot.reminders}", at)


def ask_successor(slot: Slot, person: Person, mandate_id: int, *, at: datetime) -> None:
    """Ask the successor in an office to sign what waits for it."""
    _ask(slot, person, f"{slot.document.ref}/{slot.city_id}/mandate-{mandate_id}", at)


def _involved(document: OfficialDocument) -> list[Person]:
    """List the author and everybody who has decided on a document."""
    decided = [slot.signature.person for slot in document.slots if slot.signature is not None]
    return _once([document.author, *decided])


def _once(people: Iterable[Person]) -> list[Person]:
    return list({person.id: person for person in people if person.is_active}.values())


def tell_returned(document: OfficialDocument, signature: Signature, *, at: datetime) -> None:
    """Tell the author, everybody who had signed, and the coordinators: the remarks are quoted verbatim."""
    for person in _once([*_involved(document), *coordinators(document)]):
        if person.id == signature.person_id:
            continue
        mail(
            person,
            "report_returned",
            about=f"{document.ref}/{signature.id}",
            subject=lambda: _("Returned with remarks: report %(ref)s", ref=document.ref),
            at=at,
            signature=signature,
            **_words(document),
        )


def tell_partly_signed(document: OfficialDocument, *, at: datetime) -> None:
    """Tell the author that one more office holder has signed."""
    signed = sum(1 for slot in document.slots if slot.signature is not None)
    mail(
        document.author,
        "report_partly_signed",
        about=f"{document.ref}/{signed}",
        subject=lambda: _(
            "%(done)d of %(all)d signed: report %(ref)s", done=signed, all=len(document.slots), ref=document.ref
        ),
        at=at,
        **_words(document),
    )


def tell_signed(document: OfficialDocument, *, at: datetime) -> None:
    """Tell everybody involved that the report is an official document now."""
    for person in _once([*_involved(document), *coordinators(document)]):
        mail(
            person,
            "report_signed",
            about=document.ref,
            subject=lambda: _("Signed by all: report %(ref)s", ref=document.ref),
            at=at,
            verify=address("verify.show", code=document.code),
            **_words(document),
        )


def tell_withdrawn(document: OfficialDocument, *, at: datetime) -> None:
    """Tell whoever was asked to sign, or had signed, that this version was taken back, and why."""
    asked = [office_holder(slot, at) for slot in document.slots]
    for person in _once([*(one for one in asked if one is not None), *_involved(document)]):
        mail(
            person,
            "report_withdrawn",
            about=document.ref,
            subject=lambda: _("Withdrawn: report %(ref)s", ref=document.ref),
            at=at,
            **_words(document),
        )
