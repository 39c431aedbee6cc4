"""Accounts made by whoever runs the server: the way to the first one."""

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from tracker.clock import utc_now
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.people import Role
from tracker.models.cities import City
from tracker.models.people import Organisation
from tracker.notices.outbox import address
from tracker.services.accounts import INVITATION_MINUTES
from tracker.services.people import Particulars, create_account

command = AppGroup("account", help="People's accounts.")
HINT = "--organisation"
ROLES = [role.value for role in Role]
OF_A_CITY = (Role.TECHNICIAN, Role.MAYOR)
"""Roles that nobody has without a city."""


@command.command("create")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The name that others see.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the account is for.")
@click.option("--organisation", default="", metavar="CODE", help="Code of the person's city or other organisation.")
def create(email: str, name: str, role: str, organisation: str) -> None:
    """Make an account and print a link with which its person signs in once and sets a password."""
    person = _particulars(name.strip(), Role(role), organisation)
    try:
        with transaction():
            made, token = create_account(_valid(email), person, at=utc_now())
    except RuleBroken as error:
        raise click.ClickException(
            f"{email} has an account already. A new link can be asked for at /sign-in."
        ) from error
    hours = INVITATION_MINUTES // 60
    click.echo(f"{made.email} can sign in once with this link, within {hours} hours:")
    click.echo(address("sessions.show_link", token=token))


def _valid(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise click.BadParameter(str(error), param_hint="--email") from error


def _particulars(name: str, role: Role, code: str) -> Particulars:
    """Find the city or organisation of a code; raises BadParameter when there is none, or when the role needs one."""
    if not name:
        raise click.BadParameter("a name must hold at least one letter", param_hint="--name")
    city = db.session.scalar(select(City).where(City.code == code)) if code else None
    if city is not None:
        offered = current_app.config["LANGUAGES"]
        language = city.language if city.language in offered else offered[0]
        return Particulars(name=name, role=role, city_id=city.id, language=language)
    if role in OF_A_CITY:
        raise click.BadParameter(
            f"a {role.value} needs a city, and {code or 'none'} is no city's code", param_hint=HINT
        )
    employer = db.session.scalar(select(Organisation.name).where(Organisation.code == code)) if code else ""
    if employer is None:
        raise click.BadParameter(f"no city and no organisation has the code {code}", param_hint=HINT)
    return Particulars(name=name, role=role, organisation=employer, language=current_app.config["LANGUAGES"][0])
