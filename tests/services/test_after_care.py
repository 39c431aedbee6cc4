"""After-care: follow-ups are asked for, answered and dropped; protocols are recorded, reviewed, renewed, ended."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.after_care import ProtocolKind
from tracker.domain.dates import PartialDate
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.partnerships import PartnershipState
from tracker.models.after_care import FollowUp, Protocol
from tracker.models.journal import JournalEntry
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services import protocols
from tracker.services.follow_ups import FollowUpFields, answer_follow_up
from tracker.services.partnerships import steer
from tracker.services.protocols import ProtocolFields

pytestmark = pytest.mark.usefixtures("app")
LATER = AT + timedelta(days=200)


@pytest.fixture
def of(app: object) -> Partnership:
    """Make an active partnership of Nampula and Guarulhos."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")], state=PartnershipState.ACTIVE)


@pytest.fixture
def coordinator(of: Partnership) -> Person:
    """Make its coordinator."""
    return make.coordinator()


def steered(of: Partnership, state: PartnershipState, by: Person, at: Any = AT) -> None:
    with transaction():
        steer(of, state, "The project is over.", actor=by, at=at)


def asked(of: Partnership) -> list[tuple[str, int, date, bool]]:
    """List for which city each follow-up is, after how many months, when, and whether it is dropped."""
    db.session.expire_all()
    rows = db.session.scalars(select(FollowUp).where(FollowUp.partnership_id == of.id).order_by(FollowUp.id))
    return [(row.city.name, row.months, row.due_on, row.dropped_at is not None) for row in rows]


def test_who_goes_into_after_care_is_asked_three_times(of: Partnership, coordinator: Person) -> None:
    steered(of, PartnershipState.AFTER_CARE, coordinator)
    days = [(6, date(2026, 9, 12)), (12, date(2027, 3, 12)), (24, date(2028, 3, 12))]
    assert asked(of) == [(city.name, months, due, False) for city in of.cities for months, due in days]


def test_who_leaves_after_care_is_not_asked_any_more_and_who_returns_is_asked_anew(
    of: Partnership, coordinator: Person
) -> None:
    steered(of, PartnershipState.AFTER_CARE, coordinator)
    answered = db.session.scalars(select(FollowUp)).first()
    assert answered is not None
    with transaction():
        answer_follow_up(answered, FollowUpFields("The maps"), actor=make.technician(of.cities[0]), at=AT)
    steered(of, PartnershipState.ACTIVE, coordinator, AT + timedelta(hours=1))
    assert [is_dropped for *_rest, is_dropped in asked(of)] == [False, True, True, True, True, True]
    steered(of, PartnershipState.AFTER_CARE, coordinator, AT + timedelta(hours=2))
    assert [is_dropped for *_rest, is_dropped in asked(of)] == [False] * 6, "on the same day the same ones"
    steered(of, PartnershipState.ACTIVE, coordinator, LATER)
    steered(of, PartnershipState.AFTER_CARE, coordinator, LATER)
    assert len(asked(of)) == 12


def test_a_city_answers_for_itself_and_the_coordinator_on_its_behalf(of: Partnership, coordinator: Person) -> None:
    mine = make.follow_up(of)
    own, other = make.technician(of.cities[0]), make.technician(of.cities[1])
    with pytest.raises(NotAllowed), transaction():
        answer_follow_up(mine, FollowUpFields("Nothing"), actor=other, at=LATER)
    for who, is_on_behalf, verb in ((coordinator, True, "follow_up.answered"), (own, False, "follow_up.changed")):
        with transaction():
            answer_follow_up(mine, FollowUpFields("The maps", "The visits", "A call a year"), actor=who, at=LATER)
        assert (mine.lasted, mine.stopped, mine.next_steps) == ("The maps", "The visits", "A call a year")
        assert (mine.answered_by_id, mine.answered_at, mine.is_on_behalf) == (who.id, LATER, is_on_behalf)
        last = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert last is not None
        assert last.verb == verb


def test_what_was_dropped_cannot_be_answered(of: Partnership) -> None:
    dropped = make.follow_up(of, dropped_at=AT)
    with pytest.raises(RuleBroken, match=r"follow_up\.dropped"), transaction():
        answer_follow_up(dropped, FollowUpFields("Nothing"), actor=make.technician(of.cities[0]), at=LATER)
    db.session.rollback()
    assert dropped.lasted is None


def fields(**more: Any) -> ProtocolFields:
    told = {"kind": ProtocolKind.FRIENDSHIP, "title": "Friendship", "signed": PartialDate(2024, 4)}
    return ProtocolFields(**{**told, "ends": PartialDate(2028, 4), **more})


@pytest.fixture
def technician(of: Partnership) -> Person:
    """Make a technician of Nampula."""
    return make.technician(of.cities[0])


def test_a_protocol_is_recorded_and_its_review_is_counted_from_its_day(of: Partnership, technician: Person) -> None:
    with transaction():
        protocol = protocols.record_protocol(of, fields(ends=None, review_months=12), actor=technician, at=AT)
    assert (protocol.title, protocol.ends, protocol.next_review_on) == ("Friendship", None, date(2025, 4, 30))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"ends": PartialDate(2023)}, "protocol.out_of_order"),
        ({"ends": None}, "protocol.needs_review"),
    ],
)
def test_nonsense_is_refused(of: Partnership, technician: Person, told: dict[str, Any], code: str) -> None:
    protocol = make.protocol(of)
    with pytest.raises(RuleBroken, match=code), transaction():
        protocols.record_protocol(of, fields(**told), actor=technician, at=AT)
    with pytest.raises(RuleBroken, match=code), transaction():
        protocols.change_protocol(protocol, fields(**told), actor=technician, at=AT)
    assert len(db.session.scalars(select(Protocol)).all()) == 1


def test_a_review_moves_the_next_one_and_so_does_another_interval(of: Partnership, technician: Person) -> None:
    protocol = make.protocol(of)
    with transaction():
        protocols.review_protocol(protocol, date(2026, 3, 1), "Two aims of five.", actor=technician, at=AT)
    assert protocol.next_review_on == date(2027, 3, 1)
    with transaction():
        protocols.review_protocol(protocol, date(2025, 3, 1), "Written down late.", actor=technician, at=AT)
    assert protocol.next_review_on == date(2027, 3, 1), "an older review moves nothing"
    with transaction():
        protocols.change_protocol(protocol, fields(review_months=6), actor=technician, at=AT)
    assert protocol.next_review_on == date(2026, 9, 1)
    with pytest.raises(RuleBroken, match=r"protocol\.future"), transaction():
        protocols.review_protocol(protocol, date(2026, 3, 13), "Too early.", actor=technician, at=AT)


def test_a_protocol_is_renewed_once_and_what_is_over_stays_as_it_is(of: Partnership, technician: Person) -> None:
    first = make.protocol(of)
    with transaction():
        second = protocols.record_protocol(of, fields(), actor=technician, at=AT, replaces=first)
    assert (second.replaces, first.renewal) == (first, second)
    for act in (
        lambda: protocols.record_protocol(of, fields(), actor=technician, at=AT, replaces=first),
        lambda: protocols.review_protocol(first, AT.date(), "Late.", actor=technician, at=AT),
        lambda: protocols.end_protocol(first, AT.date(), "Over.", actor=technician, at=AT),
    ):
        with pytest.raises(RuleBroken, match=r"protocol\.closed"), transaction():
            act()
    with transaction():
        protocols.end_protocol(second, AT.date(), "The council voted so.", actor=technician, at=AT)
    assert (second.ended_on, second.ended_reason) == (AT.date(), "The council voted so.")
    with pytest.raises(RuleBroken, match=r"protocol\.closed"), transaction():
        protocols.end_protocol(second, AT.date(), "Again.", actor=technician, at=AT)
    verbs = db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)).all()
    assert verbs[-2:] == ["protocol.renewed", "protocol.ended"]


def test_a_mayor_and_a_strangers_technician_write_none(of: Partnership) -> None:
    for stranger in (make.holder_of(of.cities[0]), make.technician(make.city("Maputo"))):
        with pytest.raises(NotAllowed), transaction():
            protocols.record_protocol(of, fields(), actor=stranger, at=AT)
