"""Files that are made on demand: what they are of, how far they are, and how long they are kept."""

from enum import StrEnum


class ExportKind(StrEnum):
    """What a file is made of."""

    FUNDER_REPORT = "funder_report"
    PARTNERSHIP_LIST = "partnership_list"


class ExportState(StrEnum):
    """How far a file is."""

    QUEUED = "queued"
    UNDER_WAY = "under_way"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


class FileFormat(StrEnum):
    """What can be downloaded, by its name in an address."""

    PDF = "pdf"
    SUMMARY = "summary"
    XLSX = "xlsx"
    JSON = "json"
    CSV = "csv"


EXPORT_KEPT_DAYS = 30
"""So many days after it was asked for, a file is taken away."""
UNFINISHED = frozenset({ExportState.QUEUED, ExportState.UNDER_WAY})
"""A file in one of these is still to come."""
