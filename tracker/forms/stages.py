"""What a coordinator decides on a stage, and how long a stage is planned to take."""

from collections.abc import Sequence
from typing import Self

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from tracker.dashboards.policies import PolicyRow
from tracker.forms.base import Block, Choice, EditForm, Form, required
from tracker.forms.rooms import WholeNumber
from tracker.models.programmes import Programme
from tracker.sentences import lazy_gettext as _l

LONGEST_DAYS = 3650


class PassForm(Form):
    """Passing a gate; the evidence speaks for itself, a reason may be added."""

    reason = Block(_l("Remarks on the decision"), most=2000)


class ReasonForm(Form):
    """An act that needs its reason."""

    reason = Block(
        _l("Reason"), required(), most=2000, description=_l("It stays visible; everybody in the partnership reads it.")
    )


class PlanForm(EditForm):
    """How many days a stage is planned to take."""

    planned_days = WholeNumber(
        _l("Planned days"),
        [
            InputRequired(_l("This is needed.")),
            NumberRange(1, LONGEST_DAYS, _l("Write a number from 1 to %(max)s.")),
        ],
    )


class ConsentForm(Form):
    """For which city somebody agrees."""

    city_id = IntegerField(validators=[InputRequired()])


class PolicyForm(ReasonForm):
    """Which policy the gates of a running partnership follow from now on, and why."""

    policy = Choice(_l("Policy"), str)

    @classmethod
    def offering(cls, rows: Sequence[PolicyRow], present: str) -> Self:
        """Make the form with every version of every policy but the present one."""
        form = cls()
        form.policy.choices = [(row.key, row.name) for row in rows if row.key != present]
        return form


class NewPolicyForm(EditForm):
    """Which policy a programme's new partnerships follow."""

    policy = Choice(_l("Policy"), str)

    @classmethod
    def over(cls, programme: Programme, rows: Sequence[PolicyRow], *, as_stored: bool = False) -> Self:
        """Make the form for a programme; `as_stored` leaves out what was sent."""
        form = cls(formdata=None, obj=programme) if as_stored else cls(obj=programme)
        form.policy.choices = [(row.key, row.name) for row in rows]
        return form
