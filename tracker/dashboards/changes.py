"""What changed in a document since the version that its reader saw last, word by word."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, or_, select

from tracker.db import db
from tracker.domain.differences import Piece, changed_sections
from tracker.models.official_documents import OfficialDocument, Reading, Signature
from tracker.models.people import Person
from tracker.notices.official_pdf import section_titles, shown
from tracker.sentences import gettext as _


@dataclass(frozen=True)
class Change:
    """A section that is not the same: its title and its text in pieces."""

    title: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Changes:
    """What changed since version `since`; `was_read` tells whether this reader had that one open or decided on it."""

    since: int
    was_read: bool
    sections: list[Change]


def changes_for(document: OfficialDocument, reader: Person) -> Changes | None:
    """Compare a document with the newest earlier version that its reader saw, else with the one before it.

    None for a draft, a first version, and whoever has nothing to compare with.
    """
    if document.content is None or document.number == 1:
        return None
    row = db.session.execute(_earlier(document, reader)).first()
    if row is None:
        return None
    before, after = json.loads(row.content), json.loads(document.content)
    titles = _titles(before) | _titles(after)
    found = changed_sections(texts_of(before), texts_of(after))
    return Changes(row.number, row.was_read, [Change(titles[code], pieces) for code, pieces in found.items()])


def _earlier(document: OfficialDocument, reader: Person) -> Any:
    """Select the earlier versions that were sent, those that the reader saw first, the newest of them on top."""
    decided = exists().where(Signature.document_id == OfficialDocument.id, Signature.person_id == reader.id)
    opened = exists().where(Reading.document_id == OfficialDocument.id, Reading.person_id == reader.id)
    saw = or_(
        decided,
        opened,
        OfficialDocument.author_id == reader.id,
        OfficialDocument.submitted_by_id == reader.id,
    ).label("was_read")
    return (
        select(OfficialDocument.number, OfficialDocument.content, saw)
        .where(
            OfficialDocument.series == document.series,
            OfficialDocument.number < document.number,
            OfficialDocument.content.is_not(None),
        )
        .order_by(saw.desc(), OfficialDocument.number.desc())
        .limit(1)
    )


def _titles(content: Mapping[str, Any]) -> dict[str, str]:
    return {"facts": _("Facts")} | section_titles(content)


def texts_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Give what a document says as one text for each section, in the reader's language where it is not quoted."""
    told = shown(content)
    texts = {
        "tasks": "\n".join(_task(number, task) for number, task in enumerate(told["tasks"], start=1)),
        "facts": "\n".join(f"{label}: {value}" for label, value in told["facts"]),
        **{section["code"]: section["text"] for section in told["sections"]},
        "delegation": "\n".join(
            _line(one["name"], one["function"], one["organisation"], one["city"], one["payer"])
            for one in told["delegation"]
        ),
        "attachments": "\n".join(_line(one["name"], one["sha256"][:12]) for one in told["attachments"]),
    }
    return {code: text for code, text in texts.items() if text}


def _task(number: int, task: Mapping[str, str]) -> str:
    parts = (task[name] for name in ("what", "who", "city", "starts", "due", "cost", "after", "result"))
    return f"{number}. {_line(*parts)}"


def _line(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
