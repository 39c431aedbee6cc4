"""What the screen calls the stable codes of the domain."""

from enum import StrEnum
from typing import Any

from tracker.domain.after_care import ProtocolKind, ProtocolState
from tracker.domain.evaluation import NoteKind, Part, Severity, Verdict, Visibility
from tracker.domain.exports import ExportState, FileFormat
from tracker.domain.frameworks import Occasion
from tracker.domain.funder_reports import FunderPart, OfficeTurn, PeriodKind, StandsAt
from tracker.domain.local_groups import StakeholderKind
from tracker.domain.logframe import Aggregate, Attainment, ObjectiveLevel
from tracker.domain.missions import CancelReason, MissionKind, MissionState
from tracker.domain.partnerships import LegalForm, Modality, PartnershipState, Post
from tracker.domain.people import Digest, Role
from tracker.domain.principles import Principle
from tracker.domain.programmes import GovernanceRole
from tracker.domain.reminders import SignOffState
from tracker.domain.search import SearchKind
from tracker.domain.sharing import PartnerKind, ShareKind
from tracker.domain.signing import DocumentKind, DocumentState, Method, Profile, SigningOrder
from tracker.domain.stages import Phase, StageState
from tracker.domain.translations import TranslationState
from tracker.sentences import lazy_gettext as _l

WORDS: dict[type[StrEnum], dict[str, Any]] = {
    TranslationState: {
        "missing": _l("Missing"),
        "partly": _l("Partly translated"),
        "outdated": _l("Outdated"),
        "complete": _l("Translated"),
    },
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
    ProtocolKind: {
        "friendship": _l("Friendship agreement"),
        "cooperation": _l("Cooperation agreement"),
        "twinning": _l("Twinning agreement"),
        "memorandum": _l("Memorandum"),
    },
    ProtocolState: {
        "in_force": _l("In force"),
        "review_due": _l("Review due"),
        "expires_soon": _l("Expires soon"),
        "expired": _l("Expired"),
        "renewed": _l("Renewed"),
        "ended": _l("Ended"),
    },
    Principle: {
        "equality": _l("Equality and respect"),
        "no_donor": _l("No donor and no recipient"),
        "reciprocity": _l("Reciprocity"),
        "solidarity": _l("Solidarity"),
        "leadership": _l("Leadership"),
        "ownership": _l("Ownership"),
        "understanding": _l("Understanding"),
        "time": _l("Sufficient time"),
    },
    ShareKind: {
        "launch": _l("Launch"),
        "round_table": _l("Round table"),
        "seminar": _l("Seminar"),
        "congress": _l("Congress"),
        "expo": _l("Expo"),
        "radio": _l("Radio"),
        "blog": _l("Blog"),
        "newsletter": _l("Newsletter"),
        "book": _l("Book"),
        "academic_paper": _l("Academic paper"),
        "board_report": _l("Report to a board"),
        "award": _l("Award submission"),
    },
    PartnerKind: {
        "university": _l("University"),
        "association": _l("Association of cities"),
        "network": _l("Network"),
        "ministry": _l("Ministry"),
        "donor": _l("Donor"),
        "civil_society": _l("Civil society"),
        "company": _l("Company"),
    },
    GovernanceRole: {
        "lead": _l("Lead"),
        "facilitator": _l("Facilitator"),
        "implementer": _l("Implementer"),
        "funder": _l("Funder"),
        "technical_support": _l("Technical support"),
        "university": _l("University"),
        "network": _l("Network"),
    },
    StakeholderKind: {
        "residents": _l("Residents' committee"),
        "civil_society": _l("Civil society"),
        "traditional_authorities": _l("Traditional authorities"),
        "councillors": _l("Councillors"),
        "private_sector": _l("Private sector"),
        "public_company": _l("Public company, such as water or electricity"),
        "university": _l("University"),
        "culture": _l("Culture"),
        "media": _l("Media"),
        "other": _l("Others"),
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
        "half_day_seminar": _l("Half-day seminar"),
        "training": _l("Training"),
        "master_class": _l("Master class"),
        "learning_exchange": _l("Learning exchange"),
        "political_visit": _l("Political visit"),
        "online_session": _l("On-line session"),
        "university_collaboration": _l("University collaboration"),
        "municipal_support": _l("Municipal technical support"),
        "peer_review_visit": _l("Peer review visit"),
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
    DocumentKind: {
        "mission_report": _l("Mission report"),
        "scope": _l("Theme and scope"),
        "work_plan": _l("Work plan"),
        "renewal": _l("Renewal of commitment"),
    },
    SigningOrder: {
        "any": _l("In any order"),
        "own_city_first": _l("The author's city first"),
        "host_first": _l("The host first"),
        "fixed": _l("In the order written"),
    },
    Profile: {
        "A": _l("A: confirmed in the tracker"),
        "B": _l("B: confirmed with a passkey or an authenticator app"),
        "C": _l("C: signed outside, with a qualified signature"),
    },
    Method: {
        "password": _l("Password, entered again"),
        "mailed_code": _l("Code sent by mail"),
        "authenticator": _l("Code of an authenticator app"),
        "passkey": _l("Passkey, bound to this document"),
        "qualified": _l("Qualified signature, made outside"),
        "demonstration": _l("None: this signature is a demonstration"),
    },
    Digest: {
        "now": _l("At once"),
        "daily": _l("Once a day, gathered"),
        "weekly": _l("Once a week, gathered"),
        "never": _l("Never"),
    },
    SignOffState: {
        "not_in_turn": _l("Not its turn yet"),
        "vacant": _l("Nobody holds the office"),
        "closed": _l("Account closed"),
        "bounced": _l("Address refused"),
        "opened": _l("Opened, not signed"),
        "asked": _l("Asked"),
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
    Occasion: {
        "baseline": _l("Baseline"),
        "midterm": _l("Midterm"),
        "end": _l("End of the cycle"),
        "after_care": _l("After-care"),
    },
    Visibility: {"private": _l("Only me"), "partners": _l("The partners"), "public": _l("Everyone")},
    Verdict: {"same": _l("Same"), "similar": _l("Similar"), "different": _l("Different")},
    ObjectiveLevel: {"impact": _l("Impact"), "outcome": _l("Outcome"), "output": _l("Output")},
    Aggregate: {"sum": _l("They are added up"), "mean": _l("Their mean is taken"), "latest": _l("The newest counts")},
    FunderPart: {
        "pipeline": _l("Where the partnerships are"),
        "indicators": _l("Results against targets"),
        "missions": _l("Missions held"),
        "delegates": _l("Who took part"),
        "signed_reports": _l("Reports signed"),
        "goals": _l("Sustainable Development Goals"),
        "money": _l("Money planned and spent"),
        "sharing": _l("What was shared, and with how many"),
        "promises": _l("Promises kept"),
        "lessons": _l("Lessons, those on what failed too"),
        "leadership": _l("Changes of leadership"),
        "after_care": _l("After-care"),
    },
    StandsAt: {
        "stage_1": _l("1 Diagnosis"),
        "stage_2": _l("2 Contrasts"),
        "stage_3": _l("3 Priorities"),
        "stage_4": _l("4 Work plan"),
        "stage_5": _l("5 Exchange"),
        "stage_6": _l("6 Results"),
        "on_hold": _l("On hold"),
        "after_care": _l("After-care"),
        "ended": _l("Ended"),
    },
    OfficeTurn: {"began": _l("Mandate began"), "ended": _l("Mandate ended")},
    PeriodKind: {
        "this_year": _l("This year"),
        "last_year": _l("Last year"),
        "programme": _l("The programme's period"),
        "between": _l("From one day to another"),
    },
    ExportState: {
        "queued": _l("Waiting to be made"),
        "under_way": _l("Being made"),
        "ready": _l("Ready"),
        "failed": _l("Could not be made"),
        "expired": _l("Taken away after its time"),
    },
    FileFormat: {
        "pdf": _l("The whole funder report, with charts (PDF)"),
        "summary": _l("One page for the board (PDF)"),
        "xlsx": _l("Spreadsheet (XLSX)"),
        "json": _l("For machines (JSON)"),
        "csv": _l("Table (CSV)"),
    },
    Attainment: {
        "not_measured": _l("Not measured yet"),
        "no_target": _l("No target"),
        "met": _l("Target reached"),
        "behind": _l("Behind schedule"),
        "on_track": _l("On the way"),
    },
    SearchKind: {
        "partnership": _l("Partnerships"),
        "city": _l("Cities"),
        "person": _l("People"),
        "mission": _l("Missions"),
        "report": _l("Reports and other documents"),
        "programme": _l("Programmes"),
        "note": _l("Notes"),
        "instrument": _l("Instruments"),
        "share_activity": _l("Share activities"),
        "need": _l("Needs"),
    },
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
    "every_city_agrees_on_the_diagnosis": _l("Every city says that the diagnostic is joint"),
    "every_city_described_each_dimension": _l("Every city has described each dimension compared"),
    "every_city_agrees_on_the_comparison": _l("Every city agrees on the comparison"),
    "each_priority_has_teacher_and_learner": _l("Each priority says who teaches and who learns"),
    "every_city_agrees_on_the_priorities": _l("Every city agrees on the priorities"),
    "every_activity_is_dated": _l("Every activity has dates"),
    "every_activity_has_responsible_persons": _l("Every activity has a responsible person in each city"),
    "every_activity_has_a_result": _l("Every activity has an expected result"),
    "every_cost_has_a_bearer": _l("Each cost has a bearer"),
    "every_city_agrees_on_the_work_plan": _l("Every city agrees on the work plan"),
    "the_work_plan_is_confirmed": _l("The office holders have confirmed the work plan"),
    "a_report_is_signed": _l("A mission report is signed by the office holders"),
    "an_instrument_is_recorded": _l("An exchanged instrument is recorded"),
    "every_result_is_assessed": _l("Every result says what was achieved"),
    "every_city_rated_the_instruments": _l("Every city has rated each instrument"),
    "a_lesson_is_written": _l("An evaluation note is written"),
    "every_city_agrees_on_the_assessment": _l("Every city agrees on the assessment"),
}


def word(code: StrEnum | None) -> str:
    """Give the screen's word for a code of the domain; an empty text for none."""
    return "" if code is None else str(WORDS[type(code)][code.value])


def choices(kind: type[StrEnum]) -> list[tuple[str, Any]]:
    """Give the choices of a form field for an enumeration, in its own order."""
    return [(code.value, WORDS[kind][code.value]) for code in kind]
