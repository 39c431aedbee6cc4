"""Passkeys (WebAuthn, level 2): made on a person's device, asked to sign one challenge for one purpose."""

import hashlib
import hmac
import ipaddress
import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.domain.proofs import SET_UP_MINUTES, Outcome, Purpose
from tracker.domain.signing import STEP_UP_MINUTES
from tracker.models.people import Passkey, Person
from tracker.notices import accounts as notices
from tracker.services.journal import record
from tracker.services.stamps import read_stamp, stamp
from tracker.settings import setting

ALGORITHMS = (-7, -8, -257)
"""ES256, EdDSA and RS256, by their numbers in COSE."""
WAIT_MILLISECONDS = 120_000


@dataclass(frozen=True)
class Used:
    """Which passkey proved it, and when it was asked to (UTC): the proof is no older than that."""

    credential_id: str
    asked_at: datetime


def are_possible() -> bool:
    """Tell whether browsers make passkeys for our address: it must have a name, and TLS unless it is localhost."""
    host = _party()
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or _origin().startswith("https://")
    return False


def _origin() -> str:
    return str(setting("BASE_URL"))


def _party() -> str:
    """Give the name that passkeys are bound to: the host of BASE_URL."""
    return urlsplit(_origin()).hostname or ""


def passkeys_of(person: Person) -> list[Passkey]:
    """List a person's passkeys, the oldest first."""
    query = select(Passkey).where(Passkey.person_id == person.id, Passkey.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(Passkey.id)))


def _challenge(stamped: str, digest: str) -> bytes:
    """Give what the device signs: SHA-256 over the document's digest and our stamp, so over all that the stamp says."""
    return hashlib.sha256(f"{digest}\n{stamped}".encode()).digest()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _known(keys: list[Passkey]) -> list[dict[str, str]]:
    return [{"type": "public-key", "id": one.credential_id} for one in keys]


def _library() -> Any:
    """Load WebAuthn's library when it is first needed: that takes 0.2 to 0.7 s."""
    return import_module("webauthn")


def _refusal() -> type[Exception]:
    """Give what the library raises for every answer that does not hold."""
    found: type[Exception] = import_module("webauthn.helpers.exceptions").WebAuthnException
    return found


# Using one


def ask_for_passkey(person: Person, purpose: Purpose, at: datetime) -> dict[str, Any]:
    """Give what a browser needs to ask a person's device for a proof that is good for this purpose alone."""
    stamped = stamp("passkey", [str(person.id), *_bound(purpose), secrets.token_urlsafe(12)], at)
    return {
        "stamp": stamped,
        "options": {
            "challenge": _text(_challenge(stamped, purpose.digest)),
            "rpId": _party(),
            "timeout": WAIT_MILLISECONDS,
            "userVerification": "required",
            "allowCredentials": _known(passkeys_of(person)),
        },
    }


def _bound(purpose: Purpose) -> list[str]:
    return [purpose.digest, purpose.act, purpose.key]


def use_passkey(person: Person, answer: str, stamped: str, purpose: Purpose, *, at: datetime) -> Used | Outcome:
    """Check a device's answer to our challenge; its count of uses goes up.

    The challenge is five minutes old at most, was given to this person, for this text, act and form; the person was
    verified by the device (finger, face or PIN). Gives the outcome when it proves nothing.
    """
    asked = read_stamp("passkey", stamped, at, minutes=STEP_UP_MINUTES)
    if asked is None:
        return Outcome.EXPIRED
    asked_at, said = asked
    if said[:-1] != [str(person.id), *_bound(purpose)]:
        return Outcome.WRONG
    passkey = _named_in(answer, person)
    if passkey is None:
        return Outcome.WRONG
    lock(passkey)
    count = _verified(passkey, answer, _challenge(stamped, purpose.digest))
    if count is None:
        return Outcome.WRONG
    passkey.sign_count = count
    passkey.last_used_at = at
    return Used(passkey.credential_id, asked_at)


def _named_in(answer: str, person: Person) -> Passkey | None:
    """Give the person's passkey that an answer names."""
    credential_id = _id_in(answer)
    return next((one for one in passkeys_of(person) if one.credential_id == credential_id), None)


def _id_in(answer: str) -> str:
    """Give the name of the passkey in an answer; empty when it names none."""
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        return ""
    named = found.get("id") if isinstance(found, dict) else None
    return named if isinstance(named, str) and named.isascii() else ""


def _verified(passkey: Passkey, answer: str, challenge: bytes) -> int | None:
    """Give a passkey's new count of uses when its answer holds; None when it does not."""
    try:
        found = _library().verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_party(),
            expected_origin=_origin(),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (_refusal(), ValueError, RecursionError):
        return None
    return int(found.new_sign_count)


# Signing in with one


def ask_anybody(browser: str, at: datetime) -> dict[str, Any]:
    """Give what a browser needs to ask its device which passkey signs somebody in; `browser` names it alone."""
    stamped = stamp("sign in", [browser, secrets.token_urlsafe(12)], at)
    options = {"rpId": _party(), "timeout": WAIT_MILLISECONDS, "userVerification": "required"}
    return {"stamp": stamped, "options": {**options, "challenge": _text(_challenge(stamped, ""))}}


def person_who_answered(answer: str, stamped: str, browser: str, *, at: datetime) -> Person | None:
    """Give whose passkey answered the challenge that this browser was given; None when nobody's did."""
    asked = read_stamp("sign in", stamped, at, minutes=STEP_UP_MINUTES)
    if asked is None or not browser or asked[1][0] != browser:
        return None
    named = select(Passkey).where(Passkey.credential_id == _id_in(answer), Passkey.removed_at.is_(None))
    passkey = db.session.scalar(named)
    if passkey is None or not passkey.person.is_active:
        return None
    lock(passkey)
    count = _verified(passkey, answer, _challenge(stamped, ""))
    if count is None:
        return None
    passkey.sign_count = count
    passkey.last_used_at = at
    return passkey.person


# Making and removing one


def offer_passkey(person: Person, at: datetime) -> dict[str, Any]:
    """Give what a browser needs to make a passkey on the person's device; those that exist are not made twice."""
    stamped = stamp("new passkey", [str(person.id), secrets.token_urlsafe(12)], at)
    handle = hmac.new(setting("SECRET_KEY").encode(), f"passkeys of {person.id}".encode(), hashlib.sha256).digest()
    return {
        "stamp": stamped,
        "options": {
            "challenge": _text(_challenge(stamped, "")),
            "rp": {"id": _party(), "name": "Partnership Tracker"},
            "user": {"id": _text(handle[:16]), "name": person.email, "displayName": person.name},
            "pubKeyCredParams": [{"type": "public-key", "alg": one} for one in ALGORITHMS],
            "timeout": WAIT_MILLISECONDS,
            "attestation": "none",
            "excludeCredentials": _known(passkeys_of(person)),
            "authenticatorSelection": {"residentKey": "preferred", "userVerification": "required"},
        },
    }


def add_passkey(person: Person, answer: str, stamped: str, name: str, *, at: datetime) -> Passkey:
    """Let a device that answered our offer prove who a person is from now on; the person is told by mail.

    Raises RuleBroken: "passkey.not_made" when the answer does not hold, "passkey.known" when it was added already.
    """
    asked = read_stamp("new passkey", stamped, at, minutes=SET_UP_MINUTES)
    if asked is None or asked[1][0] != str(person.id):
        raise RuleBroken("passkey.not_made")
    credential_id, public_key, count = _registered(answer, _challenge(stamped, ""))
    if db.session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)) is not None:
        raise RuleBroken("passkey.known")
    made = Passkey(
        person_id=person.id,
        credential_id=credential_id,
        public_key=public_key,
        sign_count=count,
        name=name,
        created_at=at,
    )
    db.session.add(made)
    db.session.flush()
    record("passkey.added", actor=person, at=at, details={"passkey": made.id})
    notices.tell_of_change(person, "passkey.added", name, at=at)
    return made


def _registered(answer: str, challenge: bytes) -> tuple[str, bytes, int]:
    try:
        found = _library().verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_party(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
    except (_refusal(), ValueError, RecursionError) as error:
        raise RuleBroken("passkey.not_made") from error
    return _text(found.credential_id), found.credential_public_key, found.sign_count


def remove_passkey(person: Person, passkey_id: int, *, at: datetime) -> None:
    """Let one of a person's passkeys prove nothing any more; the row stays for the signatures that name it."""
    passkey = next((one for one in passkeys_of(person) if one.id == passkey_id), None)
    if passkey is None:
        raise RuleBroken("passkey.removed")
    passkey.removed_at = at
    record("passkey.removed", actor=person, at=at, details={"passkey": passkey.id})
    notices.tell_of_change(person, "passkey.removed", passkey.name, at=at)
