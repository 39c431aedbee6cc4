"""Evaluations as their pages show them: how far each city is, both views and the gap between them, the trend.

What a city answered is shown to others once it is handed in. Each function makes a fixed number of statements.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from tracker.dashboards.benchmarks import Agreed, NumberRow, agreed_in, numbers_of
from tracker.dashboards.duty import status_of
from tracker.dashboards.trends import Trend, Words, means, trend_of, words_of
from tracker.db import db
from tracker.domain.frameworks import AnswerKind, Dimension, Framework, Given, answered_count, gap, in_language
from tracker.i18n import language
from tracker.models.cities import City
from tracker.models.evaluations import Evaluation, EvaluationSection, EvaluationSide, FrameworkVersion
from tracker.models.partnerships import Partnership
from tracker.sentences import gettext as _
from tracker.services.evaluations import answers_of
from tracker.services.frameworks import asked_in, framework_of
from tracker.words import word


@dataclass(frozen=True)
class CityPart:
    """One city's part: how many questions are answered, and whether the reader may read them."""

    city: City
    side: EvaluationSide
    done: int
    total: int
    is_readable: bool

    @property
    def is_complete(self) -> bool:
        """Tell whether every question is answered."""
        return self.done == self.total


@dataclass(frozen=True)
class Row:
    """One evaluation in the list."""

    evaluation: Evaluation
    name: str
    parts: tuple[CityPart, ...]
    status: tuple[str, str]


@dataclass(frozen=True)
class Found:
    """The evaluations of a partnership, the newest first, and those that were removed."""

    rows: tuple[Row, ...]
    removed: tuple[Row, ...]


@dataclass(frozen=True)
class Mark:
    """The means of one city in one dimension, in steps of the scale; None where nothing counts."""

    part: CityPart
    now: float | None
    wanted: float | None
    action: str
    section_id: int


@dataclass(frozen=True)
class QuestionView:
    """One question, and what each city says to it whose answers the reader may see; None without an answer."""

    words: Words
    is_authored: bool
    given: tuple[tuple[City, Given | None], ...]


@dataclass(frozen=True)
class DimensionView:
    """One dimension with each view that the reader may see; `published` is the mean that a source found elsewhere.

    The gap is that between the parts that were handed in.
    """

    code: str
    title: Words
    marks: tuple[Mark, ...]
    gap: float | None
    published: float | None
    questions: tuple[QuestionView, ...]
    numbers: tuple[NumberRow, ...]
    takes_indicators: bool


@dataclass(frozen=True)
class View:
    """All that the page of an evaluation shows; `joined` are members that are not asked as they came later."""

    name: str
    framework: Framework
    advice: Words
    parts: tuple[CityPart, ...]
    dimensions: tuple[DimensionView, ...]
    labels: Mapping[int, str]
    joined: tuple[City, ...]
    trend: Trend | None
    agreed: Agreed


def title_of(framework: FrameworkVersion) -> str:
    """Give a framework's name in the reader's language, or in English."""
    return in_language(framework_of(framework).title, language())[0]


def name_of(evaluation: Evaluation) -> str:
    """Give an evaluation's name: its framework and its occasion."""
    return _(
        "%(framework)s: %(occasion)s", framework=title_of(evaluation.framework), occasion=word(evaluation.occasion)
    )


def _all_of(partnership: Partnership) -> Select[Any]:
    answers = selectinload(Evaluation.sides).selectinload(EvaluationSide.sections)
    return (
        select(Evaluation)
        .where(Evaluation.partnership_id == partnership.id)
        .options(
            selectinload(Evaluation.framework),
            selectinload(Evaluation.indicators),
            answers.selectinload(EvaluationSection.answers),
        )
        .order_by(Evaluation.created_at.desc(), Evaluation.id.desc())
    )


def evaluations_of(partnership: Partnership, today: date) -> Found:
    """List the evaluations of a partnership; six statements."""
    rows = [_row(one, today) for one in db.session.scalars(_all_of(partnership))]
    return Found(
        tuple(row for row in rows if row.evaluation.removed_at is None),
        tuple(row for row in rows if row.evaluation.removed_at is not None),
    )


def _row(evaluation: Evaluation, today: date) -> Row:
    is_done = all(side.handed_in_at for side in evaluation.sides)
    status = ("done", _("All cities have answered")) if is_done else status_of(evaluation.due_on, today)
    return Row(evaluation, name_of(evaluation), _parts(evaluation, ()), status)


def _parts(evaluation: Evaluation, own: Collection[int]) -> tuple[CityPart, ...]:
    framework = asked_in(evaluation)
    total = framework.question_count
    return tuple(
        CityPart(
            side.city,
            side,
            answered_count(framework, answers_of(side)),
            total,
            side.handed_in_at is not None or side.city_id in own,
        )
        for side in evaluation.sides
    )


def _with_the_same_framework(evaluation: Evaluation) -> list[Evaluation]:
    """Read all evaluations of its partnership with that framework, the first one first; six statements."""
    code = select(FrameworkVersion.code).where(FrameworkVersion.id == evaluation.framework_version_id)
    query = (
        _all_of(evaluation.partnership)
        .join(FrameworkVersion)
        .where(FrameworkVersion.code == code.scalar_subquery())
        .order_by(None)
        .order_by(Evaluation.created_at, Evaluation.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def view_of(evaluation: Evaluation, own: Collection[int]) -> View:
    """Gather an evaluation as somebody reads it who writes for the cities whose ids are `own`; six statements."""
    all_of_it = _with_the_same_framework(evaluation)
    framework = asked_in(evaluation)
    before = [one for one in all_of_it[: all_of_it.index(evaluation)] if one.removed_at is None]
    parts = _parts(evaluation, own)
    asked = {part.city.id for part in parts}
    return View(
        name=name_of(evaluation),
        framework=framework,
        advice=words_of(framework.advice),
        parts=parts,
        dimensions=tuple(_dimension(one, parts, before) for one in framework.dimensions),
        labels={level.value: in_language(level.label, language())[0] for level in framework.scale},
        joined=tuple(city for city in evaluation.partnership.cities if city.id not in asked),
        trend=trend_of(evaluation, all_of_it),
        agreed=agreed_in(evaluation),
    )


def _dimension(dimension: Dimension, parts: Sequence[CityPart], before: Sequence[Evaluation]) -> DimensionView:
    told = [(part, answers_of(part.side)) for part in parts if part.is_readable]
    marks = tuple(_mark(dimension, part, given) for part, given in told)
    questions = tuple(
        QuestionView(
            words_of(question.text),
            question.basis == "authored",
            tuple((part.city, given.get(question.code)) for part, given in told),
        )
        for question in dimension.questions
        if question.answer is not AnswerKind.NUMBER
    )
    handed_in = [mark.now for mark in marks if mark.part.side.handed_in_at]
    return DimensionView(
        code=dimension.code,
        title=words_of(dimension.title),
        marks=marks,
        gap=gap(handed_in),
        published=dimension.published_mean,
        questions=questions,
        numbers=numbers_of(dimension, [(part.city, given) for part, given in told], before),
        takes_indicators=dimension.takes_indicators,
    )


def _mark(dimension: Dimension, part: CityPart, given: Mapping[str, Given]) -> Mark:
    section = next(one for one in part.side.sections if one.dimension == dimension.code)
    now, wanted = means(dimension, given)
    return Mark(part, now, wanted, section.action, section.id)


@dataclass(frozen=True)
class Page:
    """One dimension as a city fills it in: where it stands among the others."""

    name: str
    city: City
    number: int
    total: int
    title: Words
    questions: tuple[QuestionView, ...]
    advice: Words


def page_of(section: EvaluationSection) -> Page:
    """Give what the form of one dimension shows beside its questions."""
    framework = asked_in(section.side.evaluation)
    dimension = framework.dimension(section.dimension)
    return Page(
        name=name_of(section.side.evaluation),
        city=section.side.city,
        number=framework.dimensions.index(dimension) + 1,
        total=len(framework.dimensions),
        title=words_of(dimension.title),
        questions=tuple(QuestionView(words_of(one.text), one.basis == "authored", ()) for one in dimension.questions),
        advice=words_of(framework.advice),
    )


def next_section(section: EvaluationSection) -> EvaluationSection | None:
    """Give the city's next dimension; None after the last one."""
    sections = section.side.sections
    place = sections.index(section) + 1
    return sections[place] if place < len(sections) else None
