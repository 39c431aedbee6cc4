"""What the database keeps encrypted: a stolen copy of it is worth nothing without the instance's SECRET_KEY."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tracker.settings import setting

NONCE_BYTES = 12
KEY_BYTES = 32


def encrypt(text: str, *, about: str) -> str:
    """Give what may be kept of a text; only `decrypt` reads it again, and only for the same thing it is about."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return urlsafe_b64encode(nonce + _cipher().encrypt(nonce, text.encode(), about.encode())).decode()


def decrypt(kept: str, *, about: str) -> str | None:
    """Give the text back; None when it was altered, is about something else, or SECRET_KEY was changed meanwhile."""
    try:
        whole = urlsafe_b64decode(kept)
        return _cipher().decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], about.encode()).decode()
    except (InvalidTag, ValueError):
        return None


def _cipher() -> AESGCM:
    """Derive the key (HKDF, RFC 5869), so that SECRET_KEY itself serves one purpose at a time."""
    derive = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"tracker: what the database keeps encrypted")
    return AESGCM(derive.derive(setting("SECRET_KEY").encode()))
