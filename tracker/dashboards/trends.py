"""How the cities' views of a framework changed from occasion to occasion, as handed in; asks the database nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.frameworks import Dimension, Given, Text, in_language, mean
from tracker.i18n import language
from tracker.models.evaluations import Evaluation
from tracker.sentences import gettext as _
from tracker.services.evaluations import answers_of
from tracker.services.frameworks import framework_of
from tracker.words import word


@dataclass(frozen=True)
class Words:
    """A framework's words, and their language where it is not the page's."""

    text: str
    lang: str | None


@dataclass(frozen=True)
class Line:
    """How one city's mean in one dimension went from occasion to occasion; None where it was not answered."""

    dimension: Words
    city: str
    values: tuple[float | None, ...]

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """Give the first and the last value that are there."""
        there = [value for value in self.values if value is not None]
        return (there[0], there[-1]) if there else (None, None)

    @property
    def change(self) -> float | None:
        """Give by how many steps the last value differs from the first; None with fewer than two values."""
        there = [value for value in self.values if value is not None]
        return there[-1] - there[0] if len(there) > 1 else None


@dataclass(frozen=True)
class Trend:
    """The means of handed-in parts over the occasions on which the same framework was answered."""

    occasions: tuple[str, ...]
    lines: tuple[Line, ...]
    top: int


def words_of(text: Text) -> Words:
    """Give a framework's words in the reader's language, or in English with a mark."""
    words, lang = in_language(text, language())
    return Words(words, None if lang == language() else lang)


def means(dimension: Dimension, given: Mapping[str, Given]) -> tuple[float | None, float | None]:
    """Give the means of what a city says now and wants in a dimension; questions that do not apply are left out."""
    told = [given[question.code] for question in dimension.questions if question.code in given]
    counted = [one for one in told if not one.does_not_apply]
    return mean([one.now for one in counted]), mean([one.wanted for one in counted])


def trend_of(evaluation: Evaluation, all_of_it: Sequence[Evaluation]) -> Trend | None:
    """Give how the means changed over all evaluations with this framework; None without a second one handed in."""
    framework = framework_of(evaluation.framework)
    rows = [one for one in all_of_it if any(side.handed_in_at for side in one.sides) and one.removed_at is None]
    if len(rows) < 2 or not framework.scale:
        return None
    lines = tuple(
        Line(words_of(dimension.title), side.city.name, tuple(_mean_in(one, dimension, side.city_id) for one in rows))
        for dimension in framework.dimensions
        for side in evaluation.sides
    )
    return Trend(tuple(occasion_of(one) for one in rows), lines, len(framework.scale))


def occasion_of(evaluation: Evaluation) -> str:
    """Name the occasion of an evaluation and its cycle."""
    occasion = word(evaluation.occasion)
    return _("%(occasion)s, cycle %(cycle)s", occasion=occasion, cycle=evaluation.cycle)


def _mean_in(evaluation: Evaluation, dimension: Dimension, city_id: int) -> float | None:
    side = next((one for one in evaluation.sides if one.city_id == city_id and one.handed_in_at), None)
    return means(dimension, answers_of(side))[0] if side else None
