"""A person's presets of funder reports and the files that were made for them, as pages list them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from sqlalchemy import select

from tracker.dashboards.filters import Filters
from tracker.dashboards.funder_reports.files import period_in_words
from tracker.dashboards.funder_reports.gathering import conditions_of, filters_of
from tracker.db import db
from tracker.domain.exports import ExportState
from tracker.domain.funder_reports import FunderPart, Period, PeriodKind
from tracker.i18n import own_name
from tracker.models.exports import Export, FunderPreset
from tracker.permissions import Standing
from tracker.sentences import gettext as _
from tracker.services.funder_reports import Choice
from tracker.words import word

SHOWN_EXPORTS = 10
REMOVED_SHOWN = timedelta(days=7)
"""For so long a preset that was taken away is offered to be put back."""
MARKS = {
    ExportState.QUEUED: "not_started",
    ExportState.UNDER_WAY: "in_progress",
    ExportState.READY: "done",
    ExportState.FAILED: "overdue",
    ExportState.EXPIRED: "paused",
}


@dataclass(frozen=True)
class Presets:
    """What a person keeps, the one used last first, and what they took away lately."""

    kept: tuple[FunderPreset, ...]
    removed: tuple[FunderPreset, ...]


def presets_of(standing: Standing, at: datetime) -> Presets:
    """List a person's presets; one statement."""
    query = select(FunderPreset).where(FunderPreset.person_id == standing.person_id)
    found = db.session.scalars(query.order_by(FunderPreset.last_used_at.desc(), FunderPreset.id.desc())).all()
    return Presets(
        tuple(one for one in found if one.removed_at is None),
        tuple(one for one in found if one.removed_at is not None and one.removed_at > at - REMOVED_SHOWN),
    )


def exports_of(standing: Standing, at: datetime) -> list[Export]:
    """List the newest files that were made for a person and are still kept; one statement."""
    query = select(Export).where(Export.person_id == standing.person_id, Export.expires_at > at)
    return list(db.session.scalars(query.order_by(Export.asked_at.desc(), Export.id.desc()).limit(SHOWN_EXPORTS)))


def choice_of_preset(preset: FunderPreset) -> Choice:
    """Give what a preset asks for."""
    return Choice(
        filters=preset.filters,
        period=preset.period,
        since=preset.since,
        until=preset.until,
        language=preset.language,
        parts=[FunderPart(part) for part in preset.parts.split()],
    )


def usual_choice(language: str) -> Choice:
    """Give what is offered to whoever has no preset yet: all parts, this year, in their own language."""
    return Choice("", PeriodKind.THIS_YEAR, None, None, language, list(FunderPart))


def over(choice: Choice, filters: Filters) -> Choice:
    """Give a choice over other filters, such as those on the screen; their days become its period."""
    narrowed = replace(choice, filters=urlencode(replace(filters, since=None, until=None).query))
    if filters.since or filters.until:
        return replace(narrowed, period=PeriodKind.BETWEEN, since=filters.since, until=filters.until)
    if choice.period is PeriodKind.PROGRAMME and not filters.programme:
        return replace(narrowed, period=PeriodKind.THIS_YEAR)
    return narrowed


def described(choice: Choice, standing: Standing, today: date) -> list[tuple[str, str]]:
    """Say what a choice asks for, as pairs of a label and a text; a statement for each filter that names a row."""
    conditions = conditions_of(filters_of(choice), standing)
    everything = [(_("Partnerships"), _("All that you may see"))]
    is_whole = set(choice.parts) == set(FunderPart)
    return [
        *([(one.label, one.words) for one in conditions] or everything),
        (_("Period"), _period_words(choice, today)),
        (_("Language"), own_name(choice.language)),
        (_("Parts"), _("All parts") if is_whole else "; ".join(word(one) for one in FunderPart if one in choice.parts)),
    ]


def _period_words(choice: Choice, today: date) -> str:
    years = {PeriodKind.THIS_YEAR: today.year, PeriodKind.LAST_YEAR: today.year - 1}
    if choice.period in years:
        return f"{word(choice.period)} ({years[choice.period]})"
    if choice.period is PeriodKind.PROGRAMME:
        return word(choice.period)
    return period_in_words(Period(choice.since, choice.until))


def title_of(choice: Choice, standing: Standing, today: date) -> str:
    """Name a funder report that was made without a preset."""
    conditions = conditions_of(filters_of(choice), standing)
    of = ", ".join(one.words for one in conditions) or _("all partnerships")
    return _("Funder report: %(of)s; %(period)s", of=of, period=_period_words(choice, today))
