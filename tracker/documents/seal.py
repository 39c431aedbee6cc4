"""The seal of the instance on a PDF, and the examination of sealed files.

The seal shows that nothing changed since this instance sealed the file. It is not the signature
of a person, and nobody outside has to trust its certificate: who wants to check asks the
instance's verification page. Loading this module is slow, see `tracker.documents`.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TypeVar

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel
from pyhanko.sign.validation import validate_pdf_signature as validate
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tracker.documents.added import AddingWriter, PageStyle
from tracker.documents.seal_container import gap_is_as_sealed
from tracker.documents.seal_key import SealKey

Result = TypeVar("Result")


@dataclass(frozen=True)
class SealFinding:
    """What examining one seal of a file gave."""

    field: str
    """Name of the signature field; empty when the file could not be read."""
    intact: bool
    """The sealed bytes and the seal itself are as they were when sealed."""
    trusted: bool
    """The seal was made with one of the keys asked about."""
    covers_whole_file: bool
    """Nothing was added to the file after this seal."""
    modified_after: bool
    """Something other than a further seal was added or changed after this seal."""
    sealed_at: datetime | None
    """When it was sealed, by the clock of whoever sealed it."""
    time_stamped_at: datetime | None = None
    """When it existed, by the clock of a time-stamp authority, whom nobody was asked to trust."""
    is_external: bool = False
    """It is no seal of this instance but the signature of a person, made outside."""


UNREADABLE = SealFinding(
    field="",
    intact=False,
    trusted=False,
    covers_whole_file=False,
    modified_after=True,
    sealed_at=None,
)


class _Sealer(signers.PdfSigner):
    """Writes the moment that it is given, not that of its own clock."""

    def __init__(
        self,
        metadata: signers.PdfSignatureMetadata,
        key: SealKey,
        at: datetime,
        stamp: bytes | None,
        time_stamper: TimeStamper | None,
    ) -> None:
        super().__init__(metadata, _signer(key), timestamper=time_stamper, stamp_style=PageStyle(page=stamp))
        self._at = at

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def seal(
    pdf: bytes,
    key: SealKey,
    *,
    field: str,
    reason: str,
    at: datetime,
    stamp: bytes | None = None,
    time_stamper: TimeStamper | None = None,
) -> bytes:
    """Give the file with one more seal, added after its last byte (PAdES baseline B-B; B-T with a time stamper).

    The earlier bytes stay as they are, so earlier seals remain good. `field` is an empty signature field, which from
    then on looks like the one page of `stamp`, or a new name, which gives an invisible one; `at` is the moment, with
    its zone, that the seal states. Raises pyhanko.sign.general.SigningError when the field is filled,
    pyhanko.pdf_utils.misc.PdfReadError when `pdf` is no PDF, and OSError or
    pyhanko.sign.timestamps.TimestampRequestError when the authority gives no time stamp: nothing is sealed then.
    """
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason,
    )
    sealer = _Sealer(metadata, key, at, stamp, time_stamper)
    output = BytesIO()
    apart(lambda: sealer.sign_pdf(AddingWriter(pdf), output=output))
    return output.getvalue()


def examine(pdf: bytes, key_certificates: Iterable[bytes], roots: Iterable[bytes] = ()) -> list[SealFinding]:
    """Tell of each seal in the file, oldest first, what it is worth; an empty list without any.

    `key_certificates` are the certificates (DER) of the keys this instance seals or sealed with; `roots` those of the
    authorities whose signatures it accepts, which are examined as of the moment they state.
    Never raises for a bad file: one that cannot be read, or that makes the library stumble, gives
    the finding UNREADABLE, for an intact file does neither.
    """
    own, authorities = ([asn1_x509.Certificate.load(der) for der in ders] for ders in (key_certificates, roots))
    try:
        seals = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        return apart(lambda: [_finding(pdf, embedded, own, authorities) for embedded in seals])
    except Exception:
        return [UNREADABLE]


def apart(work: Callable[[], Result]) -> Result:
    """Do work of the library in a thread of its own: it starts an event loop, which a thread that runs one refuses."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


def stands(findings: Sequence[SealFinding]) -> bool:
    """Whether a file with these findings is as this instance sealed it, from first to last byte.

    False for a file without a seal. Whether it is the newest such file only the journal knows:
    a file from before the second seal stands too.
    """
    good = all(found.intact and found.trusted and not found.modified_after for found in findings)
    return bool(findings) and good and findings[-1].covers_whole_file


def _signer(key: SealKey) -> signers.SimpleSigner:
    certificate = asn1_x509.Certificate.load(key.certificate_der)
    private_key = key.private_key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return signers.SimpleSigner(
        signing_cert=certificate,
        signing_key=keys.PrivateKeyInfo.load(private_key),
        cert_registry=SimpleCertificateStore.from_certs(()),
    )


def _finding(
    pdf: bytes,
    embedded: EmbeddedPdfSignature,
    own: list[asn1_x509.Certificate],
    authorities: list[asn1_x509.Certificate],
) -> SealFinding:
    sealed_at = embedded.self_reported_timestamp
    is_own = embedded.signer_cert.dump() in [certificate.dump() for certificate in own]
    context = ValidationContext(trust_roots=own if is_own else authorities, moment=sealed_at, allow_fetching=False)
    status = validate(embedded, signer_validation_context=context)
    stamp = status.timestamp_validity
    return SealFinding(
        field=embedded.field_name,
        intact=status.intact
        and status.valid
        and (stamp is None or (stamp.intact and stamp.valid))
        and (not is_own or _gap_is_as_sealed(pdf, embedded)),
        trusted=status.trusted,
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        modified_after=not status.docmdp_ok,
        sealed_at=sealed_at,
        time_stamped_at=stamp.timestamp if stamp else None,
        is_external=not is_own and status.trusted,
    )


def _gap_is_as_sealed(pdf: bytes, embedded: EmbeddedPdfSignature) -> bool:
    _, start, end, _ = embedded.byte_range
    return gap_is_as_sealed(pdf[start:end], embedded.signer_info, embedded.signer_cert)
