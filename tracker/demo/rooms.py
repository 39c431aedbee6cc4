"""What the cities wrote into the six rooms: whole where the gate is passed, begun where a stage is worked on."""

from datetime import datetime, timedelta

from tracker.db import db
from tracker.demo.chance import choice, number
from tracker.demo.scene import CYCLE, Scene
from tracker.demo.titles import countries, short
from tracker.domain.evaluation import Part, Severity, Verdict
from tracker.models.cities import City
from tracker.models.missions import Mission
from tracker.models.people import Person
from tracker.models.rooms import Comparison, ComparisonCell, InCycle, Need, Priority, PriorityPart, Rating
from tracker.models.work import Activity, Cost, Instrument, Responsible, Result
from tracker.services.journal import record

MADE_UP = "(demonstration)"
ALIKE = 1.5
"""Cities are called similar when the larger has at most so many times the inhabitants of the smaller."""


def write_rooms(scene: Scene, visit: Mission | None) -> list[Activity]:
    """Fill the rooms of all stages that have begun, and give the activities of the work plan.

    `visit` is the mission on which the instrument was passed on.
    """
    needs = _needs(scene)
    _comparisons(scene)
    _priorities(scene, needs)
    activities = _activities(scene)
    instrument = _instrument(scene, visit)
    if scene.has_begun(6) and instrument is not None:
        _assessment(scene, activities, instrument)
    return activities


def keep_row(scene: Scene, row: InCycle, stage: int, actor: Person, at: datetime) -> None:
    """Store a row and put its line of the journal into the diary."""
    row.partnership, row.cycle, row.is_demonstration = scene.partnership, CYCLE, True
    row.created_by_id, row.created_at = actor.id, at
    db.session.add(row)

    def write() -> None:
        noun = type(row).__tablename__  # type: ignore[attr-defined]
        record(
            f"{noun}.recorded",
            actor=actor,
            at=at,
            partnership=scene.partnership,
            subject=f"{scene.partnership.ref}-{noun}-{row.id}",  # type: ignore[attr-defined]
            details={"stage": stage, "cycle": CYCLE},
            is_demonstration=True,
        )

    scene.diary.add(at, write)


def _needs(scene: Scene) -> list[Need]:
    """Record two needs of every city; while the stage is worked on, the last city owes its own."""
    cities = scene.cities if scene.has_passed(1) else scene.cities[:-1]
    needs = []
    for place, city in enumerate(cities):
        for turn, title in enumerate(scene.theme.needs):
            need = Need(
                city=city,
                title=title,
                sector=scene.theme.sector,
                severity=choice(tuple(Severity), scene.code, city.code, turn),
                affected=f"Residents of {city.name}",
                evidence=f"Minutes of a meeting of the technicians {MADE_UP}",
                baseline_value=str(1 + number(9, scene.code, city.code, turn)),
                baseline_unit="neighbourhoods",
                baseline_year=scene.day(1, 0).year - 1,
                baseline_source=f"Estimate of the technicians {MADE_UP}",
            )
            at = scene.moment(1, 15 + 60 * place // len(scene.cities) + 5 * turn, f"need {city.code}{turn}")
            keep_row(scene, need, 1, scene.technician(city), at)
            needs.append(need)
    return needs


def _comparisons(scene: Scene) -> None:
    """Compare three dimensions; while the stage is worked on, the last city has described only one."""
    if not scene.has_begun(2):
        return
    dimensions = (
        ("Size of the city", _size, _same_size(scene.cities)),
        ("Local government and council", _government, _same_government(scene.cities)),
        (f"{scene.theme.instrument}: what is in use today", _practice, Verdict.DIFFERENT),
    )
    for place, (dimension, described, verdict) in enumerate(dimensions):
        is_whole = scene.has_passed(2) or place == 0
        cities = scene.cities if is_whole else scene.cities[:-1]
        row = Comparison(
            dimension=dimension,
            verdict=verdict if is_whole else None,
            requires="" if verdict is not Verdict.DIFFERENT else f"Adapting it to each city's own rules {MADE_UP}",
            transfer="" if verdict is not Verdict.DIFFERENT else "Only in parts, and tried out first",
            cells=[ComparisonCell(city=city, description=described(city)) for city in cities],
        )
        at = scene.moment(2, 20 + 25 * place, f"comparison {place}")
        keep_row(scene, row, 2, scene.technician(scene.cities[place % len(scene.cities)]), at)


def _size(city: City) -> str:
    if city.population is None:
        return "Number of inhabitants not known"
    return f"{city.population:,} inhabitants of the place, by GeoNames"


def _same_size(cities: list[City]) -> Verdict | None:
    known = [city.population for city in cities if city.population]
    if len(known) < len(cities):
        return None
    return Verdict.SIMILAR if max(known) <= ALIKE * min(known) else Verdict.DIFFERENT


def _government(city: City) -> str:
    row = countries().get(city.country)
    if row is None:
        return f"{city.kind.capitalize()}; form of government still to be described"
    return f"{row['local_government']}; {row['council']}"


def _same_government(cities: list[City]) -> Verdict:
    return Verdict.SAME if len({city.country for city in cities}) == 1 else Verdict.DIFFERENT


def _practice(city: City) -> str:
    return f"Described by the technicians of {short(city.name)} at their meeting {MADE_UP}"


def _priorities(scene: Scene, needs: list[Need]) -> None:
    """Set two priorities, one in each direction; while the stage is worked on, the second lacks its roles."""
    if not scene.has_begun(3):
        return
    first, *others = scene.cities
    directions = ((first, others), (others[0], [first]))
    for rank, (teacher, learners) in enumerate(directions, start=1):
        parts = [PriorityPart(city=teacher, part=Part.TEACHES)]
        parts += [PriorityPart(city=city, part=Part.LEARNS) for city in learners]
        row = Priority(
            rank=rank,
            title=scene.theme.activities[rank - 1][1],
            instrument=scene.theme.instrument,
            need=needs[rank - 1],
            parts=parts if scene.has_passed(3) or rank == 1 else [],
        )
        keep_row(scene, row, 3, scene.technician(teacher), scene.moment(3, 25 + 30 * rank, f"priority {rank}"))


def _activities(scene: Scene) -> list[Activity]:
    """Plan two activities; while the stage is worked on, the second lacks its dates, one name and a bearer."""
    if not scene.has_begun(4):
        return []
    rows = []
    for place, (title, result) in enumerate(scene.theme.activities):
        is_whole = scene.has_passed(4) or place == 0
        starts_on = scene.day(4, 100) + timedelta(days=30 + 60 * place)
        named = scene.cities if is_whole else scene.cities[:-1]
        row = Activity(
            title=title,
            starts_on=starts_on if is_whole else None,
            ends_on=starts_on + timedelta(days=90) if is_whole else None,
            result=result,
            responsibles=[Responsible(city=city, name=scene.technician(city).name) for city in named],
            costs=[_cost(scene, place, is_whole)],
        )
        at = scene.moment(4, 30 + 35 * place, f"activity {place}")
        keep_row(scene, row, 4, scene.technician(scene.cities[place]), at)
        rows.append(row)
    return rows


def _cost(scene: Scene, place: int, is_whole: bool) -> Cost:
    host = scene.cities[place]
    return Cost(
        what="Travel and materials",
        amount_cents=100_000 * (2 + number(16, scene.code, "cost", place)),
        currency="EUR",
        bearer=host.name if is_whole else "",
    )


def _instrument(scene: Scene, visit: Mission | None) -> Instrument | None:
    """Record the instrument that the first city passed to the second, on the visit of the exchange."""
    if not scene.has_begun(5):
        return None
    giver, receiver = scene.cities[:2]
    row = Instrument(
        title=scene.theme.instrument,
        from_city=giver,
        to_city=receiver,
        edition="First edition",
        legal_status="Not adopted yet",
        adaptation=f"Shortened and fitted to the rules of {short(receiver.name)} {MADE_UP}",
        piloted_in=f"One neighbourhood of {short(receiver.name)} {MADE_UP}",
        mission_id=visit.id if visit is not None else None,
    )
    keep_row(scene, row, 5, scene.technician(receiver), scene.moment(5, 75, "instrument"))
    return row


def _assessment(scene: Scene, activities: list[Activity], instrument: Instrument) -> None:
    """Assess results and rate the instrument; while the stage is worked on, one result and some ratings are owed."""
    for place, activity in enumerate(activities):
        is_whole = scene.has_passed(6) or place == 0
        row = Result(
            activity=activity,
            expected=activity.result,
            achieved=f"Reached in part: begun in {short(scene.cities[0].name)} {MADE_UP}" if is_whole else "",
            evidence=f"Minutes of the closing meeting {MADE_UP}" if is_whole else "",
        )
        at = scene.moment(6, 30 + 30 * place, f"result {place}")
        keep_row(scene, row, 6, scene.technician(scene.cities[place]), at)
    for city in scene.cities if scene.has_passed(6) else scene.cities[:1]:
        _rate(scene, instrument, city)


def _rate(scene: Scene, instrument: Instrument, city: City) -> None:
    at = scene.moment(6, 70, f"rating {city.code}")
    rater = scene.technician(city)
    rating = Rating(
        city=city,
        score=2 + number(4, scene.code, city.code, "rating"),
        reason=f"Useful after it was shortened; the training took longer than planned {MADE_UP}",
        rated_by_id=rater.id,
        rated_at=at,
        is_demonstration=True,
    )
    instrument.ratings.append(rating)

    def write() -> None:
        record(
            "instrument.rated",
            actor=rater,
            at=at,
            partnership=scene.partnership,
            subject=f"{scene.partnership.ref}-instrument-{instrument.id}",
            details={"stage": 6, "cycle": CYCLE, "city": city.code, "score": rating.score},
            is_demonstration=True,
        )

    scene.diary.add(at, write)
