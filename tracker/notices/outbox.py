"""Putting things into the outbox: mails, rendered in their reader's language, and documents to seal."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select

from tracker.db import db
from tracker.domain.people import Digest
from tracker.domain.reminders import digest_moment
from tracker.i18n import Reader, written_for
from tracker.models.official_documents import OfficialDocument, Slot
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person

NEWS = frozenset({"answer_due", "report_partly_signed", "report_returned", "report_signed", "report_withdrawn"})
"""Mails that ask nothing of most of their readers: these come as often as each reader wishes."""
DUTIES = frozenset(
    {
        "address_refused",
        "ask_deputy",
        "ask_to_sign",
        "confirm_mandate",
        "deputy",
        "digest",
        "export_ready",
        "hand_over",
        "invitation",
        "mandate_ended",
        "office_vacant",
        "proof_changed",
        "sign_code",
        "sign_in_link",
        "sign_off_overdue",
    }
)
"""Mails that ask for an act, or tell of one's own account and office: they always leave at once, as does the rest."""


@dataclass(frozen=True)
class When:
    """When a mail leaves: `is_duty` (by its template, unless said) at once, but never before `not_before` (UTC)."""

    is_duty: bool | None = None
    not_before: datetime | None = None


USUALLY = When()


def address(endpoint: str, **values: Any) -> str:
    """Give the whole address of a page, from BASE_URL and never from the request."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['BASE_URL']}{path}"


def mail(
    to: Person,
    template: str,
    *,
    about: str,
    subject: Callable[[], object],
    at: datetime,
    is_secret: bool = False,
    slot: Slot | None = None,
    when: When = USUALLY,
    told: Callable[[], Mapping[str, Any]] = dict,
    **words: Any,
) -> OutboxItem | None:
    """Write a mail to the outbox: `templates/mail/TEMPLATE.txt` and `.html` in the receiver's language.

    `about` names the act; with the receiver and template it makes the Message-ID, so that no act mails anyone twice:
    what is there already is not written again. `subject` and `told` (more words) are called in the receiver's language.
    News is held for a reader who wants it gathered, and dropped for one who wants none. Nothing goes to a closed
    account. Gives None when nothing is written.
    """
    if not to.is_active:
        return None
    is_duty = template not in NEWS if when.is_duty is None else when.is_duty
    digest = Digest.NOW if is_duty else to.digest
    message_id = message_id_of(f"{template}\n{about}\n{to.id}")
    if digest is Digest.NEVER or db.session.scalar(select(OutboxItem.id).where(OutboxItem.message_id == message_id)):
        return None
    item = OutboxItem(
        kind="mail" if digest is Digest.NOW else "notice",
        person_id=to.id,
        slot_id=slot.id if slot else None,
        address=to.email,
        language=to.language,
        message_id=message_id,
        is_secret=is_secret,
        created_at=at,
        due_at=max(digest_moment(at, digest, to.timezone), when.not_before or at),
    )
    with written_for(reader(to)):
        frame = {"to": to, "language": to.language, "zone": place_of(to.timezone), "account": address("account.show")}
        every = {**frame, "slot": slot, **words, **told()}
        item.subject = " ".join(str(subject()).split())
        item.body_text = written(template, "txt", every, whole=item.kind == "mail")
        item.body_html = written(template, "html", every, whole=item.kind == "mail")
    db.session.add(item)
    return item


def reader(to: Person) -> Reader:
    """Give for whom a mail is written: the receiver's language, country and time zone."""
    return Reader(to.language, to.city.country if to.city else "", to.timezone or "UTC")


def message_id_of(stamp: str) -> str:
    """Give the Message-ID of what a text names: the same text, the same one."""
    host = urlsplit(current_app.config["BASE_URL"]).hostname
    return f"<{hashlib.sha256(stamp.encode()).hexdigest()[:32]}@{host}>"


def place_of(timezone: str) -> str:
    """Name the place by whose clock times are written: Maputo for Africa/Maputo."""
    return (timezone or "UTC").rpartition("/")[2].replace("_", " ")


def written(template: str, kind: str, words: Mapping[str, Any], *, whole: bool = True) -> str:
    """Render a mail from its own words alone; what pages know of the person at the browser is not for its reader.

    Of a notice that is gathered with others only the middle is written (`whole` False).
    """
    found = current_app.jinja_env.get_template(f"mail/{template}.{kind}")
    text = found.render(words) if whole else "".join(found.blocks["main"](found.new_context(dict(words))))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def ask_for_seal(document: OfficialDocument, slot: Slot, at: datetime) -> None:
    """Ask the worker to seal the signature that was just given in a slot."""
    stamp = f"seal-{document.ref}-{slot.position}"
    db.session.add(OutboxItem(kind="seal", document_id=document.id, message_id=stamp, created_at=at, due_at=at))
