"""What a programme asks of its official documents."""

from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.translations import DOCUMENT_LANGUAGES, in_order
from tracker.forms.base import EditForm, Several
from tracker.i18n import own_name
from tracker.models.programmes import Programme


class LanguagesForm(EditForm):
    """In which languages a programme wants its official documents."""

    languages = Several(
        _l("Languages"),
        description=_l(
            "A document is written and signed in one language. For each other one that is marked here its author is "
            "asked for a translation."
        ),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    @classmethod
    def over(cls, programme: Programme, *, as_stored: bool = False) -> Self:
        """Make the form for a programme; `as_stored` leaves out what was sent."""
        more = {"formdata": None} if as_stored else {}
        form = cls(**more, version=programme.version, languages=list(in_order(programme.languages.split())))
        form.languages.choices = [(code, own_name(code)) for code in DOCUMENT_LANGUAGES]
        return form
