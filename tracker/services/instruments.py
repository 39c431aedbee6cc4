"""Stage 5: instruments and practices that passed from one city to another; stage 6: how effective they were."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.rooms import Rating
from tracker.models.work import Instrument
from tracker.services import rooms


@dataclass(frozen=True)
class InstrumentFields(rooms.Fields):
    """What passed from which city to which other one; `mission_id` is the mission on which it did."""

    title: str
    from_city_id: int
    to_city_id: int
    edition: str = ""
    legal_status: str = ""
    adaptation: str = ""
    piloted_in: str = ""
    piloted_on: date | None = None
    mission_id: int | None = None


def record_instrument(partnership: Partnership, values: InstrumentFields, *, actor: Person, at: datetime) -> Instrument:
    """Record an exchanged instrument or practice.

    Raises RuleBroken("room.foreign") for a city or mission of another partnership, RuleBroken("instrument.same_city"),
    and as `rooms.add` does.
    """
    _refuse_foreign(partnership, values)
    instrument = Instrument(partnership=partnership, cycle=partnership.cycle, **asdict(values))
    rooms.add(instrument, actor=actor, at=at)
    return instrument


def change_instrument(instrument: Instrument, values: InstrumentFields, *, actor: Person, at: datetime) -> None:
    """Keep an instrument's new text. Raises as `record_instrument` and `rooms.changing` do."""
    _refuse_foreign(instrument.partnership, values)
    with rooms.changing(instrument, values, actor=actor, at=at):
        pass


def _refuse_foreign(partnership: Partnership, values: InstrumentFields) -> None:
    if values.from_city_id == values.to_city_id:
        raise RuleBroken("instrument.same_city")
    rooms.refuse_strangers(partnership, {values.from_city_id, values.to_city_id})
    mission = db.session.get(Mission, values.mission_id) if values.mission_id is not None else None
    if values.mission_id is not None and (mission is None or mission.partnership_id != partnership.id):
        raise RuleBroken("room.foreign")


def rating_of(instrument: Instrument, city_id: int) -> Rating | None:
    """Find how a city rated an instrument; None when it did not yet."""
    return db.session.scalar(select(Rating).where(Rating.instrument_id == instrument.id, Rating.city_id == city_id))


def rate_instrument(
    instrument: Instrument, city_id: int, score: int, reason: str, *, actor: Person, at: datetime
) -> Rating:
    """Keep how effective a city found an instrument, 1 to 5, and why; a later rating takes the place of the first.

    Raises NotAllowed for another city's technician, RuleBroken with "room.foreign", "room.removed",
    "gate.earlier_cycle" or "partnership.not_live".
    """
    rooms.require_side(instrument.partnership, city_id, actor=actor, at=at)
    rooms.enter(instrument, actor, at)
    rooms.refuse_removed(instrument)
    rating = rating_of(instrument, city_id) or Rating(instrument_id=instrument.id, city_id=city_id)
    rating.score, rating.reason = score, reason
    rating.rated_by_id, rating.rated_at = actor.id, at
    rating.is_demonstration = actor.is_demonstration
    rating.is_on_behalf = rooms.is_on_behalf(actor, city_id)
    db.session.add(rating)
    db.session.flush()
    rooms.note("rated", instrument, actor, at, city=city_id, score=score)
    return rating
