"""What the rooms wait for from each city: its own evidence, and its word as soon as it can be given, and not longer."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests import factories as make
from tests.databases import statements
from tests.factories import AT
from tests.services.test_stages import run_of
from tracker.dashboards.duties import duties
from tracker.dashboards.duty import Duty, is_mine
from tracker.db import db, transaction
from tracker.domain.evaluation import Severity, Visibility
from tracker.domain.partnerships import PartnershipState
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.models.rooms import ComparisonCell, PriorityRanking
from tracker.permissions import standing_of
from tracker.services import consents, needs, policies, readiness, stages
from tracker.services.rooms import remove

TODAY = AT.date()
Make = Callable[[Partnership], object]


@pytest.fixture(autouse=True)
def language(app: Flask) -> Iterator[None]:
    """Let addresses be made."""
    with app.test_request_context("http://127.0.0.1:8000/"):
        yield


def owed(of: Partnership, kind: str) -> list[Duty]:
    """List a partnership's duties of a kind."""
    return [duty for duty in duties(Partnership.id == of.id, TODAY) if duty.kind == kind]


def texts(of: Partnership) -> list[set[str]]:
    """Give what each city owes to the rooms."""
    return [{duty.text for duty in owed(of, "evidence") if duty.city_id == city.id} for city in of.cities]


def look_again() -> None:
    """Bring the copies in line with rows that factories made."""
    with transaction():
        readiness.rebuild(AT)


def asked(of: Partnership) -> list[int]:
    """List the places of the cities whose word is asked."""
    look_again()
    cities = [city.id for city in of.cities]
    return [cities.index(duty.city_id) for duty in owed(of, "consent")]


def half_described(of: Partnership) -> None:
    """Compare in a dimension that only the first city describes."""
    make.comparison(of, cells=[ComparisonCell(city=of.cities[0], description="On paper.")])


def ranked_by_all(of: Partnership) -> None:
    """Set a priority that every city has ranked."""
    make.priority(of, rankings=[PriorityRanking(city_id=city.id, rank=1) for city in of.cities])


def rated_by_the_first(of: Partnership) -> None:
    """Exchange an instrument that the first city has rated."""
    make.rating(make.instrument(of), of.cities[0])


def learned(of: Partnership, visibility: Visibility = Visibility.PARTNERS) -> None:
    """Write an evaluation note."""
    make.note(of, make.technician(of.cities[0]), visibility=visibility)


NEEDS, DIMENSIONS = "Record the needs of the city", "Describe the city in each dimension compared"
ROLES, RANKS = "Say in each priority who teaches and who learns", "Rank each priority as the city sees it"
ANSWERS, INSTRUMENT = "Name who answers for each activity in the city", "Record the instrument that was exchanged"
ACHIEVED, RATINGS = "Say of each result what was achieved", "Rate each instrument that was exchanged"
LESSON = "Write down what was learned"


@pytest.mark.parametrize(
    ("stage", "there", "owed_by_first", "owed_by_second"),
    [
        (1, [], {NEEDS}, {NEEDS}),
        (1, [make.need], set(), {NEEDS}),
        (2, [], {DIMENSIONS}, {DIMENSIONS}),
        (2, [half_described], set(), {DIMENSIONS}),
        (2, [make.comparison, half_described], set(), {DIMENSIONS}),
        (2, [make.comparison], set(), set()),
        (3, [], {ROLES}, {ROLES}),
        (3, [lambda of: make.priority(of, parts=[])], {ROLES}, {ROLES, RANKS}),
        (3, [make.priority], set(), {RANKS}),
        (3, [ranked_by_all], set(), set()),
        (4, [], {ANSWERS}, {ANSWERS}),
        (4, [lambda of: make.activity(of, responsibles=[])], {ANSWERS}, {ANSWERS}),
        (4, [make.activity], set(), set()),
        (5, [], {INSTRUMENT}, {INSTRUMENT}),
        (5, [make.instrument], set(), set()),
        (6, [], {ACHIEVED, LESSON}, {ACHIEVED, LESSON}),
        (6, [make.result, learned, rated_by_the_first], set(), {RATINGS}),
        (6, [lambda of: make.result(of, achieved=""), learned], {ACHIEVED}, {ACHIEVED}),
        (6, [make.result, lambda of: learned(of, Visibility.PRIVATE)], {LESSON}, {LESSON}),
        (6, [make.result, learned], set(), set()),
    ],
)
def test_each_city_owes_its_own_evidence_to_the_room(
    stage: int, there: list[Make], owed_by_first: set[str], owed_by_second: set[str]
) -> None:
    of = make.partnership(stage=stage)
    for add in there:
        add(of)
    make.partnership(of.cities, stage=stage)  # what stands elsewhere neither helps nor harms
    assert texts(of) == [owed_by_first, owed_by_second]


def test_what_the_policy_does_not_ask_for_or_was_waived_is_not_owed() -> None:
    short = make.partnership(stage=6, policy="short_exchange-1")
    assert texts(short) == [{LESSON}, {LESSON}]
    of, coordinator = make.partnership(stage=6), make.coordinator()
    with transaction():
        told = {"reason": "No rooms", "actor": coordinator, "at": AT}
        stages.waive_condition(run_of(of, 6), "every_result_is_assessed", **told)
    assert texts(of) == [{LESSON}, {LESSON}]


def test_what_an_earlier_cycle_holds_or_what_was_removed_does_not_count() -> None:
    of = make.partnership(stage=5)
    make.instrument(of, cycle=2)
    removed = make.instrument(of)
    with transaction():
        remove(removed, actor=make.technician(of.cities[0]), at=AT)
    assert texts(of) == [{INSTRUMENT}, {INSTRUMENT}]


def full(of: Partnership) -> None:
    """Put into the rooms all that the cities agree on."""
    for city in of.cities:
        make.need(of, city)
    make.comparison(of)
    ranked_by_all(of)
    make.activity(of)
    rating = make.instrument(of)
    for city in of.cities:
        make.rating(rating, city)
    make.result(of)
    learned(of)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 6])
def test_the_word_of_a_city_is_asked_when_everything_else_is_there(number: int) -> None:
    of = make.partnership(stage=number, policy="guide-2")
    assert asked(of) == []
    full(of)
    assert asked(of) == [0, 1]
    run, city = run_of(of, number), of.cities[0]
    assert {duty.href for duty in owed(of, "consent")} == {f"/partnerships/{of.ref}/stages/{number}#consents"}
    with transaction():
        consents.agree(run, city.id, actor=make.technician(city), at=AT)
    assert asked(of) == [1]
    with transaction():
        consents.take_back(run, city.id, actor=make.technician(city), at=AT)
    assert asked(of) == [0, 1]


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("an older policy asks no city", {"policy": "guide-1"}),
        ("on hold", {"policy": "guide-2", "state": PartnershipState.ON_HOLD}),
        ("ended", {"policy": "guide-2", "state": PartnershipState.ENDED}),
        ("the gate is passed", {"policy": "guide-2", "stage": 5}),
    ],
)
def test_no_word_is_asked(why: str, more: dict[str, object]) -> None:
    of = make.partnership(**{"stage": 1, **more})
    for city in of.cities:
        make.need(of, city)
    assert asked(of) == [], why


def test_no_word_is_asked_where_it_was_waived() -> None:
    of, coordinator = make.partnership(policy="guide-2"), make.coordinator()
    for city in of.cities:
        make.need(of, city)
    look_again()
    with transaction():
        told = {"reason": "By letter", "actor": coordinator, "at": AT}
        stages.waive_condition(run_of(of, 1), "every_city_agrees_on_the_diagnosis", **told)
    assert owed(of, "consent") == []


def test_acts_alone_ask_and_unask() -> None:
    """No rebuild: every act that changes the facts brings the copies along."""
    of = make.partnership(policy="guide-1")
    actors = [make.technician(city) for city in of.cities]
    coordinator = make.coordinator()

    def record_need(place: int) -> None:
        values = needs.NeedFields(title="Land register", sector="cadastre", severity=Severity.HIGH)
        with transaction():
            needs.record_need(of, of.cities[place], values, actor=actors[place], at=AT)

    record_need(0)
    record_need(1)
    db.session.refresh(run_of(of, 1))
    assert (run_of(of, 1).asked_at, run_of(of, 1).ready_at) == (None, AT)
    with transaction():
        policies.move_to_policy(of, "guide-2", reason="Joint", actor=coordinator, at=AT)
    assert (run_of(of, 1).asked_at, run_of(of, 1).ready_at) == (AT, None)
    assert len(owed(of, "consent")) == 2
    for place, actor in enumerate(actors):
        with transaction():
            consents.agree(run_of(of, 1), of.cities[place].id, actor=actor, at=AT)
    assert owed(of, "consent") == []
    assert run_of(of, 1).ready_at == AT
    record_need(0)
    assert len(owed(of, "consent")) == 2
    assert run_of(of, 1).ready_at is None


def test_whose_it_is() -> None:
    cities: list[City] = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    of = make.partnership(cities, policy="guide-2")
    for city in cities:
        make.need(of, city)
    look_again()
    own, other = sorted(owed(of, "consent"), key=lambda duty: duty.city_id)
    readers = {
        "technician": (make.technician(cities[0]), True),
        "mayor": (make.mayor(cities[0]), True),
        "former mayor": (make.mayor(cities[0], ends_on=AT.date().replace(year=2025)), False),
        "partner": (make.technician(cities[1]), False),
        "coordinator": (make.coordinator(), False),
        "administrator": (make.administrator(), False),
        "observer": (make.observer(of), False),
    }
    for who, (person, mine) in readers.items():
        standing = standing_of(person, AT)
        assert is_mine(own, standing) is mine, who
        assert is_mine(other, standing) is (who == "partner"), who


def test_one_statement_for_each_kind() -> None:
    def count() -> int:
        with statements() as seen, transaction():
            duties(Partnership.deleted_at.is_(None), TODAY)
        return len(seen)

    def one() -> None:
        for number in range(1, 7):
            of = make.partnership(stage=number, policy="guide-2")
            if number % 2:
                full(of)
        look_again()

    one()
    before = count()
    for _ in range(3):
        one()
    assert count() == before == 8
