"""A device with passkeys, in software: makes them, counts their uses, and answers challenges as a phone does."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


def text_of(raw: bytes) -> str:
    """Write bytes as browsers do: base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Device:
    """A phone or computer; `uses` counts, `is_verifying` is whether it looks for finger, face or PIN."""

    origin: str
    party: str
    uses: int = 0
    is_verifying: bool = True
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(20))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _seen(self, flags: int) -> bytes:
        """Give what a device says of the relying party, the person's presence and its count."""
        self.uses += 1
        return (
            hashlib.sha256(self.party.encode()).digest()
            + bytes([flags | PRESENT | (VERIFIED if self.is_verifying else 0)])
            + self.uses.to_bytes(4, "big")
        )

    def _told(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **parts: bytes) -> str:
        response = {name: text_of(part) for name, part in parts.items()}
        name = text_of(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})

    def make(self, options: dict[str, Any]) -> str:
        """Make a passkey as asked; gives what `navigator.credentials.create` would."""
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        seen = self._seen(HAS_KEY) + bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": seen + cbor2.dumps(public)})
        return self._answer(
            clientDataJSON=self._told("webauthn.create", options["challenge"]), attestationObject=attestation
        )

    def prove(self, options: dict[str, Any]) -> str:
        """Answer a challenge; gives what `navigator.credentials.get` would."""
        told, seen = self._told("webauthn.get", options["challenge"]), self._seen(0)
        signature = self.key.sign(seen + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=told, authenticatorData=seen, signature=signature)


def device_for(origin: str = "https://tracker.example.org") -> Device:
    """Give a device whose browser is at this address."""
    return Device(origin=origin, party=origin.split("://")[1].split(":")[0])
