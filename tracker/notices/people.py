"""Mails to people who are invited."""

from datetime import datetime

from tracker.models.people import Person
from tracker.notices.outbox import address, mail
from tracker.sentences import gettext as _


def mail_invitation(to: Person, token: str, *, at: datetime) -> None:
    """Mail an invited person a one-time sign-in link; its text is blanked once it has left."""
    mail(
        to,
        "invitation",
        about=token,
        subject=lambda: _("You are invited to the Partnership Tracker"),
        at=at,
        is_secret=True,
        link=address("sessions.show_link", token=token, next="/"),
        sign_in=address("sessions.sign_in"),
    )
