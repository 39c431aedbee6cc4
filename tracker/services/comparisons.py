"""Stage 2: where the cities are alike and where they differ, dimension by dimension."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from tracker.domain.evaluation import Verdict
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.rooms import Comparison, ComparisonCell
from tracker.services import rooms


@dataclass(frozen=True)
class ComparisonFields(rooms.Fields):
    """What the cities say together about a dimension."""

    dimension: str
    verdict: Verdict | None = None
    requires: str = ""
    transfer: str = ""


Descriptions = Mapping[int, str]
"""How a city stands in the dimension, by the city's id."""


def record_comparison(
    partnership: Partnership, values: ComparisonFields, descriptions: Descriptions, *, actor: Person, at: datetime
) -> Comparison:
    """Add a dimension to the comparison, with the descriptions of the cities that the actor writes for.

    Raises NotAllowed for another city's description, RuleBroken("room.foreign"), and as `rooms.add` does.
    """
    comparison = Comparison(partnership=partnership, cycle=partnership.cycle, **asdict(values))
    _describe(comparison, descriptions, actor, at)
    rooms.add(comparison, actor=actor, at=at)
    return comparison


def change_comparison(
    comparison: Comparison, values: ComparisonFields, descriptions: Descriptions, *, actor: Person, at: datetime
) -> None:
    """Keep what is said together and the descriptions that the actor writes; those of other cities stay as they are.

    Raises NotAllowed for another city's description, and as `rooms.changing` does.
    """
    with rooms.changing(comparison, values, actor=actor, at=at):
        _describe(comparison, descriptions, actor, at)


def _describe(comparison: Comparison, descriptions: Descriptions, actor: Person, at: datetime) -> None:
    cells = {cell.city_id: cell for cell in comparison.cells}
    for city_id, text in descriptions.items():
        rooms.require_side(comparison.partnership, city_id, actor=actor, at=at)
        cell = cells.get(city_id)
        if cell is None and text:
            cell = ComparisonCell(city_id=city_id)
            comparison.cells.append(cell)
        if cell is not None and not text:
            comparison.cells.remove(cell)
        elif cell is not None and cell.description != text:
            cell.description, cell.is_on_behalf = text, rooms.is_on_behalf(actor, city_id)
