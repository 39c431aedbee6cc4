"""Writing, sending, signing and returning mission reports."""

from datetime import datetime
from typing import Any, Self

from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.errors import RuleBroken
from tracker.domain.signing import SigningOrder
from tracker.forms.base import Block, Choice, EditForm, Hidden, KeyedForm, Several, required
from tracker.forms.options import OneOf
from tracker.forms.proofs import ProofForm
from tracker.models.official_documents import OfficialDocument
from tracker.sentences import lazy_gettext as _l
from tracker.services.stamps import read_stamp, stamp
from tracker.words import choices

OPENED = "opened to sign"
LONGEST_OPEN_MINUTES = 7 * 24 * 60
"""A page may stay open for a week before what it shows must be read again."""


class ReportForm(EditForm):
    """What a report adds to its mission; findings and decisions are the mission's own, shown here to be finished."""

    mission_version = Hidden(validators=[InputRequired(), Regexp(r"[0-9]{1,9}\Z")])
    language = OneOf(_l("Language of the report"), description=_l("The text that is signed is in this language."))
    summary = Block(
        _l("Summary"),
        description=_l("What the office holders read after the tasks: three to five sentences."),
        most=2000,
    )
    findings = Block(_l("Findings"))
    decisions = Block(_l("Decisions"))


class AgreementForm(EditForm):
    """The words of a document that takes all else from the partnership: its scope, its work plan, a renewal."""

    language = OneOf(_l("Language of the document"), description=_l("The text that is signed is in this language."))
    summary = Block(
        _l("What the office holders agree on"),
        description=_l("They read it together with what the tracker adds by itself."),
        most=4000,
    )


class SendForm(EditForm):
    """Which cities sign a version, and in which order."""

    cities = Several(
        _l("Cities that sign"),
        [InputRequired(_l("Choose at least one city."))],
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    signing_order = Choice(
        _l("Order of the signatures"),
        SigningOrder,
        choices(SigningOrder),
        description=_l("A city is asked when its turn comes; its 14 days count from then on."),
    )


class WithdrawForm(EditForm):
    """Why a version is taken back."""

    reason = Block(_l("Reason"), required(), description=_l("Everybody who was asked to sign is told this reason."))


class BoundForm(KeyedForm):
    """What binds a decision to the text that was shown: its digest, and when the page was opened, as we stamped it."""

    digest = Hidden(validators=[InputRequired(), Length(64, 64)])
    opened = Hidden(validators=[InputRequired()])

    @classmethod
    def of(cls, document: OfficialDocument, at: datetime, **more: Any) -> Self:
        """Make the form for a document whose page is opened at a moment (UTC)."""
        return cls(digest=document.digest, opened=stamp(OPENED, [document.digest or ""], at), **more)

    def opened_at(self, at: datetime) -> datetime:
        """Give when the page was opened; raises RuleBroken("report.changed") when its stamp is for another text."""
        found = read_stamp(OPENED, self.opened.data or "", at, minutes=LONGEST_OPEN_MINUTES)
        if found is None or found[1] != [self.digest.data]:
            raise RuleBroken("report.changed")
        return found[0]


class DecisionForm(ProofForm, BoundForm):
    """A decision with a fresh proof of identity."""


class SignForm(DecisionForm):
    """A signature: nothing but what binds it."""


class ReturnForm(DecisionForm):
    """Remarks with which a report goes back."""

    remarks = Block(
        _l("Remarks"),
        required(),
        description=_l("They reach the technician word for word and stay in the history."),
    )
    sections = Several(
        _l("Which parts the remarks are about"),
        description=_l("None marked: the whole document."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
