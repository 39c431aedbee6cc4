"""The rows of a mission's form: people of the delegation, and agreed tasks."""

from typing import Any

from wtforms import Field
from wtforms.validators import Optional, Regexp, ValidationError
from wtforms.widgets import HiddenInput

from tracker.forms.base import Choice, Day, Form, Hidden, Line, MoneyField, currency
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services.mission_drafts import DelegateDraft, TaskDraft

ELSEWHERE = 0
"""Stands for no member city: a place elsewhere, or people who belong to none of the cities."""


def _cities(row: Any, _field: object) -> list[tuple[int, str]]:
    """Offer a row the cities of the form that it stands in."""
    return list(row.meta._parent_form.city_choices)


def _sides(row: Any, _field: object) -> list[tuple[int, str]]:
    """Offer a row the sides of the form that it stands in."""
    return list(row.meta._parent_form.sides)


class Side(Choice):
    """The city on whose side a person travels, carried along unseen."""

    widget = HiddenInput()

    def _value(self) -> str:
        return str(self.data or ELSEWHERE)


class Row(Form):
    """One row of a list."""

    class Meta(Form.Meta):  # type: ignore[name-defined]
        """A row's form is checked as part of the form that it stands in."""

        csrf = False

    def is_blank(self) -> bool:
        """Tell whether nothing was filled in; what stands there unseen does not count."""
        return not any(field.data for field in self if not isinstance(field.widget, HiddenInput))


def _named(row: Row, field: Field) -> None:
    if not field.data and not row.is_blank():
        raise ValidationError(_("Write the name, or empty the whole row."))


class DelegateRow(Row):
    """Somebody who took part, by name."""

    city = Side(_l("City"), int, _sides)
    name = Line(_l("Name"), [_named])
    organisation = Line(_l("Organisation"), [Optional()])
    function = Line(_l("Function"), [Optional()])
    payer = Line(_l("Who pays"), [Optional()])


def _said(row: "TaskRow", field: Field) -> None:
    if not field.data and not row.id.data and not row.is_blank():
        raise ValidationError(_("Write what was agreed, or empty the whole row."))


def _owned(row: "TaskRow", field: Field) -> None:
    if row.what.data and field.data is None:
        raise ValidationError(_("Choose the city."))


def _priced(row: "TaskRow", field: Field) -> None:
    if row.amount.data and not field.data:
        raise ValidationError(_("Write the currency, such as MZN."))


class TaskRow(Row):
    """A task that was agreed; a stored one carries its id, and is taken away when its words are emptied."""

    id = Hidden(validators=[Regexp(r"([0-9]{1,9})?\Z")])
    what = Line(_l("What"), [_said], most=400)
    who = Line(_l("Who"), [Optional()])
    city = Choice(_l("City"), int, _cities, may_be_empty=True, validators=[_owned])
    due_on = Day(_l("Until"), [Optional()])
    amount = MoneyField(_l("Cost"), [Optional()])
    currency = Line(_l("Currency"), [_priced, currency], most=3)
    bearer = Line(_l("Who bears the cost"), [Optional()])


def delegate_draft(row: DelegateRow) -> DelegateDraft:
    """Give the person that a row names."""
    return DelegateDraft(row.city.data or None, row.name.data, row.organisation.data, row.function.data, row.payer.data)


def task_draft(row: TaskRow) -> TaskDraft:
    """Give the task that a row tells."""
    return TaskDraft(
        id=int(row.id.data) if row.id.data else None,
        what=row.what.data,
        who=row.who.data,
        city_id=row.city.data,
        due_on=row.due_on.data,
        amount_cents=row.amount.data,
        currency=row.currency.data.upper() if row.amount.data else "",
        bearer=row.bearer.data,
    )
