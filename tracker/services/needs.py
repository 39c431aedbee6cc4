"""Stage 1: what each city needs."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from tracker.domain.evaluation import Severity
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.rooms import Need
from tracker.services import rooms


@dataclass(frozen=True)
class NeedFields(rooms.Fields):
    """What is said about a need; the baseline is a value with its unit, year and source.

    A need is open until the day on which it was met.
    """

    title: str
    sector: str
    severity: Severity
    affected: str = ""
    evidence: str = ""
    baseline_value: str = ""
    baseline_unit: str = ""
    baseline_year: int | None = None
    baseline_source: str = ""
    met_on: date | None = None
    met_how: str = ""


def record_need(partnership: Partnership, city: City, values: NeedFields, *, actor: Person, at: datetime) -> Need:
    """Record a need of a city in the present cycle, marked when somebody from elsewhere does it on the city's behalf.

    Raises NotAllowed for another city's technician, RuleBroken("room.foreign"), and as `rooms.add` does.
    """
    rooms.refuse_strangers(partnership, {city.id})
    need = Need(
        partnership=partnership,
        cycle=partnership.cycle,
        city=city,
        city_id=city.id,
        is_on_behalf=rooms.is_on_behalf(actor, city.id),
        **asdict(values),
    )
    rooms.add(need, actor=actor, at=at)
    return need


def change_need(need: Need, values: NeedFields, *, actor: Person, at: datetime) -> None:
    """Keep a need's new text; it is the city's own again once one of its technicians wrote it. Raises as `changing`."""
    with rooms.changing(need, values, actor=actor, at=at):
        need.is_on_behalf = rooms.is_on_behalf(actor, need.city_id)
