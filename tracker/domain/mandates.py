"""Mandates: who holds an office at an instant."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def local_day(moment: datetime, timezone: str) -> date:
    """Give the calendar day of a UTC moment in a city's time zone; cities without a known zone count in UTC."""
    return moment.astimezone(ZoneInfo(timezone or "UTC")).date()


def in_force(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Tell whether a mandate covers a day; both its first and its last day belong to it."""
    return starts_on <= day and (ends_on is None or day <= ends_on)
