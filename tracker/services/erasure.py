"""Erasing a person's data: the account and all contact data go; name, office and official acts stay.

Source: GDPR art. 17(3)(b), (d), (e) and LGPD art. 16 let official acts and archives stay; security notes, section 2.
"""

from datetime import datetime

from sqlalchemy import delete, or_, select, update

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.domain.evaluation import Visibility
from tracker.domain.exports import UNFINISHED, ExportState
from tracker.domain.mandates import local_day
from tracker.domain.people import Digest
from tracker.domain.search import SearchKind
from tracker.models.exports import Export, FunderPreset
from tracker.models.journal import JournalEntry, PersonalField
from tracker.models.mandates import Delegation, Mandate
from tracker.models.notes import EvaluationNote
from tracker.models.official_documents import Reading
from tracker.models.outbox import OutboxItem, RequestKey
from tracker.models.people import (
    Authenticator,
    CalendarFeed,
    LoginSession,
    MailedCode,
    Passkey,
    Person,
    SignInAttempt,
    SignInLink,
)
from tracker.models.search import SearchWord
from tracker.models.views import SavedView, ViewDefault
from tracker.services.journal import ABOUT_THE_ACTOR, record
from tracker.settings import setting

NOWHERE = "erased.invalid"
"""A host that never exists (RFC 2606)."""
OF_THE_ACCOUNT = (
    *(Passkey, Authenticator, MailedCode, LoginSession, SignInLink, RequestKey, Reading, CalendarFeed),
    FunderPreset,
)
"""Tables whose rows about a person go with the account."""


def erased_address(person: Person) -> str:
    """Give what stands for the address of an erased person; no mail ever reaches it."""
    return f"erased-{person.id}@{NOWHERE}"


def is_erased(person: Person) -> bool:
    """Tell whether a person's data were erased."""
    return person.email == erased_address(person)


def offices_held(person: Person, at: datetime) -> list[Mandate]:
    """List the mandates that a person holds now or is to hold, confirmed or not."""
    query = select(Mandate).where(Mandate.person_id == person.id).order_by(Mandate.starts_on)
    return [
        one
        for one in db.session.scalars(query)
        if one.ends_on is None or local_day(at, one.city.timezone) <= one.ends_on
    ]


def erase_person(person: Person, *, at: datetime) -> None:
    """Erase a person's data for good; their name and what they did in office stay, and the journal stays whole.

    A second call changes nothing. Raises RuleBroken("person.holds_office") while a mandate is in force or ahead.
    """
    lock(person)
    if offices_held(person, at):
        raise RuleBroken("person.holds_office")
    was_erased, address = is_erased(person), person.email
    for table in OF_THE_ACCOUNT:
        db.session.execute(delete(table).where(table.person_id == person.id))
    db.session.execute(
        delete(SignInAttempt).where(or_(SignInAttempt.email == address, SignInAttempt.email.like(f"%:{person.id}")))
    )
    _let_exports_end(person, at)
    _close(person, at)
    _blank_mails(person, at)
    _blank_journal(person)
    _drop_private_notes(person)
    _drop_views(person)
    db.session.flush()
    if not was_erased:
        record(
            "person.erased",
            actor=None,
            at=at,
            subject=f"person-{person.id}",
            is_demonstration=person.is_demonstration,
        )


def _let_exports_end(person: Person, at: datetime) -> None:
    """Let the worker take away the files that were made for the person; what is not made yet is not made any more."""
    mine = update(Export).where(Export.person_id == person.id)
    waiting = select(Export.id).where(Export.person_id == person.id, Export.state.in_(sorted(UNFINISHED)))
    item = update(OutboxItem).where(OutboxItem.export_id.in_(waiting), OutboxItem.done_at.is_(None))
    db.session.execute(item.values(failed_at=at).execution_options(synchronize_session=False))
    db.session.execute(mine.where(Export.state.in_(sorted(UNFINISHED))).values(state=ExportState.FAILED))
    db.session.execute(mine.values(title="", expires_at=at))


def _close(person: Person, at: datetime) -> None:
    """Leave nothing of the account but the name, the role, and for whom the person acted."""
    person.email = erased_address(person)
    person.password_hash = None
    person.is_active = False
    person.function = ""
    person.language = setting("LANGUAGES")[0]
    person.timezone = "UTC"
    person.has_shortcuts = True
    person.digest = Digest.NEVER
    lent = update(Delegation).where(Delegation.person_id == person.id, Delegation.revoked_at.is_(None))
    db.session.execute(lent.values(revoked_at=at, version=Delegation.version + 1))


def _drop_private_notes(person: Person) -> None:
    """Delete the notes that nobody else ever read, and the words by which they were found."""
    private = (EvaluationNote.author_id == person.id, EvaluationNote.visibility == Visibility.PRIVATE)
    of_them = SearchWord.thing_id.in_(select(EvaluationNote.id).where(*private))
    db.session.execute(delete(SearchWord).where(SearchWord.kind == SearchKind.NOTE, of_them))
    db.session.execute(delete(EvaluationNote).where(*private))


def _drop_views(person: Person) -> None:
    """Delete the person's views; lists that opened with one of them open with everything again."""
    own = select(SavedView.id).where(SavedView.person_id == person.id)
    db.session.execute(delete(ViewDefault).where(or_(ViewDefault.person_id == person.id, ViewDefault.view_id.in_(own))))
    db.session.execute(delete(SavedView).where(SavedView.person_id == person.id))


def _blank_mails(person: Person, at: datetime) -> None:
    """Blank every mail to the person; what has not left yet never leaves."""
    mine = OutboxItem.person_id == person.id
    for number in db.session.scalars(select(OutboxItem.id).where(mine)):
        (setting("INSTANCE") / "mail" / f"{number:08d}.eml").unlink(missing_ok=True)
    waiting = update(OutboxItem).where(mine, OutboxItem.done_at.is_(None), OutboxItem.failed_at.is_(None))
    db.session.execute(waiting.values(failed_at=at))
    blank = {"subject": "", "body_text": "", "body_html": "", "last_error": ""}
    db.session.execute(update(OutboxItem).where(mine).values(address=person.email, **blank))


def _blank_journal(person: Person) -> None:
    """Blank the values and salts behind the journal's commitments; the rows themselves stay as they are.

    `services.journal.is_erased_with` says the same of one row.
    """
    about = select(JournalEntry.id).where(JournalEntry.subject == f"person-{person.id}")
    acted = select(JournalEntry.id).where(JournalEntry.actor_id == person.id)
    db.session.execute(
        update(PersonalField)
        .where(
            PersonalField.value.is_not(None),
            or_(
                PersonalField.entry_id.in_(about),
                PersonalField.entry_id.in_(acted) & PersonalField.name.in_(ABOUT_THE_ACTOR),
            ),
        )
        .values(salt=None, value=None)
        .execution_options(synchronize_session=False)
    )
