"""What happened in a partnership, in sentences: the journal read by people."""

import json
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import func, select

from tracker.db import db
from tracker.i18n import moment
from tracker.models.journal import JournalEntry
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.sentences import gettext as _
from tracker.sentences import lazy_gettext as _l

SENTENCES: dict[str, tuple[str, str, Any]] = {
    "partnership.founded": ("people", "plain", _l("%(who)s founded the partnership")),
    "partnership.changed": ("doc", "plain", _l("%(who)s changed the frame of the partnership")),
    "partnership.steered": ("arrows", "plain", _l("%(who)s changed the state of the partnership")),
    "partnership.deleted": ("triangle", "overdue", _l("%(who)s deleted the partnership")),
    "post.filled": ("people", "plain", _l("%(who)s filled a post")),
    "post.changed": ("people", "plain", _l("%(who)s changed what a person works as here")),
    "post.left": ("people", "plain", _l("%(who)s took a person off a post")),
    "cycle.begun": ("arrows", "in_progress", _l("%(who)s began a cycle of six stages")),
    "stage.begun": ("arrows", "in_progress", _l("Work in stage %(subject)s began")),
    "consent.given": ("tick", "done", _l("%(who)s agreed to stage %(subject)s for the city")),
    "consent.taken_back": ("return", "plain", _l("%(who)s took back the agreement of the city to stage %(subject)s")),
    "consent.lapsed": ("return", "plain", _l("The cities' agreement to stage %(subject)s lapsed with a change")),
    "partnership.policy_moved": ("arrows", "plain", _l("%(who)s moved %(subject)s to another policy of the gates")),
    "stage.planned": ("calendar", "plain", _l("%(who)s planned the days of stage %(subject)s")),
    "condition.waived": ("triangle", "awaiting", _l("%(who)s waived a condition of stage %(subject)s")),
    "gate.passed": ("tick", "done", _l("%(who)s passed the gate of stage %(subject)s")),
    "stage.reopened": ("return", "returned", _l("%(who)s opened stage %(subject)s again")),
    "need.recorded": ("doc", "plain", _l("%(who)s recorded a need")),
    "need.changed": ("doc", "plain", _l("%(who)s changed a need")),
    "need.removed": ("doc", "plain", _l("%(who)s removed a need")),
    "need.restored": ("doc", "plain", _l("%(who)s put a need back")),
    "comparison.recorded": ("doc", "plain", _l("%(who)s added a dimension to compare")),
    "comparison.changed": ("doc", "plain", _l("%(who)s changed a dimension compared")),
    "comparison.described": ("doc", "plain", _l("%(who)s described a city in a dimension")),
    "comparison.removed": ("doc", "plain", _l("%(who)s removed a dimension compared")),
    "comparison.restored": ("doc", "plain", _l("%(who)s put a dimension back")),
    "priority.recorded": ("doc", "plain", _l("%(who)s set a priority")),
    "priority.changed": ("doc", "plain", _l("%(who)s changed a priority")),
    "priority.removed": ("doc", "plain", _l("%(who)s removed a priority")),
    "priority.restored": ("doc", "plain", _l("%(who)s put a priority back")),
    "activity.recorded": ("calendar", "plain", _l("%(who)s added an activity to the work plan")),
    "activity.changed": ("calendar", "plain", _l("%(who)s changed an activity of the work plan")),
    "activity.removed": ("calendar", "plain", _l("%(who)s removed an activity from the work plan")),
    "activity.restored": ("calendar", "plain", _l("%(who)s put an activity back")),
    "objective.recorded": ("doc", "plain", _l("%(who)s added an objective to the logframe")),
    "objective.changed": ("doc", "plain", _l("%(who)s changed an objective of the logframe")),
    "objective.removed": ("doc", "plain", _l("%(who)s removed an objective from the logframe")),
    "objective.restored": ("doc", "plain", _l("%(who)s put an objective back")),
    "indicator.recorded": ("doc", "plain", _l("%(who)s added an indicator to the logframe")),
    "indicator.changed": ("doc", "plain", _l("%(who)s changed an indicator of the logframe")),
    "indicator.removed": ("doc", "plain", _l("%(who)s removed an indicator from the logframe")),
    "indicator.restored": ("doc", "plain", _l("%(who)s put an indicator back")),
    "indicator.measured": ("doc", "plain", _l("%(who)s recorded a measurement")),
    "indicator.measurement_removed": ("doc", "plain", _l("%(who)s removed a measurement")),
    "indicator.measurement_restored": ("doc", "plain", _l("%(who)s put a measurement back")),
    "instrument.recorded": ("doc", "plain", _l("%(who)s recorded an exchanged instrument")),
    "instrument.changed": ("doc", "plain", _l("%(who)s changed an exchanged instrument")),
    "instrument.removed": ("doc", "plain", _l("%(who)s removed an exchanged instrument")),
    "instrument.restored": ("doc", "plain", _l("%(who)s put an instrument back")),
    "instrument.rated": ("doc", "plain", _l("%(who)s rated an instrument")),
    "result.recorded": ("doc", "plain", _l("%(who)s recorded a result")),
    "result.changed": ("doc", "plain", _l("%(who)s changed a result")),
    "result.removed": ("doc", "plain", _l("%(who)s removed a result")),
    "result.restored": ("doc", "plain", _l("%(who)s put a result back")),
    "mission.planned": ("plane", "in_progress", _l("%(who)s planned mission %(subject)s")),
    "mission.logged": ("plane", "plain", _l("%(who)s logged mission %(subject)s")),
    "mission.changed": ("plane", "plain", _l("%(who)s changed mission %(subject)s")),
    "mission.authorised": ("plane", "in_progress", _l("%(who)s authorised mission %(subject)s")),
    "mission.started": ("plane", "in_progress", _l("%(who)s noted that mission %(subject)s is under way")),
    "mission.completed": ("plane", "done", _l("%(who)s noted that mission %(subject)s took place")),
    "mission.cancelled": ("plane", "returned", _l("%(who)s cancelled mission %(subject)s")),
    "mission.restored": ("plane", "plain", _l("%(who)s put mission %(subject)s back")),
    "task.agreed": ("people", "plain", _l("%(who)s noted an agreed task of %(subject)s")),
    "task.changed": ("people", "plain", _l("%(who)s changed an agreed task of %(subject)s")),
    "task.done": ("tick", "done", _l("%(who)s finished an agreed task of %(subject)s")),
    "task.reopened": ("return", "plain", _l("%(who)s opened an agreed task of %(subject)s again")),
    "task.removed": ("people", "plain", _l("%(who)s removed an agreed task of %(subject)s")),
    "task.restored": ("people", "plain", _l("%(who)s put an agreed task of %(subject)s back")),
    "attachment.added": ("doc", "plain", _l("%(who)s added a file to %(subject)s")),
    "attachment.removed": ("doc", "plain", _l("%(who)s removed a file from %(subject)s")),
    "attachment.restored": ("doc", "plain", _l("%(who)s put a file of %(subject)s back")),
    "follow_up.answered": ("note", "done", _l("%(who)s answered a follow-up")),
    "follow_up.changed": ("note", "plain", _l("%(who)s changed the answer to a follow-up")),
    "protocol.recorded": ("doc", "done", _l("%(who)s recorded a protocol")),
    "protocol.changed": ("doc", "plain", _l("%(who)s corrected a protocol")),
    "protocol.reviewed": ("doc", "done", _l("%(who)s wrote down the review of a protocol")),
    "protocol.renewed": ("doc", "done", _l("%(who)s renewed a protocol")),
    "protocol.ended": ("doc", "plain", _l("%(who)s ended a protocol")),
    "evaluation.begun": ("note", "in_progress", _l("%(who)s asked the cities for an evaluation")),
    "evaluation.planned": ("calendar", "plain", _l("%(who)s changed the day of an evaluation")),
    "evaluation.filled": ("note", "plain", _l("%(who)s answered a part of an evaluation")),
    "evaluation.handed_in": ("note", "done", _l("%(who)s handed an evaluation in")),
    "evaluation.taken_up": ("note", "plain", _l("%(who)s opened an evaluation again")),
    "evaluation.removed": ("note", "plain", _l("%(who)s removed an evaluation")),
    "benchmark_indicator.named": ("note", "plain", _l("%(who)s named an indicator that the cities compare")),
    "benchmark_indicator.changed": ("note", "plain", _l("%(who)s changed an indicator that the cities compare")),
    "benchmark_indicator.removed": ("note", "plain", _l("%(who)s removed an indicator that the cities compare")),
    "benchmark_indicator.restored": ("note", "plain", _l("%(who)s put an indicator back that the cities compare")),
    "evaluation.restored": ("note", "plain", _l("%(who)s put an evaluation back")),
    "share_activity.recorded": ("note", "done", _l("%(who)s kept a Share activity")),
    "share_activity.changed": ("note", "plain", _l("%(who)s changed a Share activity")),
    "share_activity.removed": ("note", "plain", _l("%(who)s removed a Share activity")),
    "share_activity.restored": ("note", "plain", _l("%(who)s put a Share activity back")),
    "partner_organisation.recorded": ("people", "plain", _l("%(who)s named a partner")),
    "partner_organisation.changed": ("people", "plain", _l("%(who)s changed a partner")),
    "partner_organisation.removed": ("people", "plain", _l("%(who)s removed a partner")),
    "partner_organisation.restored": ("people", "plain", _l("%(who)s put a partner back")),
    "actors.chosen": ("people", "plain", _l("%(who)s said which actors of the programme take part")),
    "local_group.recorded": ("people", "plain", _l("%(who)s named a local group")),
    "local_group.changed": ("people", "plain", _l("%(who)s changed a local group")),
    "local_group.removed": ("people", "plain", _l("%(who)s removed a local group")),
    "local_group.restored": ("people", "plain", _l("%(who)s put a local group back")),
    "sdg.chosen": ("doc", "plain", _l("%(who)s chose which goals the partnership serves")),
    "note.written": ("note", "plain", _l("%(who)s wrote an evaluation note")),
    "note.changed": ("note", "plain", _l("%(who)s changed an evaluation note")),
    "note.removed": ("note", "plain", _l("%(who)s removed an evaluation note")),
    "note.restored": ("note", "plain", _l("%(who)s put an evaluation note back")),
    "report.started": ("doc", "in_progress", _l("%(who)s began %(subject)s")),
    "report.written": ("doc", "plain", _l("%(who)s wrote on %(subject)s")),
    "report.translated": ("doc", "plain", _l("%(who)s translated %(subject)s")),
    "report.translation_removed": ("doc", "plain", _l("%(who)s removed a translation of %(subject)s")),
    "report.submitted": ("doc", "in_progress", _l("%(who)s sent %(subject)s for signature")),
    "report.signed": ("pen", "done", _l("%(who)s signed %(subject)s")),
    "report.returned": ("return", "returned", _l("%(who)s returned %(subject)s with remarks")),
    "report.withdrawn": ("return", "plain", _l("%(who)s withdrew %(subject)s")),
    "report.superseded": ("arrows", "plain", _l("A newer version replaced %(subject)s")),
    "report.sealed": ("lock", "done", _l("A signature on %(subject)s was sealed")),
    "report.file_brought": ("lock", "done", _l("A file of %(subject)s that was signed outside was kept")),
    "sign_off.reminded": ("mail", "awaiting", _l("%(who)s reminded of the signature on %(subject)s")),
    "sign_off.escalated": ("people", "awaiting", _l("The signature on %(subject)s went on: the holder has not signed")),
    "mail.refused": ("mail", "returned", _l("A mail about %(subject)s came back")),
    "sign_off.moved": ("people", "awaiting", _l("The signature on %(subject)s went to the new office holder")),
    "commitment.asked": ("people", "awaiting", _l("The new office holder was asked to renew the commitment")),
    "commitment.renewed": ("pen", "done", _l("%(who)s renewed the commitment of the city")),
    "delegation.given": ("people", "plain", _l("%(who)s named a deputy")),
    "delegation.revoked": ("people", "plain", _l("%(who)s took a delegation back")),
    "city.profiles_set": ("lock", "plain", _l("%(who)s changed how the city signs")),
    "view.saved": ("doc", "plain", _l("%(who)s saved a view of a list")),
    "view.renamed": ("doc", "plain", _l("%(who)s renamed a view of a list")),
    "view.replaced": ("doc", "plain", _l("%(who)s replaced a view of a list")),
    "view.removed": ("doc", "plain", _l("%(who)s removed a view of a list")),
    "view.restored": ("doc", "plain", _l("%(who)s restored a view of a list")),
    "view.opens_list": ("doc", "plain", _l("%(who)s chose the view that a list opens with")),
    "preset.kept": ("doc", "plain", _l("%(who)s kept a preset for funder reports")),
    "preset.changed": ("doc", "plain", _l("%(who)s changed a preset for funder reports")),
    "preset.removed": ("doc", "plain", _l("%(who)s removed a preset for funder reports")),
    "preset.restored": ("doc", "plain", _l("%(who)s restored a preset for funder reports")),
    "programme.policy_chosen": ("doc", "plain", _l("%(who)s chose another policy for new partnerships")),
    "programme.languages_set": ("doc", "plain", _l("%(who)s changed the languages of official documents")),
    "programme_partner.recorded": ("people", "plain", _l("%(who)s named an actor of the programme")),
    "programme_partner.changed": ("people", "plain", _l("%(who)s changed an actor of the programme")),
    "programme_partner.removed": ("people", "plain", _l("%(who)s removed an actor of the programme")),
    "programme_partner.restored": ("people", "plain", _l("%(who)s put an actor of the programme back")),
    "mandate.recorded": ("people", "plain", _l("%(who)s recorded a mandate")),
    "mandate.confirmed": ("people", "done", _l("%(who)s confirmed a mandate")),
    "mandate.ended": ("people", "plain", _l("%(who)s ended a mandate")),
    "mandate.discarded": ("people", "plain", _l("%(who)s took a proposed mandate back")),
    "person.erased": ("lock", "plain", _l("The personal data of %(subject)s were erased")),
    "person.exported": ("doc", "plain", _l("The personal data of %(subject)s were exported")),
    "person.known": ("people", "plain", _l("%(who)s made an account for an office holder")),
    "person.invited": ("people", "plain", _l("%(who)s invited a person")),
    "person.created": ("people", "plain", _l("%(who)s made an account")),
    "person.changed": ("people", "plain", _l("%(who)s changed an account")),
    "person.closed": ("people", "plain", _l("%(who)s closed an account")),
    "person.opened": ("people", "plain", _l("%(who)s opened an account again")),
    "person.link_sent": ("mail", "plain", _l("%(who)s sent a sign-in link")),
    "session.opened": ("lock", "plain", _l("%(who)s signed in")),
    "session.ended": ("lock", "plain", _l("%(who)s signed out")),
    "session.others_ended": ("lock", "plain", _l("%(who)s signed out everywhere else")),
    "password.set": ("lock", "plain", _l("%(who)s set a new password")),
    "code.mailed": ("mail", "plain", _l("%(who)s had a code mailed")),
    "passkey.added": ("lock", "plain", _l("%(who)s added a passkey")),
    "passkey.removed": ("lock", "plain", _l("%(who)s removed a passkey")),
    "authenticator.added": ("lock", "plain", _l("%(who)s set up an authenticator app")),
    "authenticator.removed": ("lock", "plain", _l("%(who)s removed an authenticator app")),
    "feed.renewed": ("calendar", "plain", _l("%(who)s made a new address for the calendar")),
    "feed.ended": ("calendar", "plain", _l("%(who)s switched the calendar's address off")),
    "demonstration.loaded": ("info", "plain", _l("The demonstration was loaded")),
}
"""Icon, tone and sentence of every verb that the journal knows."""


@dataclass(frozen=True)
class Happening:
    """One act as the timeline component shows it."""

    icon: str
    tone: str
    text: str
    when: Markup
    quote: str | None
    quote_lang: str


def happenings(partnership: Partnership, *, limit: int, offset: int = 0, subject: str | None = None) -> list[Happening]:
    """List `limit` acts of a partnership (on one subject), the newest first, after leaving out `offset`."""
    query = (
        select(JournalEntry, Person.name)
        .outerjoin(Person, Person.id == JournalEntry.actor_id)
        .where(
            JournalEntry.partnership_id == partnership.id,
            *([JournalEntry.subject == subject] if subject is not None else []),
        )
        .order_by(JournalEntry.at.desc(), JournalEntry.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [_happening(entry, name) for entry, name in db.session.execute(query)]


def happened(partnership: Partnership) -> int:
    """Count the journal rows of a partnership."""
    query = select(func.count()).where(JournalEntry.partnership_id == partnership.id)
    return db.session.scalar(query) or 0


def _happening(entry: JournalEntry, name: str | None) -> Happening:
    icon, tone, sentence = SENTENCES[entry.verb]
    details = json.loads(entry.details)
    subject = details.get("stage", entry.subject)
    text = str(sentence) % {"who": name or _("The tracker"), "subject": subject}
    if entry.is_demonstration:
        text = _("%(text)s (demonstration)", text=text)
    return Happening(icon, tone, text, moment(entry.at), details.get("reason") or None, "")
