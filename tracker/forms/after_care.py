"""After-care: what a city says after the project, and the protocols of a partnership."""

from typing import Any

from wtforms.validators import InputRequired, NumberRange, Optional, Regexp, ValidationError

from tracker.domain.after_care import ProtocolKind
from tracker.forms.base import Block, Day, EditForm, Form, KeyedForm, Line, PartialDateField, Tiles, required
from tracker.forms.rooms import WholeNumber
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services.follow_ups import FollowUpFields
from tracker.services.protocols import ProtocolFields
from tracker.words import choices


class FollowUpForm(EditForm):
    """The short form of a follow-up."""

    lasted = Block(
        _l("What has lasted?"),
        required(),
        most=4000,
        description=_l("Instruments still in use, people still in touch, habits that stayed. Write “nothing” if so."),
    )
    stopped = Block(_l("What has stopped, and why?"), most=4000)
    next_steps = Block(_l("What comes next?"), most=4000)

    def values(self) -> FollowUpFields:
        """Give what the city says."""
        return FollowUpFields(self.lasted.data, self.stopped.data, self.next_steps.data)


class ProtocolWords(Form):
    """What a protocol says."""

    kind = Tiles(_l("What is it?"), ProtocolKind, choices(ProtocolKind), validators=[InputRequired(_l("Choose one."))])
    title = Line(_l("Title"), required())
    signed = PartialDateField(
        _l("Signed on"), required(), description=_l("As precisely as you know: 2026-03-14, 2026-03 or 2026.")
    )
    ends = PartialDateField(
        _l("Ends on"), [Optional()], description=_l("Leave it empty for a twinning or another protocol without end.")
    )
    review_months = WholeNumber(
        _l("Months between reviews"),
        [Optional(), NumberRange(1, 120, _l("Write a number from 1 to %(max)s."))],
        description=_l("A protocol without end needs a regular review, such as every 12 months."),
    )
    aims = Block(_l("Aims"), description=_l("One aim a line."))
    address = Line(
        _l("Where the signed text can be read"),
        [Optional(), Regexp(r"https?://[^\s]+\Z", message=_l("Write an address that begins with https://."))],
        most=500,
    )

    def validate_ends(self, field: PartialDateField) -> None:
        """Refuse a protocol that ends before it was signed."""
        if field.data and self.signed.data and field.data.last_day < self.signed.data.first_day:
            raise ValidationError(_("A protocol cannot end before it was signed. Correct one of the two dates."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that the protocol ends or is looked at again."""
        is_valid = super().validate(extra_validators)
        if self.review_months.data is None and self.ends.data is None and not self.review_months.errors:
            missing = _("Without an end the protocol needs a regular review: write after how many months.")
            self.review_months.errors = [missing]
            return False
        return is_valid

    def values(self) -> ProtocolFields:
        """Give what the protocol says."""
        return ProtocolFields(
            kind=self.kind.data,
            title=self.title.data,
            signed=self.signed.data,
            aims=self.aims.data,
            ends=self.ends.data,
            review_months=self.review_months.data,
            address=self.address.data,
        )


class NewProtocolForm(ProtocolWords, KeyedForm):
    """A protocol that the cities signed, or the renewal of one."""


class ProtocolForm(ProtocolWords, EditForm):
    """A protocol that is recorded already."""


class ReviewForm(KeyedForm):
    """One look at a protocol."""

    held_on = Day(_l("Held on"), [InputRequired(_l("This is needed."))])
    findings = Block(
        _l("What did the cities find?"),
        required(),
        most=4000,
        description=_l("Aim by aim: what is kept, what is not, what changes."),
    )


class EndForm(KeyedForm):
    """The end of a protocol before its term, or without a renewal."""

    ended_on = Day(_l("Ended on"), [InputRequired(_l("This is needed."))])
    reason: Any = Block(_l("Reason"), required(), most=2000, description=_l("It stays visible."))
