"""Founding a partnership, keeping its frame, steering it, naming its people."""

from typing import Any

from wtforms import BooleanField
from wtforms.validators import Optional, ValidationError

from tracker.domain.partnerships import LegalForm, Modality, PartnershipState, Post
from tracker.forms.base import Block, Choice, EditForm, Form, InOrder, KeyedForm, Line, PartialDateField, required
from tracker.forms.options import OneOf
from tracker.sentences import lazy_gettext as _l
from tracker.vocabulary import THEMES
from tracker.words import choices

FRAME = ("title", "programme_id", "modality", "legal_form", "theme", "theme_text", "starts", "ends", "is_public")


class Frame(Form):
    """What a partnership is, apart from its cities and its state."""

    title = Line(_l("Title"), description=_l("Left empty, it is made of the names of the cities."))
    programme_id = Choice(_l("Programme"), int, may_be_empty=True)
    modality = Choice(_l("Kind of cooperation"), Modality, choices(Modality))
    legal_form = Choice(_l("Legal form"), LegalForm, choices(LegalForm), may_be_empty=True)
    theme = OneOf(_l("Theme"), [Optional()])
    theme_text = Block(_l("Theme and scope in words"), most=2000)
    starts = PartialDateField(_l("Since"), [Optional()], description=_l("As 2026-03-14, 2026-03 or 2026."))
    ends = PartialDateField(_l("Until"), [Optional()])
    is_public = BooleanField(_l("Show this partnership in the public compendium; all its cities have agreed to that"))

    def offer(self, programmes: list[tuple[int, str]]) -> None:
        """Set the choices of the lists."""
        self.programme_id.choices = programmes
        self.theme.choices = [("", ""), *sorted(THEMES.items(), key=lambda pair: str(pair[1]))]

    def validate_ends(self, field: PartialDateField) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts.data and field.data.last_day < self.starts.data.first_day:
            raise ValidationError(_l("The end lies before the beginning."))

    def frame(self) -> dict[str, Any]:
        """Give the columns that this form edits."""
        return {name: self[name].data if name != "theme" else self[name].data or "" for name in FRAME}


class FoundForm(Frame, KeyedForm):
    """A new partnership with its cities, in the order in which they are written."""

    cities = InOrder(
        _l("Cities"),
        coerce=int,
        description=_l("Two or more, in the order in which the partnership names them."),
    )

    def validate_cities(self, field: InOrder) -> None:
        """Refuse fewer than two cities, and one that stands there twice."""
        chosen = field.data or []
        if len(chosen) < 2:
            raise ValidationError(_l("Choose two or more cities."))
        if len(set(chosen)) < len(chosen):
            raise ValidationError(_l("Choose each city once."))


class FrameForm(Frame, EditForm):
    """The frame of a partnership that is there already."""

    title = Line(_l("Title"), required())


class SteerForm(EditForm):
    """Another state, with the reason that stays in the history."""

    state = Choice(_l("New state"), PartnershipState)
    reason = Block(
        _l("Reason"), description=_l("Needed for every step back; everybody in the partnership can read it.")
    )


class DeleteForm(EditForm):
    """Why a partnership is deleted."""

    reason = Block(_l("Reason"), required())


class PostForm(Form):
    """A person, what they are in the partnership, and what they work as in it."""

    person_id = Choice(_l("Person"), int)
    post = Choice(_l("Post"), Post)
    function = Line(
        _l("Function"),
        description=_l(
            "Engineer, planner, land surveyor, ... in the word that the other city uses too. "
            "Name somebody again to change it."
        ),
    )
