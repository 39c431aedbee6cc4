"""Writing, sending, signing and returning mission reports."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.forms.base import Block, EditForm, Hidden, KeyedForm, Secret, Several, required


class ReportForm(EditForm):
    """What a report adds to its mission; findings and decisions are the mission's own, shown here to be finished."""

    mission_version = Hidden(validators=[InputRequired(), Regexp(r"[0-9]{1,9}\Z")])
    language = SelectField(_l("Language of the report"), description=_l("The text that is signed is in this language."))
    summary = Block(
        _l("Summary"),
        description=_l("What the office holders read after the tasks: three to five sentences."),
        most=2000,
    )
    findings = Block(_l("Findings"))
    decisions = Block(_l("Decisions"))


class SendForm(EditForm):
    """Which cities sign a version."""

    cities = Several(
        _l("Cities that sign"),
        [InputRequired(_l("Choose at least one city."))],
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class WithdrawForm(EditForm):
    """Why a version is taken back."""

    reason = Block(_l("Reason"), required(), description=_l("Everybody who was asked to sign is told this reason."))


class DecisionForm(KeyedForm):
    """What binds a decision to the text that was shown: its digest, and when the page was opened."""

    digest = Hidden(validators=[InputRequired(), Length(64, 64)])
    opened = Hidden(validators=[InputRequired()])


class SignForm(DecisionForm):
    """A signature, with the password as fresh proof of identity."""

    password = Secret(_l("Your password"), [*required(), Length(max=200)])


class ReturnForm(DecisionForm):
    """Remarks with which a report goes back."""

    remarks = Block(
        _l("Remarks"),
        required(),
        description=_l("They reach the technician word for word and stay in the history."),
    )
    password = Secret(_l("Your password"), [*required(), Length(max=200)])
