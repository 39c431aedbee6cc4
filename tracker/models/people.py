"""People, the organisations other than cities that they belong to, and how they sign in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base
from tracker.domain.people import Digest, Role
from tracker.models.cities import City
from tracker.models.columns import Demonstrable, Key, Moment, Versioned, codes


class Organisation(Base):
    """A network, association, university, funder or ministry: whoever takes part and is not a member city."""

    __tablename__ = "organisation"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)


class Person(Versioned, Demonstrable, Base):
    """Somebody with an account; belongs to a city or to another organisation."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("city_id IS NULL OR organisation_id IS NULL", name="one_employer"),
        CheckConstraint("email = lower(email)", name="email_in_lower_case"),
    )

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text, unique=True)
    role: Mapped[Role] = mapped_column(codes(Role))
    function: Mapped[str] = mapped_column(Text, default="")
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    language: Mapped[str] = mapped_column(Text, default="en")
    timezone: Mapped[str] = mapped_column(Text, default="UTC")
    digest: Mapped[Digest] = mapped_column(codes(Digest), default=Digest.NOW)
    has_shortcuts: Mapped[bool] = mapped_column(default=True, server_default=true())
    password_hash: Mapped[str | None] = mapped_column(Text)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)

    city: Mapped[City | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def employer(self) -> str:
        """Name the city or organisation that the person works for; empty when neither is known."""
        if self.city is not None:
            return self.city.name
        return self.organisation.name if self.organisation is not None else ""


class LoginSession(Base):
    """One signed-in browser; the cookie holds a random token, this row only its hash. It dies at sign-out."""

    __tablename__ = "login_session"

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    user_agent: Mapped[str] = mapped_column(Text, default="")
    ip_address: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship(lazy="joined")


class SignInLink(Base):
    """A mailed link that signs its receiver in once; only the hash of its token is kept."""

    __tablename__ = "sign_in_link"

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship(lazy="joined")


class CalendarFeed(Base):
    """The secret address of a person's calendar; only the hash of its token is kept, and a new one replaces it."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)

    person: Mapped[Person] = relationship(lazy="joined")


class SignInAttempt(Base):
    """A failed proof of identity, kept to slow down guessing; `email` may belong to nobody."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_email_at", "email", "at"),)

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(Text)
    ip_address: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment)


class Passkey(Base):
    """A key on a person's device that proves who they are (WebAuthn); one that was removed stays for the evidence."""

    __tablename__ = "passkey"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[str] = mapped_column(Text, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship(lazy="joined")


class Authenticator(Base):
    """A person's authenticator app: the secret it shares with us, encrypted, and the newest step used (RFC 6238)."""

    __tablename__ = "authenticator"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    last_step: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship()


class MailedCode(Base):
    """Six digits that were mailed for one document, good once and for a few minutes; only their hash is kept."""

    __tablename__ = "mailed_code"
    __table_args__ = (CheckConstraint("tries >= 0", name="tries"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(Text)
    code_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship()
