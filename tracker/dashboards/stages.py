"""Where a partnership stands, as pages show it: the stage track, and what keeps a gate shut."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.partnerships import LIVE_STATES
from tracker.domain.stages import (
    CLOSED_STATES,
    OPEN_STATES,
    STAGES,
    Condition,
    Facts,
    Phase,
    Stage,
    StageState,
    conditions,
    current_stage,
    stage,
)
from tracker.i18n import day, days, number
from tracker.models.partnerships import Partnership
from tracker.models.stages import StageRun, Waiver
from tracker.sentences import gettext as _
from tracker.sentences import ngettext
from tracker.services.policies import followed
from tracker.services.readiness import awaits_decision
from tracker.words import CONDITIONS, STAGE_TITLES, word

Status = tuple[str, str]


@dataclass(frozen=True)
class Band:
    """One of the three phases above the track, with a sentence on its evidence."""

    code: str
    name: str
    text: str


@dataclass(frozen=True)
class Mark:
    """One stage on the track; `state` is done, here or ahead, `said` the same for those who do not see it."""

    number: int
    name: str
    state: str
    said: str
    href: str
    notes: tuple[str, ...]
    status: Status | None


@dataclass(frozen=True)
class Here:
    """The stage that is worked on, in words."""

    title: str
    text: str
    status: Status | None


@dataclass(frozen=True)
class Track:
    """All that the component `stage_track` takes."""

    bands: tuple[Band, ...]
    stages: tuple[Mark, ...]
    here: Here


@dataclass(frozen=True)
class Act:
    """A link beside a condition; `about` is hidden words that tell equal links apart."""

    text: str
    about: str
    href: str


@dataclass(frozen=True)
class GateLine:
    """One condition of a gate; `state` is met, open or waived."""

    text: str
    state: str
    note: str | None
    reason: str | None
    act: Act | None


@dataclass(frozen=True)
class Gate:
    """What keeps one gate shut; `conditions`, `done` and `total` are what the component `gate` takes."""

    number: int
    title: str
    conditions: tuple[GateLine, ...]
    done: int
    total: int
    is_open: bool


def room_address(partnership: Partnership, number: int, cycle: int | None = None) -> str:
    """Give the address of a stage's room; an earlier cycle's is named."""
    earlier = f"?cycle={cycle}" if cycle is not None and cycle != partnership.cycle else ""
    return f"/partnerships/{partnership.ref}/stages/{number}{earlier}"


def elapsed_days(run: StageRun, today: date) -> int:
    """Count the days from a stage's start to its decision, or to `today` while it is open; 0 before it starts."""
    return (((run.decided_on or today) - run.started_on).days) if run.started_on else 0


def days_behind(partnership: Partnership, run: StageRun, today: date) -> int:
    """Count the days by which an open stage is longer than planned; 0 while the partnership rests."""
    if run.state not in OPEN_STATES or partnership.state not in LIVE_STATES:
        return 0
    return max(0, elapsed_days(run, today) - run.planned_days)


def track_of(
    partnership: Partnership, runs: Sequence[StageRun], facts: Facts, today: date, waived: Collection[str] = ()
) -> Track:
    """Give the stage track of one cycle, whose runs are given, with what was waived in the stage worked on."""
    by_number = {run.number: run for run in runs}
    here = current_stage({number: run.state for number, run in by_number.items()})
    run = by_number.get(here)
    waits = run is not None and awaits_decision(partnership, run, facts, waived)
    marks = tuple(_mark(partnership, one, by_number.get(one.number), here, today, waits=waits) for one in STAGES)
    return Track(_bands(facts), marks, _here(partnership, run, here, today, waits=waits))


def _bands(facts: Facts) -> tuple[Band, ...]:
    sentences = {Phase.SEEK: _seek(facts), Phase.SENSE: _sense(facts), Phase.SHARE: _share(facts)}
    return tuple(Band(phase.value, word(phase), text) for phase, text in sentences.items())


def _seek(facts: Facts) -> str:
    if facts.leaders_named >= facts.members:
        return _("Technical and political leaders named")
    return _("Leaders named in %(named)s of %(all)s cities", named=facts.leaders_named, all=facts.members)


def _sense(facts: Facts) -> str:
    if facts.signed_reports:
        return str(ngettext("%(num)d report signed", "%(num)d reports signed", facts.signed_reports))
    if facts.activities:
        return str(ngettext("%(num)d activity planned", "%(num)d activities planned", facts.activities))
    return _("No work plan and no signed report yet")


def _share(facts: Facts) -> str:
    if facts.share_activities:
        return str(ngettext("%(num)d activity so far", "%(num)d activities so far", facts.share_activities))
    return _("No activities yet")


def _mark(partnership: Partnership, of: Stage, run: StageRun | None, here: int, today: date, *, waits: bool) -> Mark:
    state = run.state if run is not None else StageState.NOT_STARTED
    place = "done" if state in CLOSED_STATES else "here" if of.number == here else "ahead"
    return Mark(
        number=of.number,
        name=str(STAGE_TITLES[of.number]),
        state=place,
        said=word(state),
        href=room_address(partnership, of.number, run.cycle if run is not None else None),
        notes=_notes(of, run, here, today),
        status=_status(partnership, run, today, waits=waits and of.number == here),
    )


def _notes(of: Stage, run: StageRun | None, here: int, today: date) -> tuple[str, ...]:
    if run is not None and run.decided_on is not None:
        taken = (days(elapsed_days(run, today)),) if run.started_on else ()
        waived = (_("with a waiver"),) if run.state is StageState.WAIVED else ()
        return (day(run.decided_on), *taken, *waived)
    if run is not None and run.state in OPEN_STATES:
        return (_("Day %(day)s · planned %(planned)s", day=elapsed_days(run, today), planned=run.planned_days),)
    if of.number == here + 1:
        return (_("Opens after gate %(number)s", number=here),)
    return (_("Planned: %(days)s", days=days(run.planned_days if run is not None else of.planned_days)),)


def _status(partnership: Partnership, run: StageRun | None, today: date, *, waits: bool) -> Status | None:
    if run is None or run.state not in OPEN_STATES:
        return None
    if waits:
        return "awaiting", _("Awaiting decision")
    if behind := days_behind(partnership, run, today):
        return "overdue", str(ngettext("%(days)s day behind", "%(days)s days behind", behind, days=number(behind)))
    if run.state is StageState.RETURNED:
        return "returned", _("Reopened")
    return "in_progress", _("In progress")


def _here(partnership: Partnership, run: StageRun | None, number: int, today: date, *, waits: bool) -> Here:
    name = str(STAGE_TITLES[number])
    if run is not None and run.state in CLOSED_STATES:
        return Here(_("Cycle %(number)s is complete", number=run.cycle), _("All six stages are passed."), None)
    title = _("Stage %(number)s of 6: %(name)s", number=number, name=name)
    phase = word(stage(number).phase)
    if run is None:
        return Here(title, _("%(phase)s phase", phase=phase), None)
    elapsed = elapsed_days(run, today)
    text = _("%(phase)s phase · day %(day)s, planned %(planned)s", phase=phase, day=elapsed, planned=run.planned_days)
    return Here(title, text, _status(partnership, run, today, waits=waits))


def gate_of(
    partnership: Partnership,
    run: StageRun,
    facts: Facts,
    waivers: Sequence[Waiver],
    *,
    may_waive: bool = False,
    in_room: bool = False,
) -> Gate:
    """Give the gate of a stage. Beside an open condition stands the act of the reader:

    the coordinator (`may_waive`) can waive it, others are led to the room unless they are there (`in_room`).
    """
    waived = {waiver.condition: waiver for waiver in waivers}
    title = _("Before the cycle ends") if run.number == len(STAGES) else _before(run.number + 1)
    policy = followed(partnership)
    if policy is None:
        return Gate(run.number, title, (_without_policy(partnership),), 0, 1, is_open=False)
    found = conditions(policy.stage(run.number), facts, waived)
    lines = tuple(
        _line(one, waived, _act(partnership, run, one, may_waive=may_waive, in_room=in_room)) for one in found
    )
    done = sum(one.is_settled for one in found)
    return Gate(run.number, title, lines, done, len(found), done == len(found))


def _without_policy(partnership: Partnership) -> GateLine:
    """Say that nobody knows what the gate asks for while the file of its policy is missing."""
    text = _(
        "The file of the policy %(policy)s is missing; until it is back, nobody passes this gate.",
        policy=partnership.policy,
    )
    return GateLine(text, "open", None, None, None)


def _before(number: int) -> str:
    return _("Before stage %(number)s opens", number=number)


def _line(of: Condition, waived: Mapping[str, Waiver], act: Act | None) -> GateLine:
    state = "met" if of.progress.is_met else "waived" if of.is_waived else "open"
    waiver = waived.get(of.code)
    reason = None
    if waiver is not None:
        reason = _(
            "%(reason)s (%(who)s, %(day)s)", reason=waiver.reason, who=waiver.waived_by.name, day=day(waiver.waived_at)
        )
    note = _("%(done)s of %(total)s", done=of.progress.done, total=of.progress.total)
    return GateLine(str(CONDITIONS[of.code]), state, note, reason, act if state == "open" else None)


def _act(partnership: Partnership, run: StageRun, of: Condition, *, may_waive: bool, in_room: bool) -> Act | None:
    about = str(CONDITIONS[of.code])
    room = f"/partnerships/{partnership.ref}/stages/{run.number}"
    if may_waive and run.state in OPEN_STATES:
        return Act(_("Waive"), about, f"{room}/waive/{of.code}")
    return None if in_room else Act(_("Open"), about, room)
