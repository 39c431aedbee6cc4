"""Which actors of its programme take part in a partnership."""

import json

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import NotAllowed
from tracker.domain.programmes import GovernanceRole
from tracker.models.actors import PartnershipActor
from tracker.models.journal import JournalEntry
from tracker.models.partnerships import Partnership
from tracker.services.actors import actors_to_choose, choose_actors, taking_part


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership in a programme."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    return make.partnership(cities, programme=make.programme("Lusophone cities"))


def told() -> list[dict[str, object]]:
    query = select(JournalEntry.details).where(JournalEntry.verb == "actors.chosen").order_by(JournalEntry.id)
    return [json.loads(one) for one in db.session.scalars(query)]


def test_actors_join_change_leave_and_come_back_with_their_words(of: Partnership) -> None:
    first, second = make.actor(of.programme, name="First"), make.actor(of.programme, name="Second")
    who = make.technician(of.cities[0])
    for wanted, now in (
        ({first.id: "Convenes", second.id: ""}, {first.id: "Convenes", second.id: ""}),
        ({first.id: "Convenes", second.id: "Pays"}, {first.id: "Convenes", second.id: "Pays"}),
        ({second.id: "Pays"}, {second.id: "Pays"}),
        ({first.id: "", second.id: "Pays"}, {first.id: "Convenes", second.id: "Pays"}),
        ({first.id: "Convenes", second.id: "Pays"}, {first.id: "Convenes", second.id: "Pays"}),
    ):
        with transaction():
            choose_actors(of, wanted, actor=who, at=AT)
        assert taking_part(of).contributions == now
    assert told() == [
        {"joined": [first.id, second.id]},
        {"changed": [second.id]},
        {"left": [first.id]},
        {"joined": [first.id]},
    ]


def test_only_actors_of_the_programme_that_were_not_removed_can_be_chosen(of: Partnership) -> None:
    foreign, gone = make.actor(make.programme()), make.actor(of.programme, removed_at=AT)
    lead = make.actor(of.programme, role=GovernanceRole.LEAD)
    funder = make.actor(of.programme, role=GovernanceRole.FUNDER, name="A fund")
    assert actors_to_choose(of) == [lead, funder]
    with transaction():
        choose_actors(of, {foreign.id: "", gone.id: "", 999: ""}, actor=make.coordinator(of.programme), at=AT)
    assert not db.session.scalars(select(PartnershipActor)).all()
    assert told() == []


def test_what_was_chosen_waits_while_the_partnership_is_in_another_programme(of: Partnership) -> None:
    row = make.taking_part(of)
    home, of.programme = of.programme, make.programme()
    db.session.flush()
    assert taking_part(of).contributions == {}
    with transaction():
        choose_actors(of, {}, actor=make.technician(of.cities[0]), at=AT)
    of.programme = home
    db.session.flush()
    assert taking_part(of).contributions == {row.programme_partner_id: "Convenes the cities"}
    db.session.rollback()


def test_a_partnership_without_a_programme_has_no_actors(app: object) -> None:
    assert actors_to_choose(make.partnership()) == []


def test_readers_and_people_from_elsewhere_choose_nothing(of: Partnership) -> None:
    one = make.actor(of.programme)
    for who in (make.observer(of), make.mayor(of.cities[0]), make.technician(make.city()), make.administrator()):
        with pytest.raises(NotAllowed), transaction():
            choose_actors(of, {one.id: ""}, actor=who, at=AT)
