"""The Share phase in the demonstration: activities that spread results, one that is planned, and a university."""

from datetime import timedelta

from tracker.demo.scene import Scene
from tracker.domain.dates import PartialDate
from tracker.domain.sharing import PartnerKind, ShareKind
from tracker.services.sharing import PartnerFields, ShareFields, name_partner, plan_or_log

SHOWN = frozenset({"mzbr-gru-nam", "mzbr-bh-map", "bcn-med", "dur-mzu"})
LANGUAGES = "en pt"
PLANNED_AFTER_DAYS = 60


def write_sharing(scene: Scene) -> None:
    """Let some partnerships share what they learned, plan the next activity and name a university."""
    if scene.code not in SHOWN or not scene.has_begun(3):
        return
    first, second = scene.cities[:2]
    stage = min(scene.course.stage, 6)
    at = scene.moment(stage, 40, "shared")
    done = ShareFields(
        kind=ShareKind.RADIO,
        title="An hour on the radio about the visits",
        held=PartialDate.parse(at.date().isoformat()),
        place=first.name,
        audience="Residents of the neighbourhoods that took part",
        message="What changes for them, and whom to ask.",
        responsible=f"Technician, {first.name}",
        reach=3000,
        languages=LANGUAGES,
    )
    planned = ShareFields(
        kind=ShareKind.ROUND_TABLE,
        title="Round table with the neighbouring cities",
        held=PartialDate.parse((scene.at.date() + timedelta(days=PLANNED_AFTER_DAYS)).isoformat()),
        place=second.name,
        audience="Technicians of five neighbouring cities",
        message="A method travels, a regulation does not.",
        responsible=f"Technician, {second.name}",
        languages=LANGUAGES,
    )
    university = PartnerFields(PartnerKind.UNIVERSITY, "A university of the region", "Trains the surveyors.")
    author = scene.technician(first)
    for moment, act in (
        (at, lambda: plan_or_log(scene.partnership, done, actor=author, at=at)),
        (at, lambda: name_partner(scene.partnership, university, actor=author, at=at)),
        (at, lambda: plan_or_log(scene.partnership, planned, actor=author, at=at)),
    ):
        scene.diary.add(moment, act)
