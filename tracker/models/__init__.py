"""Every table; importing this package registers them all."""

from tracker.models import (
    after_care,
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
    "after_care",
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
