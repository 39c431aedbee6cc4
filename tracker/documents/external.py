"""A qualified signature that a person added outside (profile C): what it is worth, told apart by its faults."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificates
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel
from pyhanko.sign.validation import validate_pdf_signature as validate
from pyhanko_certvalidator import ValidationContext

from tracker.documents.seal import apart

PARTICLES = frozenset({"da", "das", "de", "do", "dos", "e", "di", "del", "van", "von"})
"""Small words of a name that certificates and minutes leave out as they like."""


class ExternalVerdict(StrEnum):
    """What an uploaded file is, the first fault that was found."""

    GOOD = "good"
    UNREADABLE = "unreadable"
    NOT_THIS_DOCUMENT = "not_this_document"
    NOTHING_SIGNED = "nothing_signed"
    NOT_WHOLE = "not_whole"
    CHANGED = "changed"
    NOT_TRUSTED = "not_trusted"
    EXPIRED = "expired"
    OTHER_PERSON = "other_person"


@dataclass(frozen=True)
class ExternalFinding:
    """A verdict, and what the signature says of itself; empty where there is none to read."""

    verdict: ExternalVerdict
    name: str = ""
    issuer: str = ""
    serial: str = ""
    claimed_at: datetime | None = None
    """When it was signed, by the clock of whoever signed."""


def examine_external(
    before: bytes, after: bytes, roots: Iterable[bytes], *, holder: str, at: datetime
) -> ExternalFinding:
    """Tell whether `after` is `before` with one good signature of `holder` added, and nothing else.

    `roots` are the certificates (DER) of the authorities that are trusted, `at` the moment of the upload, with its
    zone, for which the certificate must be valid. Whether it was revoked is not asked of its authority. Never raises
    for a bad file.
    """
    if not after.startswith(before):
        return ExternalFinding(_no_pdf_or_another(after))
    if after == before:
        return ExternalFinding(ExternalVerdict.NOTHING_SIGNED)
    try:
        trusted = [x509.Certificate.load(der) for der in roots]
        return apart(lambda: _examined(before, after, trusted, holder, at))
    except Exception:  # whatever makes the library stumble, it is nothing to accept
        return ExternalFinding(ExternalVerdict.UNREADABLE)


def read_roots(folder: Path) -> list[bytes]:
    """Give the certificates (DER) of the authorities kept in a folder as PEM or DER files; none without the folder.

    Raises ValueError for a file that is no certificate.
    """
    files = sorted(folder.glob("*.*")) if folder.is_dir() else []
    return [der for file in files for der in _certificates(file.read_bytes())]


def _certificates(content: bytes) -> list[bytes]:
    if b"-----BEGIN" not in content:
        return [load_der_x509_certificate(content).public_bytes(Encoding.DER)]
    return [one.public_bytes(Encoding.DER) for one in load_pem_x509_certificates(content)]


def _no_pdf_or_another(after: bytes) -> ExternalVerdict:
    return ExternalVerdict.NOT_THIS_DOCUMENT if after.startswith(b"%PDF") else ExternalVerdict.UNREADABLE


def _examined(before: bytes, after: bytes, roots: list[x509.Certificate], holder: str, at: datetime) -> ExternalFinding:
    reader = PdfFileReader(BytesIO(after))
    added = [one for one in reader.embedded_regular_signatures if one.byte_range[-2] > len(before)]
    if not added:
        is_pure = not _is_changed(before, reader, set())
        return ExternalFinding(ExternalVerdict.NOTHING_SIGNED if is_pure else ExternalVerdict.CHANGED)
    signature = added[-1]
    verdict = _fault_of_file(before, reader, added) or _fault_of_signer(signature, roots, holder, at)
    certificate = signature.signer_cert
    return ExternalFinding(
        verdict or ExternalVerdict.GOOD,
        name=_common_name(certificate),
        issuer=certificate.issuer.human_friendly,
        serial=f"{certificate.serial_number:x}",
        claimed_at=signature.self_reported_timestamp,
    )


def _fault_of_file(before: bytes, reader: PdfFileReader, added: list[EmbeddedPdfSignature]) -> ExternalVerdict | None:
    signature = added[-1]
    signature.compute_integrity_info()
    if signature.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE:
        return ExternalVerdict.NOT_WHOLE
    if len(added) > 1 or _is_changed(before, reader, {signature.field_name}):
        return ExternalVerdict.CHANGED
    return None


def _is_changed(before: bytes, reader: PdfFileReader, fields: set[str]) -> bool:
    """Tell whether anything but these signature fields was added or changed since `before`."""
    known = PdfFileReader(BytesIO(before)).xrefs.total_revisions
    found = DEFAULT_DIFF_POLICY.review_file(reader, known - 1)
    if isinstance(found, SuspiciousModification):
        return True
    return found.modification_level > ModificationLevel.FORM_FILLING or not found.changed_form_fields <= fields


def _fault_of_signer(
    signature: EmbeddedPdfSignature, roots: list[x509.Certificate], holder: str, at: datetime
) -> ExternalVerdict | None:
    certificate = signature.signer_cert
    moment = min(max(at, certificate.not_valid_before), certificate.not_valid_after)
    status = validate(signature, ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False))
    if not (status.intact and status.valid):
        return ExternalVerdict.CHANGED
    if not status.trusted:
        return ExternalVerdict.NOT_TRUSTED
    if moment != at:
        return ExternalVerdict.EXPIRED
    return None if _is_named(certificate, holder) else ExternalVerdict.OTHER_PERSON


def _is_named(certificate: x509.Certificate, holder: str) -> bool:
    """Tell whether a certificate is for somebody of this name; accents, case, order and particles do not count."""
    subject = certificate.subject.native
    full = f"{subject.get('given_name', '')} {subject.get('surname', '')}"
    wanted = _words(holder)
    return bool(wanted) and wanted in (_words(_common_name(certificate)), _words(full))


def _common_name(certificate: x509.Certificate) -> str:
    """Give the name in a certificate; Brazil's authorities write the taxpayer's number behind it, after a colon."""
    name = certificate.subject.native.get("common_name", "")
    return str(name if isinstance(name, str) else name[0]).partition(":")[0]


def _words(name: str) -> list[str]:
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter)
    )
    letters = "".join(letter if letter.isalnum() else " " for letter in plain)
    return sorted(word for word in letters.split() if word not in PARTICLES)
