"""Nothing rots: reminders by themselves, each step once, then the deputy, then the coordinators; never consent."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.databases import statements
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.signing import DocumentState, SigningOrder
from tracker.models.journal import JournalEntry
from tracker.models.mandates import Delegation, Mandate
from tracker.models.official_documents import OfficialDocument, Signature, Slot
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.services import official_documents, reminders, worker
from tracker.services.bounces import note_bounce

pytestmark = pytest.mark.usefixtures("app")
ZONES = {"Nampula": "Africa/Maputo", "Guarulhos": "America/Sao_Paulo"}
DAY_3, DAY_7, DAY_12 = (datetime(2026, 3, day, 6, 30, tzinfo=UTC) for day in (16, 19, 24))
DAY_15, DAY_17 = (datetime(2026, 3, day, 6, 30, tzinfo=UTC) for day in (27, 30))
"""When the steps of Nampula are due: AT is a Thursday, and half past eight in Maputo is half past six in UTC."""
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def document() -> OfficialDocument:
    """Give a report that waits for Nampula alone; a coordinator steers its programme."""
    cities = [make.city(name, timezone=zone) for name, zone in ZONES.items()]
    for city in cities:
        make.mayor(city, timezone=city.timezone)
    programme = make.programme("Lusophone cities")
    make.coordinator(programme, timezone="Europe/Madrid")
    of = make.partnership(cities, stage=5, programme=programme)
    return make.submitted_report(make.completed_mission(of), cities=cities[:1])


def slot_of(document: OfficialDocument) -> Slot:
    """Give the first place to sign, read anew."""
    db.session.rollback()
    return document.slots[0]


def round_at(moment: datetime) -> int:
    """Let what is due at a moment happen."""
    return reminders.remind_due(lambda: moment)


def told() -> list[tuple[str, str]]:
    """List to whom every mail since the first one goes, and the first words of its subject."""
    db.session.rollback()
    mails = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail").order_by(OutboxItem.id)).all()
    return [(mail.address.split("@")[0], mail.subject.split(":")[0]) for mail in mails[1:]]


def journal(verb: str) -> list[str]:
    """List the details of a verb's journal rows."""
    return list(db.session.scalars(select(JournalEntry.details).where(JournalEntry.verb == verb)))


def delegate(document: OfficialDocument, **more: object) -> Person:
    """Let the holder's deputy sign from the middle of March on; gives the deputy."""
    city = document.slots[0].city
    mandate = db.session.scalars(select(Mandate).where(Mandate.city_id == city.id)).one()
    deputy = make.person("Deputy of Nampula", make.Role.MAYOR, city=city, timezone=city.timezone)
    days = {"starts_on": date(2026, 3, 15), "ends_on": date(2026, 4, 15)}
    told = {"function": "Deputy mayor", "basis": "Order 7", "created_at": AT}
    make.keep(Delegation(**{"mandate": mandate, "person": deputy, **days, **told, **more}))
    return deputy


REMINDED = ("mayor.of.nampula", "Reminder, to sign")
OVERDUE = ("coordinator.of.lusophone.cities", "No signature of Nampula yet")


def test_the_holder_is_reminded_on_each_day_at_half_past_eight_by_their_own_clock(document: OfficialDocument) -> None:
    for number, moment in enumerate((DAY_3, DAY_7, DAY_12)):
        assert round_at(moment - A_SECOND) == 0
        assert round_at(moment) == 1
        assert round_at(moment + timedelta(hours=2)) == 0
        slot = slot_of(document)
        assert (slot.steps, slot.reminders, slot.reminded_at) == (number + 1, number + 1, moment)
    assert told() == [REMINDED] * 3
    assert journal("sign_off.reminded")[0] == '{"city":"nampula","count":1,"day":3}'


def test_without_a_deputy_the_coordinators_are_told_straight_on_and_then_it_stops(document: OfficialDocument) -> None:
    for moment in (DAY_3, DAY_7, DAY_12, DAY_15, DAY_17, DAY_17 + timedelta(days=300)):
        round_at(moment)
    assert told() == [REMINDED, REMINDED, REMINDED, OVERDUE]
    slot = slot_of(document)
    assert (slot.steps, slot.reminders, slot.closed_at) == (5, 3, None)
    assert journal("sign_off.escalated") == ['{"city":"nampula","to":"coordinators"}']


def test_a_deputy_is_asked_first_and_the_coordinators_two_days_later(document: OfficialDocument) -> None:
    deputy = delegate(document)
    for moment in (DAY_3, DAY_7, DAY_12, DAY_15, DAY_17):
        round_at(moment)
    assert told()[3:] == [("deputy.of.nampula", "To sign as deputy for Nampula"), OVERDUE]
    last = db.session.scalars(select(OutboxItem).order_by(OutboxItem.id.desc())).first()
    assert last is not None
    assert deputy.name in last.body_text
    assert "Silence is not consent: nothing is signed." in last.body_text


@pytest.mark.parametrize(
    "more", [{"revoked_at": DAY_12}, {"ends_on": date(2026, 3, 26)}, {"starts_on": date(2026, 3, 28)}]
)
def test_a_delegation_that_is_not_in_force_is_passed_over(document: OfficialDocument, more: dict[str, object]) -> None:
    delegate(document, **more)
    round_at(DAY_15)
    assert told() == [OVERDUE]


def test_a_deputy_who_wrote_the_document_cannot_sign_it_and_is_not_asked(document: OfficialDocument) -> None:
    deputy = delegate(document)
    city = document.slots[0].city
    own = make.submitted_report(make.completed_mission(document.partnership), author=deputy, cities=[city])
    make.sign(document, make.holder_of(city))
    round_at(DAY_15)
    mails = db.session.scalars(select(OutboxItem.address).where(OutboxItem.slot_id == own.slots[0].id)).all()
    assert [address.split("@")[0] for address in mails] == ["mayor.of.nampula", "coordinator.of.lusophone.cities"]


def test_silence_is_never_consent(document: OfficialDocument) -> None:
    for day in range(400):
        round_at(AT + timedelta(days=day))
    assert slot_of(document).document.state is DocumentState.AWAITING_SIGNATURE
    assert db.session.scalars(select(Signature)).all() == []


def test_coordinators_in_another_zone_read_it_in_their_own_morning(document: OfficialDocument) -> None:
    paulo = document.partnership.cities[1]
    late = make.submitted_report(make.completed_mission(document.partnership), cities=[paulo])
    morning = datetime(2026, 3, 27, 11, 30, tzinfo=UTC)
    round_at(DAY_12 + timedelta(hours=12))
    round_at(morning)
    mail = db.session.scalars(
        select(OutboxItem).where(OutboxItem.slot_id == late.slots[0].id).order_by(OutboxItem.id.desc())
    ).first()
    assert mail is not None
    assert mail.subject.startswith("No signature of Guarulhos yet")
    assert mail.due_at == morning
    assert mail.due_at.astimezone(UTC).hour == 11


def test_days_without_a_worker_leave_no_heap_of_mails(document: OfficialDocument) -> None:
    assert round_at(DAY_12 + timedelta(hours=5)) == 1
    assert told() == [REMINDED]
    assert slot_of(document).steps == 3
    assert round_at(DAY_17 + timedelta(days=30)) == 1
    assert told() == [REMINDED, OVERDUE]


def test_a_city_whose_turn_has_not_come_is_left_alone_until_it_is_asked() -> None:
    cities = [make.city("Nampula", timezone="Africa/Maputo"), make.city("Dondo", timezone="Africa/Maputo")]
    holders = [make.mayor(city, timezone="Africa/Maputo") for city in cities]
    draft = make.draft_report(make.completed_mission(make.partnership(cities, stage=5)))
    with transaction():
        official_documents.submit(
            draft, cities=[city.id for city in cities], order=SigningOrder.FIXED, actor=draft.author, at=AT
        )
    for moment in (DAY_3, DAY_7, DAY_12):
        round_at(moment)
    assert [address for address, _subject in told()] == ["mayor.of.nampula"] * 3
    make.sign(draft, holders[0], DAY_12)
    round_at(DAY_15 - A_SECOND)
    assert ("mayor.of.dondo", "Reminder, to sign") not in told()
    round_at(DAY_15)
    assert told()[-1] == ("mayor.of.dondo", "Reminder, to sign")
    with pytest.raises(RuleBroken, match="report.not_open"), transaction():
        reminders.remind(draft.slots[0], actor=draft.author, at=DAY_17)


def test_what_is_signed_or_withdrawn_or_deleted_is_not_reminded_of(document: OfficialDocument) -> None:
    others = [make.submitted_report(make.completed_mission(document.partnership)) for _turn in range(2)]
    for one in (document, others[0]):
        for slot in one.slots:
            make.sign(one, make.holder_of(slot.city), AT)
    with transaction():
        official_documents.withdraw(others[1], reason="Made twice", actor=others[1].author, at=AT)
    assert round_at(DAY_17) == 0
    third = make.submitted_report(make.completed_mission(document.partnership))
    third.partnership.deleted_at, third.partnership.deleted_reason = AT, "Made twice"
    db.session.commit()
    assert round_at(DAY_17) == 0


def test_a_vacant_office_is_told_to_the_coordinators_once_and_the_successor_is_reminded(
    document: OfficialDocument,
) -> None:
    city = document.slots[0].city
    mandate = db.session.scalars(select(Mandate).where(Mandate.city_id == city.id)).one()
    mandate.ends_on = date(2026, 3, 14)
    db.session.commit()
    round_at(DAY_3 + timedelta(days=1))
    round_at(DAY_7 + timedelta(days=1))
    assert told() == [("coordinator.of.lusophone.cities", "Nobody can sign for Nampula")]
    make.mayor(city, starts_on=date(2026, 3, 20), timezone="Africa/Maputo")
    round_at(DAY_12)
    assert told()[-1] == ("mayor.of.nampula2", "Reminder, to sign")


def test_a_closed_account_gets_no_mail_and_the_coordinators_are_told_once(document: OfficialDocument) -> None:
    held = make.holder_of(document.slots[0].city)
    held.is_active = False
    db.session.commit()
    with pytest.raises(RuleBroken, match="slot.account_closed"), transaction():
        reminders.remind(document.slots[0], actor=document.author, at=AT + timedelta(hours=2))
    round_at(DAY_3)
    round_at(DAY_7)
    assert told() == [("coordinator.of.lusophone.cities", "Nobody can sign for Nampula")]
    held.is_active = True
    db.session.commit()
    round_at(DAY_12)
    assert told()[-1] == ("mayor.of.nampula", "Reminder, to sign")


def test_the_deputy_of_a_closed_account_is_asked_all_the_same(document: OfficialDocument) -> None:
    deputy = delegate(document)
    make.holder_of(document.slots[0].city).is_active = False
    db.session.commit()
    round_at(DAY_15)
    assert told()[-1] == (deputy.email.split("@")[0], "To sign as deputy for Nampula")


def test_nobody_is_mailed_again_at_an_address_that_is_refused(document: OfficialDocument) -> None:
    asked = db.session.scalars(select(OutboxItem).where(OutboxItem.slot_id == document.slots[0].id)).one()
    with transaction():
        note_bounce(asked, "550 no such user", AT)
    round_at(DAY_3)
    assert told() == [("coordinator.of.lusophone.cities", "The mail to sign did not reach Nampula")]
    assert slot_of(document).steps == 1
    with pytest.raises(RuleBroken, match="slot.bounced"), transaction():
        reminders.remind(document.slots[0], actor=document.author, at=DAY_3)
    make.holder_of(document.slots[0].city).email = "corrected@city.example"
    db.session.commit()
    round_at(DAY_7)
    assert told()[-1] == ("corrected", "Reminder, to sign")


def test_a_reminder_by_hand_is_counted_and_not_sent_twice_within_an_hour(document: OfficialDocument) -> None:
    slot, coordinator = document.slots[0], make.coordinator()
    with transaction():
        reminders.remind(slot, actor=coordinator, at=AT)
    with pytest.raises(RuleBroken, match="slot.reminded_just_now"), transaction():
        reminders.remind(slot, actor=coordinator, at=AT + timedelta(minutes=59))
    with transaction():
        reminders.remind(slot, actor=coordinator, at=AT + timedelta(minutes=61))
    assert (slot.reminders, slot.steps) == (2, 0)


def test_a_reminder_by_itself_keeps_an_hour_from_one_by_hand(document: OfficialDocument) -> None:
    with transaction():
        reminders.remind(document.slots[0], actor=document.author, at=DAY_3 - timedelta(minutes=10))
    assert round_at(DAY_3) == 0
    assert round_at(DAY_3 + timedelta(minutes=50)) == 1
    assert slot_of(document).reminders == 2


def test_of_many_each_that_can_be_reminded_is_and_the_others_are_counted(document: OfficialDocument) -> None:
    more = make.submitted_report(make.completed_mission(document.partnership))
    vacant = make.submitted_report(make.completed_mission(make.partnership()))
    slots = [*vacant.slots, *more.slots, *document.slots]
    with transaction():
        outcome = reminders.remind_all(slots, actor=document.author, at=AT)
    assert outcome == reminders.Outcome(sent=3, left_out=2)
    with transaction():
        assert reminders.remind_all(slots, actor=document.author, at=AT) == reminders.Outcome(sent=0, left_out=5)


def test_a_reminder_has_an_id_of_its_own_that_every_worker_gives_it(document: OfficialDocument) -> None:
    round_at(DAY_3)
    round_at(DAY_7)
    db.session.rollback()
    ids = db.session.scalars(select(OutboxItem.message_id).where(OutboxItem.slot_id == document.slots[0].id)).all()
    assert len(set(ids)) == 3
    with transaction():
        slot = document.slots[0]
        slot.steps, slot.reminded_at = 0, None
    round_at(DAY_7)
    assert db.session.scalars(select(OutboxItem.message_id)).all() == ids


def test_many_workers_take_each_step_once(app: Flask, document: OfficialDocument) -> None:
    for _turn in range(3):
        make.submitted_report(make.completed_mission(document.partnership))
    asked = len(told())
    db.session.remove()
    together = threading.Barrier(8)

    def work(moment: datetime) -> int:
        with app.app_context():
            together.wait()
            try:
                return round_at(moment)
            finally:
                db.session.remove()

    for moment in (DAY_3 + timedelta(hours=8), DAY_7 + timedelta(hours=8)):
        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(work, [moment] * 8)) == 7
    assert len(told()) - asked == 14
    assert {(slot.steps, slot.reminders) for slot in db.session.scalars(select(Slot)).unique()} == {(2, 2)}
    assert len(journal("sign_off.reminded")) == 14


def test_signing_at_the_same_moment_blocks_nobody(app: Flask, document: OfficialDocument) -> None:
    documents = [document, *(make.submitted_report(make.completed_mission(document.partnership)) for _turn in range(3))]
    ids = [one.id for one in documents]
    db.session.remove()
    together = threading.Barrier(5)

    def at_once(act: Callable[[], object]) -> None:
        with app.app_context():
            together.wait()
            try:
                act()
            finally:
                db.session.remove()

    def sign(number: int) -> None:
        one = db.session.get_one(OfficialDocument, ids[number])
        make.sign(one, make.holder_of(one.slots[0].city), DAY_3 + timedelta(hours=8))

    acts: list[Callable[[], object]] = [lambda number=number: sign(number) for number in range(4)]
    acts.append(lambda: round_at(DAY_3 + timedelta(hours=8)))
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(at_once, acts))
    assert len(db.session.scalars(select(Signature)).all()) == 4


def test_one_bad_sign_off_does_not_keep_the_others_waiting(
    document: OfficialDocument, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make.submitted_report(make.completed_mission(document.partnership), cities=document.partnership.cities[:1])
    real, bad = reminders.notices.remind_by_itself, document.slots[0].id

    def fails_for_one(slot: Slot, *rest: object, **more: object) -> None:
        if slot.id == bad:
            raise RuntimeError("no such template")
        real(slot, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(reminders.notices, "remind_by_itself", fails_for_one)
    assert round_at(DAY_3) == 1
    assert "no such template" in caplog.text
    monkeypatch.undo()
    assert round_at(DAY_3) == 1


def test_a_round_with_nothing_due_is_one_statement(document: OfficialDocument) -> None:
    for _turn in range(5):
        make.submitted_report(make.completed_mission(document.partnership))
    for moment in (AT, DAY_3 - A_SECOND):
        with statements() as made:
            assert round_at(moment) == 0
        assert len(made) == 1


@pytest.mark.settings(REMINDER_DAYS="5 2")
def test_the_days_are_a_setting(document: OfficialDocument) -> None:
    moments = [datetime(2026, 3, day, 6, 30, tzinfo=UTC) for day in (16, 17, 19, 24)]
    assert [round_at(moment) for moment in moments] == [1, 1, 0, 0]


def test_the_worker_looks_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, clock, looks = threading.Event(), [AT], []
    monkeypatch.setattr(worker, "gather_due", lambda now: 0)
    monkeypatch.setattr(worker, "remind_due", lambda now: looks.append(now()))

    def deliver(now: Callable[[], datetime]) -> int:
        clock[0] += timedelta(seconds=1)
        if clock[0] > AT + timedelta(seconds=150):
            stop.set()
        return 0

    monkeypatch.setattr(worker, "deliver_due", deliver)
    worker.work(stop, lambda: clock[0], 0.0)
    assert looks == [AT, AT + timedelta(seconds=60), AT + timedelta(seconds=120)]
