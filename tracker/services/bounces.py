"""Mails that came back: the mail server refused the address at once, or a report of non-delivery came later."""

import email
import re
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.message import Message

from sqlalchemy import select

from tracker.db import db
from tracker.models.official_documents import Slot
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.notices.signing import tell_address_refused
from tracker.services.journal import record

_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")
HEADERS = ("Message-ID", "X-Original-Message-ID", "In-Reply-To", "References")
"""Where the returned mail, or the report itself, names the mail that came back."""


def note_report(report: bytes, at: datetime) -> list[OutboxItem]:
    """Mark the mails of ours that a report of non-delivery (RFC 3464) names; gives them, none for any other mail."""
    message = email.message_from_bytes(report, policy=policy.compat32)
    status = _failed(message)
    if status is None:
        return []
    named = sorted({found for part in message.walk() for found in _named_in(part)})
    items = db.session.scalars(select(OutboxItem).where(OutboxItem.message_id.in_(named), OutboxItem.kind == "mail"))
    found = list(items)
    for item in found:
        note_bounce(item, status, at)
    return found


def note_bounce(item: OutboxItem, reason: str, at: datetime) -> None:
    """Mark a mail as refused for good; when it asked for a signature, the coordinators are told. Once is enough."""
    if item.bounced_at is not None:
        return
    item.bounced_at = at
    item.last_error = reason[:500]
    if not item.is_secret:  # the text of a secret mail is gone, so it cannot be tried again
        item.done_at, item.failed_at = None, item.failed_at or at
    db.session.flush()
    slot = db.session.get(Slot, item.slot_id) if item.slot_id else None
    person = db.session.get(Person, item.person_id) if item.person_id else None
    record(
        "mail.refused",
        actor=None,
        at=at,
        partnership=slot.document.partnership if slot else None,
        subject=slot.document.ref if slot else f"mail-{item.id}",
        details={"mail": item.id},
        is_demonstration=bool(slot and slot.document.is_demonstration),
    )
    if slot is not None and person is not None and slot.closed_at is None:
        tell_address_refused(slot, person, f"mail-{item.id}", at=at)


def _failed(message: Message) -> str | None:
    """Give the reason of a final failure as the report words it; None for a delay, a receipt or any other mail."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload() if part.is_multipart() else []:
            if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
                told = (block.get(name) for name in ("Status", "Diagnostic-Code"))
                return "; ".join(" ".join(str(one).split()) for one in told if one) or "failed"
    return None


def _named_in(part: Message) -> Iterator[str]:
    for name in HEADERS:
        yield from _ID.findall(str(part.get(name, "")))
    if part.get_content_type() == "text/rfc822-headers":
        returned = email.message_from_string(str(part.get_payload()))
        for name in HEADERS:
            yield from _ID.findall(str(returned.get(name, "")))
