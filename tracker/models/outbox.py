"""The outbox: what is to leave the house, written in the same transaction as the act; and keys of requests done."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base
from tracker.models.columns import Key, Moment


class OutboxItem(Base):
    """A mail to send, a document to seal, or a file to make; tried until done, at least once, with a stable Message-ID.

    `kind` is `mail`, `notice`, `seal` or `export`; a mail has an address, subject and texts, a notice waits to be
    gathered into one mail with others, a seal has a document, an export its row. A mail that asks an office to sign
    names the `slot`. `leased_until` keeps two workers apart; `is_secret` texts are blanked once the mail has left;
    `bounced_at` is when a mail server said that the address does not take it.
    """

    __tablename__ = "outbox_item"
    __table_args__ = (
        CheckConstraint("kind IN ('mail', 'notice', 'seal', 'export')", name="known_kind"),
        CheckConstraint("kind IN ('seal', 'export') OR address <> ''", name="mail_has_address"),
        CheckConstraint("kind <> 'seal' OR document_id IS NOT NULL", name="seal_has_document"),
        CheckConstraint("kind <> 'export' OR export_id IS NOT NULL", name="export_has_row"),
        Index(
            "ix_outbox_item_waiting",
            "due_at",
            sqlite_where=text("done_at IS NULL AND failed_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND failed_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("official_document.id"), index=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"), index=True)
    export_id: Mapped[int | None] = mapped_column(ForeignKey("export.id"), index=True)
    address: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(Text, default="en")
    subject: Mapped[str] = mapped_column(Text, default="")
    body_text: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[str] = mapped_column(Text, unique=True)
    is_secret: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    failed_at: Mapped[datetime | None] = mapped_column(Moment)
    bounced_at: Mapped[datetime | None] = mapped_column(Moment)
    last_error: Mapped[str] = mapped_column(Text, default="")


class RequestKey(Base):
    """A form that was already carried out: its key gives the same answer again, and is refused with other content."""

    __tablename__ = "request_key"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    request_hash: Mapped[str] = mapped_column(Text)
    location: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
