"""Mails about offices that change hands."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from tracker.db import db
from tracker.domain.people import Role
from tracker.i18n import Reader, written_for
from tracker.models.mandates import Delegation, Mandate
from tracker.models.official_documents import Slot
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.notices.outbox import address, mail
from tracker.sentences import gettext as _


def ask_to_confirm(mandate: Mandate, recorder: Person, *, at: datetime) -> None:
    """Ask the administrators other than the recorder to confirm a mandate as second person."""
    administrators = select(Person).where(Person.role == Role.ADMINISTRATOR, Person.is_active, Person.id != recorder.id)
    for person in db.session.scalars(administrators):
        mail(
            person,
            "confirm_mandate",
            about=f"mandate-{mandate.id}",
            subject=lambda: _("To confirm: new office holder in %(city)s", city=mandate.city.name),
            at=at,
            mandate=mandate,
            link=address("cities.show", code=mandate.city.code),
        )


def words_of_renewal(mandate: Mandate, partnership: Partnership, language: str) -> str:
    """Give the sentence with which a city keeps its commitment to a partnership, in a language."""
    with written_for(Reader(language)):
        return str(
            _(
                "%(city)s keeps its commitment to the partnership %(title)s, with what its office has signed so far "
                "and the tasks that are still open.",
                city=mandate.city.name,
                title=partnership.title,
            )
        )


def tell_deputy(delegation: Delegation, *, at: datetime) -> None:
    """Tell a deputy for whom, and from when to when, they may sign."""
    city = delegation.mandate.city
    mail(
        delegation.person,
        "deputy",
        about=f"delegation-{delegation.id}",
        subject=lambda: _("You may sign for %(city)s as deputy", city=city.name),
        at=at,
        delegation=delegation,
        link=address("tasks.mine"),
    )


def hand_over(
    mandate: Mandate,
    predecessors: Sequence[Mandate],
    slots: Sequence[Slot],
    partnerships: Sequence[Partnership],
    *,
    at: datetime,
) -> None:
    """Tell the successor what waits for signature and which commitments to renew; tell the predecessors of the end."""
    mail(
        mandate.person,
        "hand_over",
        about=f"mandate-{mandate.id}",
        subject=lambda: _("Your mandate in the Partnership Tracker: %(city)s", city=mandate.city.name),
        at=at,
        mandate=mandate,
        slots=slots,
        partnerships=partnerships,
        link=address("mandates.hand_over", id=mandate.id),
    )
    for earlier in predecessors:
        if earlier.person_id != mandate.person_id:
            mail(
                earlier.person,
                "mandate_ended",
                about=f"mandate-{earlier.id}",
                subject=lambda: _(
                    "Your mandate in the Partnership Tracker has ended: %(city)s", city=mandate.city.name
                ),
                at=at,
                mandate=earlier,
            )
