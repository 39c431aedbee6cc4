"""Which stages are ready: for each city's word, and for the coordinator's decision. Copies of the facts, kept up here.

Every act names its partnership to the journal; before the transaction commits, the stages of the partnerships named
are looked at anew. So no service has to think of it, and a list of many partnerships counts no evidence.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import event, or_, select, update
from sqlalchemy.orm import Session

from tracker.db import db
from tracker.domain.partnerships import LIVE_STATES
from tracker.domain.stages import OPEN_STATES, Facts, asks_for_words, missing
from tracker.models.partnerships import Partnership
from tracker.models.stages import StageRun, Waiver
from tracker.services.facts import facts_of_all
from tracker.services.journal import concerned
from tracker.services.policies import followed

CHUNK = 400
"""Partnerships that are looked at together."""
Copies = tuple[datetime | None, datetime | None]
"""Since when a stage asks for the words of its cities, and since when it awaits the decision; None: it does not."""


def awaits_decision(partnership: Partnership, run: StageRun, facts: Facts, waived: Collection[str]) -> bool:
    """Tell whether all evidence of an open stage is there, so that only the coordinator's decision is missing."""
    policy = followed(partnership)
    return policy is not None and _is_open(partnership, run) and not missing(policy.stage(run.number), facts, waived)


def asks_the_cities(partnership: Partnership, run: StageRun, facts: Facts, waived: Collection[str]) -> bool:
    """Tell whether an open stage asks for each city's word, and everything that the cities agree on is there."""
    policy = followed(partnership)
    return policy is not None and _is_open(partnership, run) and asks_for_words(policy.stage(run.number), facts, waived)


def _is_open(partnership: Partnership, run: StageRun) -> bool:
    return partnership.state in LIVE_STATES and run.state in OPEN_STATES and run.cycle == partnership.cycle


def rebuild(at: datetime) -> int:
    """Bring the copies of every partnership in line with the facts; returns how many stages differed, usually none."""
    every = list(db.session.scalars(select(Partnership.id).order_by(Partnership.id)))
    return look_again(dict.fromkeys(every, at))


def look_again(moments: dict[int, datetime]) -> int:
    """Bring the copies of some partnerships (their ids, each with the moment of its act) in line with the facts.

    Returns how many stages changed. Four statements for many partnerships, and one for each stage that changed. The
    partnerships are locked first: of two acts at once the later one sees what both did.
    """
    ids = sorted(moments)
    return sum(
        _look_at({one: moments[one] for one in ids[start : start + CHUNK]}) for start in range(0, len(ids), CHUNK)
    )


def _look_at(moments: dict[int, datetime]) -> int:
    locked = select(Partnership).where(Partnership.id.in_(moments)).order_by(Partnership.id)
    locked = locked.with_for_update(key_share=True).execution_options(populate_existing=True)
    by_id = {one.id: one for one in db.session.scalars(locked)}
    facts = facts_of_all(moments, max(moments.values()).date())  # no condition of a gate depends on the day
    runs = _runs(moments)
    waived = _waived(runs)
    changed = 0
    for run in runs:
        of = by_id[run.partnership_id]
        now = _copies(of, run, facts[of.id], waived.get(run.id, set()), moments[of.id])
        if now != (run.asked_at, run.ready_at):
            changed += 1
            _keep(run, now)
    return changed


def _runs(ids: Collection[int]) -> list[StageRun]:
    """List the stages that are worked on, and those that still carry a copy."""
    stale = or_(StageRun.asked_at.is_not(None), StageRun.ready_at.is_not(None))
    query = select(StageRun).where(
        StageRun.partnership_id.in_(ids), or_(StageRun.state.in_(sorted(OPEN_STATES)), stale)
    )
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _waived(runs: Iterable[StageRun]) -> dict[int, set[str]]:
    """Give the conditions that were waived, by stage."""
    found: dict[int, set[str]] = {}
    query = select(Waiver.stage_run_id, Waiver.condition).where(Waiver.stage_run_id.in_([run.id for run in runs]))
    for run_id, condition in db.session.execute(query):
        found.setdefault(run_id, set()).add(condition)
    return found


def _copies(of: Partnership, run: StageRun, facts: Facts, waived: Collection[str], at: datetime) -> Copies:
    is_current = run.number == of.stage_number
    asks = asks_the_cities(of, run, facts, waived)
    awaits = is_current and awaits_decision(of, run, facts, waived)
    return (run.asked_at or at) if asks else None, (run.ready_at or at) if awaits else None


def _keep(run: StageRun, now: Copies) -> None:
    """Write the copies; the stage keeps its version, for nobody edits them."""
    asked_at, ready_at = now
    db.session.execute(
        update(StageRun)
        .where(StageRun.id == run.id)
        .values(asked_at=asked_at, ready_at=ready_at)
        .execution_options(synchronize_session=False)
    )


@event.listens_for(Session, "before_commit", insert=True)
def _keep_up(session: Session) -> None:
    """Look again at what this transaction's acts concern, before the journal is written: it is written last."""
    if session.in_nested_transaction():
        return
    moments = concerned(session)
    if moments:
        session.flush()
        look_again(moments)
