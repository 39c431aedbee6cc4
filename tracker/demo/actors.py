"""Who else takes part in the demonstration: institutions of the programme, and groups of residents in the cities."""

from tracker.demo.scene import Scene
from tracker.domain.dates import PartialDate
from tracker.domain.local_groups import StakeholderKind
from tracker.services.actors import actors_to_choose, choose_actors
from tracker.services.local_groups import GroupFields, name_group

PARTS = {
    "National Association of Municipalities of Mozambique (ANAMM)": "Keeps the Mozambican cities in touch.",
    "National Front of Mayors of Brazil (FNP)": "Keeps the Brazilian cities in touch.",
    "Architects Without Borders – Catalonia (ASF)": "Technical support on the ground.",
}
"""What these institutions contribute, as far as the demonstration says; their names are those of the sources."""
SHOWN = frozenset({"mzbr-gru-nam", "mzbr-bh-map", "mzbr-can-mat", "mzbr-poa-inh"})


def write_actors(scene: Scene) -> None:
    """Let institutions of the programme take part in some partnerships, and name groups in the second city alone.

    The first city has none yet, and the page asks for it.
    """
    if scene.code not in SHOWN:
        return
    at = scene.moment(1, 50, "actors")
    city = scene.cities[1]

    def choose() -> None:
        offered = {one.id: PARTS[one.name] for one in actors_to_choose(scene.partnership) if one.name in PARTS}
        choose_actors(scene.partnership, offered, actor=scene.cast.coordinator, at=at)

    residents = GroupFields(
        kind=StakeholderKind.RESIDENTS,
        name="Residents' committee of the pilot neighbourhood",
        people=12,
        participation="Meets before and after each visit; says which streets come first.",
        contact=f"Office for the neighbourhoods, {city.name}",
        since=PartialDate(at.year),
    )
    traders = GroupFields(
        kind=StakeholderKind.PRIVATE_SECTOR,
        name="Market traders",
        participation="Asked once, on fees and stalls.",
    )
    scene.diary.add(at, choose)
    scene.diary.add(at, lambda: name_group(scene.partnership, city, residents, actor=scene.technician(city), at=at))
    scene.diary.add(at, lambda: name_group(scene.partnership, city, traders, actor=scene.cast.coordinator, at=at))
