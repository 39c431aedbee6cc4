"""The instance's own seal key and its certificate, kept in one file outside the database."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

FILE_NAME = "seal.pem"
COMMON_NAME = "Partnership Tracker seal, {instance}"
LONGEST_COMMON_NAME = 64
VALID_FOR = timedelta(days=30 * 365)
CLOCK_TOLERANCE = timedelta(minutes=5)


class SealKeyDamaged(Exception):
    """The seal file is there and cannot be used; it must be restored, never replaced silently."""


@dataclass(frozen=True)
class SealKey:
    """A private key on the curve P-256 and the self-signed certificate that names the instance."""

    private_key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def load_or_create(cls, folder: Path, *, instance: str, at: datetime) -> "SealKey":
        """Give the seal key kept in `folder`, made there first when there is none.

        However many processes start at once, all get the same key: the file appears complete or
        not at all, on disk before it can be used, readable by its owner only. `instance` is the
        name under which the tracker is known (its host name) and `at` the present moment; both
        matter only when the key is made. Raises SealKeyDamaged for a file that is no seal key,
        and OSError when the folder cannot be written.
        """
        file = folder / FILE_NAME
        if not file.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _put_first(file, cls._made(instance, at)._to_pem())
        return cls._from_pem(file)

    @property
    def certificate_der(self) -> bytes:
        """The certificate as the world may have it, in DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def certificate_pem(self) -> bytes:
        """The certificate as the world may have it, in PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @classmethod
    def _made(cls, instance: str, at: datetime) -> "SealKey":
        private_key = ec.generate_private_key(ec.SECP256R1())
        return cls(private_key, _self_signed(private_key, instance, at))

    @classmethod
    def _from_pem(cls, file: Path) -> "SealKey":
        pem = file.read_bytes()
        try:
            private_key = serialization.load_pem_private_key(pem, password=None)
            certificate = x509.load_pem_x509_certificate(pem)
        except ValueError as error:
            raise SealKeyDamaged(f"{file} is not a seal key") from error
        if not isinstance(private_key, ec.EllipticCurvePrivateKey):
            raise SealKeyDamaged(f"{file} does not hold a key on an elliptic curve")
        if certificate.public_key() != private_key.public_key():
            raise SealKeyDamaged(f"the key and the certificate in {file} do not belong together")
        return cls(private_key, certificate)

    def _to_pem(self) -> bytes:
        key = self.private_key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return key + self.certificate_pem


def _self_signed(private_key: ec.EllipticCurvePrivateKey, instance: str, at: datetime) -> x509.Certificate:
    common_name = COMMON_NAME.format(instance=instance)[:LONGEST_COMMON_NAME]
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    public_key = private_key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - CLOCK_TOLERANCE)
        .not_valid_after(at + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signs_documents(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )
    return builder.sign(private_key, hashes.SHA256())


def _signs_documents() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _put_first(file: Path, contents: bytes) -> None:
    """Put a whole file in place unless another process was first; then that one stays."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(contents)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            return
        _flush_folder(file.parent)
    finally:
        draft.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
