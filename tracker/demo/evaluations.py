"""Evaluations in the demonstration: capabilities and a benchmark at the start and at midterm, and a checklist begun."""

from datetime import datetime, timedelta

from tracker.demo.chance import choice
from tracker.demo.scene import Scene
from tracker.domain.frameworks import AnswerKind, Given, Occasion, Question
from tracker.services import benchmarks, evaluations
from tracker.services.frameworks import asked_in, framework_of

SHOWN = frozenset({"mzbr-gru-nam", "mzbr-bh-map", "bcn-med", "dur-mzu"})
UNFINISHED = "dur-mzu"
"""The partnership whose cities have begun the learning checklist."""
COMPARED = "mzbr-bh-map"
"""The partnership whose cities compare an indicator."""
INDICATOR, UNIT = "Plots that have a number in the register", "%"
FIGURES = "Register of the municipality"
REASON = "Seen in the work of the last year."
ACTION = "Name one person who answers for it, and look at it again in a year."
WORDS = "Yes; the technicians of the department have agreed on it."
TERM = timedelta(days=20)
LEVELS = (1, 2, 3, 4)


def write_evaluations(scene: Scene) -> None:
    """Let the cities of some partnerships assess their capabilities twice; those of one begin a checklist too."""
    if scene.code not in SHOWN or not scene.has_begun(3):
        return
    for stage, occasion, gained in ((1, Occasion.BASELINE, 0), (3, Occasion.MIDTERM, 1)):
        _assess_capabilities(scene, scene.moment(stage, 5, occasion.value), occasion, gained)
        if scene.code == COMPARED:
            _compare(scene, scene.moment(stage, 6, f"benchmark {occasion.value}"), occasion, gained)
    if scene.code == UNFINISHED:
        _begin_checklist(scene, scene.moment(3, 10, "checklist"))


def _assess_capabilities(scene: Scene, at: datetime, occasion: Occasion, gained: int) -> None:
    author = scene.technician(scene.cities[0])

    def assess() -> None:
        due_on = (at + TERM).date()
        begun = evaluations.begin_evaluation(
            scene.partnership, "five_capabilities", occasion, due_on, actor=author, at=at
        )
        framework = framework_of(begun.framework)
        for side in begun.sides:
            person = scene.technician(side.city)
            for section in side.sections:
                answers = {
                    question.code: _level(scene, side.city.code, question.code, gained)
                    for question in framework.dimension(section.dimension).questions
                }
                evaluations.fill_section(section, answers, ACTION, actor=person, at=at)
            evaluations.hand_in(side, actor=person, at=at)

    scene.diary.add(at, assess)


def _level(scene: Scene, city: str, question: str, gained: int) -> Given:
    level = choice(LEVELS, scene.code, city, question)
    return Given(level + gained, min(level + 2, 5), REASON)


def _compare(scene: Scene, at: datetime, occasion: Occasion, gained: int) -> None:
    """Let the cities give their values of one indicator; on the second occasion it is carried over."""
    author = scene.technician(scene.cities[0])

    def compare() -> None:
        due_on = (at + TERM).date()
        begun = evaluations.begin_evaluation(scene.partnership, "benchmarking", occasion, due_on, actor=author, at=at)
        if not begun.indicators:
            benchmarks.name_indicator(begun, INDICATOR, UNIT, actor=author, at=at)
        for side in begun.sides:
            person = scene.technician(side.city)
            for section in side.sections:
                asked = asked_in(begun).dimension(section.dimension).questions
                answers = {question.code: _said(scene, side.city.code, question, at.year, gained) for question in asked}
                evaluations.fill_section(section, answers, "", actor=person, at=at)
            evaluations.hand_in(side, actor=person, at=at)

    scene.diary.add(at, compare)


def _said(scene: Scene, city: str, question: Question, year: int, gained: int) -> Given:
    if question.answer is not AnswerKind.NUMBER:
        return Given(why=WORDS)
    value = 20 + 10 * choice(LEVELS, scene.code, city, INDICATOR) + 12 * gained
    return Given(value=value, unit=UNIT, year=year, source=FIGURES)


def _begin_checklist(scene: Scene, at: datetime) -> None:
    """Let the first city answer the first dimension; the rest waits."""
    author = scene.technician(scene.cities[0])

    def begin() -> None:
        due_on = (scene.at + TERM).date()
        begun = evaluations.begin_evaluation(
            scene.partnership, "learning_checklist", Occasion.BASELINE, due_on, actor=author, at=at
        )
        section = begun.sides[0].sections[0]
        asked = framework_of(begun.framework).dimension(section.dimension).questions
        answers = {question.code: Given(why=WORDS) for question in asked}
        evaluations.fill_section(section, answers, "", actor=author, at=at)

    scene.diary.add(at, begin)
