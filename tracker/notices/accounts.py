"""Mails about accounts."""

from datetime import datetime

from flask_babel import gettext as _

from tracker.models.people import Person
from tracker.notices.outbox import address, mail


def mail_sign_in_link(to: Person, token: str, wanted: str, *, at: datetime) -> None:
    """Mail a one-time sign-in link; its text is blanked once it has left."""
    mail(
        to,
        "sign_in_link",
        about=token,
        subject=lambda: _("Your link to sign in to the Partnership Tracker"),
        at=at,
        is_secret=True,
        link=address("sessions.show_link", token=token, next=wanted),
    )
