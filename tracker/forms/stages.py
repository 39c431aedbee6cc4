"""What a coordinator decides on a stage, and how long a stage is planned to take."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, NumberRange

from tracker.forms.base import Block, EditForm, Form, required
from tracker.forms.rooms import WholeNumber

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
