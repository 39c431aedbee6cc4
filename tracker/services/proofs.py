"""Fresh proofs of identity: by password, mailed code, authenticator app or passkey, each for one purpose and once."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pyotp import HOTP, TOTP, random_base32
from sqlalchemy import delete, func, select, update

from tracker.db import db
from tracker.domain.errors import RuleBroken
from tracker.domain.proofs import (
    CODE_MINUTES,
    CODE_TRIES,
    CODES_AN_HOUR,
    SET_UP_MINUTES,
    STEP_SECONDS,
    STEPS_BESIDE,
    Outcome,
    Purpose,
    Verdict,
    ways,
)
from tracker.domain.signing import STEP_UP_MINUTES, Method, Profile
from tracker.models.official_documents import OfficialDocument, Signature
from tracker.models.people import Authenticator, LoginSession, MailedCode, Passkey, Person
from tracker.notices import accounts as notices
from tracker.services import accounts, ciphers, passkeys
from tracker.services.journal import record
from tracker.services.stamps import read_stamp, stamp
from tracker.settings import setting

ISSUER = "Partnership Tracker"
JUST_MAILED = timedelta(seconds=20)
"""A second request so soon after the first is the same tap."""
ACCOUNT = Purpose(digest="account", act="account")
"""What a proof is for that lets somebody change how they prove who they are."""


@dataclass(frozen=True)
class Given:
    """What a person gave as proof: a password, a code, or a passkey's answer in JSON with the stamp it answers."""

    method: Method
    secret: str
    stamp: str = ""


def methods_of(person: Person) -> set[Method]:
    """Give how a person can prove who they are; a code can be mailed to everybody. One statement."""
    return _methods_and_last(person)[0]


def ways_to_sign(person: Person, asked: Profile) -> list[Method]:
    """List how a person can prove themselves strongly enough for a profile, the best first. One statement."""
    has, last = _methods_and_last(person)
    return ways(has, asked, last)


def _methods_and_last(person: Person) -> tuple[set[Method], Method | None]:
    """Give how a person can prove who they are, and how they did when they last decided on a document."""
    passkey = select(Passkey.id).where(Passkey.person_id == person.id, Passkey.removed_at.is_(None)).exists()
    app = select(Authenticator.person_id).where(Authenticator.person_id == person.id).exists()
    decided = select(Signature.method).where(Signature.person_id == person.id)
    last = decided.order_by(Signature.id.desc()).limit(1).scalar_subquery()
    has_passkey, has_app, used = db.session.execute(select(passkey, app, last)).one()
    has = {Method.MAILED_CODE}
    has |= {Method.PASSKEY} if has_passkey and passkeys.are_possible() else set()
    has |= {Method.AUTHENTICATOR} if has_app else set()
    has |= {Method.PASSWORD} if person.password_hash else set()
    return has, Method(used) if used else None


def prove(person: Person, given: Given, purpose: Purpose, *, ip_address: str, at: datetime) -> Verdict:
    """Check a fresh proof of identity; wrong ones are counted, and a code or step that was right is used up.

    Too many wrong ones stop everything that can be guessed, and never a passkey.
    """
    verdict = Verdict(Outcome.TOO_MANY, given.method, at)
    if given.method is Method.PASSKEY or accounts.tries_left(person, at):
        verdict = CHECKS[given.method](person, given, purpose, verdict)
    if verdict.outcome in {Outcome.WRONG, Outcome.WORN_OUT}:
        accounts.note_wrong_proof(person, ip_address, at)
    return verdict


def _by_password(person: Person, given: Given, _purpose: Purpose, verdict: Verdict) -> Verdict:
    return replace(verdict, outcome=Outcome.PROVED if accounts.proves(person, given.secret) else Outcome.WRONG)


def _by_passkey(person: Person, given: Given, purpose: Purpose, verdict: Verdict) -> Verdict:
    used = passkeys.use_passkey(person, given.secret, given.stamp, purpose, at=verdict.proved_at)
    if isinstance(used, Outcome):
        return replace(verdict, outcome=used)
    return replace(verdict, outcome=Outcome.PROVED, proved_at=used.asked_at, credential=used.credential_id)


def _by_authenticator(person: Person, given: Given, _purpose: Purpose, verdict: Verdict) -> Verdict:
    """Take a code of the present time step or one beside it; each step proves something once."""
    app = db.session.get(Authenticator, person.id)
    secret = ciphers.decrypt(app.secret, about=_app_of(person)) if app else None
    step = matching_step(secret, given.secret, verdict.proved_at) if secret else None
    if step is None:
        return replace(verdict, outcome=Outcome.WRONG)
    later = update(Authenticator).where(Authenticator.person_id == person.id, Authenticator.last_step < step)
    moved = db.session.execute(later.values(last_step=step).returning(Authenticator.person_id)).scalar()
    return replace(verdict, outcome=Outcome.PROVED if moved else Outcome.USED)


def _app_of(person: Person) -> str:
    """Name what an encrypted secret is about, so that it works for nobody else."""
    return f"authenticator of {person.id}"


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """Give the time step (RFC 6238) whose code this is, at most one beside the present one; None for a wrong code."""
    now, machine = int(at.timestamp()) // STEP_SECONDS, HOTP(secret)
    steps = range(now - STEPS_BESIDE, now + STEPS_BESIDE + 1)
    return next((step for step in steps if hmac.compare_digest(machine.at(step).encode(), code.encode())), None)


def _by_mailed_code(person: Person, given: Given, purpose: Purpose, verdict: Verdict) -> Verdict:
    """Take the newest code that was mailed for this purpose, once; a wrong one is one of its tries."""
    code = _newest_code(person, purpose, is_locked=True)
    spoilt = _spoilt(code, verdict.proved_at)
    if code is None or spoilt is not None:
        return replace(verdict, outcome=spoilt or Outcome.NOT_MAILED)
    code.tries += 1
    if hmac.compare_digest(code.code_hash, _code_hash(person, purpose, given.secret)):
        code.used_at = verdict.proved_at
        return replace(verdict, outcome=Outcome.PROVED)
    return replace(verdict, outcome=Outcome.WRONG if code.tries < CODE_TRIES else Outcome.WORN_OUT)


CHECKS: dict[Method, Callable[[Person, Given, Purpose, Verdict], Verdict]] = {
    Method.PASSWORD: _by_password,
    Method.MAILED_CODE: _by_mailed_code,
    Method.AUTHENTICATOR: _by_authenticator,
    Method.PASSKEY: _by_passkey,
}


def _newest_code(person: Person, purpose: Purpose, *, is_locked: bool = False) -> MailedCode | None:
    query = select(MailedCode).where(MailedCode.person_id == person.id, MailedCode.digest == purpose.digest)
    query = query.order_by(MailedCode.id.desc()).limit(1).execution_options(populate_existing=True)
    return db.session.scalar(query.with_for_update(of=MailedCode) if is_locked else query)


def _spoilt(code: MailedCode | None, at: datetime) -> Outcome | None:
    """Tell why a code can prove nothing any more; None while it can."""
    if code is None:
        return Outcome.NOT_MAILED
    if code.used_at is not None:
        return Outcome.USED
    if code.expires_at <= at:
        return Outcome.EXPIRED
    return Outcome.WORN_OUT if code.tries >= CODE_TRIES else None


def _code_hash(person: Person, purpose: Purpose, code: str) -> str:
    """Give what is kept of a code: a keyed hash, for six digits alone could be guessed from a plain one."""
    about = f"{person.id}\n{purpose.digest}\n{code}"
    return hmac.new(setting("SECRET_KEY").encode(), about.encode(), hashlib.sha256).hexdigest()


def waiting_code(person: Person, purpose: Purpose, at: datetime) -> MailedCode | None:
    """Give the code that was mailed for a purpose and can still be used; None when there is none."""
    code = _newest_code(person, purpose)
    return code if _spoilt(code, at) is None else None


def mail_code(person: Person, purpose: Purpose, document: OfficialDocument | None, *, at: datetime) -> None:
    """Mail six new digits for a purpose, which replace earlier ones; a second tap within seconds mails nothing.

    Raises RuleBroken("code.too_many") after six codes within an hour.
    """
    db.session.execute(delete(MailedCode).where(MailedCode.created_at < at - timedelta(days=1)))
    present = waiting_code(person, purpose, at)
    if present is not None and at - present.created_at < JUST_MAILED:
        return
    since = at - timedelta(hours=1)
    mailed = select(func.count()).where(MailedCode.person_id == person.id, MailedCode.created_at > since)
    if (db.session.scalar(mailed) or 0) >= CODES_AN_HOUR:
        raise RuleBroken("code.too_many", number=CODES_AN_HOUR)
    digits = f"{secrets.randbelow(10**6):06d}"
    code = MailedCode(
        person_id=person.id,
        digest=purpose.digest,
        code_hash=_code_hash(person, purpose, digits),
        created_at=at,
        expires_at=at + timedelta(minutes=CODE_MINUTES),
    )
    db.session.add(code)
    notices.mail_code(person, digits, document, until=code.expires_at, at=at)
    record("code.mailed", actor=person, at=at, subject=document.ref if document else "")


# Changing how one proves who one is


def fresh_stamp(session: LoginSession, at: datetime) -> str:
    """Give what a session keeps of a fresh proof of identity."""
    return stamp("proof", [str(session.id)], at)


def is_fresh(session: LoginSession, stamped: str, at: datetime) -> bool:
    """Tell whether a session's person has proved who they are within five minutes; signing in is a proof as well."""
    if at - session.created_at <= timedelta(minutes=STEP_UP_MINUTES):
        return True
    found = read_stamp("proof", stamped, at, minutes=STEP_UP_MINUTES)
    return found is not None and found[1] == [str(session.id)]


@dataclass(frozen=True)
class Offer:
    """A secret for an authenticator app, as letters and as an address for its camera; `stamp` brings it back."""

    secret: str
    address: str
    stamp: str


def offer_authenticator(person: Person, at: datetime) -> Offer:
    """Make a new secret for an authenticator app; nothing is kept before a code confirms it."""
    return _offer(person, random_base32(), at)


def _offer(person: Person, secret: str, at: datetime) -> Offer:
    address = TOTP(secret).provisioning_uri(name=person.email, issuer_name=ISSUER)
    return Offer(secret, address, stamp("authenticator", [str(person.id), secret], at))


def offered_again(person: Person, stamped: str, at: datetime) -> Offer | None:
    """Give the offer of a stamp; None when it is not this person's or older than ten minutes."""
    found = read_stamp("authenticator", stamped, at, minutes=SET_UP_MINUTES)
    if found is None or found[1][0] != str(person.id):
        return None
    made_at, (_person, secret) = found
    return _offer(person, secret, made_at)


def add_authenticator(person: Person, offer: Offer, code: str, *, at: datetime) -> bool:
    """Let an authenticator app prove who a person is once a code confirms it; False when the code is wrong.

    Raises RuleBroken("authenticator.known") when there is one already.
    """
    if db.session.get(Authenticator, person.id) is not None:
        raise RuleBroken("authenticator.known")
    step = matching_step(offer.secret, code, at)
    if step is None:
        return False
    secret = ciphers.encrypt(offer.secret, about=_app_of(person))
    db.session.add(Authenticator(person_id=person.id, secret=secret, created_at=at, confirmed_at=at, last_step=step))
    record("authenticator.added", actor=person, at=at)
    notices.tell_of_change(person, "authenticator.added", "", at=at)
    return True


def remove_authenticator(person: Person, *, at: datetime) -> None:
    """Let a person's authenticator app prove nothing any more."""
    gone = delete(Authenticator).where(Authenticator.person_id == person.id).returning(Authenticator.person_id)
    if db.session.execute(gone).scalar() is not None:
        record("authenticator.removed", actor=person, at=at)
        notices.tell_of_change(person, "authenticator.removed", "", at=at)
