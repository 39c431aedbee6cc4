"""The mails that the demonstration wrote into its folder instead of sending them."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

from tracker.dashboards.paging import Window

FOLDER = "mail"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Mail:
    """A mail as a page shows it; `paths` are the links in it to pages of this tracker."""

    number: int
    subject: str
    to: str
    language: str
    at: datetime
    text: str
    paths: tuple[str, ...]


def count(instance: Path) -> int:
    """Count the mails in an instance's folder."""
    return len(_files(instance))


def newest(instance: Path, window: Window) -> list[Mail]:
    """List the mails of one page of the list, the newest first."""
    first = (window.number - 1) * window.size
    return [_read(file, "") for file in _files(instance)[first : first + window.size]]


def find(instance: Path, number: int, base_url: str) -> Mail | None:
    """Give one mail by its number, None when it is not there."""
    file = instance / FOLDER / f"{number:08d}.eml"
    return _read(file, base_url) if file.is_file() else None


def _files(instance: Path) -> list[Path]:
    return sorted((instance / FOLDER).glob("*.eml"), reverse=True)


def _read(file: Path, base_url: str) -> Mail:
    message = message_from_bytes(file.read_bytes(), EmailMessage, policy=default)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return Mail(
        number=int(file.stem),
        subject=message["Subject"],
        to=message["To"],
        language=message["Content-Language"] or "en",
        at=message["Date"].datetime,
        text=text,
        paths=_paths(text, base_url),
    )


def _paths(text: str, base_url: str) -> tuple[str, ...]:
    """Give the path and query of each address in a text that lies on this tracker."""
    ours = [urlsplit(address) for address in _ADDRESS.findall(text) if base_url and address.startswith(f"{base_url}/")]
    return tuple(dict.fromkeys(f"{parts.path}?{parts.query}" if parts.query else parts.path for parts in ours))
