"""Presets of funder reports: kept, used, changed, taken away, put back; each act in the journal."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.funder_reports import FunderPart, PeriodKind
from tracker.models.journal import JournalEntry
from tracker.services import funder_reports
from tracker.services.funder_reports import Choice

BETWEEN = Choice(
    "programme=x",
    PeriodKind.BETWEEN,
    date(2025, 1, 1),
    date(2025, 6, 30),
    "pt",
    [FunderPart.MONEY, FunderPart.PIPELINE],
)


def test_a_preset_is_kept_changed_taken_away_and_put_back(app: Flask) -> None:
    by = make.coordinator()
    with transaction():
        preset = funder_reports.keep_preset("EU", BETWEEN, actor=by, at=AT)
    assert (preset.parts, preset.since, preset.until) == ("pipeline money", date(2025, 1, 1), date(2025, 6, 30))
    yearly = Choice("", PeriodKind.THIS_YEAR, date(2025, 1, 1), None, "en", [FunderPart.GOALS])
    with transaction():
        funder_reports.change_preset(preset, "Yearly", yearly, actor=by, at=AT)
        funder_reports.use_preset(preset, at=AT + timedelta(days=1))
        funder_reports.remove_preset(preset, actor=by, at=AT)
    assert (preset.name, preset.since, preset.parts, preset.language) == ("Yearly", None, "goals", "en")
    for refused in (
        lambda: funder_reports.remove_preset(preset, actor=by, at=AT),
        lambda: funder_reports.use_preset(preset, at=AT),
        lambda: funder_reports.change_preset(preset, "x", yearly, actor=by, at=AT),
    ):
        with pytest.raises(RuleBroken, match="edit.stale"):
            refused()
    with transaction():
        funder_reports.restore_preset(preset, actor=by, at=AT)
    with pytest.raises(RuleBroken, match="edit.stale"):
        funder_reports.restore_preset(preset, actor=by, at=AT)
    assert preset.removed_at is None
    verbs = db.session.scalars(select(JournalEntry.verb).where(JournalEntry.subject == f"preset-{preset.id}")).all()
    assert verbs == ["preset.kept", "preset.changed", "preset.removed", "preset.restored"]
