"""What the forms of accounts take and refuse."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from tracker.domain.people import Role
from tracker.forms.people import InviteForm
from tracker.services.people import Particulars

KEY = "k" * 20
GOOD = {
    "key": KEY,
    "email": "a@city.example",
    "name": "Surveyor",
    "role": "technician",
    "city_id": "1",
    "language": "en",
}


def form(app: Flask, offered: list[tuple[int, str]] | None = None, **sent: object) -> InviteForm:
    """Fill in an invitation; a value of None leaves the field out."""
    app.config["WTF_CSRF_ENABLED"] = False
    fields = {name: value for name, value in {**GOOD, **sent}.items() if value is not None}
    with app.test_request_context("/", method="POST"):
        made = InviteForm(formdata=MultiDict(fields))
        roles = (Role.TECHNICIAN, Role.MAYOR, Role.OBSERVER)
        made.offer(roles=roles, cities=[(1, "Nampula")], languages=[("en", "English")], programmes=offered)
        made.validate()
    return made


def test_what_is_filled_in_becomes_particulars(app: Flask) -> None:
    made = form(app, [(4, "Lusophone cities")], function=" Head  of cadastre ", programmes="4")
    assert made.errors == {}
    assert made.particulars() == Particulars("Surveyor", Role.TECHNICIAN, 1, "", "Head of cadastre", "en", (4,))


def test_whoever_may_not_choose_programmes_is_not_asked(app: Flask) -> None:
    made = form(app, None, programmes="4")
    assert "programmes" not in made
    assert made.particulars().programmes == ()


@pytest.mark.parametrize(
    ("why", "sent", "field"),
    [
        ("no address", {"email": ""}, "email"),
        ("no address at all", {"email": None}, "email"),
        ("half an address", {"email": "a@"}, "email"),
        ("two lines", {"email": "a@city.example\nBcc: b@city.example"}, "email"),
        ("no name", {"name": "  "}, "name"),
        ("a name that never ends", {"name": "x" * 201}, "name"),
        ("a role that is not offered", {"role": "administrator"}, "role"),
        ("a role that does not exist", {"role": "king"}, "role"),
        ("a city that is not offered", {"city_id": "2"}, "city_id"),
        ("a city that is no number", {"city_id": "x"}, "city_id"),
        ("a technician of no city", {"city_id": ""}, "city_id"),
        ("a mayor of no city", {"role": "mayor", "city_id": ""}, "city_id"),
        ("two employers", {"organisation": "A university"}, "organisation"),
        ("a language that is not offered", {"language": "xx"}, "language"),
    ],
)
def test_what_is_refused(app: Flask, why: str, sent: dict[str, object], field: str) -> None:
    assert list(form(app, **sent).errors) == [field], why


def test_an_observer_needs_no_city(app: Flask) -> None:
    made = form(app, role="observer", city_id="", organisation="A university")
    assert made.errors == {}
    assert made.particulars().organisation == "A university"
