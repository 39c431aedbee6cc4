"""News comes as often as its reader wishes, in one mail; what asks for an act comes at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.people import Digest
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.notices.outbox import DUTIES, NEWS
from tracker.services import delivery, digests, official_documents

pytestmark = pytest.mark.usefixtures("app")
FRIDAY_8, MONDAY_8 = datetime(2026, 3, 13, 6, tzinfo=UTC), datetime(2026, 3, 16, 6, tzinfo=UTC)
"""Eight o'clock in Maputo, on the morning after AT and on the Monday after."""


@pytest.fixture
def author() -> Person:
    """Give a technician of Nampula in Maputo's time zone."""
    return make.technician(make.city("Nampula", timezone="Africa/Maputo"), timezone="Africa/Maputo")


def news(author: Person, count: int = 1, at: datetime = AT) -> None:
    """Let the first of two cities sign so many reports of an author."""
    assert author.city is not None
    of = make.partnership([author.city, make.city()], stage=5)
    for _turn in range(count):
        report = make.submitted_report(make.completed_mission(of), author=author, at=at)
        make.sign(report, make.holder_of(author.city, at), at)


def to(person: Person) -> list[OutboxItem]:
    """List what the outbox holds for a person, read anew."""
    db.session.rollback()
    return list(db.session.scalars(select(OutboxItem).where(OutboxItem.person_id == person.id).order_by(OutboxItem.id)))


def gather(moment: datetime) -> int:
    """Gather what is due at a moment."""
    return digests.gather_due(lambda: moment)


def wish(person: Person, digest: Digest) -> None:
    """Let a person wish how often news comes."""
    person.digest = digest
    db.session.commit()


def test_at_once_is_the_usual_wish(author: Person) -> None:
    news(author)
    assert [(item.kind, item.due_at) for item in to(author)] == [("mail", AT)]
    assert gather(MONDAY_8) == 0


@pytest.mark.parametrize(("digest", "moment"), [(Digest.DAILY, FRIDAY_8), (Digest.WEEKLY, MONDAY_8)])
def test_news_is_held_and_leaves_as_one_mail(author: Person, digest: Digest, moment: datetime) -> None:
    wish(author, digest)
    news(author, 3)
    held = to(author)
    assert [(item.kind, item.due_at) for item in held] == [("notice", moment)] * 3
    delivery.deliver_due(lambda: moment)
    assert [item.done_at for item in to(author)] == [None] * 3
    assert gather(moment - timedelta(seconds=1)) == 0
    assert gather(moment) == 1
    assert gather(moment) == 0
    *notices, mail = to(author)
    assert all(item.done_at == moment for item in notices)
    assert (mail.kind, mail.subject) == ("mail", "3 pieces of news from the Partnership Tracker")
    for notice in held:
        assert notice.subject in mail.body_text
        assert notice.subject in mail.body_html
    assert mail.body_text.count("One more office holder has signed this:") == 3
    assert mail.body_text.count("You wanted such news gathered.") == 1
    assert mail.body_html.count("<html") == 1
    assert mail.body_text.count("http://127.0.0.1:8000/account") == 1


def test_never_means_never_but_a_duty_comes(author: Person) -> None:
    wish(author, Digest.NEVER)
    news(author)
    assert to(author) == []
    make.returned_report(make.completed_mission(make.partnership([author.city, make.city()])))  # type: ignore[list-item]
    other = make.submitted_report(make.completed_mission(), author=author)
    with transaction():
        by = make.holder_of(other.slots[0].city)
        make.signing.return_document(
            other, make.proof(other), make.evidence.Remarks("Name the surveyors."), actor=by, at=AT
        )
    assert [item.subject.split(":")[0] for item in to(author)] == ["Returned with remarks"]
    mayor = make.holder_of(author.city, AT)  # type: ignore[arg-type]
    wish(mayor, Digest.NEVER)
    make.submitted_report(make.completed_mission(make.partnership([author.city, make.city()])))  # type: ignore[list-item]
    assert to(mayor)[-1].subject.startswith("To sign")


def test_who_signed_gets_the_copy_at_once_and_the_others_when_they_wish(author: Person) -> None:
    assert author.city is not None
    programme = make.programme("Lusophone cities")
    coordinator = make.coordinator(programme, digest=Digest.WEEKLY, timezone="Africa/Maputo")
    wish(author, Digest.DAILY)
    mayor = make.mayor(author.city, digest=Digest.NEVER)
    of = make.partnership([author.city, make.city()], stage=5, programme=programme)
    report = make.submitted_report(make.completed_mission(of), author=author, cities=[author.city])
    make.sign(report, mayor)
    assert [(item.kind, item.subject[:13]) for item in to(mayor)[1:]] == [("mail", "Signed by all")]
    assert [(item.kind, item.due_at) for item in to(author)] == [("notice", FRIDAY_8)]
    assert [(item.kind, item.due_at) for item in to(coordinator)] == [("notice", MONDAY_8)]


def test_a_withdrawal_is_news(author: Person) -> None:
    assert author.city is not None
    mayor = make.mayor(author.city, digest=Digest.DAILY)
    report = make.submitted_report(
        make.completed_mission(make.partnership([author.city, make.city()])), author=author, cities=[author.city]
    )
    with transaction():
        official_documents.withdraw(report, reason="Made twice", actor=author, at=AT)
    assert [(item.kind, item.subject.split(":")[0]) for item in to(mayor)][1:] == [("notice", "Withdrawn")]


def test_much_news_comes_in_mails_of_a_size_that_a_phone_takes(app: Flask, author: Person) -> None:
    author.language = "pt"
    wish(author, Digest.WEEKLY)
    news(author, 30)
    gather(MONDAY_8)
    mails = [item for item in to(author) if item.kind == "mail"]
    assert 1 < len(mails) < 10
    assert len({mail.message_id for mail in mails}) == len(mails)
    delivery.deliver_due(lambda: MONDAY_8)
    files = list((app.config["INSTANCE"] / "mail").glob("*.eml"))
    assert max(file.stat().st_size for file in files) <= 12_000
    notices = [item for item in to(author) if item.kind == "notice"]
    assert all(sum(notice.subject in mail.body_text for mail in mails) >= 1 for notice in notices)


def test_a_new_wish_holds_for_what_already_waits(author: Person) -> None:
    wish(author, Digest.WEEKLY)
    news(author)
    for digest, moment in ((Digest.DAILY, FRIDAY_8), (Digest.NOW, AT), (Digest.WEEKLY, MONDAY_8)):
        with transaction():
            author.digest = digest
            digests.redate(author, at=AT)
        assert to(author)[0].due_at == moment
    with transaction():
        author.digest = Digest.NEVER
        digests.redate(author, at=AT)
    assert gather(MONDAY_8) == 0
    assert [item.kind for item in to(author)] == ["notice"]


def test_a_closed_account_gets_nothing_more(author: Person) -> None:
    wish(author, Digest.DAILY)
    news(author)
    author.is_active = False
    db.session.commit()
    gather(FRIDAY_8)
    assert [(item.kind, item.done_at) for item in to(author)] == [("notice", FRIDAY_8)]


def test_the_same_news_makes_the_same_message(author: Person) -> None:
    wish(author, Digest.DAILY)
    news(author, 2)
    gather(FRIDAY_8)
    first = to(author)[-1]
    for item in to(author)[:-1]:
        item.done_at = None
    db.session.commit()
    gather(FRIDAY_8)
    assert to(author)[-1].message_id == first.message_id
    assert len(to(author)) == 3


def test_many_workers_gather_once(app: Flask, author: Person) -> None:
    wish(author, Digest.DAILY)
    news(author, 3)
    author_id = author.id
    db.session.remove()

    def work(_turn: int) -> int:
        with app.app_context():
            try:
                return gather(FRIDAY_8)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 1
    mails = db.session.scalars(
        select(OutboxItem).where(OutboxItem.person_id == author_id, OutboxItem.kind == "mail")
    ).all()
    assert len(mails) == 1


def test_a_mail_is_a_duty_or_news_and_never_both() -> None:
    assert not DUTIES & NEWS
