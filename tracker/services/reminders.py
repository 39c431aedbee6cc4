"""Reminders of sign-offs: sent by people, or by themselves on their days; to deputy and coordinators in the end."""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from tracker.db import db, lock, reading, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.reminders import Reach, Step, plan, schedule, steps_due, was_just_reminded
from tracker.domain.signing import OPEN_FOR_SIGNATURE, SIGN_OFF_DUE_DAYS
from tracker.models.mandates import Delegation, Mandate
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.outbox import OutboxItem
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.notices import signing as notices
from tracker.services.journal import record
from tracker.services.offices import deputies, holder
from tracker.settings import setting

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of reminding several: how many left, and how many could not."""

    sent: int
    left_out: int


def steps() -> tuple[Step, ...]:
    """Give the steps of this instance, by its setting REMINDER_DAYS."""
    return plan(setting("REMINDER_DAYS"))


def remind(slot: Slot, *, actor: Person, at: datetime) -> None:
    """Mail the office holder once more.

    Raises RuleBroken: "report.not_open" for a closed slot, "slot.not_in_turn", "slot.vacant", "slot.account_closed",
    "slot.bounced" when the holder's address does not take mails, "slot.reminded_just_now" within the hour.
    """
    lock(slot.document)
    lock(slot)
    if slot.closed_at is not None:
        raise RuleBroken("report.not_open")
    if slot.asked_at is None:
        raise RuleBroken("slot.not_in_turn")
    mandate = holder(slot.city_id, at)
    if mandate is None:
        raise RuleBroken("slot.vacant")
    if not mandate.person.is_active:
        raise RuleBroken("slot.account_closed")
    if has_bounced(slot, mandate.person):
        raise RuleBroken("slot.bounced")
    if was_just_reminded(slot.reminded_at, at):
        raise RuleBroken("slot.reminded_just_now")
    _count(slot, at)
    _note("sign_off.reminded", slot, actor, at, count=slot.reminders)
    notices.remind(slot, mandate.person, at=at)


def remind_all(slots: Iterable[Slot], *, actor: Person, at: datetime) -> Outcome:
    """Remind of each sign-off that can be reminded of, and leave out the others.

    All documents are locked before the first act, and partnerships are touched in the order of their ids, so that
    nobody who signs meanwhile waits for us while we wait for them.
    """
    ordered = sorted(slots, key=lambda slot: (slot.document.partnership_id, slot.document_id, slot.position))
    for document in sorted({slot.document for slot in ordered}, key=lambda one: one.id):
        lock(document)
    sent = 0
    for slot in ordered:
        with suppress(RuleBroken):
            remind(slot, actor=actor, at=at)
            sent += 1
    return Outcome(sent, len(ordered) - sent)


def has_bounced(slot: Slot, person: Person) -> bool:
    """Tell whether the newest mail that asked a person to sign here came back from the address they still have."""
    newest = db.session.scalar(
        select(OutboxItem.bounced_at)
        .where(OutboxItem.slot_id == slot.id, OutboxItem.person_id == person.id, OutboxItem.address == person.email)
        .order_by(OutboxItem.id.desc())
        .limit(1)
    )
    return newest is not None


def remind_due(now: Callable[[], datetime]) -> int:
    """Take every step whose moment has come, each exactly once however many workers run; returns how many slots moved.

    A round in which nothing is due costs one statement on the index of open slots.
    """
    taken = 0
    for slot_id in _waiting(now()):
        try:
            with transaction():
                taken += _take_steps(slot_id, now())
        except Exception as error:  # one bad sign-off must not keep the others from being reminded
            db.session.rollback()
            log.warning("sign-off %s could not be reminded of", slot_id, exc_info=error)
    return taken


def pass_over(at: datetime) -> None:
    """Count every step whose moment has passed as taken: for sign-offs that were brought in from elsewhere."""
    every = steps()
    waiting = select(Slot).where(Slot.closed_at.is_(None), Slot.asked_at.is_not(None))
    for slot in db.session.scalars(waiting).unique():
        if slot.asked_at is not None:
            moments = schedule(slot.asked_at, every, slot.city.timezone)
            slot.steps = sum(1 for moment in moments if moment <= at)
    db.session.flush()


def _waiting(at: datetime) -> list[int]:
    """List the slots that may have a step to take: by their day, then by the clock of who holds the office."""
    held = (
        select(Person.timezone)
        .join(Mandate, Mandate.person_id == Person.id)
        .where(
            Mandate.city_id == Slot.city_id,
            Mandate.confirmed_at.is_not(None),
            Mandate.starts_on <= at.date(),
            or_(Mandate.ends_on.is_(None), Mandate.ends_on >= at.date()),
        )
        .order_by(Mandate.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(Slot.id, Slot.steps, Slot.asked_at, held)
        .join(OfficialDocument, OfficialDocument.id == Slot.document_id)
        .join(Partnership, Partnership.id == OfficialDocument.partnership_id)
        .where(
            Slot.closed_at.is_(None),
            Slot.asked_at.is_not(None),
            OfficialDocument.state.in_(sorted(OPEN_FOR_SIGNATURE)),
            Partnership.deleted_at.is_(None),
            _has_step(at),
        )
        .order_by(Slot.due_on, Slot.id)
    )
    with reading():
        rows = db.session.execute(query).all()
    return [slot for slot, done, asked_at, zone in rows if zone is None or _is_due(asked_at, done, zone, at)]


def _has_step(at: datetime) -> ColumnElement[bool]:
    """Hold for slots whose next step has its day now or before, in any time zone of the world."""
    tomorrow = at.date() + timedelta(days=1)
    return or_(
        *(
            and_(Slot.steps == done, Slot.due_on <= tomorrow + timedelta(days=SIGN_OFF_DUE_DAYS - step.day))
            for done, step in enumerate(steps())
        )
    )


def _is_due(asked_at: datetime, done: int, zone: str, at: datetime) -> bool:
    return schedule(asked_at, steps(), zone)[done] <= at


def _take_steps(slot_id: int, at: datetime) -> int:
    """Take the steps of one slot that are due now; returns 1 when it moved on, 0 when another worker was quicker."""
    slot = db.session.get_one(Slot, slot_id)
    lock(slot.document)
    lock(slot)
    if slot.closed_at is not None or slot.asked_at is None:
        return 0
    mandate = holder(slot.city_id, at)
    zone = mandate.person.timezone if mandate else slot.city.timezone
    every = steps()
    due, done = steps_due(every, schedule(slot.asked_at, every, zone), slot.steps, at)
    if done == slot.steps or was_just_reminded(slot.reminded_at, at):
        return 0
    slot.steps = done
    _Round(slot, mandate, at).take(due, len(every))
    db.session.flush()
    return 1


@dataclass
class _Round:
    """One slot, whose steps are being taken at one moment."""

    slot: Slot
    mandate: Mandate | None
    at: datetime

    def take(self, due: Sequence[Step], last: int) -> None:
        """Take the steps; where nobody can be reached the next ones are taken in their place, up to the `last`."""
        for step in due:
            if step.to is Reach.HOLDER:
                self._remind_holder(step)
            elif step.to is Reach.COORDINATORS or not self._ask_deputies():
                self._tell_coordinators()
                self.slot.steps = last
                return

    def _remind_holder(self, step: Step) -> None:
        slot = self.slot
        if self.mandate is None or not self.mandate.person.is_active:
            if notices.tell_nobody_signs(slot, self.mandate.person if self.mandate else None, at=self.at):
                _note("sign_off.escalated", slot, None, self.at, to="coordinators", day=step.day)
        elif not has_bounced(slot, self.mandate.person):
            _count(slot, self.at)
            _note("sign_off.reminded", slot, None, self.at, count=slot.reminders, day=step.day)
            notices.remind_by_itself(slot, self.mandate.person, step.day, at=self.at)

    def _deputies(self) -> list[Delegation]:
        authors = {self.slot.document.author_id, self.slot.document.submitted_by_id}
        found = deputies(self.mandate, self.at) if self.mandate else []
        return [one for one in found if one.person_id not in authors]

    def _ask_deputies(self) -> bool:
        """Ask whoever may sign in the holder's place; False when there is nobody."""
        found = self._deputies()
        for one in found:
            notices.ask_deputy(self.slot, one, at=self.at)
        if found:
            _note("sign_off.escalated", self.slot, None, self.at, to="deputy", delegations=[one.id for one in found])
        return bool(found)

    def _tell_coordinators(self) -> None:
        person = self.mandate.person if self.mandate else None
        notices.tell_overdue(self.slot, person, self._deputies(), at=self.at)
        _note("sign_off.escalated", self.slot, None, self.at, to="coordinators")


def _count(slot: Slot, at: datetime) -> None:
    slot.reminded_at = at
    slot.reminders += 1
    db.session.flush()


def _note(verb: str, slot: Slot, actor: Person | None, at: datetime, **details: object) -> None:
    record(
        verb,
        actor=actor,
        at=at,
        partnership=slot.document.partnership,
        subject=slot.document.ref,
        details={"city": slot.city.code, **details},
        is_demonstration=slot.document.is_demonstration,
    )
