"""Every word printed on a document that is not its content."""

from collections.abc import Callable


def labels(_: Callable[[str], str]) -> dict[str, str]:
    """Give the words of a document by key, in the language that `_` translates into.

    `%(name)s` in a label stays as it is; the typesetting fills it in.
    """
    return _document_labels(_) | _certificate_labels(_)


def _document_labels(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "mission_report": _("Mission report"),
        "scope": _("Theme and scope"),
        "work_plan": _("Work plan"),
        "renewal": _("Renewal of commitment"),
        "version": _("Version %(version)s"),
        "replaces": _("Replaces %(ref)s"),
        "demonstration": _("Demonstration, not an official act"),
        "unsigned": _("Not signed"),
        "page": _("Page %(page)s of %(pages)s"),
        "digest_start": _("Fingerprint %(digits)s…"),
        "tasks": _("Agreed tasks"),
        "tasks_lead": _("This is what the signatures confirm."),
        "tasks_none": _("No tasks were agreed on this mission."),
        "task_who": _("Responsible"),
        "task_due": _("Until"),
        "task_when": _("When"),
        "task_cost": _("Cost"),
        "task_after": _("After"),
        "task_result": _("Result"),
        "tasks_owed": _("Tasks still to be done"),
        "activities": _("Activities"),
        "activities_none": _("No activities are planned."),
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
            "Version %(version)s of %(ref)s, %(title)s, was put before the cities named below. Their signatures hold "
            "for the content with this fingerprint and for no other."
        ),
        "digest": _("Fingerprint of the content (SHA-256)"),
        "signatures": _("Signatures"),
        "signatures_lead": _(
            "Each signature fills its city's box with a seal of its own. The address above tells which cities have "
            "signed by now."
        ),
        "profile": _("Signature asked for"),
        **_profiles(_),
        "verify": _("Check this document"),
        "verify_lead": _(
            "Scan the code or open the address to see whether this document is genuine, who "
            "signed it, and whether a later version replaces it."
        ),
        "qr": _("QR code of the address %(url)s"),
        "limits": _("What this certificate does not claim"),
        "limits_text": _(
            "The seals of this file are made with this tracker's own key. They show that nothing changed since "
            "sealing; they are not qualified electronic signatures of the persons named. Whether a time-stamp "
            "authority confirmed the time is written in each seal; otherwise the time is that of this tracker's clock. "
            "That the file is archival (PDF/A-2a) and accessible (PDF/UA-1) was checked before the boxes for the "
            "seals were added."
        ),
    }


def _profiles(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "profile_A": _("A: confirmed in the tracker, after proving identity again"),
        "profile_B": _("B: confirmed in the tracker with a passkey or an authenticator app"),
        "profile_C": _("C: signed outside the tracker, with the country's own qualified signature"),
    }


def stamp_labels(_: Callable[[str], str]) -> dict[str, str]:
    """Give the words of a city's box on the certificate page, as `labels` does."""
    return {
        "not_signed": _("Not signed yet"),
        "signed_for": _("Signed for %(city)s"),
        "intent": _("Statement (%(language)s)"),
        "signed_at": _("Signed"),
        "mandate": _("Mandate"),
        "basis": _("Basis"),
        "method": _("Proof"),
        "profile": _("Profile"),
        "time_stamp": _("Time stamp"),
        "journal": _("Journal"),
        "evidence": _("Fingerprint of the evidence record (SHA-256)"),
    }
