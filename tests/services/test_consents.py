"""The word of each city that a stage is joint: who gives it, when it is asked for, and what takes it back."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.services.test_stages import last_entry, pass_gate, refused, run_of, states
from tracker.db import db, transaction
from tracker.domain.errors import NotAllowed
from tracker.domain.evaluation import Severity
from tracker.domain.partnerships import PartnershipState
from tracker.domain.stages import StageState
from tracker.models.journal import JournalEntry
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services import consents, needs, stages


def joint(stage: int = 1, **more: object) -> Partnership:
    """Make a partnership whose gates ask for every city's word, with needs of both cities."""
    of = make.partnership(stage=stage, policy="guide-2", **more)
    for one in of.cities:
        make.need(of, one)
    return of


def agree(of: Partnership, place: int, actor: Person | None = None, number: int = 1) -> None:
    """Let a city agree to a stage."""
    city = of.cities[place]
    with transaction():
        consents.agree(run_of(of, number), city.id, actor=actor or make.technician(city), at=make.AT)


def agreed(of: Partnership, number: int = 1) -> list[int]:
    """List the places of the cities that agree."""
    cities = [city.id for city in of.cities]
    return [cities.index(one.city_id) for one in consents.consents_of(run_of(of, number))]


def test_the_gate_opens_when_every_city_agrees(app: Flask) -> None:
    of, coordinator = joint(), make.coordinator()
    agree(of, 0)
    entry = last_entry()
    assert (entry.verb, json.loads(entry.details)) == (
        "consent.given",
        {"cycle": 1, "stage": 1, "city": of.cities[0].code},
    )
    refused("gate.shut", lambda: pass_gate(of, 1, coordinator))
    agree(of, 1, make.mayor(of.cities[1]))
    assert agreed(of) == [0, 1]
    pass_gate(of, 1, coordinator)
    assert states(of)[:2] == ["passed", "in_progress"]


def test_what_was_waived_keeps_no_city_from_agreeing(app: Flask) -> None:
    of, coordinator = make.partnership(policy="guide-2"), make.coordinator()
    refused("consent.too_early", lambda: agree(of, 0))
    with transaction():
        stages.waive_condition(
            run_of(of, 1), "every_city_has_needs", reason="Met before.", actor=coordinator, at=make.AT
        )
    agree(of, 0)
    agree(of, 1)
    pass_gate(of, 1, coordinator)
    assert states(of)[:2] == ["waived", "in_progress"]


def test_agreeing_twice_is_agreeing_once(app: Flask) -> None:
    of = joint()
    for _ in range(2):
        agree(of, 0)
    assert db.session.query(JournalEntry).filter_by(verb="consent.given").count() == 1


def test_a_city_takes_its_word_back(app: Flask) -> None:
    of = joint()
    agree(of, 0)
    technician = make.technician(of.cities[0])
    for _ in range(2):
        with transaction():
            consents.take_back(run_of(of, 1), of.cities[0].id, actor=technician, at=make.AT)
    assert agreed(of) == []
    verbs = db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)).all()
    assert verbs == ["consent.given", "consent.taken_back"]


@pytest.mark.parametrize("who", ["partner", "partner's mayor", "coordinator", "administrator", "observer"])
def test_nobody_speaks_for_another_city(app: Flask, who: str) -> None:
    of = joint()
    actor = {
        "partner": lambda: make.technician(of.cities[1]),
        "partner's mayor": lambda: make.mayor(of.cities[1]),
        "coordinator": make.coordinator,
        "administrator": make.administrator,
        "observer": lambda: make.observer(of),
    }[who]()
    with pytest.raises(NotAllowed):
        agree(of, 0, actor)


def test_a_change_of_the_room_asks_for_every_word_anew(app: Flask) -> None:
    of = joint()
    agree(of, 0), agree(of, 1)
    technician = make.technician(of.cities[1])
    values = needs.NeedFields(title="A land register on paper", sector="cadastre", severity=Severity.HIGH)
    with transaction():
        needs.record_need(of, of.cities[1], values, actor=technician, at=make.AT)
    assert agreed(of) == []
    lapsed = db.session.scalars(select(JournalEntry).where(JournalEntry.verb == "consent.lapsed")).one()
    assert json.loads(lapsed.details)["cities"] == [city.code for city in of.cities]


def test_what_was_agreed_before_the_gate_stays_after_it(app: Flask) -> None:
    of, coordinator = joint(), make.coordinator()
    agree(of, 0), agree(of, 1)
    pass_gate(of, 1, coordinator)
    values = needs.NeedFields(title="A second survey", sector="cadastre", severity=Severity.LOW)
    with transaction():
        needs.record_need(of, of.cities[0], values, actor=make.technician(of.cities[0]), at=make.AT)
    assert agreed(of) == [0, 1]


def test_a_stage_that_is_reopened_asks_anew(app: Flask) -> None:
    of, coordinator = joint(), make.coordinator()
    agree(of, 0), agree(of, 1)
    pass_gate(of, 1, coordinator)
    with transaction():
        stages.reopen_stage(run_of(of, 1), reason="The floods.", actor=coordinator, at=make.AT)
    assert agreed(of) == []
    refused("gate.shut", lambda: pass_gate(of, 1, coordinator))


def on_hold(of: Partnership) -> None:
    """Let a partnership rest."""
    of.state = PartnershipState.ON_HOLD


def passed(of: Partnership) -> None:
    """Let the first gate be passed."""
    run = run_of(of, 1)
    run.state, run.decided_on = StageState.PASSED, make.AT.date()


def in_its_second_cycle(of: Partnership) -> None:
    """Let the present cycle be the second one."""
    of.cycle = 2


@pytest.mark.parametrize(
    ("code", "happened"),
    [
        ("partnership.not_live", on_hold),
        ("gate.not_current", passed),
        ("gate.earlier_cycle", in_its_second_cycle),
    ],
)
def test_it_is_too_late_to_agree(app: Flask, code: str, happened: Callable[[Partnership], None]) -> None:
    of = joint()
    run = run_of(of, 1)
    happened(of)
    db.session.commit()
    technician = make.technician(of.cities[0])
    refused(code, lambda: consents.agree(run, of.cities[0].id, actor=technician, at=make.AT))


def test_there_is_nothing_to_agree_on_yet(app: Flask) -> None:
    of = make.partnership(policy="guide-2")
    make.need(of, of.cities[0])
    refused("consent.too_early", lambda: agree(of, 0))


def test_the_technicians_agree_on_the_plan_before_the_mayors_confirm_it(app: Flask) -> None:
    of = make.partnership(stage=4, policy="guide-2")
    make.activity(of)
    agree(of, 0, number=4)
    assert agreed(of, 4) == [0]


def test_a_policy_or_a_stage_without_it_asks_nobody(app: Flask) -> None:
    older, exchange = make.partnership(), make.partnership(stage=5, policy="guide-2")
    assert not consents.is_asked(run_of(older, 1))
    refused("consent.not_asked", lambda: agree(older, 0))
    refused("consent.not_asked", lambda: agree(exchange, 0, number=5))


def test_a_stranger_city_has_no_word(app: Flask) -> None:
    of, stranger = joint(), make.city()
    technician = make.technician(stranger)
    refused("room.foreign", lambda: consents.agree(run_of(of, 1), stranger.id, actor=technician, at=make.AT))
