"""Putting things into the outbox: mails, rendered in their reader's language, and documents to seal."""

import hashlib
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from tracker.db import db
from tracker.i18n import Reader, written_for
from tracker.models.official_documents import OfficialDocument
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person


def address(endpoint: str, **values: Any) -> str:
    """Give the whole address of a page, from BASE_URL and never from the request."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['BASE_URL']}{path}"


def mail(
    to: Person, template: str, *, about: str, subject: Any, at: datetime, is_secret: bool = False, **words: Any
) -> OutboxItem:
    """Write a mail to the outbox: `templates/mail/TEMPLATE.txt` and `.html` in the receiver's language.

    `about` names the act; with the receiver and template it makes the Message-ID, so that no act mails anyone twice.
    `subject` is called in the receiver's language.
    """
    host = urlsplit(current_app.config["BASE_URL"]).hostname
    stamp = hashlib.sha256(f"{template}\n{about}\n{to.id}".encode()).hexdigest()[:32]
    with written_for(Reader(to.language, to.city.country if to.city else "", to.timezone)):
        words = {"to": to, "language": to.language, **words}
        item = OutboxItem(
            kind="mail",
            person_id=to.id,
            address=to.email,
            language=to.language,
            subject=" ".join(str(subject()).split()),
            body_text=_written(f"{template}.txt", words),
            body_html=_written(f"{template}.html", words),
            message_id=f"<{stamp}@{host}>",
            is_secret=is_secret,
            created_at=at,
            due_at=at,
        )
    db.session.add(item)
    return item


def _written(template: str, words: dict[str, Any]) -> str:
    """Render a mail from its own words alone; what pages know of the person at the browser is not for its reader."""
    return current_app.jinja_env.get_template(f"mail/{template}").render(words)


def ask_for_seal(document: OfficialDocument, at: datetime) -> None:
    """Ask the worker to typeset and seal a document that everybody has signed."""
    db.session.add(
        OutboxItem(kind="seal", document_id=document.id, message_id=f"seal-{document.ref}", created_at=at, due_at=at)
    )
