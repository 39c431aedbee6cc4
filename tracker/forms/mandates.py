"""Recording who holds an office, who signs in their place, and how strongly."""

from wtforms import BooleanField
from wtforms.validators import Email, ValidationError

from tracker.domain.signing import Profile
from tracker.forms.base import Block, Choice, Day, EditForm, KeyedForm, Line, required
from tracker.sentences import lazy_gettext as _l
from tracker.words import choices


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
    is_acting = BooleanField(
        _l("Acting: holds the office for the time being"),
        description=_l("After a death, a resignation or a suspension; it stands beside every signature."),
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


class DelegationForm(KeyedForm):
    """Who signs in the place of the office holder, as what, and for how long."""

    name = Line(_l("Name of the deputy"), required())
    email = Line(
        _l("E-mail address of the deputy"),
        [*required(), Email(_l("Write an address such as name@city.example."))],
        description=_l("The deputy signs with an account of their own."),
    )
    function = Line(
        _l("Function, as it stands beside the signature"),
        required(),
        description=_l("For example: deputy mayor, by delegation."),
    )
    starts_on = Day(_l("First day"), required())
    ends_on = Day(_l("Last day"), required(), description=_l("At most a year, and never beyond your own mandate."))
    basis = Block(
        _l("Basis"), required(), description=_l("Order or decree of delegation, with number and date."), most=500
    )


class ProfilesForm(EditForm):
    """Which profile a city asks for, for each kind of document."""

    mission_report = Choice(_l("Mission report"), Profile, choices(Profile))
    scope = Choice(_l("Theme and scope"), Profile, choices(Profile))
    work_plan = Choice(_l("Work plan"), Profile, choices(Profile))
    renewal = Choice(_l("Renewal of commitment"), Profile, choices(Profile))
