"""Every table; importing this package registers them all."""

from tracker.models import (
    archive,
    attachments,
    cities,
    journal,
    mandates,
    missions,
    notes,
    official_documents,
    outbox,
    partnerships,
    people,
    programmes,
    rooms,
    stages,
    work,
)

__all__ = [
    "archive",
    "attachments",
    "cities",
    "journal",
    "mandates",
    "missions",
    "notes",
    "official_documents",
    "outbox",
    "partnerships",
    "people",
    "programmes",
    "rooms",
    "stages",
    "work",
]
