"""Programmes as pages show them: the list, and one programme with its coordinators and its money."""

from dataclasses import dataclass

from sqlalchemy import func, select

from tracker.dashboards.sources import SourceRecord, sources_by_row
from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.programmes import GovernanceRole
from tracker.domain.translations import in_order
from tracker.i18n import began, language_name
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.programmes import Funding, Programme, ProgrammeCoordinator, ProgrammePartner
from tracker.permissions import Standing
from tracker.scopes import partnerships_seen


@dataclass(frozen=True)
class ProgrammeRow:
    """One programme of the list; `countries` are ISO codes, `partnerships` those that the reader may see."""

    code: str
    name: str
    countries: tuple[str, ...]
    starts: PartialDate | None
    ends: PartialDate | None
    funders: str
    partnerships: int


@dataclass(frozen=True)
class FundingRow:
    """An amount that sources name, in cents of `currency`."""

    kind: str
    amount_cents: int
    currency: str
    period: str
    sources: tuple[SourceRecord, ...]


@dataclass(frozen=True)
class CoordinatorRow:
    """Somebody who steers a programme."""

    id: int
    name: str


@dataclass(frozen=True)
class Actors:
    """The institutions that carry a programme by what they answer for, and those that were removed."""

    by_role: tuple[tuple[GovernanceRole, tuple[ProgrammePartner, ...]], ...]
    removed: tuple[ProgrammePartner, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Give the sources that name them."""
        return tuple(one.sources for _role, actors in self.by_role for one in actors)


def countries_of(written: str) -> tuple[str, ...]:
    """Read the countries that a programme names, such as `BR;MZ`."""
    return tuple(code for code in written.split(";") if code)


def languages_of(programme: Programme) -> list[str]:
    """Name the languages that a programme wants its official documents in."""
    return [began(language_name(code)) for code in in_order(programme.languages.split())]


def programme_rows(standing: Standing) -> list[ProgrammeRow]:
    """List all programmes by name; two statements."""
    counting = (
        select(Partnership.programme_id, func.count())
        .where(partnerships_seen(standing), Partnership.programme_id.is_not(None))
        .group_by(Partnership.programme_id)
    )
    counts = dict(db.session.execute(counting).all())
    query = select(
        Programme.id,
        Programme.code,
        Programme.name,
        Programme.countries,
        Programme.starts,
        Programme.ends,
        Programme.funders,
    ).order_by(Programme.name, Programme.id)
    return [
        ProgrammeRow(
            code=row.code,
            name=row.name,
            countries=countries_of(row.countries),
            starts=row.starts,
            ends=row.ends,
            funders=row.funders,
            partnerships=counts.get(row.id, 0),
        )
        for row in db.session.execute(query)
    ]


def funding_rows(programme: Programme) -> list[FundingRow]:
    """List the amounts that sources name for a programme; two statements."""
    query = select(Funding.kind, Funding.amount_cents, Funding.currency, Funding.period, Funding.sources)
    rows = db.session.execute(query.where(Funding.programme_id == programme.id).order_by(Funding.id)).all()
    sources = sources_by_row(row.sources for row in rows)
    return [FundingRow(row.kind, row.amount_cents, row.currency, row.period, sources[row.sources]) for row in rows]


def coordinators_of(programme: Programme) -> list[CoordinatorRow]:
    """List who steers a programme."""
    query = (
        select(Person.id, Person.name)
        .join(ProgrammeCoordinator, ProgrammeCoordinator.person_id == Person.id)
        .where(ProgrammeCoordinator.programme_id == programme.id, Person.is_active)
        .order_by(Person.name, Person.id)
    )
    return [CoordinatorRow(*row) for row in db.session.execute(query)]


def actors_of(programme: Programme) -> Actors:
    """Give the institutions that carry a programme, by name within their role; one statement."""
    query = select(ProgrammePartner).where(ProgrammePartner.programme_id == programme.id)
    rows = db.session.scalars(query.order_by(ProgrammePartner.name, ProgrammePartner.id)).all()
    kept = [one for one in rows if one.removed_at is None]
    groups = [(role, tuple(one for one in kept if one.role is role)) for role in GovernanceRole]
    return Actors(
        by_role=tuple((role, actors) for role, actors in groups if actors),
        removed=tuple(one for one in rows if one.removed_at is not None),
    )
