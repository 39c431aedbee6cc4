"""The one place that reads the clock; everything else is given its moment."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Give the present moment of the operating system's clock, in UTC, with its zone."""
    return datetime.now(UTC)
