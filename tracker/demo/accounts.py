"""Accounts of the demonstration: called by office and city, never by a person's name; one password for all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app

from tracker.db import db
from tracker.demo.chance import number
from tracker.demo.titles import short
from tracker.domain.people import Role
from tracker.models.cities import City
from tracker.models.mandates import Mandate
from tracker.models.people import Organisation, Person
from tracker.models.programmes import Programme, ProgrammeCoordinator
from tracker.services.accounts import password_hash

HOST = "demo.example"
BASIS = "Demonstration: no source"
NETWORK = ("demo-network", "Network of cities (demonstration)")
UNIVERSITY = ("demo-university", "University (demonstration)")
TRY = (
    (f"technician.nampula@{HOST}", "writes the report of the visit to Guarulhos"),
    (f"mayor.nampula@{HOST}", "signs it"),
    (f"mayor.guarulhos@{HOST}", "signs it too"),
    (f"coordinator@{HOST}", "sees the portfolio, passes gates"),
    (f"admin@{HOST}", "keeps accounts and mandates"),
    (f"observer@{HOST}", "reads what was opened to it"),
)
"""Accounts to begin with; every city has a technician and a mayor."""
OLDEST_MANDATE_DAYS = 1400
NEWEST_MANDATE_DAYS = 1100
"""Mandates began so many days before the loading: before every act of the demonstration."""


@dataclass(frozen=True)
class Cast:
    """Everybody who acts in the demonstration; technicians, mayors and mandates by the code of their city."""

    administrator: Person
    coordinator: Person
    observer: Person
    technicians: dict[str, Person]
    mayors: dict[str, Person]
    mandates: dict[str, Mandate]


def introduction(password: str) -> list[str]:
    """Say which accounts there are to try and what their password is, as lines for a terminal."""
    widest = max(len(email) for email, _does in TRY)
    return [
        "Accounts of the demonstration:",
        *(f"  {email:<{widest}}  {does}" for email, does in TRY),
        f"  and technician.CITY@{HOST}, mayor.CITY@{HOST} for each city in tracker/data/demo/cities.csv",
        f"Password of all: {password}",
    ]


def load_cast(cities: Iterable[City], programmes: Iterable[Programme], password: str, at: datetime) -> Cast:
    """Make every account with the given password, and a confirmed mandate for each city; flushes."""
    secret = password_hash(password)
    network, university = (Organisation(code=code, name=name) for code, name in (NETWORK, UNIVERSITY))
    db.session.add_all([network, university])
    administrator = _person("admin", "Administrator", Role.ADMINISTRATOR, secret, at, organisation=network)
    coordinator = _person("coordinator", "Coordinator", Role.COORDINATOR, secret, at, organisation=network)
    observer = _person("observer", "Observer", Role.OBSERVER, secret, at, organisation=university)
    cities = list(cities)
    technicians = {city.code: technician(city, secret, at) for city in cities}
    mayors = {city.code: mayor(city, secret, at) for city in cities}
    db.session.add_all([administrator, coordinator, observer, *technicians.values(), *mayors.values()])
    db.session.flush()
    mandates = {city.code: _mandate(city, mayors[city.code], coordinator, administrator, at) for city in cities}
    db.session.add_all(mandates.values())
    db.session.add_all(ProgrammeCoordinator(programme_id=one.id, person_id=coordinator.id) for one in programmes)
    db.session.flush()
    return Cast(administrator, coordinator, observer, technicians, mayors, mandates)


def technician(city: City, secret: str, at: datetime, *, place: int = 1) -> Person:
    """Make a city's technician; `place` tells several of one city apart."""
    suffix = "" if place == 1 else f".{place}"
    name = "Technician" if place == 1 else f"Technician {place}"
    return _person(
        f"technician.{city.code}{suffix}", f"{name}, {short(city.name)}", Role.TECHNICIAN, secret, at, city=city
    )


def mayor(city: City, secret: str | None, at: datetime, *, former: bool = False) -> Person:
    """Make the holder of a city's office, or the one before."""
    account = f"former.mayor.{city.code}" if former else f"mayor.{city.code}"
    name = f"{city.office}, {short(city.name)}"
    return _person(account, f"{name} (former)" if former else name, Role.MAYOR, secret, at, city=city)


def _person(
    account: str,
    name: str,
    role: Role,
    secret: str | None,
    at: datetime,
    *,
    city: City | None = None,
    organisation: Organisation | None = None,
) -> Person:
    offered: list[str] = current_app.config["LANGUAGES"]
    language = city.language if city is not None else offered[0]
    return Person(
        name=name,
        email=f"{account}@{HOST}",
        role=role,
        function=name.partition(",")[0],
        city=city,
        organisation=organisation,
        language=language if language in offered else offered[0],
        timezone=(city.timezone if city is not None else "") or "UTC",
        password_hash=secret,
        created_at=at,
        is_demonstration=True,
    )


def _mandate(city: City, person: Person, recorder: Person, second: Person, at: datetime) -> Mandate:
    days = NEWEST_MANDATE_DAYS + number(OLDEST_MANDATE_DAYS - NEWEST_MANDATE_DAYS, city.code, "mandate")
    began = at - timedelta(days=days)
    return mandate_of(city, person, began.date(), recorder, second, began)


def mandate_of(city: City, person: Person, starts_on: date, recorder: Person, second: Person, at: datetime) -> Mandate:
    """Make a mandate that was recorded by one person and confirmed by another."""
    return Mandate(
        city=city,
        person=person,
        office=city.office,
        starts_on=starts_on,
        basis=BASIS,
        recorded_by_id=recorder.id,
        recorded_at=at,
        confirmed_by_id=second.id,
        confirmed_at=at + timedelta(hours=1),
        is_demonstration=True,
    )
