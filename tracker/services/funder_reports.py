"""Presets of funder reports: kept by each person for themselves, used, changed, taken away, put back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.funder_reports import FunderPart, PeriodKind
from tracker.models.exports import FunderPreset
from tracker.models.people import Person
from tracker.services.journal import record


@dataclass(frozen=True)
class Choice:
    """What a funder report tells of: the query of filters, a period, the language, the parts."""

    filters: str
    period: PeriodKind
    since: date | None
    until: date | None
    language: str
    parts: Collection[FunderPart]


def keep_preset(name: str, choice: Choice, *, actor: Person, at: datetime) -> FunderPreset:
    """Keep a choice under a name, as the one that was used last."""
    preset = FunderPreset(person_id=actor.id, created_at=at, last_used_at=at)
    _write(preset, name, choice)
    db.session.add(preset)
    db.session.flush()
    _record("preset.kept", preset, actor, at)
    return preset


def change_preset(preset: FunderPreset, name: str, choice: Choice, *, actor: Person, at: datetime) -> None:
    """Bring a preset to this name and choice; raises RuleBroken("edit.stale") when it was taken away."""
    _refuse_removed(preset)
    _write(preset, name, choice)
    db.session.flush()
    _record("preset.changed", preset, actor, at)


def use_preset(preset: FunderPreset, *, at: datetime) -> None:
    """Put a preset first; raises RuleBroken("edit.stale") when it was taken away."""
    _refuse_removed(preset)
    preset.last_used_at = at


def remove_preset(preset: FunderPreset, *, actor: Person, at: datetime) -> None:
    """Take a preset away; raises RuleBroken("edit.stale") when it is gone already."""
    _refuse_removed(preset)
    preset.removed_at = at
    _record("preset.removed", preset, actor, at)


def restore_preset(preset: FunderPreset, *, actor: Person, at: datetime) -> None:
    """Put a preset back; raises RuleBroken("edit.stale") when it was not taken away."""
    if preset.removed_at is None:
        raise RuleBroken("edit.stale")
    preset.removed_at = None
    _record("preset.restored", preset, actor, at)


def _refuse_removed(preset: FunderPreset) -> None:
    if preset.removed_at is not None:
        raise RuleBroken("edit.stale")


def _write(preset: FunderPreset, name: str, choice: Choice) -> None:
    is_between = choice.period is PeriodKind.BETWEEN
    preset.name, preset.filters, preset.period = name, choice.filters, choice.period
    preset.since, preset.until = (choice.since, choice.until) if is_between else (None, None)
    preset.language = choice.language
    preset.parts = " ".join(part for part in FunderPart if part in choice.parts)


def _record(verb: str, preset: FunderPreset, actor: Person, at: datetime) -> None:
    record(verb, actor=actor, at=at, subject=f"preset-{preset.id}", is_demonstration=actor.is_demonstration)
