"""What all forms share: clean text, partial dates, money, hidden version and key, and the comparison of lost edits."""

import re
import secrets
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    PasswordField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import Choice as Offered  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, Regexp, StopValidation, ValidationError
from wtforms.widgets import ListWidget, RadioInput, TextInput

from tracker.domain.dates import PartialDate, hyphenated
from tracker.domain.errors import StaleEdit
from tracker.domain.texts import BLOCK, LINE, clean, one_line
from tracker.forms.options import OneOf
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l

HIGHEST_ID = 2**31 - 1


class Hidden(HiddenField):
    """Something that the page gives back as it got it."""

    data: Any


class Secret(PasswordField):
    """A password; never shown again, never cleaned of anything."""

    data: Any


class Day(DateField):
    """A whole day, from the browser's own date control."""

    data: Any


class Several(SelectMultipleField):
    """Several of a list of choices."""

    data: Any

    def __init__(self, label: Any = None, validators: Any = None, coerce: Any = str, **named: Any) -> None:
        choices = named.pop("choices", None)
        super().__init__(label, validators, coerce, **named)
        self.choices = choices  # after the library has looked, which takes pairs for an old spelling


class InOrder(Several):
    """Several of a list of choices in the reader's own order: one list of choices for each place.

    A browser sends the places in their order under one name; a place that was left empty is passed over.
    """

    places = 4
    """How many places the page has at least; there is always an empty one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was chosen, in order."""
        super().process_formdata([value for value in valuelist if value])
        self.places = max(self.places, len(valuelist))

    @property
    def chosen(self) -> list[Any]:
        """Give what stands in each place, None in an empty one."""
        held = list(self.data or [])
        return held + [None] * max(1, self.places - len(held))


class Form(FlaskForm):
    """A form with its CSRF token; error messages come in the reader's language."""

    def fill(self, thing: object) -> None:
        """Write the form's fields into a thing's attributes of the same names; hidden fields are left out."""
        for name, field in self._fields.items():
            if not isinstance(field, HiddenField) and hasattr(thing, name):
                setattr(thing, name, field.data)


class EditForm(Form):
    """A form over a stored row; it carries the version that its reader saw."""

    version = Hidden(validators=[InputRequired(), Regexp(r"[0-9]{1,9}\Z")])

    def refuse_lost_update(self, thing: Any, shown: "EditForm") -> None:
        """Return when the row is still the one that was read; raises StaleEdit with both texts otherwise.

        `shown` is the same form freshly filled from the stored row.
        """
        if int(self.version.data or 0) != thing.version:
            raise StaleEdit(self.differences(shown))

    def differences(self, shown: "EditForm") -> list[tuple[str, str, str]]:
        """List label, own text and shown text of the fields in which this form differs from another."""
        pairs = [
            (str(field.label.text), said(field), said(shown[name]))
            for name, field in self._fields.items()
            if not isinstance(field, HiddenField)
        ]
        return [pair for pair in pairs if pair[1] != pair[2]]


def said(field: Field) -> str:
    """Give what a field holds as a person reads it; the rows of a list one under another."""
    if isinstance(field, FieldList | FormField):
        parts = [said(one) for one in field if not isinstance(one, HiddenField)]
        return ("\n" if isinstance(field, FieldList) else ", ").join(part for part in parts if part)
    if isinstance(field, SelectMultipleField):
        return ", ".join(str(name) for value, name, *_rest in field.iter_choices() if value in (field.data or ()))
    if isinstance(field, OneOf):
        names = {str(value): str(name) for value, name, *_rest in field.iter_choices()}
        return names.get(str(field.data), "")
    value = field._value() if hasattr(field, "_value") else field.data
    return "" if value is None else str(value)


class KeyedForm(Form):
    """A form that makes something new; its key, made when it is opened, lets a second sending change nothing."""

    key = Hidden(default=lambda: secrets.token_urlsafe(16), validators=[InputRequired(), Regexp(r"[\w-]{16,64}\Z")])


def required() -> list[Any]:
    """Give the validators of a field that must hold something."""
    return [InputRequired(_l("This is needed.")), not_blank]


def required_without(choice: str) -> list[Any]:
    """Give the validators of a field that must hold something unless a choice of the same form says it already."""

    def needed(form: Any, field: Field) -> None:
        if not field.data and form[choice].data is None:
            raise StopValidation(_("This is needed."))

    return [needed]


def not_blank(_form: object, field: Field) -> None:
    """Refuse a text of white space alone."""
    if isinstance(field.data, str) and not field.data.strip():
        raise StopValidation(_("This is needed."))


class Line(StringField):
    """One line of text, at most `most` characters."""

    data: Any  # text once the form is valid, which the library's types cannot say

    def __init__(self, label: Any, validators: Iterable[Any] = (), *, most: int = LINE, **named: Any) -> None:
        extra = list(validators) or [Optional()]
        super().__init__(label, [*extra, Length(max=most)], filters=[one_line], **named)


class Block(TextAreaField):
    """A text of several lines, at most `most` characters."""

    data: Any

    def __init__(self, label: Any, validators: Iterable[Any] = (), *, most: int = BLOCK, **named: Any) -> None:
        extra = list(validators) or [Optional()]
        named.setdefault("render_kw", {"rows": 4})
        super().__init__(label, [*extra, Length(max=most)], filters=[clean], **named)


class Choice(OneOf):
    """One of the stable codes of an enumeration, or one of given ids; `kind` turns the code into its member.

    With `may_be_empty` nothing need be chosen; that choice stands first and says `words_for_none`.
    """

    def __init__(
        self, label: Any, kind: type[StrEnum] | type[int] | type[str], choices: Any = None, **named: Any
    ) -> None:
        self.kind = kind
        self.may_be_empty = named.pop("may_be_empty", False)
        self.words_for_none = named.pop("words_for_none", "")
        super().__init__(label, coerce=self._member, validate_choice=True, **named)
        self.choices = choices

    def _member(self, value: Any) -> Any:
        if value in (None, "") and self.may_be_empty:
            return None
        if isinstance(value, self.kind):
            return value
        return self.kind(value)

    def iter_choices(self) -> Any:
        """Offer an empty choice first where the field may stay empty."""
        empty = [Offered("", self.words_for_none, self.data is None, {})] if self.may_be_empty else []
        return [*empty, *super().iter_choices()]

    def pre_validate(self, form: Any) -> None:
        """Accept an empty answer where the field may stay empty."""
        if not (self.may_be_empty and self.data is None):
            super().pre_validate(form)


class Tiles(Choice):
    """A choice whose few answers are all in sight, each a tile to tap."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()


class Rows(FieldList):
    """A list of rows of fields; addresses of rows that no page offers are passed over."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterable[int]:
        rows = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,3}})(-.*)?", re.DOTALL)
        return [int(match[1]) for name in formdata if (match := rows.fullmatch(name))]


class PartialDateField(Field):
    """A day, month or year, written 2014-07-29, 2014-07 or 2014; the hyphens may be left out or be other signs."""

    widget = TextInput()

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else str(self.data or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the written date; what cannot be read is an error that says how to write it."""
        written = valuelist[0].strip() if valuelist else ""
        self.data = None
        if written:
            try:
                self.data = PartialDate.parse(hyphenated(written))
            except ValueError as error:
                raise ValueError(_("Write a date as 2026-03-14, 2026-03 or 2026.")) from error


class MoneyField(Field):
    """An amount of money, kept in cents; takes a comma or a point before the cents, and spaces between thousands."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{Decimal(self.data) / 100:.2f}".removesuffix(".00")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount; two kinds of separators at once are refused as ambiguous."""
        written = (valuelist[0] if valuelist else "").replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
        self.data = None
        if not written:
            return
        try:
            amount = Decimal(written.replace(",", "."))
        except InvalidOperation as error:
            raise ValueError(
                _("Write an amount such as 48000 or 48000.50, without separators between thousands.")
            ) from error
        self._take(amount)

    def _take(self, amount: Decimal) -> None:
        cents = amount * 100
        if not amount.is_finite() or cents != cents.to_integral_value() or not 0 < cents < 10**15:
            raise ValueError(_("Write an amount above zero with at most two decimals."))
        self.data = int(cents)


def currency(_form: object, field: Field) -> None:
    """Refuse what is not a currency's three letters."""
    if field.data and not (len(field.data) == 3 and field.data.isascii() and field.data.isalpha()):
        raise ValidationError(_("Write the currency as three letters, such as MZN, BRL or EUR."))
