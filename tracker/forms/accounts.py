"""Signing in, and one's own account."""

from wtforms import BooleanField
from wtforms.validators import Email, EqualTo, Length

from tracker.domain.people import Digest
from tracker.forms.base import Choice, EditForm, Form, Hidden, Line, Secret, required
from tracker.forms.options import OneOf
from tracker.sentences import lazy_gettext as _l
from tracker.services.accounts import SHORTEST_PASSWORD
from tracker.words import choices


class SignInForm(Form):
    """Address and password; `next` is where the person wanted to go."""

    email = Line(_l("E-mail address"), [*required(), Email(_l("Write an address such as name@city.example."))])
    password = Secret(_l("Password"), [*required(), Length(max=200)])
    keep = BooleanField(_l("Keep me signed in on this device for 90 days"))
    next = Hidden()


class PasskeySignInForm(Form):
    """What a device answered, with the stamp of the question; `next` is where the person wanted to go."""

    passkey = Hidden(validators=[Length(max=12_000)])
    stamp = Hidden(validators=[Length(max=1000)])
    next = Hidden()


class LinkForm(Form):
    """The address to which a one-time sign-in link is mailed."""

    email = Line(_l("E-mail address"), [*required(), Email(_l("Write an address such as name@city.example."))])
    next = Hidden()


class AccountForm(EditForm):
    """What people change about themselves."""

    name = Line(_l("Name"), required())
    function = Line(_l("Function"))
    language = OneOf(_l("Language"))
    timezone = OneOf(_l("Time zone"))
    digest = Choice(
        _l("News"),
        Digest,
        choices(Digest),
        description=_l("What is signed, returned or withdrawn. What asks something of you always comes at once."),
    )

    has_shortcuts = BooleanField(
        _l('The key "/" leads to the search'),
        description=_l("Switch it off when it gets in the way of another program that you use."),
    )

    def offer(self, languages: list[tuple[str, str]], zones: list[str]) -> "AccountForm":
        """Set the choices of the lists."""
        self.language.choices = languages
        self.timezone.choices = [(zone, zone.replace("_", " ")) for zone in zones]
        return self


class PasswordForm(Form):
    """A new password, twice; the present one where there is one."""

    present = Secret(_l("Present password"), [Length(max=200)])
    password = Secret(
        _l("New password"),
        [
            *required(),
            Length(SHORTEST_PASSWORD, 200, _l("Use between %(min)d and %(max)d characters; words are fine.")),
        ],
    )
    again = Secret(_l("New password again"), [*required(), EqualTo("password", _l("The two are not the same."))])


class EmptyForm(Form):
    """A button that does one thing; carries nothing but its CSRF token."""
