"""Who has solved a need: instruments, teaching cities and published notes of the same sector that a reader may see.

Each function makes one statement.
"""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.domain.evaluation import NoteKind, Part, Visibility
from tracker.models.cities import City
from tracker.models.notes import EvaluationNote
from tracker.models.partnerships import Partnership
from tracker.models.rooms import Need, Priority, PriorityPart, Rating
from tracker.models.work import Instrument
from tracker.permissions import Standing
from tracker.scopes import partnerships_seen

MOST = 30


@dataclass(frozen=True)
class Offered:
    """An instrument that served the sector, with the mean of its ratings (1 to 5), None when nobody rated it."""

    title: str
    from_city: str
    to_city: str
    ref: str
    partnership: str
    rating: float | None
    is_demonstration: bool


@dataclass(frozen=True)
class Teacher:
    """A city that offers to teach in a priority of the sector."""

    city: str
    code: str
    priority: str
    ref: str
    partnership: str
    is_demonstration: bool


@dataclass(frozen=True)
class Told:
    """A published note on what worked or failed, in its own language."""

    kind: NoteKind
    text: str
    language: str
    ref: str
    partnership: str
    is_demonstration: bool


def instruments_for(sector: str, standing: Standing) -> list[Offered]:
    """List the instruments of partnerships on this theme, the best rated first and the unrated last."""
    giver, taker = aliased(City), aliased(City)
    mean = select(func.avg(Rating.score)).where(Rating.instrument_id == Instrument.id).scalar_subquery()
    query = (
        select(
            Instrument.title,
            giver.name,
            taker.name,
            Partnership.ref,
            Partnership.title,
            mean,
            Instrument.is_demonstration,
        )
        .join(Partnership, Partnership.id == Instrument.partnership_id)
        .join(giver, giver.id == Instrument.from_city_id)
        .join(taker, taker.id == Instrument.to_city_id)
        .where(partnerships_seen(standing), Instrument.removed_at.is_(None), Partnership.theme == sector)
        .order_by(mean.desc().nulls_last(), Instrument.id)
        .limit(MOST)
    )
    return [
        Offered(title, giver_name, taker_name, ref, partnership, None if rating is None else float(rating), is_shown)
        for title, giver_name, taker_name, ref, partnership, rating, is_shown in db.session.execute(query)
    ]


def teachers_for(sector: str, standing: Standing) -> list[Teacher]:
    """List the cities that teach in a priority whose need, or whose partnership, is of this sector."""
    query = (
        select(
            City.name,
            City.code,
            Priority.title,
            Partnership.ref,
            Partnership.title,
            Priority.is_demonstration,
        )
        .join(PriorityPart, PriorityPart.city_id == City.id)
        .join(Priority, Priority.id == PriorityPart.priority_id)
        .join(Partnership, Partnership.id == Priority.partnership_id)
        .outerjoin(Need, and_(Need.id == Priority.need_id, Need.removed_at.is_(None)))
        .where(
            partnerships_seen(standing),
            PriorityPart.part == Part.TEACHES,
            Priority.removed_at.is_(None),
            or_(Need.sector == sector, and_(Need.id.is_(None), Partnership.theme == sector)),
        )
        .order_by(City.name, Priority.id)
        .limit(MOST)
    )
    return [Teacher(*row) for row in db.session.execute(query)]


def notes_for(sector: str) -> list[Told]:
    """List what published partnerships on this theme told everyone, the newest first."""
    query = (
        select(
            EvaluationNote.kind,
            EvaluationNote.text,
            EvaluationNote.language,
            Partnership.ref,
            Partnership.title,
            EvaluationNote.is_demonstration,
        )
        .join(Partnership, Partnership.id == EvaluationNote.partnership_id)
        .where(
            Partnership.is_public.is_(True),
            Partnership.deleted_at.is_(None),
            Partnership.theme == sector,
            EvaluationNote.visibility == Visibility.PUBLIC,
            EvaluationNote.removed_at.is_(None),
        )
        .order_by(EvaluationNote.created_at.desc(), EvaluationNote.id.desc())
        .limit(MOST)
    )
    return [Told(*row) for row in db.session.execute(query)]
