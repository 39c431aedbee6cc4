"""Of what came out: goals served, what was shared with whom, promises kept, lessons."""

from collections import Counter, defaultdict
from datetime import UTC, timedelta
from typing import Any

from sqlalchemy import select

from tracker.dashboards.funder_reports.meetings import moment_of
from tracker.dashboards.funder_reports.records import (
    Asked,
    Chart,
    Column,
    Figure,
    Kind,
    PartRecord,
    Table,
    demonstration,
)
from tracker.dashboards.funder_reports.work import chosen
from tracker.dashboards.sdg import words
from tracker.db import db
from tracker.domain.evaluation import NoteKind, Visibility
from tracker.domain.funder_reports import FunderPart, share
from tracker.domain.missions import MissionState
from tracker.domain.sdg import goal_of
from tracker.domain.sharing import ShareKind
from tracker.models.cities import City
from tracker.models.missions import AgreedTask, Mission
from tracker.models.notes import EvaluationNote
from tracker.models.partnerships import Partnership
from tracker.models.sdg import PartnershipSdg
from tracker.models.sharing import ShareActivity, share_activity_partnership
from tracker.sentences import gettext as _
from tracker.services.sdg import goals as all_goals


def goals(asked: Asked) -> PartRecord:
    """Count the partnerships that serve each goal of the 2030 Agenda; one statement."""
    query = select(PartnershipSdg.partnership_id, PartnershipSdg.code, PartnershipSdg.is_demonstration)
    serving: dict[int, set[int]] = defaultdict(set)
    invented: dict[int, set[int]] = defaultdict(set)
    targets: dict[int, set[str]] = defaultdict(set)
    for partnership, code, is_demonstration in db.session.execute(
        query.where(PartnershipSdg.partnership_id.in_(chosen(asked)))
    ):
        number = goal_of(code)
        serving[number].add(partnership)
        invented[number] |= {partnership} if is_demonstration else set()
        targets[number] |= {code} if "." in code else set()
    rows = [
        (number, words(goal.short).text, len(serving[number]), len(targets[number]), len(invented[number]))
        for number, goal in all_goals().items()
        if serving[number]
    ]
    columns = (
        Column("goal", _("Goal"), Kind.COUNT),
        Column("title", _("Title")),
        Column("partnerships", _("Partnerships"), Kind.COUNT),
        Column("targets", _("Targets named"), Kind.COUNT),
        demonstration(),
    )
    return PartRecord(
        FunderPart.GOALS,
        _("Counted are the partnerships that say which goals and targets of the 2030 Agenda they serve."),
        (
            Figure("goals", _("Goals served"), len(rows)),
            Figure("partnerships", _("Partnerships that name a goal"), len(set().union(*serving.values()))),
        ),
        (
            Table(
                "goals",
                _("Goals served"),
                columns,
                rows,
                _("No partnership names a goal."),
                Chart("title", ("partnerships",)),
            ),
        ),
    )


def sharing(asked: Asked) -> PartRecord:
    """Count the activities by which results were shared, and the people reached; one statement."""
    shared_in = select(share_activity_partnership.c.share_activity_id).where(
        share_activity_partnership.c.partnership_id.in_(chosen(asked))
    )
    query = select(ShareActivity.kind, ShareActivity.held, ShareActivity.reach, ShareActivity.is_demonstration).where(
        ShareActivity.removed_at.is_(None),
        ShareActivity.partnership_id.in_(chosen(asked)) | ShareActivity.id.in_(shared_in),
    )
    sums: dict[ShareKind, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for kind, held, reach, is_demonstration in db.session.execute(query):
        if held is None or not asked.holds(held.last_day):
            continue
        for place, more in enumerate((1, reach or 0, int(reach is None), int(is_demonstration))):
            sums[kind][place] += more
    rows = [(kind, *sums[kind]) for kind in ShareKind if kind in sums]
    columns = (
        Column("kind", _("Kind"), Kind.CODE),
        Column("activities", _("Activities"), Kind.COUNT),
        Column("reach", _("People reached"), Kind.COUNT),
        Column("uncounted", _("Reach not counted"), Kind.COUNT),
        demonstration(),
    )
    return PartRecord(
        FunderPart.SHARING,
        _(
            "Counted are the activities by which results were shared and that were held in the period, one of several "
            "partnerships once; people reached are those that somebody counted."
        ),
        (
            Figure("activities", _("Share activities held"), sum(row[1] for row in rows)),
            Figure("reach", _("People reached"), sum(row[2] for row in rows)),
        ),
        (
            Table(
                "kinds",
                _("What was shared, by kind"),
                columns,
                rows,
                _("Nothing was shared in the period."),
                Chart("kind", ("reach",)),
            ),
        ),
    )


def promises(asked: Asked) -> PartRecord:
    """Count the agreed tasks of each city whose day came in the period, and those that were kept; one statement."""
    query = (
        select(City.name, City.country, AgreedTask.due_on, AgreedTask.done_at, AgreedTask.is_demonstration)
        .join(Mission, Mission.id == AgreedTask.mission_id)
        .join(City, City.id == AgreedTask.city_id)
        .where(
            Mission.partnership_id.in_(chosen(asked)),
            Mission.state != MissionState.CANCELLED,
            AgreedTask.removed_at.is_(None),
        )
        .order_by(City.name, City.id)
    )
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for name, country, due_on, done_at, is_demonstration in db.session.execute(query):
        done_on = done_at.astimezone(UTC).date() if done_at else None
        if not (asked.holds(due_on) or (asked.holds(done_on) and (due_on is None or due_on > asked.until))):
            continue
        is_kept = done_on is not None and done_on <= asked.until
        for place, more in enumerate((1, int(is_kept), int(is_demonstration))):
            sums[name, country][place] += more
    rows = [(*city, due, kept, share(kept, due), demo) for city, (due, kept, demo) in sums.items()]
    due, kept = sum(row[2] for row in rows), sum(row[3] for row in rows)
    columns = (
        Column("city", _("City")),
        Column("country", _("Country"), Kind.COUNTRY),
        Column("due", _("Promised"), Kind.COUNT),
        Column("kept", _("Kept"), Kind.COUNT),
        Column("share", _("Share kept"), Kind.PERCENT),
        demonstration(),
    )
    return PartRecord(
        FunderPart.PROMISES,
        _(
            "Counted are the tasks agreed on missions whose day came in the period, and those done in the period "
            "before their day; kept is what was done by the period's end."
        ),
        (
            Figure("due", _("Promises"), due),
            Figure("kept", _("Promises kept"), kept),
            Figure("share", _("Share of promises kept"), share(kept, due), Kind.PERCENT),
        ),
        (
            Table(
                "cities",
                _("Promises by city"),
                columns,
                rows,
                _("No agreed task was due."),
                Chart("city", ("due", "kept")),
            ),
        ),
    )


def lessons(asked: Asked) -> PartRecord:
    """Give what was written down of successes, failures and lessons, and shared by its author; one statement.

    A private note never stands in a funder report, also not one of the person who asks for it.
    """
    query = (
        select(
            *(Partnership.ref, EvaluationNote.kind, EvaluationNote.text, EvaluationNote.language),
            *(EvaluationNote.visibility, EvaluationNote.created_at, EvaluationNote.is_demonstration),
        )
        .join(Partnership, Partnership.id == EvaluationNote.partnership_id)
        .where(
            EvaluationNote.partnership_id.in_(chosen(asked)),
            EvaluationNote.removed_at.is_(None),
            EvaluationNote.visibility != Visibility.PRIVATE,
            EvaluationNote.created_at < moment_of(asked.until + timedelta(days=1)),
            *([EvaluationNote.created_at >= moment_of(asked.period.since)] if asked.period.since else []),
        )
        .order_by(EvaluationNote.created_at, EvaluationNote.id)
    )
    found: list[Any] = list(db.session.execute(query))
    counts = Counter(row.kind for row in found)
    rows = [
        (kind, text, language, ref, written.astimezone(UTC).date(), visibility, demo)
        for wanted in NoteKind
        for ref, kind, text, language, visibility, written, demo in found
        if kind is wanted
    ]
    columns = (
        Column("kind", _("Kind"), Kind.CODE),
        Column("text", _("In their words"), is_long=True),
        Column("language", _("Language"), Kind.LANGUAGE),
        Column("partnership", _("Partnership")),
        Column("written_on", _("Written"), Kind.DAY),
        Column("visibility", _("Shared with"), Kind.CODE),
        demonstration(Kind.FLAG),
    )
    return PartRecord(
        FunderPart.LESSONS,
        _(
            "These are the evaluation notes of the period that their authors share with the partners or with everyone, "
            "in their own words and language, those on what failed too. Private notes are never part of this document."
        ),
        (
            Figure("notes", _("Notes"), len(rows)),
            Figure("worked", _("Notes on what worked"), counts[NoteKind.WORKED]),
            Figure("failed", _("Notes on what failed"), counts[NoteKind.FAILED]),
            Figure("lessons", _("Lessons"), counts[NoteKind.LESSON]),
        ),
        (Table("notes", _("What worked, what failed, what follows"), columns, rows, _("No note was shared.")),),
    )
