"""Official documents and their signatures: what was put before the office holders, and what they decided on it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.signing import Decision, DocumentKind, DocumentState, Profile, SigningOrder
from tracker.models.cities import City
from tracker.models.columns import Demonstrable, Key, Moment, Versioned, codes
from tracker.models.mandates import Delegation, Mandate
from tracker.models.missions import Mission
from tracker.models.partnerships import Partnership
from tracker.models.people import Person


class OfficialDocument(Versioned, Demonstrable, Base):
    """One version of an official document; a mission report's `ref` reads P-0147-M03-v2, its `series` P-0147-M03.

    A draft holds only its `summary`: all else is read from what it is about. When it is sent for signature, everything
    it says is written once into `content` (canonical JSON) and `digest` (SHA-256 of it); from then on a trigger refuses
    any change to what was frozen. `code` opens its public verification page.
    """

    __tablename__ = "official_document"
    __table_args__ = (
        UniqueConstraint("series", "number"),
        CheckConstraint(
            "(content IS NULL) = (digest IS NULL) AND (content IS NULL) = (submitted_at IS NULL)"
            " AND (content IS NULL) = (code IS NULL)",
            name="frozen_all_or_none",
        ),
        CheckConstraint("state IN ('draft', 'withdrawn') OR content IS NOT NULL", name="frozen_after_draft"),
        CheckConstraint("(kind = 'mission_report') = (mission_id IS NOT NULL)", name="report_of_a_mission"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_reason IS NOT NULL)", name="withdrawn_with_reason"),
        Index(
            "uq_official_document_one_under_way",
            "series",
            unique=True,
            sqlite_where=text("state IN ('draft', 'in_review', 'awaiting_signature', 'partly_signed')"),
            postgresql_where=text("state IN ('draft', 'in_review', 'awaiting_signature', 'partly_signed')"),
        ),
        Index("ix_official_document_state_submitted_at", "state", "submitted_at"),
        Index("ix_official_document_mission_id_number", "mission_id", "number"),
    )

    id: Mapped[Key]
    kind: Mapped[DocumentKind] = mapped_column(codes(DocumentKind))
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    mission_id: Mapped[int | None] = mapped_column(ForeignKey("mission.id"))
    series: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    ref: Mapped[str] = mapped_column(Text, unique=True)
    cycle: Mapped[int]
    state: Mapped[DocumentState] = mapped_column(codes(DocumentState))
    language: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text, default="")
    signing_order: Mapped[SigningOrder] = mapped_column(codes(SigningOrder), default=SigningOrder.ANY)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(Text, unique=True)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)

    partnership: Mapped[Partnership] = relationship(lazy="joined", innerjoin=True)
    mission: Mapped[Mission | None] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="joined")
    slots: Mapped[list["Slot"]] = relationship(order_by="Slot.position", back_populates="document")
    files: Mapped[list["DocumentFile"]] = relationship(order_by="DocumentFile.revision", viewonly=True)
    translations: Mapped[list["Translation"]] = relationship(
        order_by="Translation.language", cascade="all, delete-orphan"
    )

    @property
    def of_mission(self) -> Mission:
        """Give the mission that a report is about; raises LookupError for a document of another kind."""
        if self.mission is None:
            raise LookupError(self.ref)
        return self.mission


class Slot(Base):
    """A city's place to sign on one document: it belongs to the office, so whoever holds that office fills it.

    Whoever has a later `turn` is asked once all earlier turns have signed: `asked_at`, from which `due_on` counts.
    `steps` counts the reminders that left by themselves; `reminders` counts those and the ones that people sent.
    """

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("document_id", "city_id"),
        Index(
            "ix_slot_open",
            "due_on",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_slot_open_city",
            "city_id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("official_document.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), index=True)
    position: Mapped[int]
    turn: Mapped[int] = mapped_column(default=1)
    profile: Mapped[Profile] = mapped_column(codes(Profile), default=Profile.A)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    due_on: Mapped[date]
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    reminded_at: Mapped[datetime | None] = mapped_column(Moment)
    reminders: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)

    document: Mapped[OfficialDocument] = relationship(back_populates="slots")
    city: Mapped[City] = relationship(lazy="joined")
    signature: Mapped["Signature | None"] = relationship(back_populates="slot", lazy="joined")


class Signature(Demonstrable, Base):
    """What the holder of an office decided on exactly one text: signed, or returned with remarks. Never changed.

    Names are as written at that moment; a deputy signs by `delegation`. `profile` is what the proof of identity
    reached. `sections` names the sections (codes, in JSON) that the remarks are about. `evidence` is the whole record
    in canonical JSON, `evidence_hash` its SHA-256; network address and browser stand in the journal's salted personal
    fields.
    """

    __tablename__ = "signature"
    __table_args__ = (
        CheckConstraint("decision <> 'returned' OR remarks <> ''", name="returned_with_remarks"),
        CheckConstraint("length(digest) = 64 AND length(evidence_hash) = 64", name="hashes"),
    )

    id: Mapped[Key]
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("official_document.id"), index=True)
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandate.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    office: Mapped[str] = mapped_column(Text)
    profile: Mapped[Profile] = mapped_column(codes(Profile), default=Profile.A)
    decision: Mapped[Decision] = mapped_column(codes(Decision))
    remarks: Mapped[str] = mapped_column(Text, default="")
    sections: Mapped[str] = mapped_column(Text, default="[]")
    digest: Mapped[str] = mapped_column(Text)
    intent: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    method: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text, unique=True)
    signed_at: Mapped[datetime] = mapped_column(Moment)
    evidence: Mapped[str] = mapped_column(Text)
    evidence_hash: Mapped[str] = mapped_column(Text)

    slot: Mapped[Slot] = relationship(back_populates="signature")
    mandate: Mapped[Mandate] = relationship()
    delegation: Mapped[Delegation | None] = relationship()
    person: Mapped[Person] = relationship()


class DocumentFile(Base):
    """One state of a document's PDF in the file store; each is the one before with something added. Never changed.

    Revision 0 is the file that was put before the office holders; each later one adds the seal of one signature, or,
    when `is_external`, a qualified signature that was made outside. The journal's head and count are what is printed
    in it; `size` is in bytes.
    """

    __tablename__ = "document_file"

    document_id: Mapped[int] = mapped_column(ForeignKey("official_document.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signature.id"), index=True)
    is_external: Mapped[bool] = mapped_column(default=False)
    path: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text, index=True)
    size: Mapped[int]
    journal_head: Mapped[str] = mapped_column(Text)
    journal_count: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)


class Translation(Versioned, Base):
    """The texts of a document in another language, by a person; a translation is an annex and is not signed.

    `texts` and `originals` are JSON by section: what was written, and the text that it was translated from. What was
    sent stands in the document's `content`; from then on a trigger refuses any change here too.
    """

    __tablename__ = "translation"
    __table_args__ = (UniqueConstraint("document_id", "language"),)

    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("official_document.id"))
    language: Mapped[str] = mapped_column(Text)
    texts: Mapped[str] = mapped_column(Text)
    originals: Mapped[str] = mapped_column(Text, default="{}")


class Reading(Base):
    """A person had a version open; what changed since then is shown in the next one. It is no evidence of consent."""

    __tablename__ = "reading"

    document_id: Mapped[int] = mapped_column(ForeignKey("official_document.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    first_at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)


class SigningProfile(Versioned, Base):
    """Which profile a city asks for, for one kind of document; A where nothing is said."""

    __tablename__ = "signing_profile"

    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), primary_key=True)
    kind: Mapped[DocumentKind] = mapped_column(codes(DocumentKind), primary_key=True)
    profile: Mapped[Profile] = mapped_column(codes(Profile))
