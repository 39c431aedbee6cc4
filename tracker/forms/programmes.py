"""What a programme asks of its official documents, and the institutions that carry it."""

from typing import Any, Self

from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.programmes import GovernanceRole
from tracker.domain.translations import DOCUMENT_LANGUAGES, in_order
from tracker.forms.base import EditForm, Form, KeyedForm, Line, PartialDateField, Several, Tiles, required
from tracker.forms.filters import country_options
from tracker.forms.options import OneOf
from tracker.i18n import country_codes, own_name
from tracker.models.programmes import Programme
from tracker.sentences import lazy_gettext as _l
from tracker.services.programmes import ActorFields
from tracker.words import choices


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


class ActorWords(Form):
    """What is said about an institution that carries a programme."""

    role = Tiles(
        _l("What does it answer for?"),
        GovernanceRole,
        choices(GovernanceRole),
        validators=[InputRequired(_l("Choose one."))],
    )
    name = Line(_l("Name"), required())
    country = OneOf(_l("Country"), [Optional()])
    contact = Line(_l("Whom to ask there"), description=_l("A unit or an address on the web rather than a person."))
    since = PartialDateField(_l("Since"), [Optional()], description=_l("As 2026-03-14, 2026-03 or 2026."))
    until = PartialDateField(_l("Until"), [Optional()])

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.country.choices = [("", ""), *country_options(country_codes())]

    def validate_until(self, field: PartialDateField) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.since.data and field.data.last_day < self.since.data.first_day:
            raise ValidationError(_l("The end lies before the beginning."))

    def values(self) -> ActorFields:
        """Give what is said."""
        return ActorFields(
            role=self.role.data,
            name=self.name.data,
            country=self.country.data or "",
            contact=self.contact.data,
            since=self.since.data,
            until=self.until.data,
        )


class NewActorForm(ActorWords, KeyedForm):
    """A new institution."""


class ActorForm(ActorWords, EditForm):
    """An institution that is there already."""
