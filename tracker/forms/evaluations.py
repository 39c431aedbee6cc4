"""Beginning an evaluation, and answering one dimension of it."""

from typing import Any

from wtforms import BooleanField
from wtforms.validators import InputRequired, NumberRange, Optional

from tracker.domain.frameworks import (
    BY_CITIES,
    AnswerKind,
    Dimension,
    Framework,
    Given,
    Occasion,
    Question,
    fixed_unit,
    in_language,
)
from tracker.forms.base import Block, Choice, Day, EditForm, KeyedForm, Line, Tiles
from tracker.forms.logframe import Figure
from tracker.forms.rooms import WholeNumber
from tracker.i18n import language
from tracker.models.evaluations import EvaluationSection
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services.frameworks import offered
from tracker.words import choices


class NewEvaluationForm(KeyedForm):
    """Which framework the cities answer, on which occasion, until when."""

    framework = Tiles(_l("Framework"), str, validators=[InputRequired(_l("Choose one."))])
    occasion = Tiles(_l("When?"), Occasion, choices(Occasion), validators=[InputRequired(_l("Choose one."))])
    due_on = Day(_l("Answer until"), [Optional()], description=_l("Each city finds it among its tasks until then."))

    def offer(self) -> None:
        """Set the frameworks to choose from."""
        named = [(code, in_language(one.title, language())[0]) for code, one in offered().items()]
        self.framework.choices = sorted(named, key=lambda pair: pair[1])


class PlanEvaluationForm(EditForm):
    """Until when the cities are to answer."""

    due_on = Day(_l("Answer until"), [Optional()])


class SectionForm(EditForm):
    """One dimension of one city; what is left empty can be filled in later.

    `ends` tells for each question how the names of its fields end.
    """

    ends: list[str]

    @classmethod
    def over(cls, section: EvaluationSection, framework: Framework, *, as_stored: bool = False) -> "SectionForm":
        """Make the form as it was sent; as the section is stored when nothing was sent, or when asked for."""
        dimension = framework.dimension(section.dimension)
        asked = type(cls.__name__, (cls,), _questions(framework, dimension))
        told: dict[str, Any] = {"version": section.version, "action": section.action}
        given = {answer.question: answer for answer in section.answers}
        for number, question in enumerate(dimension.questions):
            if answer := given.get(question.code):
                told |= {f"{name}_{suffix(question, number)}": getattr(answer, name) for name in NAMES}
        form: SectionForm = asked(formdata=None, data=told) if as_stored else asked(data=told)
        form.ends = [suffix(question, number) for number, question in enumerate(dimension.questions)]
        return form

    def given(self, dimension: Dimension) -> dict[str, Given]:
        """Give what is answered, by the code of the question."""
        return {
            question.code: self._given(question, suffix(question, number))
            for number, question in enumerate(dimension.questions)
        }

    def _given(self, question: Question, end: str) -> Given:
        said = {name: self[f"{name}_{end}"].data for name in NAMES if f"{name}_{end}" in self}
        if said.get("value") is not None and question.unit is not None:
            said["unit"] = fixed_unit(question)
        return Given(**said)

    def action_text(self) -> str:
        """Give what the city will do; empty where that is not asked."""
        return str(self["action"].data) if "action" in self else ""


NAMES = tuple(Given.__dataclass_fields__)


def suffix(question: Question, number: int) -> str:
    """Give how the names of a question's fields end: its place, or what names an indicator whatever its place is."""
    return question.code.replace(".", "_") if question.basis == BY_CITIES else str(number)


def _questions(framework: Framework, dimension: Dimension) -> dict[str, Any]:
    levels = [(one.value, f"{one.value}, {in_language(one.label, language())[0]}") for one in framework.scale]
    fields: dict[str, Any] = {}
    for number, question in enumerate(dimension.questions):
        end = suffix(question, number)
        if question.answer is AnswerKind.NUMBER:
            fields |= {f"{name}_{end}": field for name, field in _number(question).items()}
        elif question.answer is AnswerKind.LEVEL:
            fields[f"now_{end}"] = _level(_("Now"), levels)
            if framework.asks_wanted:
                fields[f"wanted_{end}"] = _level(_("Wanted"), levels)
            fields[f"why_{end}"] = Line(_("Why?"), most=2000)
        else:
            fields[f"why_{end}"] = Block(_("In your words"), most=4000)
        if framework.may_not_apply:
            fields[f"does_not_apply_{end}"] = BooleanField(_("Does not apply"))
    if framework.asks_action:
        fields["action"] = Block(_("What will the city do about it?"), most=4000)
    return fields


def _number(question: Question) -> dict[str, Any]:
    """Make the fields of a number; its unit is asked for only where the question leaves it open."""
    if question.unit is not None:
        unit = in_language(question.unit, language())[0]
        fields: dict[str, Any] = {"value": Figure(_("Value, in %(unit)s", unit=unit), [Optional()])}
    else:
        fields = {"value": Figure(_("Value"), [Optional()]), "unit": Line(_("Unit"), most=60)}
    year = [Optional(), NumberRange(1900, 2100, _("Write a year such as 2026."))]
    return fields | {"year": WholeNumber(_("Year"), year), "source": Line(_("Source"), most=400)}


def _level(label: str, levels: list[tuple[int, str]]) -> Choice:
    words = _("Not said yet")
    return Choice(label, int, levels, may_be_empty=True, words_for_none=words, validators=[Optional()])
