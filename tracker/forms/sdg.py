"""Choosing the Sustainable Development Goals that a partnership serves, and the targets of one of them."""

from typing import Any

from wtforms import BooleanField
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.frameworks import in_language
from tracker.domain.sdg import Goal, Served
from tracker.forms.base import Block, EditForm, Line, Several
from tracker.i18n import language
from tracker.sentences import lazy_gettext as _l
from tracker.services.sdg import goals

MOST_REASON = 500


class GoalsForm(EditForm):
    """Which goals a partnership serves."""

    goals = Several(
        _l("Goals"),
        coerce=int,
        description=_l("Taking a mark away also takes the goal's targets and reasons away."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    @classmethod
    def over(cls, served: Served, *, as_stored: bool = False) -> "GoalsForm":
        """Make the form as it was sent; as it is stored when nothing was sent, or when asked for."""
        more = {"formdata": None} if as_stored else {}
        form = cls(**more, version=served.version, goals=sorted(served.goals))
        form.goals.choices = [
            (number, f"{number}. {in_language(goal.short, language())[0]}") for number, goal in goals().items()
        ]
        return form


class TargetsForm(EditForm):
    """Why a partnership serves a goal, and which of its targets, each with a reason."""

    why = Block(_l("Why this goal?"), most=MOST_REASON)

    @classmethod
    def over(cls, goal: Goal, served: Served, *, as_stored: bool = False) -> "TargetsForm":
        """Make the form as it was sent; as it is stored when nothing was sent, or when asked for."""
        told: dict[str, Any] = {"version": served.of_goal(goal.number).version, "why": served.why.get(goal.code, "")}
        fields: dict[str, Any] = {}
        for number, target in enumerate(goal.targets):
            fields[f"serves_{number}"] = BooleanField(f"{target.code} {in_language(target.title, language())[0]}")
            fields[f"why_{number}"] = Line(_l("Reason"), most=MOST_REASON)
            told |= {f"serves_{number}": target.code in served.why, f"why_{number}": served.why.get(target.code, "")}
        asked = type(cls.__name__, (cls,), fields)
        form: TargetsForm = asked(formdata=None, data=told) if as_stored else asked(data=told)
        return form

    def targets(self, goal: Goal) -> dict[str, str]:
        """Give the targets that are marked, each with its reason."""
        return {
            target.code: self[f"why_{number}"].data
            for number, target in enumerate(goal.targets)
            if self[f"serves_{number}"].data
        }
