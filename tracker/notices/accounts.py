"""Mails about accounts: sign-in links, codes that prove who somebody is, and changes to how they do."""

from datetime import datetime

from tracker.models.official_documents import OfficialDocument
from tracker.models.people import Person
from tracker.notices.outbox import address, mail
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l

CHANGES = {
    "passkey.added": _l("A passkey was added to your account: %(name)s."),
    "passkey.removed": _l("A passkey was removed from your account: %(name)s."),
    "authenticator.added": _l("An authenticator app was set up for your account."),
    "authenticator.removed": _l("The authenticator app of your account was removed."),
}
"""What a mail says about a change to how somebody proves who they are, by the verb of the journal."""


def mail_sign_in_link(to: Person, token: str, wanted: str, *, at: datetime) -> None:
    """Mail a one-time sign-in link; its text is blanked once it has left."""
    mail(
        to,
        "sign_in_link",
        about=token,
        subject=lambda: _("Your link to sign in to the Partnership Tracker"),
        at=at,
        is_secret=True,
        link=address("sessions.show_link", token=token, next=wanted),
    )


def mail_code(to: Person, code: str, document: OfficialDocument | None, *, until: datetime, at: datetime) -> None:
    """Mail six digits that prove once who somebody is, for a document or for their account; blanked once they left."""
    mail(
        to,
        "sign_code",
        about=f"{document.ref if document else ''}/{at.isoformat()}",
        subject=lambda: _("Your code for %(ref)s", ref=document.ref) if document else _("Your code for your account"),
        at=at,
        is_secret=True,
        code=code,
        document=document,
        until=until,
    )


def tell_of_change(to: Person, verb: str, name: str, *, at: datetime) -> None:
    """Tell a person that something changed in how they prove who they are."""
    mail(
        to,
        "proof_changed",
        about=f"{verb}/{at.isoformat()}",
        subject=lambda: _("How you prove who you are has changed"),
        at=at,
        told=lambda: {"what": str(CHANGES[verb]) % {"name": name}},
        changed_at=at,
        link=address("account.show"),
    )
