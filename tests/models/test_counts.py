"""The tables of counts say at every moment what counting all facts anew would say."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from tests import factories as make
from tracker.db import db
from tracker.domain.missions import MissionState
from tracker.domain.partnerships import PartnershipState
from tracker.domain.signing import OPEN_FOR_SIGNATURE, DocumentState
from tracker.models.counts import NO_PROGRAMME_ID, CountedPartnership, CountedSignOff, PartnershipCount, SignOffCount
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.partnerships import Member, Partnership
from tracker.models.programmes import Programme
from tracker.models.stages import StageRun

pytestmark = pytest.mark.postgres
Row = TypeVar("Row", Partnership, Mission, Slot, OfficialDocument)
Tally = Counter[tuple[object, ...]]
STEPS = 60


@dataclass(frozen=True)
class Truth:
    """Counts, made from the facts or read from the tables; what is none does not appear."""

    partnerships: Tally = field(default_factory=Counter)
    unreported: Tally = field(default_factory=Counter)
    sign_offs: Tally = field(default_factory=Counter)


def counted_anew() -> Truth:
    """Count all facts one by one."""
    truth = Truth()
    for one in db.session.scalars(select(Partnership).where(Partnership.deleted_at.is_(None))):
        place = (one.programme_id or NO_PROGRAMME_ID, one.state, one.stage_number)
        truth.partnerships[place] += 1
        completed = select(func.count()).where(
            Mission.partnership_id == one.id, Mission.state == MissionState.COMPLETED
        )
        truth.unreported[place] += db.session.scalar(completed) or 0
        opened = (
            select(Slot.due_on)
            .join(OfficialDocument)
            .where(
                OfficialDocument.partnership_id == one.id,
                OfficialDocument.state.in_(OPEN_FOR_SIGNATURE),
                Slot.closed_at.is_(None),
            )
        )
        for due_on in db.session.scalars(opened):
            truth.sign_offs[(*place, due_on)] += 1
    return Truth(+truth.partnerships, +truth.unreported, +truth.sign_offs)


def kept() -> Truth:
    """Read the tables, each of which must say the same as the one that it sums up."""
    truth, summed = Truth(), Truth()
    for one in db.session.scalars(select(PartnershipCount)):
        place = (one.programme_id, one.state, one.stage_number)
        truth.partnerships[place] = one.partnerships
        truth.unreported[place] = one.unreported
    for due in db.session.scalars(select(SignOffCount)):
        truth.sign_offs[due.programme_id, due.state, due.stage_number, due.due_on] = due.sign_offs
    places = {}
    for counted in db.session.scalars(select(CountedPartnership)):
        places[counted.partnership_id] = place = (counted.programme_id, counted.state, counted.stage_number)
        summed.partnerships[place] += 1
        summed.unreported[place] += counted.unreported
    for sign_off in db.session.scalars(select(CountedSignOff)):
        summed.sign_offs[(*places[sign_off.partnership_id], sign_off.due_on)] += sign_off.sign_offs
    assert min(truth.sign_offs.values(), default=1) > 0
    found = Truth(+truth.partnerships, +truth.unreported, +truth.sign_offs)
    assert found == Truth(+summed.partnerships, +summed.unreported, +summed.sign_offs)
    return found


def assert_counted() -> None:
    """Fail when the tables say anything else than the facts."""
    db.session.expire_all()
    assert kept() == counted_anew()


@pytest.fixture
def house(app: Flask) -> Flask:
    """Make partnerships in two programmes and in none, with missions and reports that wait."""
    for programme in (make.programme(), make.programme(), None):
        for state in (PartnershipState.ACTIVE, PartnershipState.DORMANT):
            of = make.partnership(stage=3, programme=programme, state=state)
            make.mission(of)
            make.completed_mission(of)
            make.submitted_report(make.completed_mission(of))
    return app


def test_a_house_is_counted_as_it_grows(house: Flask) -> None:
    assert_counted()
    assert kept().partnerships.total() == 6
    assert kept().unreported.total() == 6
    assert kept().sign_offs.total() == 12


def test_reports_are_counted_while_they_wait_and_no_longer(house: Flask) -> None:
    before = kept().sign_offs.total()
    waiting = make.submitted_report()
    assert kept().sign_offs.total() == before + 2
    make.sign(waiting, make.holder_of(waiting.slots[0].city))
    assert kept().sign_offs.total() == before + 1
    make.sign(waiting, make.holder_of(waiting.slots[1].city))
    assert kept().sign_offs.total() == before
    assert_counted()


def test_what_is_undone_is_not_counted(house: Flask) -> None:
    before = kept()
    of = db.session.scalars(select(Partnership)).first()
    assert of is not None
    of.state = PartnershipState.ENDED
    db.session.flush()
    db.session.rollback()
    assert kept() == before


def _move(chance: Random) -> None:
    programmes = [*db.session.scalars(select(Programme.id)), None]
    one = _any(Partnership, chance)
    one.programme_id = chance.choice(programmes)
    one.state = chance.choice(list(PartnershipState))
    one.stage_number = chance.randint(1, 6)


def _hide(chance: Random) -> None:
    one = _any(Partnership, chance)
    one.deleted_at = None if one.deleted_at else make.AT
    one.deleted_reason = "Entered twice." if one.deleted_at else None


def _change_mission(chance: Random) -> None:
    one = _any(Mission, chance)
    one.state = chance.choice([MissionState.PROPOSED, MissionState.COMPLETED, MissionState.REPORTED])
    one.cancel_reason = None


def _add_mission(chance: Random) -> None:
    of = _any(Partnership, chance)
    make.mission(of, state=chance.choice([MissionState.PROPOSED, MissionState.COMPLETED]))


def _close(chance: Random) -> None:
    one = _any(Slot, chance)
    one.closed_at = None if one.closed_at else make.AT
    one.due_on += timedelta(days=chance.randint(0, 3))


def _change_document(chance: Random) -> None:
    states = [DocumentState.AWAITING_SIGNATURE, DocumentState.PARTLY_SIGNED, DocumentState.SIGNED]
    _any(OfficialDocument, chance).state = chance.choice(states)


def _move_all(chance: Random) -> None:
    state = chance.choice([PartnershipState.ACTIVE, PartnershipState.AFTER_CARE])
    db.session.execute(update(Partnership).values(state=state))


def _any(kind: type[Row], chance: Random) -> Row:
    return chance.choice(list(db.session.scalars(select(kind).order_by(kind.id))))


MOVES: tuple[Callable[[Random], None], ...] = (
    *(_move, _hide, _change_mission, _add_mission, _close, _change_document, _move_all),
)


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_counting_anew_gives_the_same(house: Flask, seed: int) -> None:
    chance = Random(seed)  # noqa: S311  (a walk, no secret)
    for _step in range(STEPS):
        for _act in range(chance.randint(1, 3)):
            chance.choice(MOVES)(chance)
        db.session.commit()
        assert_counted()


def test_rows_that_are_deleted_are_no_longer_counted(app: Flask) -> None:
    of = make.partnership()
    make.mission(of, state=MissionState.COMPLETED)
    db.session.execute(delete(Mission))
    db.session.commit()
    assert kept().unreported.total() == 0
    db.session.execute(delete(StageRun))
    db.session.execute(delete(Member))
    db.session.execute(delete(Partnership))
    db.session.commit()
    assert kept() == Truth()
