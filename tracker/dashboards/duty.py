"""One duty: what a city owes, whose it is, and how urgent its day is."""

from dataclasses import dataclass
from datetime import date

from tracker.i18n import day, number
from tracker.models.partnerships import Partnership
from tracker.permissions import Standing
from tracker.sentences import gettext as _
from tracker.sentences import ngettext

FRAME = (Partnership.ref, Partnership.title)
"""What every duty tells of its partnership."""
SOON_DAYS = 7
FOR_OFFICES = frozenset({"sign", "renew"})
"""Kinds of duty that only the holder of the office can do."""
FOR_SPEAKERS = frozenset({"consent"})
"""Kinds of duty that the city's technicians and the holder of its office can do."""


@dataclass(frozen=True)
class Duty:
    """Something that a city owes: `kind` is a code, `text` and `by` are words, `due_on` may be unknown.

    `city` names the city where others wait for it.
    """

    kind: str
    city_id: int
    partnership_ref: str
    partnership_title: str
    text: str
    by: str
    href: str
    due_on: date | None
    status: tuple[str, str]
    city: str = ""


def is_mine(duty: Duty, standing: Standing) -> bool:
    """Tell whether a duty is the person's own: by office for signatures and commitments, by city for the rest.

    Whoever speaks for the city can give its word: its technicians and the holder of its office.
    """
    if duty.kind in FOR_OFFICES:
        return duty.city_id in standing.offices
    if duty.kind in FOR_SPEAKERS and duty.city_id in standing.offices:
        return True
    return duty.city_id == standing.city_id


def status_of(due_on: date | None, today: date) -> tuple[str, str]:
    """Say how urgent a day is, in words and with its mark."""
    if due_on is None:
        return ("not_started", _("No day set"))
    left = (due_on - today).days
    if left < 0:
        return ("overdue", ngettext("%(days)s day late", "%(days)s days late", -left, days=number(-left)))
    if left == 0:
        return ("awaiting", _("Due today"))
    if left <= SOON_DAYS:
        return ("in_progress", ngettext("Due in %(num)d day", "Due in %(num)d days", left))
    return ("not_started", _("Due %(day)s", day=day(due_on)))


def by(who: str, due_on: date | None) -> str:
    """Say who owes something and until when."""
    if due_on is None:
        return who
    due = _("due %(day)s", day=day(due_on))
    return f"{who} · {due}" if who else due
