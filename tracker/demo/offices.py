"""Offices in the demonstration: one that changed hands with a sign-off still open, one vacant, one with a deputy."""

from datetime import datetime, timedelta

from tracker.db import db
from tracker.demo.accounts import BASIS, HOST, Cast, mayor
from tracker.demo.archive import Archive
from tracker.demo.scene import Diary
from tracker.services.delegations import delegate
from tracker.services.mandates import confirm_mandate, end_mandate, record_mandate

CHANGED_HANDS = "dondo"
CHANGED_DAYS = 12
"""The office changed hands so many days ago; the new holder has been asked to renew the city's commitments."""
VACANT = "xaixai"
VACANT_DAYS = 45
"""The mandate ended so many days ago, and nobody has recorded a successor."""

LENT = "nampula"
FUNCTION = "Vereador, por delegação"
LENT_DAYS = (5, 40)
"""The holder named a deputy so many days ago, for so many days from now on."""


def change_offices(archive: Archive, cast: Cast, diary: Diary, at: datetime) -> None:
    """Put the two changes into the diary; until then the predecessor holds the office that changes hands."""
    city = archive.cities[CHANGED_HANDS]
    successor = cast.mayors[CHANGED_HANDS]
    former = mayor(city, successor.password_hash, at, former=True)
    db.session.add(former)
    cast.mandates[CHANGED_HANDS].person = former
    db.session.flush()

    def propose() -> None:
        mandate = record_mandate(
            city,
            successor,
            office=city.office,
            starts_on=began_at.date(),
            basis=BASIS,
            actor=cast.coordinator,
            at=proposed_at,
        )
        diary.add(began_at, lambda: confirm_mandate(mandate, actor=cast.administrator, at=began_at))

    def leave_vacant() -> None:
        mandate = cast.mandates[VACANT]
        end_mandate(mandate, on=ended_at.date(), actor=cast.coordinator, at=ended_at)

    def lend() -> None:
        mandate = cast.mandates[LENT]
        lent = delegate(
            mandate,
            name=f"Deputy, {mandate.city.name}",
            email=f"deputy.{LENT}@{HOST}",
            function=FUNCTION,
            starts_on=lent_at.date(),
            ends_on=(at + timedelta(days=LENT_DAYS[1])).date(),
            basis=BASIS,
            actor=mandate.person,
            at=lent_at,
        )
        lent.person.password_hash = mandate.person.password_hash

    lent_at = at - timedelta(days=LENT_DAYS[0])
    began_at = at - timedelta(days=CHANGED_DAYS)
    proposed_at = began_at - timedelta(hours=4)
    ended_at = at - timedelta(days=VACANT_DAYS)
    diary.add(proposed_at, propose)
    diary.add(ended_at, leave_vacant)
    diary.add(lent_at, lend)
