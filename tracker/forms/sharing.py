"""The Share phase: activities by which results are spread, and the organisations that take part."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from wtforms.validators import InputRequired, NumberRange, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.sharing import PartnerKind, ShareKind
from tracker.forms.base import Block, EditForm, Form, KeyedForm, Line, PartialDateField, Several, Tiles, required
from tracker.forms.rooms import WholeNumber
from tracker.i18n import OWN_NAMES
from tracker.models.partnerships import Partnership
from tracker.models.sharing import ShareActivity
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services.sharing import PartnerFields, ShareFields
from tracker.words import choices

MOST_OTHERS = 50
Find = Callable[[Sequence[str]], list[Partnership]]
"""Gives the partnerships of these references in which the writer works; the others are left out."""


def address_line(label: Any) -> Line:
    """Make a question for an address on the web."""
    known = Regexp(r"https?://[^\s]+\Z", message=_l("Write an address that begins with https://."))
    return Line(label, [Optional(), known], most=500)


class ShareWords(Form):
    """What is said about an activity."""

    kind = Tiles(_l("What is it?"), ShareKind, choices(ShareKind), validators=[InputRequired(_l("Choose one."))])
    title = Line(_l("Title"), required())
    held = PartialDateField(
        _l("When?"), [Optional()], description=_l("2026-03-14, 2026-03 or 2026. Empty or in the future: planned.")
    )
    place = Line(_l("Where?"))
    audience = Line(_l("For whom?"), description=_l("Residents, the council, other cities, a congress, ..."))
    message = Block(_l("What should they take away?"), most=2000)
    responsible = Line(_l("Who prepares it?"))
    reach = WholeNumber(
        _l("How many people did it reach?"),
        [Optional(), NumberRange(0, 10**9, _l("Write a number of people."))],
        description=_l("Leave it empty until it has taken place."),
    )
    languages = Several(
        _l("Languages"),
        [],
        choices=list(OWN_NAMES.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    address = address_line(_l("Where can it be read, seen or heard?"))
    others = Line(
        _l("Other partnerships that share in it"),
        description=_l("Their references, such as P-0004, P-0007."),
        most=MOST_OTHERS * 10,
    )

    def take(self, find: Find) -> None:
        """Say how references become partnerships."""
        self._find, self.found = find, list[Partnership]()

    def validate_others(self, field: Line) -> None:
        """Refuse references that name no partnership in which the writer works."""
        asked = list(dict.fromkeys(re.split(r"[\s,;]+", field.data.upper().strip(" ,;")))) if field.data else []
        if len(asked) > MOST_OTHERS:
            raise ValidationError(_("Name at most %(most)s partnerships.", most=MOST_OTHERS))
        self.found = self._find(asked)
        strange = [ref for ref in asked if ref not in {one.ref for one in self.found}]
        if strange:
            raise ValidationError(_("You work in no partnership called %(refs)s.", refs=", ".join(strange)))

    def values(self) -> ShareFields:
        """Give what is said."""
        return ShareFields(
            kind=self.kind.data,
            title=self.title.data,
            held=self.held.data,
            place=self.place.data,
            audience=self.audience.data,
            message=self.message.data,
            responsible=self.responsible.data,
            reach=self.reach.data,
            languages=" ".join(self.languages.data or ()),
            address=self.address.data,
        )


class NewShareForm(ShareWords, KeyedForm):
    """A new activity."""


class ShareForm(ShareWords, EditForm):
    """An activity that is there already."""

    @classmethod
    def over(cls, activity: ShareActivity, find: Find, *, as_stored: bool = False) -> "ShareForm":
        """Make the form as it was sent; as the activity is stored when nothing was sent, or when asked for."""
        told = {"others": ", ".join(one.ref for one in activity.others), "languages": activity.languages.split()}
        form = cls(formdata=None, **_told(activity), **told) if as_stored else cls(**_told(activity), **told)
        form.take(find)
        return form


def _told(activity: ShareActivity) -> dict[str, Any]:
    names = ("version", "kind", "title", "held", "place", "audience", "message", "responsible", "reach", "address")
    return {name: getattr(activity, name) for name in names}


class PartnerWords(Form):
    """What is said about an organisation."""

    kind = Tiles(_l("What is it?"), PartnerKind, choices(PartnerKind), validators=[InputRequired(_l("Choose one."))])
    name = Line(_l("Name"), required())
    contribution = Block(_l("What does it bring to the partnership?"), most=2000)
    contact = Line(_l("Whom to ask there"), description=_l("An office or a function rather than a person."))
    address = address_line(_l("Its address on the web"))

    def values(self) -> PartnerFields:
        """Give what is said."""
        return PartnerFields(
            self.kind.data, self.name.data, self.contribution.data, self.contact.data, self.address.data
        )


class NewPartnerForm(PartnerWords, KeyedForm):
    """A new organisation."""


class PartnerForm(PartnerWords, EditForm):
    """An organisation that is there already."""
