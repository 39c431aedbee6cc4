"""Beginning an evaluation, and answering one dimension of it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired, Optional

from tracker.domain.frameworks import Dimension, Framework, Given, Occasion, in_language
from tracker.forms.base import Block, Choice, Day, EditForm, KeyedForm, Line, Tiles
from tracker.i18n import language
from tracker.models.evaluations import EvaluationSection
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
    """One dimension of one city; what is left empty can be filled in later."""

    @classmethod
    def over(cls, section: EvaluationSection, framework: Framework, *, as_stored: bool = False) -> "SectionForm":
        """Make the form as it was sent; as the section is stored when nothing was sent, or when asked for."""
        dimension = framework.dimension(section.dimension)
        asked = type(cls.__name__, (cls,), _questions(framework, dimension))
        told: dict[str, Any] = {"version": section.version, "action": section.action}
        given = {answer.question: answer for answer in section.answers}
        for number, question in enumerate(dimension.questions):
            if answer := given.get(question.code):
                told |= {f"{name}_{number}": getattr(answer, name) for name in NAMES}
        form: SectionForm = asked(formdata=None, data=told) if as_stored else asked(data=told)
        return form

    def given(self, dimension: Dimension) -> dict[str, Given]:
        """Give what is answered, by the code of the question."""
        return {
            question.code: Given(
                **{name: self[f"{name}_{number}"].data for name in NAMES if f"{name}_{number}" in self}
            )
            for number, question in enumerate(dimension.questions)
        }

    def action_text(self) -> str:
        """Give what the city will do; empty where that is not asked."""
        return str(self["action"].data) if "action" in self else ""


NAMES = ("now", "wanted", "why", "does_not_apply")


def _questions(framework: Framework, dimension: Dimension) -> dict[str, Any]:
    levels = [(one.value, f"{one.value}, {in_language(one.label, language())[0]}") for one in framework.scale]
    fields: dict[str, Any] = {}
    for number, _question in enumerate(dimension.questions):
        if framework.scale:
            fields[f"now_{number}"] = _level(_("Now"), levels)
            if framework.asks_wanted:
                fields[f"wanted_{number}"] = _level(_("Wanted"), levels)
            fields[f"why_{number}"] = Line(_("Why?"), most=2000)
        else:
            fields[f"why_{number}"] = Block(_("In your words"), most=4000)
        if framework.may_not_apply:
            fields[f"does_not_apply_{number}"] = BooleanField(_("Does not apply"))
    if framework.asks_action:
        fields["action"] = Block(_("What will the city do about it?"), most=4000)
    return fields


def _level(label: str, levels: list[tuple[int, str]]) -> Choice:
    words = _("Not said yet")
    return Choice(label, int, levels, may_be_empty=True, words_for_none=words, validators=[Optional()])
