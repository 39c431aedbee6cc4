"""The Sustainable Development Goals in the demonstration: what a partnership on such a theme may well serve."""

from tracker.demo.scene import Scene
from tracker.domain.sdg import goal_of
from tracker.services import sdg

SERVED = {
    "cadastre": {"11.3": "Residents take part when plots are registered.", "1.4": "A number in the register is proof."},
    "climate": {"13.1": "Floods of the lower neighbourhoods.", "11.b": "One plan for both departments."},
    "economic_development": {"8.3": "Advice for small enterprises."},
    "education": {"4.1": "Schools of the outer neighbourhoods."},
    "gender": {"5.5": "Women speak in every assembly."},
    "health": {"3.8": "Care close to where people live."},
    "informal_settlements": {"11.1": "Better homes where people already live."},
    "participation": {"16.7": "Residents decide together with the council."},
    "participatory_budgeting": {"16.7": "Residents decide on a part of the budget."},
    "sustainable_urban_development": {"11.3": "Plans are made together with residents."},
    "territorial_planning": {
        "11.3": "Plans are made together with residents.",
        "1.4": "Who lives there is on the map.",
    },
    "waste": {"11.6": "Waste is collected in every neighbourhood.", "12.5": "Less of it goes to the dump."},
    "water_sanitation": {"6.1": "Water points in the outer neighbourhoods.", "6.2": "Latrines at every school."},
}
"""Targets with their reasons, by the code of the theme."""
TOGETHER = "17"
WHY_TOGETHER = "Cities of two countries learn from each other."


def choose_goals(scene: Scene) -> None:
    """Let a partnership that has passed its first gate say which goals it serves."""
    reasons = SERVED.get(scene.partnership.theme)
    if reasons is None or not scene.has_passed(1):
        return
    at = scene.moment(1, 60, "goals")
    author = scene.technician(scene.cities[0])

    def choose() -> None:
        for code in dict.fromkeys([*(str(goal_of(code)) for code in reasons), TOGETHER]):
            goal = sdg.goals()[int(code)]
            why = WHY_TOGETHER if code == TOGETHER else ""
            sdg.choose_targets(scene.partnership, goal, why, reasons, actor=author, at=at)

    scene.diary.add(at, choose)
