"""Stamps: what the server said at a moment, given to the browser to bring back; nobody else can make one."""

from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from tracker.settings import setting


def stamp(purpose: str, said: list[str], at: datetime) -> str:
    """Give a signed text that says this for one purpose, at this moment (UTC)."""
    return str(_maker(purpose).dumps([at.timestamp(), *said]))


def read_stamp(purpose: str, text: str, at: datetime, *, minutes: int) -> tuple[datetime, list[str]] | None:
    """Give when a stamp was made and what it says; None when it is not ours, for another purpose, or too old."""
    try:
        made, *said = _maker(purpose).loads(text)
    except BadSignature:
        return None
    made_at = datetime.fromtimestamp(made, tz=at.tzinfo)
    return (made_at, said) if at - made_at <= timedelta(minutes=minutes) else None


def _maker(purpose: str) -> Any:
    return URLSafeSerializer(setting("SECRET_KEY"), salt=f"stamp: {purpose}")
