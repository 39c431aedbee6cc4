"""The part of a sealed PDF that the seal itself cannot cover: the gap that holds the seal.

A usual check leaves bytes in it out of account (the spelling of hexadecimal digits, the filling
after the seal, fields of the envelope that nobody signs). We know how our seal is written, so
each byte of the gap has exactly one right value; save that a time stamp is as its authority wrote it, and some twenty
bytes of it are signed by nobody.
"""

import binascii

from asn1crypto import cms, x509

DIGEST = "sha256"
SIGNATURE = "sha256_ecdsa"
TIME_STAMP = "signature_time_stamp_token"


def gap_is_as_sealed(gap: bytes, signer: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    """Whether the gap in a PDF holds this seal as this instance writes it, and nothing else.

    What the seal signs, the signature and its time stamp are taken as read: they have been checked elsewhere.
    """
    if not _only_time_stamped(signer):
        return False
    digits = binascii.hexlify(_envelope(signer, certificate)).upper()
    return gap == b"<" + digits.ljust(len(gap) - 2, b"0") + b">"


def _only_time_stamped(signer: cms.SignerInfo) -> bool:
    """Whether nothing but one time stamp, if any, stands beside the signature."""
    return [kind.native for kind in _kinds(signer)] in ([], [TIME_STAMP])


def _kinds(signer: cms.SignerInfo) -> list[cms.CMSAttributeType]:
    unsigned = signer["unsigned_attrs"]
    return [attribute["type"] for attribute in unsigned] if unsigned else []


def _envelope(signer: cms.SignerInfo, certificate: x509.Certificate) -> bytes:
    issuer_and_number = cms.IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )
    rebuilt = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier("issuer_and_serial_number", issuer_and_number),
            "digest_algorithm": {"algorithm": DIGEST},
            "signed_attrs": signer["signed_attrs"],
            "signature_algorithm": {"algorithm": SIGNATURE},
            "signature": signer["signature"].native,
            **({"unsigned_attrs": signer["unsigned_attrs"]} if _kinds(signer) else {}),
        }
    )
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": DIGEST}],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [rebuilt],
        }
    )
    envelope: bytes = cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()
    return envelope
