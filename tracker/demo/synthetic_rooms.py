"""What the rooms of a synthetic partnership hold: as much as the passed gates ask for."""

from datetime import timedelta
from typing import Any

from tracker.demo.chance import choice
from tracker.demo.scene import CYCLE
from tracker.demo.synthetic import MADE_UP, Draft, Place
from tracker.domain.evaluation import NoteKind, Part, Severity, Verdict, Visibility
from tracker.models.notes import EvaluationNote
from tracker.models.rooms import Comparison, ComparisonCell, Need, Priority, PriorityPart, Rating
from tracker.models.work import Activity, Cost, Instrument, Responsible, Result


def write_evidence(one: Draft, mission_id: int) -> None:
    """Write what the passed gates ask for; the instrument came with the mission named."""
    passed = one.course.stage - 1
    needs = [_need(one, city) for city in one.cities] if passed >= 1 else []
    if passed >= 2:
        _comparison(one)
    if passed >= 3:
        _priority(one, needs[0])
    activity = _activity(one) if passed >= 4 else 0
    instrument = _instrument(one, mission_id) if passed >= 5 else 0
    if passed >= 6:
        _assessment(one, activity, instrument)


def _kept(one: Draft, stage: int) -> dict[str, Any]:
    """Give the columns that the rows of all rooms share."""
    return {
        "partnership_id": one.id,
        "cycle": CYCLE,
        "created_by_id": one.cities[0].technician_id,
        "created_at": one.moment(one.spans[stage - 1].starts_on or one.today),
        "is_demonstration": True,
    }


def _need(one: Draft, city: Place) -> int:
    return one.rows.number(
        Need,
        **_kept(one, 1),
        city_id=city.id,
        title=choice(one.theme.needs, one.id, city.id),
        sector=one.theme.sector,
        severity=choice(tuple(Severity), one.id, city.id),
        evidence=MADE_UP,
    )


def _comparison(one: Draft) -> None:
    row = one.rows.number(Comparison, **_kept(one, 2), dimension="Instruments in use", verdict=Verdict.DIFFERENT)
    for city in one.cities:
        one.rows.number(ComparisonCell, comparison_id=row, city_id=city.id, description=MADE_UP)


def _priority(one: Draft, need: int) -> None:
    title, instrument = one.theme.activities[0][1], one.theme.instrument
    row = one.rows.number(Priority, **_kept(one, 3), rank=1, title=title, instrument=instrument, need_id=need)
    for place, city in enumerate(one.cities):
        part = Part.LEARNS if place else Part.TEACHES
        one.rows.add(PriorityPart, priority_id=row, city_id=city.id, part=part)


def _activity(one: Draft) -> int:
    title, result = one.theme.activities[0]
    first = one.spans[3].ends_on or one.today
    last = first + timedelta(days=90)
    row = one.rows.number(Activity, **_kept(one, 4), title=title, starts_on=first, ends_on=last, result=result)
    for city in one.cities:
        one.rows.number(Responsible, activity_id=row, city_id=city.id, name=city.technician)
    cents = 100_000 * (1 + one.chance(30, "cost"))
    one.rows.number(Cost, activity_id=row, amount_cents=cents, currency="EUR", bearer=one.cities[0].name)
    return row


def _instrument(one: Draft, mission_id: int) -> int:
    giver, receiver = one.cities[:2]
    return one.rows.number(
        Instrument,
        **_kept(one, 5),
        title=one.theme.instrument,
        from_city_id=giver.id,
        to_city_id=receiver.id,
        mission_id=mission_id,
    )


def _assessment(one: Draft, activity: int, instrument: int) -> None:
    expected = one.theme.activities[0][1]
    one.rows.number(Result, **_kept(one, 6), activity_id=activity, expected=expected, achieved=MADE_UP)
    rated_at = one.moment(one.today)
    for city in one.cities:
        one.rows.number(
            Rating,
            instrument_id=instrument,
            city_id=city.id,
            score=1 + one.chance(5, city.id),
            reason=MADE_UP,
            rated_by_id=city.technician_id,
            rated_at=rated_at,
            is_demonstration=True,
        )
    one.rows.number(
        EvaluationNote,
        partnership_id=one.id,
        cycle=CYCLE,
        stage_number=6,
        kind=NoteKind.LESSON,
        visibility=Visibility.PUBLIC,
        text=MADE_UP,
        language="en",
        author_id=one.cities[0].technician_id,
        created_at=rated_at,
        is_demonstration=True,
    )
