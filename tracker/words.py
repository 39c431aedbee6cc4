"""What the screen calls the stable codes of the domain, and what it says when a rule is broken."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.domain.errors import RuleBroken
from tracker.domain.evaluation import NoteKind, Part, Severity, Verdict, Visibility
from tracker.domain.missions import CancelReason, MissionKind, MissionState
from tracker.domain.partnerships import LegalForm, Modality, PartnershipState, Post
from tracker.domain.people import Role
from tracker.domain.signing import DocumentState
from tracker.domain.stages import Phase, StageState

WORDS: dict[type[StrEnum], dict[str, Any]] = {
    Phase: {"seek": _l("Seek"), "sense": _l("Sense"), "share": _l("Share")},
    StageState: {
        "not_started": _l("Not started"),
        "in_progress": _l("In progress"),
        "passed": _l("Passed"),
        "returned": _l("Returned to"),
        "waived": _l("Passed with a waiver"),
    },
    PartnershipState: {
        "exploring": _l("Exploring"),
        "active": _l("Active"),
        "dormant": _l("Dormant"),
        "on_hold": _l("On hold"),
        "after_care": _l("After-care"),
        "ended": _l("Ended"),
    },
    LegalForm: {
        "agreement": _l("Agreement"),
        "friendship": _l("Friendship protocol"),
        "project": _l("Project"),
        "contact": _l("Contact"),
    },
    Modality: {
        "bilateral": _l("City to city"),
        "twinning": _l("Twinning"),
        "south_south_triangular": _l("South-South, triangular"),
        "south_south_mentoring": _l("South-South, mentoring"),
        "south_south_group": _l("South-South, group"),
        "trilateral": _l("Three cities"),
        "triangular": _l("Triangular"),
        "association": _l("Association to association"),
        "network": _l("Network"),
    },
    Post: {
        "technical_lead": _l("Technical lead"),
        "political_leader": _l("Political leader"),
        "focal_point": _l("Focal point"),
        "member": _l("Member of the team"),
        "observer": _l("Observer"),
    },
    Role: {
        "technician": _l("Technician"),
        "mayor": _l("Office holder"),
        "coordinator": _l("Coordinator"),
        "observer": _l("Observer"),
        "administrator": _l("Administrator"),
    },
    MissionKind: {
        "technical_visit": _l("Technical visit"),
        "bilateral_meeting": _l("Bilateral meeting"),
        "seminar": _l("Seminar"),
        "training": _l("Training"),
        "master_class": _l("Master class"),
        "learning_exchange": _l("Learning exchange"),
        "political_visit": _l("Political visit"),
        "online_session": _l("On-line session"),
    },
    MissionState: {
        "proposed": _l("Proposed"),
        "authorised": _l("Authorised"),
        "under_way": _l("Under way"),
        "completed": _l("Completed"),
        "reported": _l("Reported"),
        "cancelled": _l("Cancelled"),
    },
    CancelReason: {
        "funding": _l("Money was missing"),
        "visa": _l("Visa or travel papers"),
        "health_or_safety": _l("Health or safety"),
        "election": _l("Election or change of government"),
        "host_unavailable": _l("The host could not receive"),
        "guest_unavailable": _l("The guests could not travel"),
        "merged": _l("Merged with another mission"),
        "other": _l("Another reason"),
    },
    DocumentState: {
        "draft": _l("Draft"),
        "in_review": _l("In review"),
        "changes_requested": _l("Returned with remarks"),
        "awaiting_signature": _l("Awaiting signature"),
        "partly_signed": _l("Partly signed"),
        "signed": _l("Signed by all"),
        "declined": _l("Declined"),
        "superseded": _l("Replaced by a newer version"),
        "withdrawn": _l("Withdrawn"),
    },
    NoteKind: {
        "worked": _l("Worked"),
        "failed": _l("Failed"),
        "lesson": _l("Lesson"),
        "recommendation": _l("Recommendation"),
        "observation": _l("Observation"),
    },
    Visibility: {"private": _l("Only me"), "partners": _l("The partners"), "public": _l("Everyone")},
    Verdict: {"same": _l("Same"), "similar": _l("Similar"), "different": _l("Different")},
    Severity: {"low": _l("Low"), "medium": _l("Medium"), "high": _l("High"), "critical": _l("Critical")},
    Part: {"teaches": _l("Teaches"), "learns": _l("Learns")},
}

STAGE_TITLES = {
    1: _l("Diagnostics and needs"),
    2: _l("Similarities and differences"),
    3: _l("Priorities and transferable knowledge"),
    4: _l("Joint work plan"),
    5: _l("Exchange of practices and instruments"),
    6: _l("Assessment"),
}

STAGE_NAMES = {
    1: _l("Diagnosis"),
    2: _l("Contrasts"),
    3: _l("Priorities"),
    4: _l("Work plan"),
    5: _l("Exchange"),
    6: _l("Results"),
}
"""Short names of the stages, for narrow columns."""

CONDITIONS = {
    "every_city_has_needs": _l("Every city has recorded its needs"),
    "every_city_described_each_dimension": _l("Every city has described each dimension compared"),
    "each_priority_has_teacher_and_learner": _l("Each priority says who teaches and who learns"),
    "every_activity_is_dated": _l("Every activity has dates"),
    "every_activity_has_responsible_persons": _l("Every activity has a responsible person in each city"),
    "every_activity_has_a_result": _l("Every activity has an expected result"),
    "every_cost_has_a_bearer": _l("Each cost has a bearer"),
    "a_report_is_signed": _l("A mission report is signed by the office holders"),
    "an_instrument_is_recorded": _l("An exchanged instrument is recorded"),
    "every_result_is_assessed": _l("Every result says what was achieved"),
    "every_city_rated_the_instruments": _l("Every city has rated each instrument"),
    "a_lesson_is_written": _l("An evaluation note is written"),
}

THEMES = {
    "cadastre": _l("Cadastre"),
    "climate": _l("Climate"),
    "crafts": _l("Crafts"),
    "culture_libraries": _l("Culture and libraries"),
    "economic_development": _l("Economic development"),
    "education": _l("Education"),
    "environment": _l("Environment"),
    "gender": _l("Gender equality"),
    "governance": _l("Governance"),
    "health": _l("Health"),
    "heritage": _l("Heritage"),
    "inclusion": _l("Inclusion"),
    "informal_settlements": _l("Informal settlements"),
    "participation": _l("Participation"),
    "participatory_budgeting": _l("Participatory budgeting"),
    "public_services": _l("Public services"),
    "reconstruction": _l("Reconstruction"),
    "strategic_planning": _l("Strategic planning"),
    "sustainable_urban_development": _l("Sustainable urban development"),
    "territorial_planning": _l("Territorial planning"),
    "waste": _l("Waste"),
    "water_sanitation": _l("Water and sanitation"),
    "youth_participation": _l("Youth participation"),
}


SOURCE_KINDS = {
    "agreement": _l("Agreement"),
    "book": _l("Book"),
    "city": _l("City"),
    "city district": _l("City district"),
    "county": _l("County"),
    "delegation_visit": _l("Visit of a delegation"),
    "department": _l("Department"),
    "dissemination_forum": _l("Dissemination forum"),
    "district": _l("District"),
    "evaluation": _l("Evaluation"),
    "evaluation_meeting": _l("Evaluation meeting"),
    "evaluation_report": _l("Evaluation report"),
    "evaluation_seminar": _l("Evaluation seminar"),
    "follow_up_mission": _l("Follow-up mission"),
    "launch": _l("Launch"),
    "local municipality": _l("Local municipality"),
    "memorandum": _l("Memorandum"),
    "metropolis": _l("Metropolis"),
    "metropolitan municipality": _l("Metropolitan municipality"),
    "municipality": _l("Municipality"),
    "newsletter": _l("Newsletter"),
    "peer_learning_event": _l("Peer learning event"),
    "political_visit": _l("Political visit"),
    "presentation": _l("Presentation"),
    "protocol": _l("Protocol"),
    "publication": _l("Publication"),
    "region": _l("Region"),
    "round_table": _l("Round table"),
    "seminar": _l("Seminar"),
    "seminar_report": _l("Report of a seminar"),
    "signing": _l("Signing"),
    "technical_mission": _l("Technical mission"),
    "technical_visit": _l("Technical visit"),
    "training": _l("Training"),
    "training_report": _l("Report of a training"),
    "twinning_agreement": _l("Twinning agreement"),
    "workshop": _l("Workshop"),
}
"""What events, documents and tiers of government are called in sources."""


def word(code: StrEnum | None) -> str:
    """Give the screen's word for a code of the domain; an empty text for none."""
    return "" if code is None else str(WORDS[type(code)][code.value])


def choices(kind: type[StrEnum]) -> list[tuple[str, Any]]:
    """Give the choices of a form field for an enumeration, in its own order."""
    return [(code.value, WORDS[kind][code.value]) for code in kind]


def theme_word(theme: str) -> str:
    """Give the name of a theme; a theme that is not in the list is its own name."""
    return str(THEMES.get(theme, theme))


def source_word(kind: str) -> str:
    """Give our word for a kind as sources write it; a kind that is not in the list is its own name."""
    return str(SOURCE_KINDS.get(kind, kind.replace("_", " ")))


RULES = {
    "edit.stale": _l("Somebody else saved this first. Nothing was overwritten: compare the two texts and save again."),
    "report.changed": _l("The text is no longer the one that you read. Nothing was signed: read it again, then sign."),
    "report.not_open": _l("This version no longer waits for signatures. Nothing was changed."),
    "report.unchanged": _l(
        "Nothing has changed since the version that was returned. Answer the remarks, then send again."
    ),
    "report.incomplete": _l("The report cannot be sent yet: write a summary first."),
    "report.move_refused": _l("This version of the report does not allow that any more. Nothing was changed."),
    "report.mission_not_completed": _l("A report can be written once the mission has taken place."),
    "report.under_way": _l("Another version of this report is under way already."),
    "mandate.ended": _l("Your mandate does not cover today. The sign-off waits for the present office holder."),
    "mandate.overlap": _l("This city already has an office holder on these days. End that mandate first."),
    "mandate.same_person": _l("A second person must confirm a mandate. Ask another administrator or a coordinator."),
    "mandate.needs_administrator": _l(
        "One of the two persons must be an administrator. Ask an administrator to confirm."
    ),
    "mandate.other_account": _l("This address belongs to another account. Use the address of the office holder's own."),
    "mandate.confirmed_already": _l("This mandate has been confirmed already."),
    "slot.signed_already": _l("This has been signed for your city already; nothing was done a second time."),
    "slot.author": _l("Whoever sent the report cannot sign it as well. Ask another holder of the office."),
    "slot.proof_too_old": _l("Your proof of identity is older than five minutes. Prove it again, then sign."),
    "slot.reminded_just_now": _l("A reminder left within the last hour. Wait a little before the next one."),
    "report.cities": _l("Name the cities that sign: at least one, and only members of this partnership."),
    "slot.vacant": _l("Nobody holds this office now. Record the new mandate first."),
    "mission.locked": _l(
        "The mission is part of a report that is signed or with the office holders. Start a new version first."
    ),
    "mission.move_refused": _l("The mission does not allow that in its present state. Nothing was changed."),
    "mission.ahead": _l(
        "These dates lie ahead. Plan the mission now, and mark it as completed once it has taken place."
    ),
    "mission.dates": _l("The mission must begin before it ends. Correct the dates."),
    "partnership.move_refused": _l("The partnership cannot change to that state from here. Nothing was changed."),
    "partnership.reason_missing": _l("Give a reason: it stays in the history and everybody concerned can read it."),
    "partnership.needs_two_cities": _l("A partnership has at least two different cities."),
    "partnership.not_live": _l("This partnership has ended or is on hold. Ask its coordinator to open it again first."),
    "gate.shut": _l("The gate is still shut: some of its conditions are not met and not waived."),
    "gate.not_current": _l("Only the stage that is worked on can be decided."),
    "gate.already_waived": _l("This condition has been waived already."),
    "gate.condition_met": _l("This condition is met: there is nothing to waive."),
    "gate.unknown_condition": _l("The gate of this stage has no such condition."),
    "gate.needs_reason": _l("Give a reason: it stays visible."),
    "gate.not_passed": _l("Only a stage whose gate was passed can be reopened."),
    "gate.earlier_cycle": _l("This belongs to an earlier cycle, which is kept as it was."),
    "gate.evidence_needed": _l(
        "The gate of this stage was passed on this evidence. Ask the coordinator to reopen the stage first."
    ),
    "cycle.unfinished": _l("The next cycle can begin once all six gates of this one are passed."),
    "room.removed": _l("This was removed. Restore it first."),
    "room.foreign": _l("This city, need, activity or mission belongs to another partnership. Choose one of this one."),
    "instrument.same_city": _l("An instrument passes from one city to another. Choose two different cities."),
    "password.too_easy": _l("This password is too easy to guess. Use three or four words that do not belong together."),
    "person.known": _l("This address has an account already. Look it up in the list of people."),
    "person.own_role": _l("You cannot change your own role. Ask another administrator."),
    "person.own_account": _l("You cannot close your own account. Ask another administrator."),
    "person.closed": _l("This account is closed. Ask an administrator to open it again first."),
    "request.other_content": _l("This form was already sent with other content. Open it again and send it once."),
    "file.empty": _l("the file is empty. Choose it again."),
    "file.too_large": _l("the file is larger than 10 MB. Make it smaller, or divide it."),
    "file.heic": _l(
        "this phone format (HEIC) cannot be read everywhere. Set the camera to JPEG, or send the photo as JPEG or PNG."
    ),
    "file.markup": _l("web pages and SVG drawings are not taken. Save it as PDF or PNG."),
    "file.old_office": _l("this is an old or locked Office file. Save it as .docx, .xlsx or .pptx without a password."),
    "file.macros": _l("the file holds macros (programs). Save it without them."),
    "file.locked": _l("the file is locked with a password. Save it without one."),
    "file.unpacks_too_large": _l("the file unpacks to far more than it should hold. Save it anew, or as PDF."),
    "file.image_too_large": _l("the picture has more than 50 million pixels. Make it smaller."),
    "file.image_broken": _l("the picture is damaged or cannot be read. Save it anew as JPEG or PNG."),
    "file.unknown_kind": _l(
        "this kind of file is not taken. Use JPEG, PNG, WebP, PDF, Word, Excel, PowerPoint, OpenDocument, text or CSV."
    ),
}
"""The sentence for each code of `RuleBroken`; it says what to do next."""


def sentence(error: RuleBroken) -> str:
    """Say in the reader's language what rule was broken and what to do."""
    return str(RULES[error.code]) % error.details if error.details else str(RULES[error.code])
