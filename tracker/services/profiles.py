"""Which profile a city asks its signatures to have, for each kind of document."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from tracker.db import db, lock
from tracker.domain.signing import DocumentKind, Profile
from tracker.models.cities import City
from tracker.models.official_documents import SigningProfile
from tracker.models.people import Person
from tracker.services.journal import record


def profiles_of(city: City) -> dict[DocumentKind, Profile]:
    """Give the profile that a city asks for, by kind of document; A where nothing was said."""
    said = {
        one.kind: one.profile
        for one in db.session.scalars(select(SigningProfile).where(SigningProfile.city_id == city.id))
    }
    return {kind: said.get(kind, Profile.A) for kind in DocumentKind}


def set_profiles(city: City, wanted: Mapping[DocumentKind, Profile], *, actor: Person, at: datetime) -> None:
    """Keep which profile a city asks for from now on; what waits for signature already keeps its own."""
    lock(city)
    before = profiles_of(city)
    changed = {kind: profile for kind, profile in wanted.items() if before[kind] is not profile}
    for kind, profile in changed.items():
        db.session.merge(SigningProfile(city_id=city.id, kind=kind, profile=profile))
    if not changed:
        return
    city.version += 1
    db.session.flush()
    record(
        "city.profiles_set",
        actor=actor,
        at=at,
        subject=city.code,
        details={kind.value: profile.value for kind, profile in changed.items()},
    )
