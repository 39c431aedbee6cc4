"""Proving the house: the journal, the official documents, their signatures and their files are walked and compared."""

import click
from flask.cli import with_appcontext

from tracker.clock import utc_now
from tracker.services.checked_journal import Anchor
from tracker.services.findings import Finding
from tracker.services.journal import head
from tracker.services.verification import one_moment, verify

SENTENCES = {
    "anchor.cut": "the journal does not reach the anchor: its end was cut off",
    "anchor.rewritten": "the journal holds another row than the anchor says: it was rewritten",
    "journal.number": "a row before this one is missing, or was put in",
    "journal.link": "does not follow on the row before it",
    "journal.hash": "was changed: its hash does not fit",
    "personal.unknown": "a personal field stands here that the row does not know",
    "personal.changed": "a personal field was changed",
    "personal.blank": "a personal field was blanked, and no erasure of that person is in the journal",
    "personal.missing": "a personal field is gone",
    "document.missing": "the document is gone, though the journal knows it",
    "document.text_missing": "the text is gone, though it was sent for signature",
    "document.digest": "the text was changed: its fingerprint does not fit",
    "document.column": "differs from the text or from the journal",
    "document.journal": "the journal does not know just one beginning and one sending of this version",
    "slot.column": "the place to sign is not as it was opened or closed",
    "signature.slot": "a signature stands here without a place to sign",
    "signature.evidence": "the evidence was changed: its fingerprint does not fit",
    "signature.journal": "the journal does not know this signature just once",
    "signature.column": "the signature differs from its evidence or from the journal",
    "signature.missing": "a signature is gone, or there twice, though the journal knows one",
    "mandate.column": "the mandate or delegation is not the one that was signed under",
    "file.missing": "a PDF is gone",
    "file.damaged": "the file is missing or damaged",
    "file.column": "the PDF's row differs from the file or from the journal",
    "file.not_continued": "the file is not the one before with something added",
    "seal.no_key": "the seal cannot be examined: INSTANCE/keys holds no seal key",
    "seal.count": "the PDF does not hold one seal for each revision, or something stands after the last one",
    "seal.no_authority": "the signature from outside is not vouched for by any authority in TRUST_ROOTS",
    "seal.broken": "the seal is broken, foreign, or in another's place",
    "attachment.column": "the attachment's row differs from the file or from the journal",
    "attachment.damaged": "the attachment is missing or damaged",
    "attachment.missing": "an attachment is gone, though the text or the journal names it",
    "waiver.journal": "the journal does not know this waiver as it stands",
    "waiver.missing": "a waiver is gone, though the journal knows it",
}
"""What each finding means."""


@click.command("verify")
@click.option(
    "--anchor", metavar="HEAD:COUNT", help="Head and count of the journal, as a signed PDF or a mail has them."
)
@with_appcontext
def command(anchor: str | None) -> None:
    """Prove that nothing was changed: prints each thing that does not add up, and ends with 1 when there is any.

    Without --anchor, whoever holds the whole database can still have cut the journal's end or rewritten all of it.
    """
    known = _read(anchor) if anchor is not None else None
    count = 0
    with one_moment():
        for finding in verify(known, utc_now()):
            count += 1
            click.echo(sentence(finding))
        newest, rows = head()
    if count:
        raise click.ClickException(f"{count} {'thing does' if count == 1 else 'things do'} not add up")
    click.echo(f"Everything adds up. Journal: {newest}:{rows}")


def sentence(finding: Finding) -> str:
    """Say in one line what a finding means."""
    detail = f" ({finding.detail})" if finding.detail else ""
    return f"{finding.subject}: {SENTENCES[finding.code]}{detail}"


def _read(anchor: str) -> Anchor:
    try:
        return Anchor.read(anchor)
    except ValueError as error:
        raise click.BadParameter(
            "write it as it is printed: 64 digits, a colon, a number", param_hint="--anchor"
        ) from error
