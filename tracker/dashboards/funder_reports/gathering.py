"""Gathering a funder report: every part over one selection and one period, and what the cover says of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from tracker.dashboards.filters import NO_PROGRAMME, Filters, Selection
from tracker.dashboards.funder_reports import continuity, indicators, meetings, money, results, work
from tracker.dashboards.funder_reports.records import Asked, Condition, Figure, FunderReport, PartRecord
from tracker.dashboards.sdg import words
from tracker.db import db
from tracker.domain.funder_reports import FunderPart, Period, PeriodKind, period_of
from tracker.domain.partnerships import PartnershipState
from tracker.domain.programmes import GovernanceRole
from tracker.i18n import Reader, country_name, written_for
from tracker.models.cities import City
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.programmes import Programme, ProgrammePartner
from tracker.permissions import Standing
from tracker.scopes import people_seen
from tracker.sentences import gettext as _
from tracker.services.funder_reports import Choice
from tracker.services.sdg import goals
from tracker.vocabulary import FILTER_LABELS, theme_word
from tracker.words import STAGE_NAMES, word

PARTS: Mapping[FunderPart, Callable[[Asked], PartRecord]] = {
    FunderPart.PIPELINE: work.pipeline,
    FunderPart.INDICATORS: indicators.indicators,
    FunderPart.MISSIONS: meetings.missions,
    FunderPart.DELEGATES: meetings.delegates,
    FunderPart.SIGNED_REPORTS: meetings.signed_reports,
    FunderPart.GOALS: results.goals,
    FunderPart.MONEY: money.money,
    FunderPart.SHARING: results.sharing,
    FunderPart.PROMISES: results.promises,
    FunderPart.LESSONS: results.lessons,
    FunderPart.LEADERSHIP: continuity.leadership,
    FunderPart.AFTER_CARE: continuity.after_care,
}
HEADLINE = (
    (FunderPart.MISSIONS, "missions"),
    (FunderPart.DELEGATES, "people"),
    (FunderPart.SIGNED_REPORTS, "signed"),
    (FunderPart.SIGNED_REPORTS, "median_days"),
    (FunderPart.INDICATORS, "met"),
    (FunderPart.PROMISES, "share"),
    (FunderPart.SHARING, "reach"),
    (FunderPart.GOALS, "goals"),
    (FunderPart.LESSONS, "failed"),
    (FunderPart.AFTER_CARE, "answered"),
)
"""The figures of the board's page: one or two of each part."""


def filters_of(choice: Choice) -> Filters:
    """Read the filters of a choice; its period takes the place of those that narrow by days."""
    return replace(Filters.read_query(choice.filters), since=None, until=None)


def gather(choice: Choice, standing: Standing, timezone: str, at: datetime) -> FunderReport:
    """Gather what a choice asks for as a person sees it, in the choice's language; a fixed number of statements."""
    with written_for(Reader(choice.language, timezone=timezone)):
        return _gather(choice, standing, timezone, at)


def _gather(choice: Choice, standing: Standing, timezone: str, at: datetime) -> FunderReport:
    filters, today = filters_of(choice), at.astimezone(ZoneInfo(timezone)).date()
    period = resolved(choice, filters, today)
    reader = replace(standing, signed=frozenset())  # who merely signed there once may not read the rooms
    selection = Selection(reader, replace(filters, since=period.since, until=period.until))
    asked = Asked(selection, period, today, frozenset(choice.parts))
    place = work.pipeline(asked)
    wanted = [part for part in FunderPart if part in asked.parts and part is not FunderPart.PIPELINE]
    found: dict[FunderPart, PartRecord] = {FunderPart.PIPELINE: place}
    found |= {part: PARTS[part](asked) for part in wanted}
    parts = tuple(found[part] for part in FunderPart if part in asked.parts)
    programmes, funders = _programmes(asked)
    is_one = len(programmes) == 1 and place.figure("programmes").value == 1
    return FunderReport(
        title=programmes[0] if is_one and filters.programme else _("Partnerships of cities"),
        language=choice.language,
        timezone=timezone,
        as_of=at,
        period=period,
        programmes=programmes,
        funders=funders,
        conditions=conditions_of(filters, standing),
        counted=place.figures,
        headline=_headline(found),
        parts=parts,
        has_demonstration=any(table.has_demonstration for part in (place, *parts) for table in part.tables),
    )


def resolved(choice: Choice, filters: Filters, today: date) -> Period:
    """Give the days that a choice's period means on a day."""
    given = Period(choice.since, choice.until)
    if choice.period is PeriodKind.PROGRAMME:
        query = select(Programme.starts, Programme.ends).where(Programme.code == filters.programme)
        row = db.session.execute(query).first()
        starts, ends = (row.starts, row.ends) if row is not None else (None, None)
        given = Period(starts.first_day if starts else None, ends.last_day if ends else None)
    return period_of(choice.period, today, given)


def _headline(found: Mapping[FunderPart, PartRecord]) -> tuple[Figure, ...]:
    return tuple(found[part].figure(code) for part, code in HEADLINE if part in found)


def _programmes(asked: Asked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the programmes of the partnerships, and who funds them; two statements."""
    of = select(Partnership.programme_id).where(*asked.selection.conditions)
    rows = db.session.execute(
        select(Programme.name, Programme.funders).where(Programme.id.in_(of)).order_by(Programme.name, Programme.id)
    ).all()
    partners = select(ProgrammePartner.name).where(
        ProgrammePartner.programme_id.in_(of),
        ProgrammePartner.role == GovernanceRole.FUNDER,
        ProgrammePartner.removed_at.is_(None),
    )
    named = [part.strip() for row in rows for part in row.funders.split(";") if part.strip()]
    funders = dict.fromkeys([*named, *db.session.scalars(partners.order_by(ProgrammePartner.name))])
    return tuple(row.name for row in rows), tuple(funders)


def conditions_of(filters: Filters, standing: Standing) -> tuple[Condition, ...]:
    """Say in words what narrows a selection; at most one statement for each of programme, city and person."""
    asked = {name: value for name, value in filters.query.items() if name not in {"since", "until"}}
    return tuple(
        Condition(name, value, str(FILTER_LABELS[name]), _said(name, value, filters, standing))
        for name, value in asked.items()
    )


def _said(name: str, value: str, filters: Filters, standing: Standing) -> str:
    writers: dict[str, Callable[[], str]] = {
        "programme": lambda: _("Outside a programme") if value == NO_PROGRAMME else _name(Programme, value),
        "city": lambda: _name(City, value),
        "person": lambda: _person(filters.person or 0, standing),
        "country": lambda: country_name(value),
        "theme": lambda: theme_word(value),
        "stage": lambda: f"{value} {STAGE_NAMES[int(value)]}",
        "phase": lambda: word(filters.phase),
        "modality": lambda: word(filters.modality),
        "state": lambda: _state(value),
        "sdg": lambda: f"{value} {words(goals()[int(value)].short).text}",
    }
    return str(writers.get(name, lambda: value)())


def _name(model: type[Programme] | type[City], code: str) -> str:
    return db.session.scalar(select(model.name).where(model.code == code)) or code


def _person(number: int, standing: Standing) -> str:
    seen = select(Person.name).where(Person.id == number, people_seen(standing))
    return db.session.scalar(seen) or str(number)


def _state(value: str) -> str:
    groups = {"live": _("Live"), "current": _("Live or in after-care")}
    return groups.get(value) or word(PartnershipState(value))
