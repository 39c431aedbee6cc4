"""Every word printed on a document that is not its content."""

from collections.abc import Callable


def labels(_: Callable[[str], str]) -> dict[str, str]:
    """Give the words of a document by key, in the language that `_` translates into.

    `%(name)s` in a label stays as it is; the typesetting fills it in.
    """
    return _report_labels(_) | _certificate_labels(_)


def _report_labels(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "mission_report": _("Mission report"),
        "version": _("Version %(version)s"),
        "replaces": _("Replaces %(ref)s"),
        "demonstration": _("Demonstration, not an official act"),
        "unsigned": _("Not signed"),
        "page": _("Page %(page)s of %(pages)s"),
        "digest_start": _("Fingerprint %(digits)s…"),
        "kind": _("Kind"),
        "dates": _("Dates"),
        "place": _("Place"),
        "host": _("Host"),
        "purpose": _("Purpose"),
        "theme": _("Theme"),
        "tasks": _("Agreed tasks"),
        "tasks_lead": _("This is what the signatures confirm."),
        "tasks_none": _("No tasks were agreed on this mission."),
        "task_who": _("Responsible"),
        "task_due": _("Until"),
        "task_cost": _("Cost"),
        "summary": _("Summary"),
        "findings": _("Findings"),
        "decisions": _("Decisions"),
        "delegation": _("Delegation"),
        "name": _("Name"),
        "organisation": _("Organisation"),
        "function": _("Function"),
        "payer": _("Who pays"),
        "attachments": _("Attachments"),
        "file": _("File"),
        "sha256": _("SHA-256 of the file"),
        "author": _("Author"),
        "missing_characters": _(
            "Signs such as [U+4E2D] stand for characters that the typefaces of this document do "
            "not have; the number is the character's number in Unicode."
        ),
    }


def _certificate_labels(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "certificate": _("Certificate of signature"),
        "certificate_lead": _(
            "The persons named below signed version %(version)s of %(ref)s, %(title)s. Their "
            "signatures hold for the content with this fingerprint and for no other."
        ),
        "digest": _("Fingerprint of the content (SHA-256)"),
        "sealed_at": _("Sealed"),
        "signatures": _("Signatures"),
        "office": _("Office"),
        "mandate": _("Mandate"),
        "basis": _("Basis of the mandate"),
        "decision": _("Decision"),
        "decision_signed": _("Signed"),
        "intent": _("Statement (%(language)s)"),
        "signed_at_utc": _("Time (UTC)"),
        "signed_at_local": _("Local time"),
        "method": _("Proof of identity"),
        "profile": _("Profile"),
        "profile_A": _("A: confirmed in the tracker, after proving identity again"),
        "journal": _("Journal"),
        "journal_state": _("%(count)s entries; the last one has the fingerprint %(head)s"),
        "verify": _("Check this document"),
        "verify_lead": _(
            "Scan the code or open the address to see whether this document is genuine, who "
            "signed it, and whether a later version replaces it."
        ),
        "qr": _("QR code of the address %(url)s"),
        "limits": _("What this certificate does not claim"),
        "limits_text": _(
            "The seal of this file is made with this tracker's own key. It shows that nothing "
            "changed since sealing; it is not a qualified electronic signature of the persons "
            "named. No qualified time-stamp authority is configured: the times are those of this "
            "tracker's clock."
        ),
    }
