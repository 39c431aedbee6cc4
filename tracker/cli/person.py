"""A person's own data: erased when they ask for it, or handed over to them."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from tracker.clock import utc_now
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.models.people import Person
from tracker.services.erasure import erase_person, is_erased, offices_held
from tracker.services.personal_export import export_person

command = AppGroup("person", help="A person's own data: erase them, hand them over.")


@command.command("erase")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(email: str, yes: bool) -> None:
    """Erase the account of EMAIL and every contact datum; name, office and official acts stay.

    Refused while the person holds an office. `flask verify` finds nothing amiss afterwards. Backups that were made
    before still hold the data: let them run out.
    """
    person = _find(email)
    if is_erased(person):
        click.echo("Erased already; nothing was changed.")
        return
    name = person.name
    if not yes:
        click.confirm(f"Erase the data of {name} for good?", abort=True)
    try:
        with transaction():
            erase_person(person, at=utc_now())
    except RuleBroken as error:
        raise click.ClickException(_refusal(person)) from error
    click.echo(f"Erased: the account of {name}. The name stays beside the official acts.")


def _refusal(person: Person) -> str:
    held = ", ".join(f"{one.office} of {one.city.name}" for one in offices_held(person, utc_now()))
    what_to_do = "End that mandate on the city's page; from the day after, this can be done."
    return f"{person.name} is recorded as {held}. {what_to_do}"


@command.command("export")
@click.argument("email")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(email: str, file: Path) -> None:
    """Write all that is stored about the person of EMAIL into FILE, a zip of JSON and of the files they added."""
    person = _find(email)
    with transaction():
        content = export_person(person, at=utc_now())
    file.write_bytes(content)
    click.echo(f"{file}: {len(content)} bytes")


def _find(email: str) -> Person:
    person = db.session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        raise click.ClickException(f"No account has the address {email}.")
    return person
