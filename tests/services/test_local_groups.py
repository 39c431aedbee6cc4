"""Local groups of stakeholders: whose word they are, and that nothing of them is lost."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.dates import PartialDate
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.local_groups import StakeholderKind
from tracker.models.journal import JournalEntry
from tracker.models.local_groups import LocalGroup
from tracker.models.partnerships import Partnership
from tracker.services import local_groups
from tracker.services.local_groups import GroupFields

TRADERS = GroupFields(StakeholderKind.PRIVATE_SECTOR, "Market traders", 40, "Asked on fees", since=PartialDate(2024))


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership of two cities."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])


def verbs() -> list[str]:
    query = select(JournalEntry.verb).where(JournalEntry.verb.like("local_group.%")).order_by(JournalEntry.id)
    return [verb.removeprefix("local_group.") for verb in db.session.scalars(query)]


def test_a_group_is_named_changed_removed_and_put_back(of: Partnership) -> None:
    who = make.technician(of.cities[0])
    other = GroupFields(StakeholderKind.MEDIA, "Community radio")
    with transaction():
        group = local_groups.name_group(of, of.cities[0], TRADERS, actor=who, at=AT)
    assert (group.kind, group.people, group.since) == (TRADERS.kind, 40, PartialDate(2024))
    assert (group.is_on_behalf, group.created_by_id, group.version) == (False, who.id, 1)
    for act in (local_groups.change_group,) * 2:
        with transaction():
            act(group, other, actor=who, at=AT)
    assert (group.name, group.people, group.version) == ("Community radio", None, 2)
    for _turn in range(2):
        with transaction():
            local_groups.set_group_aside(group, actor=who, at=AT)
    with pytest.raises(RuleBroken, match=r"room\.removed"), transaction():
        local_groups.change_group(group, TRADERS, actor=who, at=AT)
    for _turn in range(2):
        with transaction():
            local_groups.put_group_back(group, actor=who, at=AT)
    assert group.removed_at is None
    assert verbs() == ["recorded", "changed", "removed", "restored"]


def test_the_coordinator_writes_on_behalf_until_the_city_has_its_own_word(of: Partnership) -> None:
    coordinator, own = make.coordinator(), make.technician(of.cities[1])
    with transaction():
        group = local_groups.name_group(of, of.cities[1], TRADERS, actor=coordinator, at=AT)
    assert group.is_on_behalf
    with transaction():
        local_groups.change_group(group, GroupFields(StakeholderKind.OTHER, "Traders"), actor=own, at=AT)
    assert not group.is_on_behalf


def test_nobody_else_speaks_for_a_city(of: Partnership) -> None:
    group = make.local_group(of)
    here = of.cities[0]
    for who in (make.technician(of.cities[1]), make.mayor(here), make.observer(of), make.administrator()):
        with pytest.raises(NotAllowed), transaction():
            local_groups.name_group(of, here, TRADERS, actor=who, at=AT)
        for act in (local_groups.set_group_aside, local_groups.put_group_back):
            with pytest.raises(NotAllowed), transaction():
                act(group, actor=who, at=AT)
    with pytest.raises(RuleBroken, match=r"room\.foreign"), transaction():
        local_groups.name_group(of, make.city("Elsewhere"), TRADERS, actor=make.coordinator(), at=AT)
    assert db.session.scalars(select(LocalGroup)).all() == [group]
