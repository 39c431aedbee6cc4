"""What the rooms of the stages wait for from each city: its own evidence, and its word on what stands there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Exists, and_, exists, literal, or_, select

from tracker.dashboards.duty import FRAME, Duty
from tracker.db import db
from tracker.domain.evaluation import Part, Visibility
from tracker.domain.stages import AGREEMENTS
from tracker.i18n import day
from tracker.models.notes import EvaluationNote
from tracker.models.partnerships import Member, Partnership
from tracker.models.rooms import Comparison, ComparisonCell, Need, Priority, PriorityPart, PriorityRanking, Rating
from tracker.models.stages import Consent, StageRun, Waiver
from tracker.models.work import Activity, Instrument, Responsible, Result
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l
from tracker.services.policies import offered


@dataclass(frozen=True)
class Owed:
    """Something that a city puts into the room of a stage; `lacks` holds for a member that has not done so yet.

    It serves a condition of the gate, if its policy asks for that; without one the stage wants it whatever the policy.
    """

    number: int
    condition: str
    text: Any
    lacks: ColumnElement[bool]


def _kept(table: Any) -> ColumnElement[bool]:
    """Hold for rows of a room in the present cycle that were not removed."""
    return and_(table.partnership_id == Partnership.id, table.cycle == Partnership.cycle, table.removed_at.is_(None))


def _some(table: Any, *conditions: ColumnElement[bool]) -> Exists:
    """Hold where a room has such a row."""
    return exists().where(_kept(table), *conditions).correlate(Partnership, Member)


def _lacking(table: Any, own: Any, *conditions: ColumnElement[bool]) -> Exists:
    """Hold where a row of a room has nothing of the member's own that meets the conditions."""
    mine = exists().where(own.city_id == Member.city_id, *conditions).correlate_except(own)
    return _some(table, ~mine)


def _without_part(part: Part) -> ColumnElement[bool]:
    said = exists().where(PriorityPart.priority_id == Priority.id, PriorityPart.part == part)
    return ~said.correlate_except(PriorityPart)


OWED = (
    Owed(1, "every_city_has_needs", _l("Record the needs of the city"), ~_some(Need, Need.city_id == Member.city_id)),
    Owed(
        2,
        "every_city_described_each_dimension",
        _l("Describe the city in each dimension compared"),
        or_(
            ~_some(Comparison),
            _lacking(
                Comparison,
                ComparisonCell,
                ComparisonCell.comparison_id == Comparison.id,
                ComparisonCell.description != "",
            ),
        ),
    ),
    Owed(
        3,
        "each_priority_has_teacher_and_learner",
        _l("Say in each priority who teaches and who learns"),
        or_(~_some(Priority), _some(Priority, or_(_without_part(Part.TEACHES), _without_part(Part.LEARNS)))),
    ),
    Owed(
        3,
        "",
        _l("Rank each priority as the city sees it"),
        _lacking(Priority, PriorityRanking, PriorityRanking.priority_id == Priority.id),
    ),
    Owed(
        4,
        "every_activity_has_responsible_persons",
        _l("Name who answers for each activity in the city"),
        or_(
            ~_some(Activity),
            _lacking(Activity, Responsible, Responsible.activity_id == Activity.id, Responsible.name != ""),
        ),
    ),
    Owed(5, "an_instrument_is_recorded", _l("Record the instrument that was exchanged"), ~_some(Instrument)),
    Owed(
        6,
        "every_result_is_assessed",
        _l("Say of each result what was achieved"),
        or_(~_some(Result), _some(Result, Result.achieved == "")),
    ),
    Owed(
        6,
        "every_city_rated_the_instruments",
        _l("Rate each instrument that was exchanged"),
        _lacking(Instrument, Rating, Rating.instrument_id == Instrument.id),
    ),
    Owed(
        6,
        "a_lesson_is_written",
        _l("Write down what was learned"),
        ~_some(EvaluationNote, EvaluationNote.visibility != Visibility.PRIVATE),
    ),
)
"""What a city owes to the room of the stage that is worked on, in the order of the rooms."""
WORDS = {
    1: _l("Say whether the city agrees to the diagnostic"),
    2: _l("Say whether the city agrees to the comparison"),
    3: _l("Say whether the city agrees to the priorities"),
    4: _l("Say whether the city agrees to the work plan"),
    6: _l("Say whether the city agrees to the assessment"),
}


def missing_evidence(scope: ColumnElement[bool], _today: date) -> list[Duty]:
    """List what a city itself still has to put into the room of the stage that is worked on."""
    owes = [and_(Partnership.stage_number == one.number, one.lacks, ~_is_waived(one)) for one in OWED]
    columns = [one.label(f"owed_{place}") for place, one in enumerate(owes)]
    query = (
        select(Member.city_id, Partnership.policy, *FRAME, *columns)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(scope, or_(*owes))
    )
    return [
        duty
        for city, policy, ref, title, *flags in db.session.execute(query)
        for duty in _of_row(
            city, policy, ref, title, [one for one, is_owed in zip(OWED, flags, strict=True) if is_owed]
        )
    ]


def _is_waived(one: Owed) -> Exists:
    of_run = and_(
        StageRun.partnership_id == Partnership.id,
        StageRun.cycle == Partnership.cycle,
        StageRun.number == one.number,
        StageRun.id == Waiver.stage_run_id,
    )
    return exists().where(of_run, Waiver.condition == literal(one.condition)).correlate(Partnership)


def _of_row(city: int, policy: str, ref: str, title: str, owed: Iterable[Owed]) -> list[Duty]:
    """Make the duties of one city in one partnership, but for what its policy does not ask for."""
    found, followed = [], offered().get(policy)
    for one in owed:
        asked = {evidence.__name__ for evidence in followed.stage(one.number).gate} if followed else set()
        if one.condition and one.condition not in asked:
            continue
        why = _("opens the gate of stage %(number)d", number=one.number) if one.condition else ""
        href = url_for("stages.show", ref=ref, number=one.number)
        status = ("not_started", _("Not started"))
        found.append(Duty("evidence", city, ref, title, str(one.text), why, href, None, status))
    return found


def words_asked(scope: ColumnElement[bool], _today: date) -> list[Duty]:
    """List the stages to which a city can agree now and does not yet: all that it agrees on is there."""
    agreed = exists().where(Consent.stage_run_id == StageRun.id, Consent.city_id == Member.city_id)
    query = (
        select(Member.city_id, StageRun.number, StageRun.asked_at, *FRAME)
        .join(StageRun, and_(StageRun.partnership_id == Member.partnership_id, StageRun.asked_at.is_not(None)))
        .join(Partnership, Partnership.id == Member.partnership_id)
        .where(scope, StageRun.number.in_(sorted(AGREEMENTS)), ~agreed)
    )
    return [
        Duty(
            "consent",
            city,
            ref,
            title,
            str(WORDS[number]),
            _("asked since %(day)s", day=day(asked_at)),
            url_for("stages.show", ref=ref, number=number, _anchor="consents"),
            None,
            ("awaiting", _("Awaiting the word of the city")),
        )
        for city, number, asked_at, ref, title in db.session.execute(query)
    ]
