"""Who carries a programme: naming institutions, changing and removing them."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.dates import PartialDate
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.programmes import GovernanceRole
from tracker.models.journal import JournalEntry
from tracker.models.programmes import Programme, ProgrammePartner
from tracker.services import programmes
from tracker.services.programmes import ActorFields

LEAD = ActorFields(GovernanceRole.LEAD, "Network of cities", since=PartialDate(2013, 1))


@pytest.fixture
def of(app: object) -> Programme:
    """Make a programme."""
    return make.programme("Lusophone cities")


def verbs() -> list[str]:
    query = select(JournalEntry.verb).where(JournalEntry.verb.like("programme_partner.%")).order_by(JournalEntry.id)
    return [verb.removeprefix("programme_partner.") for verb in db.session.scalars(query)]


def test_an_actor_is_named_changed_removed_and_put_back(of: Programme) -> None:
    coordinator = make.coordinator(of)
    other = ActorFields(GovernanceRole.FUNDER, "Fund", "NO", "Unit for cities", until=PartialDate(2015))
    with transaction():
        row = programmes.name_actor(of, LEAD, actor=coordinator, at=AT)
        programmes.change_actor(row, other, actor=coordinator, at=AT)
        programmes.change_actor(row, other, actor=coordinator, at=AT)
    assert (row.role, row.name, row.country, row.contact) == (other.role, "Fund", "NO", "Unit for cities")
    assert (row.since, row.until, row.created_by_id) == (None, PartialDate(2015), coordinator.id)
    with transaction():
        programmes.set_actor_aside(row, actor=coordinator, at=AT)
        programmes.set_actor_aside(row, actor=coordinator, at=AT)
    with pytest.raises(RuleBroken, match=r"room\.removed"), transaction():
        programmes.change_actor(row, LEAD, actor=coordinator, at=AT)
    with transaction():
        programmes.put_actor_back(row, actor=coordinator, at=AT)
        programmes.put_actor_back(row, actor=coordinator, at=AT)
    assert row.removed_at is None
    assert verbs() == ["recorded", "changed", "removed", "restored"]


def test_who_steers_another_programme_or_none_names_nobody(of: Programme) -> None:
    row = make.actor(of)
    for stranger in (make.coordinator(make.programme()), make.technician(make.city())):
        for act in (
            lambda actor: programmes.name_actor(of, LEAD, actor=actor, at=AT),
            lambda actor: programmes.change_actor(row, LEAD, actor=actor, at=AT),
            lambda actor: programmes.set_actor_aside(row, actor=actor, at=AT),
            lambda actor: programmes.put_actor_back(row, actor=actor, at=AT),
        ):
            with pytest.raises(NotAllowed), transaction():
                act(stranger)
    assert db.session.scalars(select(ProgrammePartner.name)).all() == [row.name]
