"""Accounts: proving who somebody is, sessions that die at sign-out, one-time links, passwords."""

import hashlib
import secrets
from base64 import b64encode
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import ARGON2_VERSION
from sqlalchemy import bindparam, delete, func, select, update

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.models.people import LoginSession, Person, SignInAttempt, SignInLink
from tracker.services.journal import record

SESSION_HOURS = 12
KEPT_SESSION_DAYS = 90
LINK_MINUTES = 30
INVITATION_MINUTES = 7 * 24 * 60
"""An invitation waits in a mailbox for longer than a link that was just asked for."""
FAILURES_ALLOWED = 10
FAILURE_MINUTES = 15
SHORTEST_PASSWORD = 15
SESSION_OF_TOKEN = select(LoginSession).where(LoginSession.token_hash == bindparam("token_hash"))
_hasher = PasswordHasher()


def _hash_of_nothing() -> str:
    """Give what looks like a hash made by `_hasher` and is none: checking it takes as long, and no password fits."""
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    salt, digest = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (_hasher.salt_len, _hasher.hash_len)
    )
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


_nobody = _hash_of_nothing()


def hashed(token: str) -> str:
    """Give what the database keeps of a random token: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def password_hash(password: str) -> str:
    """Give the argon2id hash of a password, with its own salt."""
    return _hasher.hash(password)


def find_account(email: str) -> Person | None:
    """Find the active account of an address, in whatever case it is written."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower(), Person.is_active))


def proves(person: Person | None, password: str) -> bool:
    """Tell whether this is the person's password; takes as long when there is no such person."""
    try:
        _hasher.verify((person.password_hash if person else None) or _nobody, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return person is not None and person.password_hash is not None


def failures_left(email: str, at: datetime) -> int:
    """Count the wrong passwords that this address may still send before it must wait."""
    since = at - timedelta(minutes=FAILURE_MINUTES)
    failed = db.session.scalar(
        select(func.count()).where(SignInAttempt.email == email.strip().lower(), SignInAttempt.at > since)
    )
    return max(0, FAILURES_ALLOWED - (failed or 0))


def note_failure(email: str, ip_address: str, at: datetime) -> None:
    """Remember a wrong password, and forget the old ones."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < at - timedelta(days=1)))
    db.session.add(SignInAttempt(email=email.strip().lower(), ip_address=ip_address, at=at))


def prove_again(person: Person, password: str, *, ip_address: str, at: datetime) -> bool:
    """Check a signed-in person's password once more, for an act that needs it; wrong ones are counted.

    They are counted apart from those of the sign-in page, so that no stranger can keep a mayor from signing.
    """
    if failures_left(_again(person), at) and proves(person, password):
        return True
    note_failure(_again(person), ip_address, at)
    return False


def tries_left(person: Person, at: datetime) -> int:
    """Count how often a signed-in person may still prove their password before they must wait."""
    return failures_left(_again(person), at)


def note_wrong_proof(person: Person, ip_address: str, at: datetime) -> None:
    """Remember a wrong proof of a signed-in person, whatever kind it was."""
    note_failure(_again(person), ip_address, at)


def _again(person: Person) -> str:
    return f"again:{person.id}"


def sign_in(person: Person, *, keep: bool, ip_address: str, user_agent: str, at: datetime) -> str:
    """Open a session for a person who has proved who they are; returns its token, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    lasts = timedelta(days=KEPT_SESSION_DAYS) if keep else timedelta(hours=SESSION_HOURS)
    db.session.add(
        LoginSession(
            token_hash=hashed(token),
            person_id=person.id,
            ip_address=ip_address,
            user_agent=user_agent[:300],
            created_at=at,
            expires_at=at + lasts,
        )
    )
    record("session.opened", actor=person, at=at, personal={"ip_address": ip_address, "user_agent": user_agent[:300]})
    return token


def live_session(token: str, at: datetime) -> LoginSession | None:
    """Find the session of a token, unless it ended, expired, or its account was closed."""
    session = db.session.scalar(SESSION_OF_TOKEN, {"token_hash": hashed(token)})
    if session is None or session.ended_at is not None or session.expires_at <= at or not session.person.is_active:
        return None
    return session


def sign_out(session: LoginSession, at: datetime) -> None:
    """End a session for good; its cookie is worth nothing afterwards."""
    session.ended_at = at
    record("session.ended", actor=session.person, at=at)


def end_other_sessions(session: LoginSession, at: datetime) -> None:
    """End every other session of the same person."""
    db.session.execute(
        update(LoginSession)
        .where(
            LoginSession.person_id == session.person_id, LoginSession.id != session.id, LoginSession.ended_at.is_(None)
        )
        .values(ended_at=at)
    )
    record("session.others_ended", actor=session.person, at=at)


def make_link(person: Person, at: datetime, *, minutes: int = LINK_MINUTES) -> str:
    """Make a one-time sign-in link's token, valid for so many minutes; links made before end."""
    db.session.execute(
        update(SignInLink).where(SignInLink.person_id == person.id, SignInLink.used_at.is_(None)).values(used_at=at)
    )
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignInLink(
            token_hash=hashed(token),
            person_id=person.id,
            created_at=at,
            expires_at=at + timedelta(minutes=minutes),
        )
    )
    return token


def open_link(token: str, at: datetime) -> SignInLink | None:
    """Find a link that can still be used; looking at it changes nothing."""
    link = db.session.scalar(select(SignInLink).where(SignInLink.token_hash == hashed(token)))
    if link is None or link.used_at is not None or link.expires_at <= at or not link.person.is_active:
        return None
    return link


def use_link(token: str, at: datetime) -> Person | None:
    """Use up a link and give its person; None when it was used, has expired, or never was."""
    used = db.session.execute(
        update(SignInLink)
        .where(SignInLink.token_hash == hashed(token), SignInLink.used_at.is_(None), SignInLink.expires_at > at)
        .values(used_at=at)
        .returning(SignInLink.person_id)
    ).scalar()
    return db.session.get(Person, used) if used else None


def set_password(person: Person, password: str, *, session: LoginSession, at: datetime) -> None:
    """Give a person a new password and end their other sessions; raises RuleBroken when it is too easy to guess."""
    told = [part for part in (person.name, person.email.split("@")[0], person.employer) if part]
    if len(set(password)) < 5 or any(part.lower() == password.lower() for part in told):
        raise RuleBroken("password.too_easy")
    person.password_hash = password_hash(password)
    end_other_sessions(session, at)
    record("password.set", actor=person, at=at)
