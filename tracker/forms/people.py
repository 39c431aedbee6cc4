"""Inviting people and keeping their particulars."""

from collections.abc import Iterable
from typing import Any

from wtforms.validators import Email, Optional, ValidationError

from tracker.domain.people import Role
from tracker.forms.base import Choice, EditForm, Form, KeyedForm, Line, Several, required
from tracker.forms.options import OneOf
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services.people import Particulars
from tracker.words import word

OF_A_CITY = (Role.TECHNICIAN, Role.MAYOR)
"""Roles that only make sense for the people of a city."""


class ParticularsForm(Form):
    """Who a person is; the address is asked for apart."""

    name = Line(_l("Name"), required())
    role = Choice(_l("Role"), Role)
    city_id = Choice(_l("City"), int, may_be_empty=True, words_for_none=_l("None of these"))
    organisation = Line(
        _l("Another organisation"),
        description=_l("For people who do not work for a city: a network, university, funder or ministry."),
    )
    function = Line(_l("Function"))
    language = OneOf(_l("Language"))
    programmes = Several(
        _l("Programmes to steer"),
        [Optional()],
        coerce=int,
        description=_l("For coordinators; hold Ctrl or Cmd to choose several."),
    )

    def offer(
        self,
        *,
        roles: Iterable[Role],
        cities: Iterable[tuple[int, str]],
        languages: list[tuple[str, str]],
        programmes: list[tuple[int, str]] | None,
    ) -> None:
        """Set the choices of the lists; without programmes the question is not asked."""
        self.role.choices = [(role.value, word(role)) for role in roles]
        self.city_id.choices = list(cities)
        self.language.choices = languages
        if programmes is None:
            del self.programmes
        else:
            self.programmes.choices = programmes

    def validate_city_id(self, field: Choice) -> None:
        """Refuse people of a city without their city."""
        if field.data is None and self.role.data in OF_A_CITY:
            raise ValidationError(_("Choose the city that this person works for."))

    def validate_organisation(self, field: Line) -> None:
        """Refuse two employers at once."""
        if field.data and self.city_id.data is not None:
            raise ValidationError(_("Choose a city or name another organisation, not both."))

    def particulars(self, programmes: Iterable[int] = ()) -> Particulars:
        """Give what was filled in; `programmes` where the question was not asked."""
        asked: Any = self.programmes.data if "programmes" in self else programmes
        return Particulars(
            name=self.name.data,
            role=self.role.data,
            city_id=self.city_id.data,
            organisation=self.organisation.data or "",
            function=self.function.data or "",
            language=self.language.data,
            programmes=tuple(asked or ()),
        )


class InviteForm(KeyedForm, ParticularsForm):
    """A new account."""

    email = Line(
        _l("E-mail address"),
        [*required(), Email(_l("Write an address such as name@city.example."))],
        description=_l("A link to sign in is sent there at once."),
    )


class PersonForm(EditForm, ParticularsForm):
    """The particulars of an account that is there already."""
