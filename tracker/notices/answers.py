"""Mails that remind a city's technicians of an answer that is due: an evaluation, or a follow-up of after-care."""

from datetime import date, datetime
from typing import Any

from tracker.domain.frameworks import Framework, in_language
from tracker.i18n import language
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.notices.outbox import mail
from tracker.sentences import gettext as _


def remind_of_answer(
    to: Person, partnership: Partnership, what: Any, due_on: date, link: str, *, about: str, at: datetime
) -> bool:
    """Remind one person; `what` names the answer in the reader's language. Gives whether a mail was written."""
    written = mail(
        to,
        "answer_due",
        about=about,
        subject=lambda: _("Waiting for your city's answer: %(title)s", title=partnership.title),
        at=at,
        partnership=partnership,
        told=lambda: {"what": what()},
        due_on=due_on,
        is_late=due_on < at.date(),
        link=link,
    )
    return written is not None


def evaluation_words(framework: Framework) -> str:
    """Name the answer to an evaluation in the reader's language."""
    return str(_("Answer the evaluation: %(framework)s", framework=in_language(framework.title, language())[0]))


def follow_up_words(months: int | None) -> str:
    """Name the answer to a follow-up in the reader's language."""
    return str(_("Say what has lasted %(months)s months after", months=months))
