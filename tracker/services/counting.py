"""Counting missions without a report once for many that come in together, instead of once for each.

The triggers that keep the counts (migrations 0016 and 0021) rest meanwhile, for this transaction alone; before it
commits, the partnerships concerned are counted anew. The journal is written first: whoever counts waits for nothing that
others hold.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import event, func, select, text, tuple_, update
from sqlalchemy.orm import Session

from tracker.db import db
from tracker.domain.missions import MissionState
from tracker.models.counts import CountedPartnership, PartnershipCount
from tracker.models.missions import Mission
from tracker.services.journal import wait_in_line  # whose own listener thereby comes first

TRIGGER = "mission_counted"
LOCK = 7_120_019
"""Number of PostgreSQL's advisory lock that puts those who count in a row; the triggers take it too."""
UNCOUNTED = "partnerships to count before the commit"
CHUNK = 500


@contextmanager
def counted_together(partnerships: Collection[int]) -> Iterator[None]:
    """Let the block add missions that no trigger counts; `partnerships` is read after it, and these are counted.

    SQLite has one writer, who may take a trigger away and put it back within a transaction; PostgreSQL's trigger looks
    at a setting of the transaction.
    """
    db.session.info.setdefault(UNCOUNTED, []).append(partnerships)
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.set_config("tracker.counts", "together", True)))
        yield
        connection.execute(select(func.set_config("tracker.counts", "", True)))
        return
    query = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    definition = connection.execute(query, {"name": TRIGGER}).scalar_one()
    connection.exec_driver_sql(f"DROP TRIGGER {TRIGGER}")
    yield
    connection.exec_driver_sql(definition)


@event.listens_for(Session, "before_commit")
def _count(session: Session) -> None:
    """Count what is waiting to be counted, after the journal was written."""
    if session.in_nested_transaction():
        return
    ids = sorted({one for partnerships in session.info.pop(UNCOUNTED, []) for one in partnerships})
    if not ids:
        return
    wait_in_line(session, LOCK)
    for start in range(0, len(ids), CHUNK):
        _count_missions(session, ids[start : start + CHUNK])
    _sum_up(session)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    """Forget what did not happen."""
    session.info.pop(UNCOUNTED, None)


def _count_missions(session: Session, ids: Sequence[int]) -> None:
    completed = (
        select(func.count())
        .where(
            Mission.partnership_id == CountedPartnership.partnership_id,
            Mission.state == MissionState.COMPLETED,
        )
        .scalar_subquery()
    )
    counted = update(CountedPartnership).where(CountedPartnership.partnership_id.in_(ids)).values(unreported=completed)
    session.execute(counted.execution_options(synchronize_session=False))


def _sum_up(session: Session) -> None:
    """Let every sum be that of its parts; there are a few hundred of them."""
    place = (CountedPartnership.programme_id, CountedPartnership.state, CountedPartnership.stage_number)
    of_place = (PartnershipCount.programme_id, PartnershipCount.state, PartnershipCount.stage_number)
    sums = session.execute(select(*place, func.sum(CountedPartnership.unreported)).group_by(*place)).all()
    for *where, unreported in sums:
        counted = update(PartnershipCount).where(
            tuple_(*of_place) == tuple_(*where), PartnershipCount.unreported != unreported
        )
        session.execute(counted.values(unreported=unreported).execution_options(synchronize_session=False))

