"""Recording who holds an office."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Email, ValidationError

from tracker.forms.base import Block, Day, EditForm, KeyedForm, Line, required


class MandateForm(KeyedForm):
    """A new office holder: four fields, one form."""

    name = Line(_l("Name of the office holder"), required())
    email = Line(
        _l("E-mail address of the office holder"),
        [*required(), Email(_l("Write an address such as name@city.example."))],
        description=_l("Sign-offs are sent there. A person who is known by this address keeps their account."),
    )
    office = Line(_l("Office, as the city writes it"), required())
    starts_on = Day(
        _l("First day of the mandate"),
        required(),
        description=_l("The present mandate then ends on the day before."),
    )
    basis = Block(
        _l("Basis"), required(), description=_l("Decree, minutes or gazette, with number and date."), most=500
    )

    def validate_starts_on(self, field: Day) -> None:
        """Refuse days that no mandate of today can begin on."""
        if field.data and not 1950 <= field.data.year <= 2100:
            raise ValidationError(_l("Write a day between 1950 and 2100."))


class EndForm(EditForm):
    """The last day of a mandate that ends without a successor yet."""

    on = Day(_l("Last day of the mandate"), required())
