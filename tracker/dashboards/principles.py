"""The phases' evidence and the principles as health checks, each with what it is computed from, never a verdict.

All cycles of a partnership count together. The number of statements does not depend on how much there is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import and_, select, union_all

from tracker.dashboards.work import promises_of
from tracker.db import db
from tracker.domain.evaluation import Part
from tracker.domain.missions import MissionState
from tracker.domain.phases import evidence_of
from tracker.domain.principles import (
    DAYS_TO_BUILD_TRUST,
    Principle,
    Share,
    days_taken,
    in_time,
    lesser_direction,
    own_hand,
    read_before,
    shares,
)
from tracker.domain.search import folded
from tracker.domain.signing import Decision
from tracker.domain.stages import CLOSED_STATES, Facts, Phase
from tracker.i18n import days, money
from tracker.models.evaluations import Evaluation, EvaluationSide
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument, Reading, Signature, Slot
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.rooms import Comparison, ComparisonCell, Need, Priority, PriorityPart
from tracker.models.stages import StageRun
from tracker.models.work import Activity, Cost, Instrument
from tracker.sentences import gettext as _
from tracker.sentences import ngettext
from tracker.vocabulary import PHASE_EVIDENCE
from tracker.words import word


@dataclass(frozen=True)
class Check:
    """One principle with what is recorded about it; without `lines` too little is recorded to say anything.

    `question` is asked where the lines show one side only; `source` says what was counted, `href` where it stands.
    """

    code: str
    title: str
    lines: Sequence[str]
    question: str
    source: str
    href: str


@dataclass(frozen=True)
class PhaseLine:
    """One piece of a phase's evidence."""

    text: str
    is_met: bool
    done: int
    total: int


@dataclass(frozen=True)
class PhaseView:
    """One phase with its evidence; phases overlap, so that several can be under way at once."""

    code: str
    name: str
    lines: Sequence[PhaseLine]

    @property
    def met(self) -> int:
        """Count the evidence that is there."""
        return sum(line.is_met for line in self.lines)


def phase_views(facts: Facts) -> list[PhaseView]:
    """Give the evidence of the three phases."""
    return [
        PhaseView(
            phase.value,
            word(phase),
            [
                PhaseLine(str(PHASE_EVIDENCE[code]), one.is_met, one.done, one.total)
                for code, one in evidence_of(phase, facts).items()
            ],
        )
        for phase in Phase
    ]


def checks_of(partnership: Partnership, today: date) -> list[Check]:
    """Give every principle with what is recorded about it; eight statements beside the cities."""
    names = {city.id: city.name for city in partnership.cities}
    passed = _passed_on(partnership, names)
    teaching = _teaching(partnership, names)
    return [
        _equality(partnership, names),
        _no_donor(partnership, names, teaching),
        _reciprocity(partnership, passed, teaching),
        _solidarity(partnership, today),
        *_signing(partnership, today),
        _ownership(partnership, names),
        _time(partnership, today),
    ]


def _check(code: Principle, lines: Iterable[str], source: str, href: str, question: str = "") -> Check:
    return Check(code.value, word(code), list(lines), question, source, href)


def _room(partnership: Partnership, number: int) -> str:
    return url_for("stages.show", ref=partnership.ref, number=number)


def _known(told: Mapping[str, Share], say: Any) -> list[str]:
    """Say each share whose whole is not empty."""
    return [say(name, share) for name, share in told.items() if share.total]


def _only_one(told: Mapping[str, Share]) -> str:
    """Name the city to which all of it falls, when there is more than one thing and more than one city."""
    return next((name for name, share in told.items() if 1 < share.total == share.done and len(told) > 1), "")


def _equality(partnership: Partnership, names: Mapping[int, str]) -> Check:
    query = (
        select(Person.city_id, Mission.host_city_id)
        .outerjoin(Person, Person.id == Mission.logged_by_id)
        .where(Mission.partnership_id == partnership.id, Mission.state != MissionState.CANCELLED)
    )
    found = db.session.execute(query).all()
    proposed = shares(Counter(names.get(one or 0, "") for one, _host in found if one), names.values())
    hosted = shares(Counter(names.get(host or 0, "") for _one, host in found if host), names.values())
    lines = [
        *_known(
            proposed, lambda city, share: _("%(city)s proposed %(done)s of %(total)s missions", **_told(city, share))
        ),
        *_known(hosted, lambda city, share: _("%(city)s hosted %(done)s of %(total)s missions", **_told(city, share))),
    ]
    alone = _only_one(hosted) or _only_one(proposed)
    question = _("So far it is always %(city)s. Would the other city like to propose or to host?", city=alone)
    source = _("Missions that were not cancelled: who logged them, and who hosted.")
    return _check(
        Principle.EQUALITY,
        lines,
        source,
        url_for("partnerships.show", ref=partnership.ref, _anchor="missions"),
        question if alone else "",
    )


def _told(city: str, share: Share) -> dict[str, Any]:
    return {"city": city, "done": share.done, "total": share.total}


def _no_donor(partnership: Partnership, names: Mapping[int, str], teaching: Mapping[str, Share]) -> Check:
    query = (
        select(Cost.currency, Cost.bearer, Cost.amount_cents)
        .join(Activity, Activity.id == Cost.activity_id)
        .where(Activity.partnership_id == partnership.id, Activity.removed_at.is_(None), Cost.bearer != "")
    )
    sums: dict[str, Counter[str]] = {}
    cities = {folded(name): name for name in names.values()}
    for currency, bearer, cents in db.session.execute(query):
        sums.setdefault(currency, Counter())[cities.get(folded(bearer), "")] += cents
    lines, alone = [], ""
    for currency, borne in sorted(sums.items()):
        whole = money(borne.total(), currency)
        for city, share in shares(borne, names.values()).items():
            lines.append(
                _("%(city)s bears %(part)s of %(whole)s", city=city, part=money(share.done, currency), whole=whole)
            )
            alone = city if share.done == share.total and len(names) > 1 else alone
        if borne[""]:
            lines.append(_("Others bear %(part)s of %(whole)s", part=money(borne[""], currency), whole=whole))
    teaches_alone = _only_one(teaching)
    question = ""
    if alone and alone == teaches_alone:
        question = _("%(city)s pays and teaches. What could it learn, and what could the other city bring?", city=alone)
    elif alone:
        question = _("%(city)s bears all of it. What does the other city bring that no sum shows?", city=alone)
    source = _("Costs of the work plans by who bears them; every currency for itself.")
    return _check(Principle.NO_DONOR, lines, source, _room(partnership, 4), question)


def _teaching(partnership: Partnership, names: Mapping[int, str]) -> dict[str, Share]:
    query = (
        select(PriorityPart.city_id)
        .join(Priority, Priority.id == PriorityPart.priority_id)
        .where(
            Priority.partnership_id == partnership.id, Priority.removed_at.is_(None), PriorityPart.part == Part.TEACHES
        )
    )
    found = Counter(names[one] for one in db.session.scalars(query) if one in names)
    return shares(found, names.values())


def _passed_on(partnership: Partnership, names: Mapping[int, str]) -> Share:
    query = select(Instrument.from_city_id, Instrument.to_city_id).where(
        Instrument.partnership_id == partnership.id, Instrument.removed_at.is_(None)
    )
    found = [(names[giver], names[taker]) for giver, taker in db.session.execute(query) if {giver, taker} <= set(names)]
    return lesser_direction(Counter(found))


def _reciprocity(partnership: Partnership, passed: Share, teaching: Mapping[str, Share]) -> Check:
    lines = _known(
        teaching,
        lambda city, share: _("%(city)s teaches in %(done)s of %(total)s priority roles", **_told(city, share)),
    )
    if passed.total:
        lines.append(_("%(done)s of %(total)s instruments went the rarer way", done=passed.done, total=passed.total))
    is_one_way = (passed.total > 1 and not passed.done) or bool(_only_one(teaching))
    question = _("So far it goes one way. What could be learned the other way round?") if is_one_way else ""
    source = _("Who teaches in the priorities, and between which cities instruments passed.")
    return _check(Principle.RECIPROCITY, lines, source, _room(partnership, 3), question)


def _solidarity(partnership: Partnership, today: date) -> Check:
    lines = [
        _("%(city)s kept %(done)s of %(total)s promises", city=one.city, done=one.kept, total=one.due)
        for one in promises_of(partnership, today)
    ]
    source = _("Tasks agreed on missions that are done, or whose day has come.")
    return _check(Principle.SOLIDARITY, lines, source, _room(partnership, 5))


def _signing(partnership: Partnership, today: date) -> list[Check]:
    """Tell of the signatures: whether they came in time, and whether the text was open before; one statement."""
    read = and_(Reading.document_id == Signature.document_id, Reading.person_id == Signature.person_id)
    query = (
        select(Slot.due_on, Signature.signed_at, Signature.decision, Reading.first_at)
        .join(OfficialDocument, OfficialDocument.id == Slot.document_id)
        .outerjoin(Signature, Signature.slot_id == Slot.id)
        .outerjoin(Reading, read)
        .where(OfficialDocument.partnership_id == partnership.id, Slot.asked_at.is_not(None))
    )
    found = [row for row in db.session.execute(query) if row.signed_at or row.due_on]
    prompt = in_time(((row.due_on, row.signed_at.date() if row.signed_at else None) for row in found), today)
    read_first = read_before(_signed(found))
    timely = _("%(done)s of %(total)s sign-offs came until the day asked for", done=prompt.done, total=prompt.total)
    opened = _(
        "%(done)s of %(total)s signatures came after the document was opened here",
        done=read_first.done,
        total=read_first.total,
    )
    here = url_for("partnerships.show", ref=partnership.ref)
    asked = _("Sign-offs that were given or are overdue, with the day until which they were asked for.")
    seen = _("Signatures, and when their signers first had the document open; what was read on paper is not seen.")
    return [
        _check(Principle.LEADERSHIP, [timely] if prompt.total else [], asked, here),
        _check(Principle.UNDERSTANDING, [opened] if read_first.total else [], seen, here),
    ]


def _signed(found: Iterable[Any]) -> list[tuple[datetime, datetime | None]]:
    return [(row.signed_at, row.first_at) for row in found if row.signed_at and row.decision is Decision.SIGNED]


def _ownership(partnership: Partnership, names: Mapping[int, str]) -> Check:
    written = union_all(
        select(Need.city_id, Need.is_on_behalf).where(
            Need.partnership_id == partnership.id, Need.removed_at.is_(None), Need.carried_from_id.is_(None)
        ),
        select(ComparisonCell.city_id, ComparisonCell.is_on_behalf)
        .join(Comparison, Comparison.id == ComparisonCell.comparison_id)
        .where(Comparison.partnership_id == partnership.id, Comparison.removed_at.is_(None)),
        select(EvaluationSide.city_id, EvaluationSide.is_on_behalf)
        .join(Evaluation, Evaluation.id == EvaluationSide.evaluation_id)
        .where(
            Evaluation.partnership_id == partnership.id,
            Evaluation.removed_at.is_(None),
            EvaluationSide.handed_in_at.is_not(None),
        ),
    )
    rows = [(names[city], bool(by_others)) for city, by_others in db.session.execute(written) if city in names]
    own = own_hand(rows, names.values())
    lines = _known(
        own, lambda city, share: _("%(city)s wrote %(done)s of its %(total)s entries itself", **_told(city, share))
    )
    silent = [city for city, share in own.items() if not share.total]
    is_lopsided = bool(silent) and len(silent) < len(own)
    question = _("Nothing is written for %(cities)s yet. What keeps it from it?", cities=", ".join(silent))
    source = _("Needs, descriptions of the comparison, and evaluations that were handed in.")
    return _check(Principle.OWNERSHIP, lines, source, _room(partnership, 1), question if is_lopsided else "")


def _time(partnership: Partnership, today: date) -> Check:
    query = select(StageRun.planned_days, StageRun.started_on, StageRun.decided_on).where(
        StageRun.partnership_id == partnership.id,
        StageRun.state.in_(CLOSED_STATES),
        StageRun.started_on.is_not(None),
    )
    passed = [(planned, (ended - began).days) for planned, began, ended in db.session.execute(query) if began and ended]
    planned, actual = days_taken(passed)
    lines = []
    if passed:
        stages = ngettext("%(num)d stage passed", "%(num)d stages passed", len(passed))
        lines.append(
            _(
                "%(stages)s: planned %(planned)s, taken %(taken)s",
                stages=stages,
                planned=days(planned),
                taken=days(actual),
            )
        )
    if partnership.starts is not None and partnership.starts.first_day <= today:
        since = (today - partnership.starts.first_day).days
        lines.append(
            _(
                "%(days)s since the beginning; the guide counts about %(trust)s to build trust",
                days=days(since),
                trust=days(DAYS_TO_BUILD_TRUST),
            )
        )
    source = _("Stages whose gates are passed, and the day on which the partnership began.")
    return _check(Principle.TIME, lines, source, _room(partnership, 6))
