"""Mails about offices that change hands."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from tracker.db import db
from tracker.domain.people import Role
from tracker.models.mandates import Mandate
from tracker.models.official_documents import Slot
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.notices.outbox import address, mail


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
        link=address("tasks.mine"),
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
