"""Stages whose evidence and words are all there: they wait for the coordinator, who decides on their gate."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from tracker.dashboards.duty import Duty
from tracker.dashboards.filters import Selection
from tracker.dashboards.paging import Query, Window
from tracker.db import db
from tracker.i18n import day
from tracker.models.partnerships import Partnership
from tracker.models.stages import StageRun
from tracker.permissions import Permission, Standing, allows
from tracker.sentences import gettext as _

MOST_DUTIES = 50
"""How many decisions "My tasks" shows; the portfolio lists them all."""


@dataclass(frozen=True)
class Awaited:
    """How many stages of a selection await the decision, and for how many days the oldest one has."""

    total: int
    oldest: int


@dataclass(frozen=True)
class DecisionRow:
    """A stage that awaits the decision; `days` since all was there, `is_own` when the reader decides on it."""

    ref: str
    title: str
    stage_number: int
    ready_at: datetime
    days: int
    is_own: bool
    is_demonstration: bool


def decision_duties(standing: Standing, now: datetime) -> list[Duty]:
    """List what a coordinator decides on, as duties; the longest awaited first, at most `MOST_DUTIES`."""
    return [
        Duty(
            "decide",
            0,
            row.ref,
            row.title,
            _("Decide on the gate of stage %(number)s", number=row.stage_number),
            _("complete since %(day)s", day=day(row.ready_at)),
            url_for("stages.pass_gate", ref=row.ref, number=row.stage_number),
            None,
            ("awaiting", _("Awaiting decision")),
        )
        for row in decisions(Selection(standing), Window(size=MOST_DUTIES), now)
        if row.is_own
    ]


def awaited(selection: Selection, now: datetime) -> Awaited:
    """Count the stages that await the decision; one statement."""
    query = _awaiting(selection).with_only_columns(func.count(), func.min(StageRun.ready_at))
    total, first = db.session.execute(query).one()
    return Awaited(total, max(0, (now - first).days) if first else 0)


def decisions(selection: Selection, window: Window, now: datetime) -> list[DecisionRow]:
    """List the stages that await the decision, the longest first; one statement."""
    query = _awaiting(selection).order_by(StageRun.ready_at, StageRun.id)
    return [
        DecisionRow(
            ref=partnership.ref,
            title=partnership.title,
            stage_number=number,
            ready_at=ready_at,
            days=max(0, (now - ready_at).days),
            is_own=allows(selection.standing, Permission.GATE_DECIDE, partnership),
            is_demonstration=partnership.has_demonstration,
        )
        for partnership, number, ready_at in db.session.execute(window.of(query))
    ]


def _awaiting(selection: Selection) -> Query:
    """Begin at the few stages that are ready, which their index holds, so that nothing else is looked at."""
    of_run = and_(
        StageRun.partnership_id == Partnership.id,
        StageRun.cycle == Partnership.cycle,
        StageRun.number == Partnership.stage_number,
    )
    ready = aliased(StageRun)
    is_among = Partnership.id.in_(select(ready.partnership_id).where(ready.ready_at.is_not(None)))
    return (
        select(Partnership, StageRun.number, StageRun.ready_at)
        .join(StageRun, of_run)
        .where(is_among, StageRun.ready_at.is_not(None), *selection.conditions)
    )
