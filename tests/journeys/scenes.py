"""Where a journey begins when what came before is another journey's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import select

from tests import factories as make
from tests.journeys.house import House
from tracker.clock import utc_now
from tracker.db import db
from tracker.demo.accounts import HOST
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument
from tracker.models.people import Person

VISIT = "P-0004-M01"
"""The visit of Nampula's technicians to Guarulhos, on which three tasks were agreed."""
REPORT = "P-0004-M01-v1"


@contextmanager
def inside(house: House) -> Iterator[None]:
    """Be where the house's database can be asked."""
    with house.app.app_context():
        yield


def person(account: str) -> Person:
    """Give who has an account of the demonstration."""
    return db.session.scalars(select(Person).where(Person.email == f"{account}@{HOST}")).one()


def first_day_of(house: House, ref: str) -> date:
    """Give the first day of a mission."""
    with inside(house):
        day = db.session.scalars(select(Mission.first_day).where(Mission.ref == ref)).one()
        assert day is not None
        return day


def report_of(house: House, partnership: str) -> str:
    """Give the reference of the report that a partnership of the demonstration has."""
    with inside(house):
        known = select(OfficialDocument.ref).where(OfficialDocument.ref.startswith(f"{partnership}-"))
        return db.session.scalars(known).one()


def send_report(house: House) -> str:
    """Have the technician of Nampula send the report of the visit; gives its reference."""
    with inside(house):
        visit = db.session.scalars(select(Mission).where(Mission.ref == VISIT)).one()
        return str(make.submitted_report(visit, author=person("technician.nampula"), at=utc_now()).ref)
