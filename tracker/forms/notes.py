"""Writing evaluation notes."""

from typing import Any

from wtforms.validators import InputRequired

from tracker.domain.evaluation import NoteKind, Visibility
from tracker.forms.base import Block, Choice, EditForm, Form, KeyedForm, Tiles, required
from tracker.i18n import OWN_NAMES
from tracker.sentences import lazy_gettext as _l
from tracker.words import choices

LONGEST = 4000


class NoteForm(Form):
    """What a note says, and who reads it."""

    kind = Tiles(_l("What is it?"), NoteKind, choices(NoteKind), validators=[InputRequired(_l("Choose one."))])
    text = Block(
        _l("In your words"),
        required(),
        most=LONGEST,
        description=_l("What happened, why, and what you would tell the next city. What failed helps most."),
    )
    visibility = Tiles(
        _l("Who may read it?"),
        Visibility,
        choices(Visibility),
        validators=[InputRequired(_l("Choose one."))],
        description=_l("You can change this later. What everyone may read stands in the compendium once it is public."),
    )
    language = Choice(_l("Language of the note"), str, list(OWN_NAMES.items()))

    def words(self) -> dict[str, Any]:
        """Give what the note says, as the services take it."""
        return {name: self[name].data for name in ("kind", "text", "visibility", "language")}


class NewNoteForm(KeyedForm, NoteForm):
    """A new note."""


class EditNoteForm(EditForm, NoteForm):
    """A note that is there already."""
