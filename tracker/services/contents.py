"""What an official document says: plain values that do not depend on the reader's language, gathered by its kind."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.domain.logframe import ObjectiveLevel
from tracker.domain.signing import DocumentKind, DocumentState
from tracker.domain.translations import in_order, outdated_texts, written_texts
from tracker.models.attachments import Attachment
from tracker.models.logframe import Indicator, Objective
from tracker.models.mandates import Commitment
from tracker.models.missions import AgreedTask, Mission
from tracker.models.official_documents import OfficialDocument
from tracker.models.work import Activity
from tracker.services.mission_formats import answers_of, sessions_of

OWN_TO_A_VERSION = ("ref", "version", "replaces", "author", "languages", "outdated")
"""What two versions differ in although their text is the same."""


def content_of(document: OfficialDocument) -> dict[str, Any]:
    """Gather everything that this version says.

    Every kind has the same frame and `tasks`, which the signatures confirm; a mission report adds its mission, texts,
    delegation and files, a scope its period, a renewal what the city has signed. Last come its translations, the other
    `languages` that the programme asks for, and the sections of each translation that are `outdated`.
    """
    content = {**_frame(document), **OWN_PARTS[document.kind](document)}
    return {**content, **_annexes(document, written_texts(content))}


def stored_content(document: OfficialDocument) -> dict[str, Any]:
    """Give what a version says: the frozen text once it was sent, what its subject says while it is a draft."""
    return json.loads(document.content) if document.content is not None else content_of(document)


def _annexes(document: OfficialDocument, originals: Mapping[str, str]) -> dict[str, Any]:
    programme = document.partnership.programme
    rows = [one for one in document.translations if one.language != document.language]
    texts = {one.language: json.loads(one.texts) for one in rows}
    given = {
        language: {code: text for code, text in told.items() if code in originals and text.strip()}
        for language, told in texts.items()
    }
    outdated = {one.language: outdated_texts(originals, given[one.language], json.loads(one.originals)) for one in rows}
    asked = in_order(programme.languages.split()) if programme is not None else ()
    return {
        "languages": [language for language in asked if language != document.language],
        "translations": {language: told for language, told in given.items() if told},
        "outdated": {language: codes for language, codes in outdated.items() if codes},
    }


def _frame(document: OfficialDocument) -> dict[str, Any]:
    return {
        "kind": document.kind.value,
        "ref": document.ref,
        "version": document.number,
        "language": document.language,
        "is_demonstration": document.is_demonstration,
        "replaces": f"{document.series}-v{document.number - 1}" if document.number > 1 else None,
        "partnership": {
            "ref": document.partnership.ref,
            "title": document.partnership.title,
            "theme": document.partnership.theme,
        },
        "cities": [{"name": city.name, "country": city.country} for city in document.partnership.cities],
        "summary": document.summary,
        "attachments": [],
        "author": {"name": document.author.name, "city": document.author.employer},
    }


def _report(document: OfficialDocument) -> dict[str, Any]:
    mission = document.of_mission
    return {
        "mission": _mission(mission),
        "findings": mission.findings,
        "decisions": mission.decisions,
        "tasks": _agreed(task for task in mission.tasks if task.removed_at is None),
        "delegation": [
            {
                "name": one.name,
                "organisation": one.organisation,
                "city": one.city.name if one.city else "",
                "function": one.function,
                "payer": one.payer,
            }
            for one in mission.delegates
        ],
        "attachments": _attachments(mission),
    }


def _mission(mission: Mission) -> dict[str, Any]:
    return {
        "ref": mission.ref,
        "kind": mission.kind.value,
        "starts": str(mission.starts) if mission.starts else None,
        "ends": str(mission.ends) if mission.ends else None,
        "date_precision": mission.date_precision.value,
        "place": mission.place,
        "host": mission.host_city.name if mission.host_city else "",
        "purpose": mission.purpose,
        "theme": mission.theme,
        "participants": mission.participants,
        "own": answers_of(mission),
        "sessions": [
            {"held_on": one.held_on.isoformat(), "minutes": one.minutes, "what": one.what}
            for one in sessions_of(mission)
        ],
    }


def _agreed(tasks: Any) -> list[dict[str, Any]]:
    return [
        {
            "position": position,
            "what": task.what,
            "who": task.who,
            "city": task.city.name,
            "due_on": task.due_on.isoformat() if task.due_on else None,
            "amount_cents": task.amount_cents,
            "currency": task.currency,
            "bearer": task.bearer,
        }
        for position, task in enumerate(tasks, start=1)
    ]


def _attachments(mission: Mission) -> list[dict[str, Any]]:
    query = (
        select(Attachment)
        .where(Attachment.mission_id == mission.id, Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    )
    return [
        {"name": file.name, "media_type": file.media_type, "size": file.size, "sha256": file.sha256}
        for file in db.session.scalars(query)
    ]


def _scope(document: OfficialDocument) -> dict[str, Any]:
    partnership = document.partnership
    return {
        "tasks": [],
        "period": {
            "starts": str(partnership.starts) if partnership.starts else None,
            "ends": str(partnership.ends) if partnership.ends else None,
        },
        "modality": partnership.modality.value,
        "legal_form": partnership.legal_form.value if partnership.legal_form else None,
    }


def _work_plan(document: OfficialDocument) -> dict[str, Any]:
    """Give each activity of the cycle as a task, with its costs as a list: one activity may cost several currencies.

    `after` names the activities that must end first; `objectives` is the logframe, the highest level first.
    """
    query = (
        select(Activity)
        .where(
            Activity.partnership_id == document.partnership_id,
            Activity.cycle == document.cycle,
            Activity.removed_at.is_(None),
        )
        .order_by(Activity.starts_on, Activity.id)
    )
    activities = list(db.session.scalars(query))
    titles = {one.id: one.title for one in activities}
    return {
        "cycle": document.cycle,
        "objectives": _objectives(document),
        "tasks": [
            {
                "position": position,
                "what": one.title,
                "after": [titles[waits.before_id] for waits in one.waits if waits.before_id in titles],
                "who": "; ".join(f"{it.name} ({it.city.name})" for it in one.responsibles if it.name),
                "city": "",
                "starts_on": one.starts_on.isoformat() if one.starts_on else None,
                "due_on": one.ends_on.isoformat() if one.ends_on else None,
                "result": one.result,
                "costs": [
                    {"amount_cents": cost.amount_cents, "currency": cost.currency, "bearer": cost.bearer}
                    for cost in one.costs
                ],
            }
            for position, one in enumerate(activities, start=1)
        ],
    }


def _objectives(document: OfficialDocument) -> list[dict[str, Any]]:
    def kept(model: Any) -> Any:
        mine = (model.partnership_id == document.partnership_id, model.cycle == document.cycle)
        return select(model).where(*mine, model.removed_at.is_(None)).order_by(model.id)

    indicators: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in db.session.scalars(kept(Indicator)):
        indicators[one.objective_id].append(_indicator(one))
    rows = list(db.session.scalars(kept(Objective)))
    titles = {row.id: row.title for row in rows}
    return [
        {
            "level": row.level.value,
            "title": row.title,
            "serves": titles.get(row.serves_id, ""),
            "assumptions": row.assumptions,
            "indicators": indicators[row.id],
        }
        for level in ObjectiveLevel
        for row in rows
        if row.level is level
    ]


def _indicator(one: Indicator) -> dict[str, Any]:
    return {
        "title": one.title,
        "unit": one.unit,
        "baseline": one.baseline,
        "target": one.target,
        "target_on": one.target_on.isoformat() if one.target_on else None,
        "milestones": [{"due_on": it.due_on.isoformat(), "value": it.value} for it in one.milestones],
        "source": one.source,
    }


def _renewal(document: OfficialDocument) -> dict[str, Any]:
    """Give what the city signed in this partnership, and which tasks it still owes."""
    commitment = db.session.scalars(select(Commitment).where(Commitment.series == document.series)).one()
    city = commitment.mandate.city
    signed = select(OfficialDocument.ref).where(
        OfficialDocument.partnership_id == document.partnership_id,
        OfficialDocument.state == DocumentState.SIGNED,
        OfficialDocument.kind != DocumentKind.RENEWAL,
    )
    owed = (
        select(AgreedTask)
        .join(Mission, Mission.id == AgreedTask.mission_id)
        .where(
            Mission.partnership_id == document.partnership_id,
            AgreedTask.city_id == city.id,
            AgreedTask.done_at.is_(None),
            AgreedTask.removed_at.is_(None),
        )
        .order_by(AgreedTask.due_on, AgreedTask.id)
    )
    return {
        "city": city.name,
        "office": commitment.mandate.office,
        "signed": list(db.session.scalars(signed.order_by(OfficialDocument.signed_at))),
        "tasks": _agreed(db.session.scalars(owed)),
    }


OWN_PARTS: dict[DocumentKind, Callable[[OfficialDocument], dict[str, Any]]] = {
    DocumentKind.MISSION_REPORT: _report,
    DocumentKind.SCOPE: _scope,
    DocumentKind.WORK_PLAN: _work_plan,
    DocumentKind.RENEWAL: _renewal,
}
"""What each kind of document adds to the frame."""
