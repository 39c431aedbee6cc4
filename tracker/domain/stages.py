"""The pair methodology: six stages within three overlapping phases, and the gate at the end of each stage.

Source: C2C City to City (UCLG, 2016), case study Mozambique-Brazil, with Harold Jarche's Seek, Sense, Share.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """A lens on the partnership; phases overlap, stages do not."""

    SEEK = "seek"
    SENSE = "sense"
    SHARE = "share"


class StageState(StrEnum):
    """Where one stage of one cycle stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    PASSED = "passed"
    RETURNED = "returned"
    WAIVED = "waived"


OPEN_STATES = frozenset({StageState.IN_PROGRESS, StageState.RETURNED})
"""A stage in one of these is being worked on."""
CLOSED_STATES = frozenset({StageState.PASSED, StageState.WAIVED})
"""The gate of a stage in one of these has been passed; `waived` means that a condition was waived."""


@dataclass(frozen=True)
class Facts:
    """What the system can see of one cycle of a partnership; filled by one query, read by the rules."""

    members: int = 0
    cities_with_needs: int = 0
    dimensions: int = 0
    dimensions_complete: int = 0
    priorities: int = 0
    priorities_with_roles: int = 0
    activities: int = 0
    activities_dated: int = 0
    activities_responsible: int = 0
    activities_with_result: int = 0
    costs: int = 0
    costs_with_bearer: int = 0
    signed_reports: int = 0
    instruments: int = 0
    results: int = 0
    results_assessed: int = 0
    ratings: int = 0
    lessons: int = 0
    leaders_named: int = 0
    share_activities: int = 0
    agreed_diagnosis: int = 0
    agreed_comparison: int = 0
    agreed_priorities: int = 0
    agreed_work_plan: int = 0
    agreed_assessment: int = 0
    plans_confirmed: int = 0
    scopes_endorsed: int = 0
    missions_held: int = 0
    cities_in_after_care: int = 0


@dataclass(frozen=True)
class Progress:
    """How much of one condition is there: `done` of `total`; a condition without anything to count is not met."""

    done: int
    total: int

    @property
    def is_met(self) -> bool:
        """Tell whether the condition holds."""
        return 0 < self.total <= self.done


Evidence = Callable[[Facts], Progress]


def every_city_has_needs(facts: Facts) -> Progress:
    """Each member city has recorded at least one need."""
    return Progress(facts.cities_with_needs, facts.members)


def every_city_agrees_on_the_diagnosis(facts: Facts) -> Progress:
    """Each member city says that the diagnostic is joint."""
    return Progress(facts.agreed_diagnosis, facts.members)


def every_city_described_each_dimension(facts: Facts) -> Progress:
    """At least one dimension is compared, and each is described by every city."""
    return Progress(facts.dimensions_complete, max(facts.dimensions, 1))


def every_city_agrees_on_the_comparison(facts: Facts) -> Progress:
    """Each member city agrees on what is similar and what is different."""
    return Progress(facts.agreed_comparison, facts.members)


def each_priority_has_teacher_and_learner(facts: Facts) -> Progress:
    """At least one priority is set, and each says who teaches and who learns."""
    return Progress(facts.priorities_with_roles, max(facts.priorities, 1))


def every_city_agrees_on_the_priorities(facts: Facts) -> Progress:
    """Each member city agrees on the priorities and their order."""
    return Progress(facts.agreed_priorities, facts.members)


def every_activity_is_dated(facts: Facts) -> Progress:
    """The plan has activities, and each has a first and a last day."""
    return Progress(facts.activities_dated, max(facts.activities, 1))


def every_activity_has_responsible_persons(facts: Facts) -> Progress:
    """Each activity names a responsible person in every city."""
    return Progress(facts.activities_responsible, max(facts.activities, 1))


def every_activity_has_a_result(facts: Facts) -> Progress:
    """Each activity says which result is expected of it."""
    return Progress(facts.activities_with_result, max(facts.activities, 1))


def every_cost_has_a_bearer(facts: Facts) -> Progress:
    """Whoever bears a cost is named; a plan without costs meets this once it has activities."""
    if facts.costs == 0:
        return Progress(min(facts.activities, 1), 1)
    return Progress(facts.costs_with_bearer, facts.costs)


def every_city_agrees_on_the_work_plan(facts: Facts) -> Progress:
    """Each member city's technicians agree on the work plan."""
    return Progress(facts.agreed_work_plan, facts.members)


def the_work_plan_is_confirmed(facts: Facts) -> Progress:
    """The mayors have confirmed a version of this cycle's work plan with their signatures."""
    return Progress(min(facts.plans_confirmed, 1), 1)


def a_report_is_signed(facts: Facts) -> Progress:
    """The mayors have signed at least one mission report back."""
    return Progress(min(facts.signed_reports, 1), 1)


def an_instrument_is_recorded(facts: Facts) -> Progress:
    """At least one instrument or practice is recorded as exchanged."""
    return Progress(min(facts.instruments, 1), 1)


def every_result_is_assessed(facts: Facts) -> Progress:
    """At least one result is recorded, and each says what was achieved."""
    return Progress(facts.results_assessed, max(facts.results, 1))


def every_city_rated_the_instruments(facts: Facts) -> Progress:
    """Each city has rated how effective each exchanged instrument was."""
    return Progress(facts.ratings, max(facts.instruments * facts.members, 1))


def a_lesson_is_written(facts: Facts) -> Progress:
    """At least one evaluation note is kept for this cycle; the failed ones count as much."""
    return Progress(min(facts.lessons, 1), 1)


def every_city_agrees_on_the_assessment(facts: Facts) -> Progress:
    """Each member city agrees on what was achieved and learned."""
    return Progress(facts.agreed_assessment, facts.members)


@dataclass(frozen=True)
class Stage:
    """One of the six stages; `code` is stored and names its translated title.

    In `STAGES` the gate holds every condition that can be asked for and the days are the usual ones; a policy chooses.
    """

    number: int
    code: str
    phase: Phase
    planned_days: int
    gate: tuple[Evidence, ...]


STAGES = (
    Stage(1, "diagnosis", Phase.SEEK, 90, (every_city_has_needs, every_city_agrees_on_the_diagnosis)),
    Stage(
        2,
        "comparison",
        Phase.SENSE,
        60,
        (every_city_described_each_dimension, every_city_agrees_on_the_comparison),
    ),
    Stage(
        3,
        "priorities",
        Phase.SENSE,
        90,
        (each_priority_has_teacher_and_learner, every_city_agrees_on_the_priorities),
    ),
    Stage(
        4,
        "work_plan",
        Phase.SENSE,
        120,
        (
            every_activity_is_dated,
            every_activity_has_responsible_persons,
            every_activity_has_a_result,
            every_cost_has_a_bearer,
            every_city_agrees_on_the_work_plan,
            the_work_plan_is_confirmed,
        ),
    ),
    Stage(5, "exchange", Phase.SENSE, 365, (a_report_is_signed, an_instrument_is_recorded)),
    Stage(
        6,
        "assessment",
        Phase.SHARE,
        90,
        (
            every_result_is_assessed,
            every_city_rated_the_instruments,
            a_lesson_is_written,
            every_city_agrees_on_the_assessment,
        ),
    ),
)


@dataclass(frozen=True)
class Condition:
    """One line of a gate as a page shows it: its code, how far it is, and whether it was waived."""

    code: str
    progress: Progress
    is_waived: bool

    @property
    def is_settled(self) -> bool:
        """Tell whether this condition no longer keeps the gate shut."""
        return self.is_waived or self.progress.is_met


def stage(number: int) -> Stage:
    """Give the stage by its number, 1 to 6; raises LookupError otherwise."""
    if not 1 <= number <= len(STAGES):
        raise LookupError(number)
    return STAGES[number - 1]


def conditions(of: Stage, facts: Facts, waived: Collection[str] = ()) -> list[Condition]:
    """List every condition of the gate of a stage, in order."""
    return [Condition(evidence.__name__, evidence(facts), evidence.__name__ in waived) for evidence in of.gate]


def missing(of: Stage, facts: Facts, waived: Collection[str] = ()) -> list[str]:
    """Name the evidence that keeps the gate of a stage shut; empty when it is open."""
    return [line.code for line in conditions(of, facts, waived) if not line.is_settled]


def asks_for_words(of: Stage, facts: Facts, waived: Collection[str] = ()) -> bool:
    """Tell whether the gate of a stage asks for each city's word, and what the cities agree on is there."""
    word = AGREEMENTS.get(of.number)
    is_asked = any(evidence.__name__ == word for evidence in of.gate) and word not in waived
    return is_asked and is_agreeable(of, facts, waived)


def is_agreeable(of: Stage, facts: Facts, waived: Collection[str] = ()) -> bool:
    """Tell whether nothing is missing but the words of the cities, and what the mayors confirm after them."""
    return not set(missing(of, facts, waived)) - {AGREEMENTS.get(of.number), the_work_plan_is_confirmed.__name__}


def current_stage(states: Mapping[int, StageState]) -> int:
    """Give the number of the stage that is worked on: the first one whose gate is not passed, 6 when all are."""
    for one in STAGES:
        if states.get(one.number, StageState.NOT_STARTED) not in CLOSED_STATES:
            return one.number
    return len(STAGES)


GATE_CONDITIONS = tuple(evidence.__name__ for one in STAGES for evidence in one.gate)
"""Every condition's code: what a policy may ask for and a waiver may name."""
AGREEMENTS = {
    1: every_city_agrees_on_the_diagnosis.__name__,
    2: every_city_agrees_on_the_comparison.__name__,
    3: every_city_agrees_on_the_priorities.__name__,
    4: every_city_agrees_on_the_work_plan.__name__,
    6: every_city_agrees_on_the_assessment.__name__,
}
"""The condition that is each city's own word, by the number of the stage where the guide says joint."""
