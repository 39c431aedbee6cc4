"""Delivering the outbox: each item is leased, carried out, and marked; what fails comes back later and later."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import or_, select, update

from tracker.db import db, reading, transaction
from tracker.models.exports import Export
from tracker.models.official_documents import OfficialDocument
from tracker.models.outbox import OutboxItem
from tracker.services.bounces import note_bounce
from tracker.services.document_files import seal_signatures
from tracker.services.exports import make_export, note_failure
from tracker.settings import setting

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=12)
SMTP_SECONDS = 20
PERMANENT = 500
log = logging.getLogger(__name__)


def deliver_due(now: Callable[[], datetime]) -> int:
    """Carry out everything that is due; returns how many items were done. Safe to run many at once."""
    done = 0
    while (item := _lease(now())) is not None:
        done += _carry_out(item, now)
    return done


def deliver_seal(document: OfficialDocument, now: Callable[[], datetime]) -> None:
    """Seal one document at once if nobody is at it, so that its reader need not wait for the worker."""
    item = _lease(now(), OutboxItem.document_id == document.id)
    if item is not None:
        _carry_out(item, now)


def deliver_export(export: Export, now: Callable[[], datetime]) -> None:
    """Make the files of one export at once if nobody is at it, so that its reader need not wait for the worker."""
    item = _lease(now(), OutboxItem.export_id == export.id)
    if item is not None:
        _carry_out(item, now)


def _lease(at: datetime, *conditions: object) -> int | None:
    """Take the item that waits longest for this worker alone; returns its id, None when nothing is due."""
    waiting = (
        select(OutboxItem.id)
        .where(
            OutboxItem.done_at.is_(None),
            OutboxItem.failed_at.is_(None),
            OutboxItem.due_at <= at,
            OutboxItem.kind != "notice",
            or_(OutboxItem.leased_until.is_(None), OutboxItem.leased_until < at),
            *conditions,  # type: ignore[arg-type]
        )
        .order_by(OutboxItem.due_at, OutboxItem.id)
        .limit(1)
    )
    with reading():
        if db.session.scalar(waiting) is None:
            return None
    with transaction():
        found = db.session.scalar(waiting.with_for_update(skip_locked=True))
        if found is not None:
            db.session.execute(
                update(OutboxItem)
                .where(OutboxItem.id == found)
                .values(leased_until=at + LEASE, attempts=OutboxItem.attempts + 1)
            )
        return found


def _carry_out(item_id: int, now: Callable[[], datetime]) -> int:
    """Do one leased item and mark it; whatever goes wrong is kept with it and tried again later."""
    try:
        with reading():
            item = db.session.get_one(OutboxItem, item_id)
            message = _message(item) if item.kind == "mail" else None
            export_id = item.export_id
        if export_id is not None:
            make_export(export_id, item_id, now)
            return 1
        if message is not None:
            _send(message, item_id)
        with transaction():
            item = db.session.get_one(OutboxItem, item_id)
            if item.kind == "seal":
                seal_signatures(db.session.get_one(OfficialDocument, item.document_id), now())
            item.done_at = now()
            item.bounced_at = None
            if item.is_secret:
                item.body_text = item.body_html = ""
    except Exception as error:  # one bad item must not stop the others; it is kept, with its reason
        db.session.rollback()
        log.warning("outbox item %s failed", item_id, exc_info=error)
        _put_back(item_id, error, now())
        return 0
    return 1


def _put_back(item_id: int, error: Exception, at: datetime) -> None:
    with transaction():
        item = db.session.get_one(OutboxItem, item_id)
        item.last_error = f"{type(error).__name__}: {error}"[:500]
        item.leased_until = None
        item.due_at = at + min(LONGEST_WAIT, timedelta(minutes=2 ** min(item.attempts, 10)))
        if item.attempts >= MOST_ATTEMPTS:
            item.failed_at = at
        if item.kind == "export":
            note_failure(item, at)
        if isinstance(error, smtplib.SMTPRecipientsRefused) and _is_final(error):
            item.failed_at = at
            note_bounce(item, item.last_error, at)


def _is_final(error: smtplib.SMTPRecipientsRefused) -> bool:
    """Tell whether the server refused the address for good (5xx); a mailbox that is busy (4xx) may take it later."""
    return any(code >= PERMANENT for code, _reason in error.recipients.values())


def _send(message: EmailMessage, item_id: int) -> None:
    """Hand a mail to the mail server, or write it into the instance's mail folder when there is none."""
    url = setting("SMTP_URL")
    if url:
        _to_server(message, url)
        return
    folder: Path = setting("INSTANCE") / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{item_id:08d}.eml").write_bytes(message.as_bytes())


def _message(item: OutboxItem) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"Partnership Tracker <{setting('MAIL_FROM')}>"
    message["To"] = item.address
    message["Subject"] = item.subject
    message["Message-ID"] = item.message_id
    message["Date"] = format_datetime(item.created_at)
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"Partnership Tracker <notices.{urlsplit(setting('BASE_URL')).hostname}>"
    message.set_content(item.body_text)
    message.add_alternative(item.body_html, subtype="html")
    message["Content-Language"] = item.language  # last: making alternatives moves such heads into the first part
    return message


def _to_server(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 0, timeout=SMTP_SECONDS) as server:
        if parts.scheme == "smtp+tls":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
