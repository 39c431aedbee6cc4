"""The mail that gathers news for a reader who does not want it piece by piece."""

from collections.abc import Sequence
from datetime import datetime

from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.notices.outbox import mail
from tracker.sentences import ngettext


def mail_digest(to: Person, notices: Sequence[OutboxItem], *, at: datetime) -> None:
    """Mail several pieces of news as one; the same news makes the same Message-ID."""
    mail(
        to,
        "digest",
        about="+".join(str(notice.id) for notice in notices),
        subject=lambda: ngettext(
            "%(num)d piece of news from the Partnership Tracker",
            "%(num)d pieces of news from the Partnership Tracker",
            len(notices),
        ),
        at=at,
        notices=notices,
    )
