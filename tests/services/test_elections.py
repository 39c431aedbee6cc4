"""Any history of elections, gaps and deputies: whoever signs holds the office, or is its deputy, at that instant."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from tests import factories as make
from tracker.db import db
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.models.mandates import Delegation, Mandate
from tracker.models.official_documents import OfficialDocument
from tracker.models.people import Person
from tracker.services import signing

pytestmark = pytest.mark.usefixtures("app")
FIRST = date(2025, 1, 1)
PEOPLE = 4
MAPUTO_AHEAD = timedelta(hours=2)
"""Maputo has kept two hours ahead of UTC all along; the test counts its days by hand."""


@dataclass(frozen=True)
class Term:
    """A mandate in days after `FIRST`; `last` None: no end is known."""

    person: int
    first: int
    last: int | None
    deputy: int
    lent: tuple[int, int]
    is_revoked: bool


@st.composite
def histories(draw: st.DrawFn) -> list[Term]:
    """Draw terms that follow each other, with or without gaps."""
    terms, day = [], 0
    for number in range(draw(st.integers(1, 4))):
        first = day + draw(st.integers(0, 5))
        length = draw(st.integers(0, 20))
        is_last = number == 3 or draw(st.booleans())
        last = None if is_last and draw(st.booleans()) else first + length
        lent = sorted(draw(st.tuples(st.integers(0, 60), st.integers(0, 60))))
        people = draw(st.permutations(range(PEOPLE)))
        terms.append(Term(people[0], first, last, people[1], (lent[0], lent[1]), draw(st.booleans())))
        if last is None:
            break
        day = last + 1
    return terms


attempts = st.lists(
    st.tuples(st.integers(-3, 70), st.integers(0, 23), st.integers(0, PEOPLE - 1)), min_size=1, max_size=8
)


def may_sign(terms: list[Term], moment: datetime, person: int) -> bool:
    """Tell from the history alone whether a person may sign at a moment."""
    day = ((moment + MAPUTO_AHEAD).date() - FIRST).days
    for term in terms:
        if term.first <= day and (term.last is None or day <= term.last):
            is_deputy = term.deputy == person and term.lent[0] <= day <= term.lent[1] and not term.is_revoked
            return term.person == person or is_deputy
    return False


@pytest.fixture
def waiting() -> tuple[OfficialDocument, list[Person]]:
    """Give a report that waits for Maputo and another city, and the people of Maputo's politics."""
    maputo = make.city("Maputo", timezone="Africa/Maputo")
    people = [make.person(f"Candidate {number}", make.Role.MAYOR, city=maputo) for number in range(PEOPLE)]
    early = datetime.combine(FIRST - timedelta(days=30), time(9), UTC)
    partnership = make.partnership([maputo, make.city("Guarulhos", "BR")])
    return make.submitted_report(make.completed_mission(partnership), cities=[maputo], at=early), people


@settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(terms=histories(), tries=attempts)
def test_the_signer_always_held_the_office_at_that_instant(
    waiting: tuple[OfficialDocument, list[Person]], terms: list[Term], tries: list[tuple[int, int, int]]
) -> None:
    document, people = waiting
    try:
        hold(document, people, terms)
        signed = False
        for days, hour, person in sorted(tries):
            moment = datetime.combine(FIRST + timedelta(days=days), time(hour, 30), UTC)
            expected = may_sign(terms, moment, person) and not signed
            assert did_sign(document, people[person], moment) == expected
            signed = signed or expected
    finally:
        db.session.rollback()


def hold(document: OfficialDocument, people: list[Person], terms: list[Term]) -> None:
    """Write the history's mandates and delegations, and no others, until the rollback."""
    city = document.slots[0].city
    db.session.execute(delete(Mandate).where(Mandate.city_id == city.id))
    for term in terms:
        mandate = Mandate(
            city=city,
            person=people[term.person],
            office="Presidente",
            starts_on=FIRST + timedelta(days=term.first),
            ends_on=None if term.last is None else FIRST + timedelta(days=term.last),
            basis="Minutes",
            recorded_at=make.AT,
            confirmed_at=make.AT,
            confirmed_by_id=document.author_id,
        )
        granted = Delegation(
            mandate=mandate,
            person=people[term.deputy],
            function="Deputy",
            starts_on=FIRST + timedelta(days=term.lent[0]),
            ends_on=FIRST + timedelta(days=term.lent[1]),
            basis="Order",
            created_at=make.AT,
            revoked_at=make.AT if term.is_revoked else None,
        )
        db.session.add_all([mandate, granted])
    db.session.flush()


def did_sign(document: OfficialDocument, person: Person, moment: datetime) -> bool:
    """Let a person try to sign, and tell whether that signature was made."""
    try:
        signature = signing.sign_document(document, make.proof(document, moment), actor=person, at=moment)
    except (RuleBroken, NotAllowed):
        return False
    assert signature.person_id == person.id
    return True
