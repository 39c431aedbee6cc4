"""Sharing: activities for one or several partnerships, partners, and what the Share phase counts."""

from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.dates import PartialDate
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.sharing import PartnerKind, ShareKind
from tracker.models.journal import JournalEntry
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services import sharing
from tracker.services.facts import facts_of
from tracker.services.sharing import PartnerFields, ShareFields

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership of Nampula and Guarulhos."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])


@pytest.fixture
def technician(of: Partnership) -> Person:
    """Make a technician of Nampula."""
    return make.technician(of.cities[0])


def fields(**more: Any) -> ShareFields:
    return ShareFields(**{"kind": ShareKind.SEMINAR, "title": "On land", "held": PartialDate(2026, 3, 1), **more})


def last_verb() -> str:
    return str(db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id.desc())).first())


def test_an_activity_counts_in_every_partnership_that_shares_in_it(of: Partnership, technician: Person) -> None:
    other, third = make.partnership(of.cities), make.partnership()
    with transaction():
        activity = sharing.plan_or_log(of, fields(), [other, of], actor=technician, at=AT)
        sharing.plan_or_log(of, fields(held=PartialDate(2026, 3, 13)), actor=technician, at=AT)
        sharing.plan_or_log(of, fields(held=None), actor=technician, at=AT)
    assert activity.others == [other], "the partnership itself is not another one"
    assert [facts_of(one, AT.date()).share_activities for one in (of, other, third)] == [1, 1, 0]
    with transaction():
        sharing.set_aside(activity, actor=technician, at=AT)
    assert [facts_of(one, AT.date()).share_activities for one in (of, other)] == [0, 0]
    with transaction():
        sharing.put_back(activity, actor=technician, at=AT)
    assert facts_of(of, AT.date()).share_activities == 1
    assert last_verb() == "share_activity.restored"


def test_nobody_writes_for_a_partnership_of_others(of: Partnership, technician: Person) -> None:
    foreign = make.partnership()
    stranger = make.technician(foreign.cities[0])
    with transaction():
        activity = sharing.plan_or_log(of, fields(), actor=technician, at=AT)
    for act in (
        lambda: sharing.plan_or_log(of, fields(), actor=stranger, at=AT),
        lambda: sharing.plan_or_log(of, fields(), [foreign], actor=technician, at=AT),
        lambda: sharing.change_activity(activity, fields(), [foreign], actor=technician, at=AT),
        lambda: sharing.set_aside(activity, actor=stranger, at=AT),
        lambda: sharing.name_partner(of, PartnerFields(PartnerKind.DONOR, "A fund"), actor=stranger, at=AT),
    ):
        with pytest.raises(NotAllowed), transaction():
            act()
    assert db.session.scalars(select(sharing.ShareActivity)).all() == [activity]


def test_who_shares_already_may_stay_though_the_writer_does_not_work_there(of: Partnership, technician: Person) -> None:
    foreign = make.partnership()
    activity = make.share_activity(of, others=[foreign])
    with transaction():
        sharing.change_activity(activity, fields(title="Another"), [foreign], actor=technician, at=AT)
    assert (activity.title, activity.others) == ("Another", [foreign])


def test_a_partner_is_named_changed_and_removed(of: Partnership, technician: Person) -> None:
    with transaction():
        partner = sharing.name_partner(
            of, PartnerFields(PartnerKind.UNIVERSITY, "The university"), actor=technician, at=AT
        )
        sharing.change_partner(
            partner, PartnerFields(PartnerKind.NETWORK, "The network", "Hosts"), actor=technician, at=AT
        )
    assert (partner.kind, partner.name, partner.contribution) == (PartnerKind.NETWORK, "The network", "Hosts")
    with transaction():
        sharing.set_aside(partner, actor=technician, at=AT)
        sharing.set_aside(partner, actor=technician, at=AT)
    assert partner.removed_at == AT
    with pytest.raises(RuleBroken, match=r"room\.removed"), transaction():
        sharing.change_partner(partner, PartnerFields(PartnerKind.DONOR, "A fund"), actor=technician, at=AT)
