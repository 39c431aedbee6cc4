"""The theme and scope, and the work plan: one mechanism with reports, every city signs, a change is a new version."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.partnerships import PartnershipState
from tracker.domain.signing import DocumentKind, DocumentState, SigningOrder
from tracker.models.official_documents import OfficialDocument
from tracker.models.outbox import OutboxItem
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.work import Activity, Cost, Responsible
from tracker.services import agreements, contents, official_documents

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def partnership() -> Partnership:
    """Give a partnership of two cities with office holders and one planned activity."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    for city in cities:
        make.mayor(city)
    made = make.partnership(cities, stage=4, theme_text="A cadastre that is true.")
    activity = Activity(
        **make.in_room(made),
        title="Scan the maps",
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 6, 30),
        result="2,000 maps are scanned",
        responsibles=[Responsible(city=city, name=f"Surveyor of {city.name}") for city in cities],
        costs=[
            Cost(amount_cents=4_800_000, currency="MZN", bearer="Nampula"),
            Cost(amount_cents=90_000, currency="EUR", bearer=""),
        ],
    )
    make.keep(activity)
    return made


@pytest.fixture
def author(partnership: Partnership) -> Person:
    return make.technician(partnership.cities[0])


def submitted(document: OfficialDocument, order: SigningOrder = SigningOrder.ANY) -> OfficialDocument:
    with transaction():
        wanted = {city.id for city in document.partnership.cities}
        official_documents.submit(document, cities=wanted, order=order, actor=document.author, at=AT)
    return document


def plan_of(partnership: Partnership, author: Person) -> OfficialDocument:
    with transaction():
        document = agreements.start_work_plan(partnership, language="en", actor=author, at=AT)
        agreements.write_agreement(document, summary="One plan for both.", language="en", actor=author, at=AT)
    return document


def test_the_scope_begins_with_what_the_partnership_says_and_every_mayor_endorses_it(
    partnership: Partnership, author: Person
) -> None:
    with transaction():
        document = agreements.start_scope(partnership, language="en", actor=author, at=AT)
    assert (document.kind, document.ref, document.summary) == (
        DocumentKind.SCOPE,
        f"{partnership.ref}-SCOPE-v1",
        "A cadastre that is true.",
    )
    submitted(document)
    for city in partnership.cities:
        make.sign(document, make.holder_of(city))
    assert document.state is DocumentState.SIGNED


def test_the_work_plan_carries_its_activities_with_days_people_results_and_costs(
    partnership: Partnership, author: Person
) -> None:
    document = submitted(plan_of(partnership, author))
    (task,) = contents.stored_content(document)["tasks"]
    assert task["what"] == "Scan the maps"
    assert (task["starts_on"], task["due_on"]) == ("2026-04-01", "2026-06-30")
    assert task["who"] == "Surveyor of Nampula (Nampula); Surveyor of Guarulhos (Guarulhos)"
    assert [(one["amount_cents"], one["currency"], one["bearer"]) for one in task["costs"]] == [
        (4_800_000, "MZN", "Nampula"),
        (90_000, "EUR", ""),
    ]


def test_a_plan_without_activities_is_not_put_before_anybody(partnership: Partnership, author: Person) -> None:
    db.session.execute(Activity.__table__.update().values(removed_at=AT))  # type: ignore[attr-defined]
    db.session.commit()
    with pytest.raises(RuleBroken, match=r"plan\.empty"), transaction():
        agreements.start_work_plan(partnership, language="en", actor=author, at=AT)


def test_a_signed_plan_stays_and_a_change_is_a_new_version(partnership: Partnership, author: Person) -> None:
    first = submitted(plan_of(partnership, author))
    for city in partnership.cities:
        make.sign(first, make.holder_of(city))
    db.session.scalars(select(Activity)).one().title = "Scan the maps twice"
    db.session.commit()
    assert contents.stored_content(first)["tasks"][0]["what"] == "Scan the maps"
    second = submitted(plan_of(partnership, author))
    assert (second.ref, first.state) == (f"{partnership.ref}-C1-PLAN-v2", DocumentState.SIGNED)
    for city in partnership.cities:
        make.sign(second, make.holder_of(city))
    assert (second.state, first.state) == (DocumentState.SIGNED, DocumentState.SUPERSEDED)


def test_an_unchanged_version_is_not_sent_again(partnership: Partnership, author: Person) -> None:
    first = submitted(plan_of(partnership, author))
    with transaction():
        official_documents.withdraw(first, reason="A mistake.", actor=author, at=AT)
    second = submitted(plan_of(partnership, author))
    for city in partnership.cities:
        make.sign(second, make.holder_of(city))
    with pytest.raises(RuleBroken, match=r"report\.unchanged"):
        submitted(plan_of(partnership, author))


def test_nothing_is_agreed_while_a_partnership_rests(partnership: Partnership, author: Person) -> None:
    partnership.state, partnership.state_reason = PartnershipState.ON_HOLD, "Elections"
    db.session.commit()
    with pytest.raises(RuleBroken, match=r"partnership\.not_live"), transaction():
        agreements.start_scope(partnership, language="en", actor=author, at=AT)


def test_in_the_order_written_each_city_is_asked_when_its_turn_comes(partnership: Partnership, author: Person) -> None:
    document = submitted(plan_of(partnership, author), SigningOrder.FIXED)
    second = document.slots[1]
    mayors = [make.holder_of(slot.city) for slot in document.slots]
    assert asked() == {mayors[0].email}
    assert second.asked_at is None
    with pytest.raises(RuleBroken, match=r"slot\.not_in_turn"):
        make.sign(document, mayors[1])
    later = AT.replace(day=20)
    make.sign(document, mayors[0], later)
    assert asked() == {mayors[0].email, mayors[1].email}
    assert (second.asked_at, (second.due_on - later.date()).days) == (later, 14)
    make.sign(document, mayors[1], later)
    assert document.state is DocumentState.SIGNED


def test_the_authors_city_can_sign_first_and_the_others_together_afterwards(author: Person) -> None:
    cities = [make.city("Maputo"), author.city, make.city("Porto Alegre", "BR")]
    three = make.partnership([one for one in cities if one])
    report = make.draft_report(make.completed_mission(three), author=author)
    with transaction():
        official_documents.submit(
            report,
            cities={city.id for city in three.cities},
            order=SigningOrder.OWN_CITY_FIRST,
            actor=author,
            at=AT,
        )
    assert [(slot.city.name, slot.turn) for slot in report.slots] == [
        ("Maputo", 2),
        ("Nampula", 1),
        ("Porto Alegre", 2),
    ]


def asked() -> set[str]:
    """Give the addresses that were asked to sign."""
    return set(db.session.scalars(select(OutboxItem.address).where(OutboxItem.slot_id.is_not(None))))
