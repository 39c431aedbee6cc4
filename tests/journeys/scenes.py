"""Where a journey begins when what came before is another journey's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from sqlalchemy import select

from tests import factories as make
from tests.journeys.house import House
from tracker.clock import utc_now
from tracker.dashboards.overlaps import Probe, overlaps
from tracker.db import db
from tracker.demo.accounts import HOST
from tracker.domain.dates import Precision
from tracker.models.cities import City
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument
from tracker.models.people import Person
from tracker.permissions import standing_of

THEME = "territorial_planning"
"""What the partnership of Guarulhos and Nampula is about."""
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


def days_without_overlap(house: House, host: str, *people: str) -> tuple[date, date]:
    """Give three past days on which a mission to a city of the demonstration, with these people, meets no other one."""
    with inside(house):
        city = db.session.scalars(select(City).where(City.code == host)).one()
        names = tuple(person(account).name for account in people)
        standing = standing_of(person(people[0]), house.clock())
        for back in range(5, 300):
            first = house.clock().date() - timedelta(days=back)
            last = first + timedelta(days=2)
            if not overlaps(Probe(city.id, THEME, Precision.DAY, first, last, names), standing):
                return first, last
    raise AssertionError(f"no days without an overlap in {host}")
