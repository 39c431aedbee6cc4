"""Dossiers: everything that is stored about one official document, read side by side so that it can be compared."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Row, Select, select

from tracker.db import db
from tracker.models.attachments import Attachment
from tracker.models.cities import City
from tracker.models.journal import JournalEntry
from tracker.models.mandates import Delegation, Mandate
from tracker.models.missions import Mission
from tracker.models.official_documents import DocumentFile, OfficialDocument, Signature, Slot
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.services.findings import pages, parsed

Rows = Sequence[Row[Any]]
ENDED = "mandate.ended"


@dataclass(frozen=True)
class Dossier:
    """One document with its slots, signatures, files, attachments, and the journal's rows about it, oldest first.

    `mandates`, `delegations` and `ends` (a mandate's last day, as the journal last had it) are by id; `heads` gives
    the journal's hashes by number. They are shared by the dossiers that were read together.
    """

    document: Row[Any]
    slots: Rows
    signatures: Rows
    files: Rows
    attachments: Rows
    entries: Rows
    mandates: Mapping[int, Row[Any]]
    delegations: Mapping[int, Row[Any]]
    ends: Mapping[int, str]
    heads: Mapping[int, str]

    @cached_property
    def content(self) -> dict[str, Any]:
        """Give what the document says; empty for a draft."""
        return parsed(self.document.content)

    def told(self, verb: str) -> list[tuple[Row[Any], dict[str, Any]]]:
        """List the journal's rows of a kind, each with its details."""
        return [(entry, parsed(entry.details)) for entry in self.entries if entry.verb == verb]


def read_dossiers(document_id: int | None = None) -> Iterator[Dossier]:
    """Read the dossier of one document, or all of them in the order of their ids, some hundred at a time."""
    submitter = select(Person.is_demonstration).where(Person.id == OfficialDocument.submitted_by_id).scalar_subquery()
    query = (
        select(
            *OfficialDocument.__table__.columns,
            Partnership.ref.label("partnership_ref"),
            Mission.ref.label("mission_ref"),
            submitter.label("is_submitter_demonstration"),
        )
        .outerjoin(Partnership, Partnership.id == OfficialDocument.partnership_id)
        .outerjoin(Mission, Mission.id == OfficialDocument.mission_id)
    )
    if document_id is not None:
        query = query.where(OfficialDocument.id == document_id)
    for documents in pages(query, OfficialDocument.__table__.c.id):
        yield from _dossiers(documents)


def _dossiers(documents: Rows) -> Iterator[Dossier]:
    ids = [one.id for one in documents]
    slots = _grouped(_slots(ids), "document_id")
    signatures = _grouped(_of_documents(Signature, ids).order_by(Signature.signed_at, Signature.id), "document_id")
    files = _grouped(_of_documents(DocumentFile, ids).order_by(DocumentFile.revision), "document_id")
    missions = {one.mission_id for one in documents}
    attachments = _grouped(_all(Attachment).where(Attachment.mission_id.in_(missions)), "mission_id")
    entries = _grouped(_entries([one.ref for one in documents]), "subject")
    signed = [one for some in signatures.values() for one in some]
    mandates = _by_id(Mandate, {one.mandate_id for one in signed})
    shared = {
        "mandates": mandates,
        "delegations": _by_id(Delegation, {one.delegation_id for one in signed if one.delegation_id is not None}),
        "ends": _ends({one.city_id for one in mandates.values()}),
        "heads": _heads(signed, [one for some in files.values() for one in some]),
    }
    for one in documents:
        yield Dossier(
            document=one,
            slots=slots.get(one.id, []),
            signatures=signatures.get(one.id, []),
            files=files.get(one.id, []),
            attachments=attachments.get(one.mission_id, []),
            entries=entries.get(one.ref, []),
            **shared,  # type: ignore[arg-type]
        )


def _all(model: type[Any]) -> Select[Any]:
    return select(*model.__table__.columns)


def _of_documents(model: type[Any], ids: Collection[int]) -> Select[Any]:
    return _all(model).where(model.document_id.in_(ids))


def _slots(ids: Collection[int]) -> Select[Any]:
    query = select(*Slot.__table__.columns, City.code.label("city_code"), City.timezone.label("city_timezone"))
    return (
        query.outerjoin(City, City.id == Slot.city_id).where(Slot.document_id.in_(ids)).order_by(Slot.position, Slot.id)
    )


def _entries(refs: Collection[str]) -> Select[Any]:
    rows = _all(JournalEntry).where(JournalEntry.subject.in_(refs), JournalEntry.verb.startswith("report."))
    return rows.order_by(JournalEntry.id)


def _grouped(query: Select[Any], name: str) -> dict[Any, list[Row[Any]]]:
    found: dict[Any, list[Row[Any]]] = defaultdict(list)
    for row in db.session.execute(query):
        found[getattr(row, name)].append(row)
    return found


def _by_id(model: type[Any], ids: Collection[int]) -> dict[int, Row[Any]]:
    return {row.id: row for row in db.session.execute(_all(model).where(model.id.in_(ids)))}


def _ends(cities: Collection[int]) -> dict[int, str]:
    """Give the last day of each mandate of some cities that the journal saw end; the last word counts."""
    codes = select(City.code).where(City.id.in_(cities))
    query = select(JournalEntry.details).where(JournalEntry.verb == ENDED, JournalEntry.subject.in_(codes))
    told = [parsed(details) for details in db.session.scalars(query.order_by(JournalEntry.id))]
    return {one["mandate"]: one.get("ends_on", "") for one in told if isinstance(one.get("mandate"), int)}


def _heads(signatures: Rows, files: Rows) -> dict[int, str]:
    """Give the hashes of the journal's rows that evidence and files name."""
    named = {count for one in signatures if isinstance(count := parsed(one.evidence).get("journal_count"), int)}
    named |= {one.journal_count for one in files}
    query = select(JournalEntry.id, JournalEntry.hash).where(JournalEntry.id.in_(named))
    return dict(db.session.execute(query).all())
