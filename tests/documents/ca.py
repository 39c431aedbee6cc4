"""A certificate authority for tests, persons with certificates of it, and a time-stamp authority."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tracker.documents.seal import apart

FROM, TO = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)


class Identity:
    """A private key and the certificate that an issuer (itself, for an authority) gave it."""

    def __init__(
        self,
        name: str,
        issuer: "Identity | None" = None,
        *,
        is_authority: bool = False,
        stamps_time: bool = False,
        until: datetime = TO,
        given_name: str = "",
        surname: str = "",
    ) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        told = {NameOID.COMMON_NAME: name, NameOID.GIVEN_NAME: given_name, NameOID.SURNAME: surname}
        self.subject = x509.Name([x509.NameAttribute(kind, value) for kind, value in told.items() if value])
        by = issuer or self
        builder = (
            x509.CertificateBuilder()
            .subject_name(self.subject)
            .issuer_name(by.subject)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(FROM)
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(_usage(is_authority), critical=True)
        )
        if stamps_time:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        self.certificate = builder.sign(by.key, hashes.SHA256())

    @property
    def der(self) -> bytes:
        """The certificate in DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def private(self) -> keys.PrivateKeyInfo:
        """The key as the PDF library takes it."""
        pkcs8 = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return keys.PrivateKeyInfo.load(self.key.private_bytes(serialization.Encoding.DER, *pkcs8))


def _usage(is_authority: bool) -> x509.KeyUsage:
    told = dict.fromkeys(
        ["key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"], False
    )
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        **told,
    )


@cache
def authority() -> Identity:
    """Give the authority that the tests trust."""
    return Identity("Autoridade Certificadora de Teste", is_authority=True)


@cache
def person(name: str, **more: Any) -> Identity:
    """Give somebody with a certificate of the authority."""
    return Identity(name, authority(), **more)


def signed_outside(pdf: bytes, by: Identity, *, field: str = "Qualified") -> bytes:
    """Sign a file as a program of a city hall would: one more signature at its end."""
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(by.der),
        signing_key=by.private,
        cert_registry=SimpleCertificateStore.from_certs([asn1_x509.Certificate.load(authority().der)]),
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    output = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    apart(lambda: signers.PdfSigner(metadata, signer).sign_pdf(writer, output=output))
    return output.getvalue()


@contextmanager
def time_stamp_authority(at: datetime, *, is_refusing: bool = False) -> Iterator[str]:
    """Run a time-stamp authority (RFC 3161) on this machine and give its address."""
    identity = person("Autoridade de Carimbo de Teste", stamps_time=True)
    stamper = DummyTimeStamper(asn1_x509.Certificate.load(identity.der), identity.private, fixed_dt=at)

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(asked).dump()
            self.send_response(503 if is_refusing else 200)
            self.end_headers()
            self.wfile.write(b"" if is_refusing else answer)

        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


LATER = timedelta(seconds=7)
"""How far the clock of the time-stamp authority is ahead in the tests."""
