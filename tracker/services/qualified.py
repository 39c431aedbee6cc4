"""Signing outside (profile C): the exact file is taken away, signed with a qualified signature, and brought back."""

from dataclasses import dataclass, replace
from datetime import datetime

from tracker import documents, files
from tracker.db import lock
from tracker.domain.errors import RuleBroken
from tracker.domain.signing import Method
from tracker.models.official_documents import OfficialDocument, Signature
from tracker.models.people import Person
from tracker.services.document_files import keep_external, newest_file
from tracker.services.evidence import Proof
from tracker.services.signing import sign_document
from tracker.settings import setting


@dataclass(frozen=True)
class Examined:
    """A file that was brought back, after which `revision` of the document it comes, and what is found in it."""

    pdf: bytes
    revision: int
    finding: "documents.external.ExternalFinding"

    @property
    def is_good(self) -> bool:
        """Tell whether the file bears one good signature of the person and nothing else was changed."""
        return self.finding.verdict is documents.external.ExternalVerdict.GOOD


def examine(document: OfficialDocument, pdf: bytes, *, actor: Person, at: datetime) -> Examined:
    """Examine a file that the actor brought back, against the document's newest file and the trusted authorities."""
    newest = newest_file(document)
    if newest is None:
        raise RuleBroken("report.not_open")
    before = files.read(newest.path, newest.sha256)
    roots = documents.external.read_roots(setting("TRUST_ROOTS"))
    finding = documents.external.examine_external(before, pdf, roots, holder=actor.name, at=at)
    return Examined(pdf, newest.revision, finding)


def sign_outside(
    document: OfficialDocument, examined: Examined, proof: Proof, *, actor: Person, at: datetime
) -> Signature:
    """Make a version official in the actor's city by the qualified signature in a file, which is kept as it came.

    Raises RuleBroken as signing does, and "qualified.refused" for a file that is not good, "qualified.outdated" when
    the document's file has changed since it was examined.
    """
    if not examined.is_good:
        raise RuleBroken("qualified.refused")
    lock(document)
    newest = newest_file(document)
    if newest is None or newest.revision != examined.revision:
        raise RuleBroken("qualified.outdated")
    finding = examined.finding
    certificate = f"{finding.name}; {finding.issuer}; {finding.serial}"
    stronger = replace(proof, method=Method.QUALIFIED, credential=certificate, proved_at=at)
    signature = sign_document(document, stronger, actor=actor, at=at)
    keep_external(document, signature, examined.pdf, at)
    return signature
