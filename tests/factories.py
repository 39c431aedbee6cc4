"""Things to test with, made in the words of the method; what a factory gives is committed.

People are called by their role and city. Acts happen at `AT` unless a test gives another moment.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from argon2 import PasswordHasher
from sqlalchemy import func, select

from tracker import files
from tracker.db import db, transaction
from tracker.domain.after_care import ProtocolKind, months_later
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.evaluation import NoteKind, Part, Severity, Verdict, Visibility
from tracker.domain.exports import EXPORT_KEPT_DAYS, ExportKind, ExportState, FileFormat
from tracker.domain.frameworks import Occasion
from tracker.domain.funder_reports import FunderPart, PeriodKind
from tracker.domain.local_groups import StakeholderKind
from tracker.domain.logframe import ObjectiveLevel
from tracker.domain.missions import MissionKind, MissionState
from tracker.domain.partnerships import LegalForm, Modality, PartnershipState, Post
from tracker.domain.people import Role
from tracker.domain.programmes import GovernanceRole
from tracker.domain.sharing import PartnerKind, ShareKind
from tracker.domain.signing import DocumentKind, Method, Profile
from tracker.domain.stages import STAGES, StageState
from tracker.domain.translations import written_texts
from tracker.domain.views import ViewPage
from tracker.models.actors import PartnershipActor
from tracker.models.after_care import FollowUp, Protocol, ProtocolReview
from tracker.models.archive import ArchiveDocument, Event, Source
from tracker.models.attachments import Attachment
from tracker.models.cities import City, PublicOfficial
from tracker.models.evaluations import (
    BenchmarkIndicator,
    Evaluation,
    EvaluationAnswer,
    EvaluationSection,
    EvaluationSide,
)
from tracker.models.exports import Export, ExportFile, FunderPreset
from tracker.models.local_groups import LocalGroup
from tracker.models.logframe import Indicator, Measurement, Milestone, Objective
from tracker.models.mandates import Commitment, Delegation, Mandate
from tracker.models.missions import AgreedTask, Delegate, Mission, MissionDetail, MissionSession
from tracker.models.notes import EvaluationNote
from tracker.models.official_documents import (
    DocumentFile,
    OfficialDocument,
    Reading,
    Signature,
    SigningProfile,
    Translation,
)
from tracker.models.outbox import RequestKey
from tracker.models.partnerships import Member, Partnership, PostHolder
from tracker.models.people import (
    Authenticator,
    CalendarFeed,
    LoginSession,
    MailedCode,
    Organisation,
    Passkey,
    Person,
    SignInAttempt,
    SignInLink,
)
from tracker.models.programmes import Funding, Programme, ProgrammeCoordinator, ProgrammePartner
from tracker.models.rooms import Comparison, ComparisonCell, Need, Priority, PriorityPart, PriorityRanking, Rating
from tracker.models.sdg import PartnershipSdg
from tracker.models.sharing import PartnerOrganisation, ShareActivity
from tracker.models.stages import Consent, StageRun, Waiver
from tracker.models.views import SavedView, ViewDefault
from tracker.models.work import Activity, Cost, Dependency, Instrument, Responsible, Result
from tracker.services import (
    agreements,
    contents,
    evidence,
    frameworks,
    offices,
    official_documents,
    reports,
    signing,
    translations,
)
from tracker.services.evidence import Proof
from tracker.standing import standing_of

AT = datetime(2026, 3, 12, 9, 40, tzinfo=UTC)
"""When things happen in the tests; every mandate that a factory makes is in force then and today."""
PASSWORD = "the quick brown fox signs nothing"
_PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
_numbers = count(1)


Thing = TypeVar("Thing")


def keep(thing: Thing) -> Thing:
    """Store a thing and commit."""
    db.session.add(thing)
    db.session.commit()
    return thing


def code_of(name: str) -> str:
    """Give a name in small letters, without accents or spaces."""
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()
    return "-".join(plain.lower().split())


def city(name: str = "", country: str = "MZ", **more: Any) -> City:
    """Make a city; its code comes from its name."""
    name = name or f"City {next(_numbers)}"
    return keep(City(**{"code": code_of(name), "name": name, "country": country, "office": "Mayor", **more}))


def programme(name: str = "", **more: Any) -> Programme:
    """Make a programme."""
    name = name or f"Programme {next(_numbers)}"
    return keep(Programme(**{"code": code_of(name), "name": name, **more}))


def actor(of: Programme, **more: Any) -> ProgrammePartner:
    """Name an association as facilitator of a programme."""
    told = {"role": GovernanceRole.FACILITATOR, "name": "Association of cities", "country": "MZ", "created_at": AT}
    return keep(ProgrammePartner(**{"programme": of, **told, **more}))


def taking_part(of: Partnership, who: ProgrammePartner | None = None, **more: Any) -> PartnershipActor:
    """Let an actor of its programme take part in a partnership, which gets a programme when it has none."""
    if of.programme is None:
        of.programme = programme()
    told = {"actor": who or actor(of.programme), "contribution": "Convenes the cities", "created_at": AT}
    return keep(PartnershipActor(**{"partnership": of, **told, **more}))


def local_group(of: Partnership, of_city: City | None = None, **more: Any) -> LocalGroup:
    """Name the residents' committee of a city, by default the first one."""
    told = {"kind": StakeholderKind.RESIDENTS, "name": "Committee of the quarter", "people": 12, "created_at": AT}
    return keep(LocalGroup(**{"partnership": of, "city": of_city or of.cities[0], **told, **more}))


def person(name: str, role: Role, **more: Any) -> Person:
    """Make somebody with an account who signs in with `PASSWORD`; a second one of the same name gets a number."""
    already = db.session.scalar(select(func.count()).where(Person.name.like(f"{name}%"))) or 0
    numbered = f"{name} ({already + 1})" if already else name
    email = f"{code_of(name).replace('-', '.')}{already + 1 if already else ''}@city.example"
    told = {"name": numbered, "email": email, "role": role, "password_hash": _PASSWORD_HASH, "created_at": AT}
    return keep(Person(**{**told, **more}))


def saved_view(of: Person, name: str = "Mozambique", query: str = "country=MZ", **more: Any) -> SavedView:
    """Keep a view of the list of partnerships for somebody."""
    told = {"person": of, "page": ViewPage.PARTNERSHIPS, "name": name, "query": query, "created_at": AT}
    return keep(SavedView(**{**told, **more}))


def technician(of: City, **more: Any) -> Person:
    """Make somebody who works for a city."""
    return person(f"Technician of {of.name}", Role.TECHNICIAN, **{"city": of, **more})


def mayor(of: City, *, starts_on: date = date(2024, 2, 7), ends_on: date | None = None, **more: Any) -> Person:
    """Make the holder of a city's office, whose mandate a second person has confirmed."""
    made = person(f"Mayor of {of.name}", Role.MAYOR, **{"city": of, **more})
    mandate(made, of, starts_on=starts_on, ends_on=ends_on)
    return made


def mandate(holder: Person, of: City, *, starts_on: date, ends_on: date | None = None, **more: Any) -> Mandate:
    """Make a confirmed mandate; `confirmed_at=None, confirmed_by_id=None` makes a proposed one."""
    keeper = _keeper().id
    told = {"office": of.office, "basis": "Minutes of the assembly", "recorded_at": AT, "recorded_by_id": None}
    confirmed = {"confirmed_at": AT, "confirmed_by_id": keeper}
    return keep(
        Mandate(
            **{**told, **confirmed, "city": of, "person": holder, "starts_on": starts_on, "ends_on": ends_on, **more}
        )
    )


def _keeper() -> Person:
    """Give the administrator who confirms mandates."""
    found = db.session.scalar(select(Person).where(Person.email == "keeper@city.example"))
    return found or person("Keeper of mandates", Role.ADMINISTRATOR, email="keeper@city.example")


def coordinator(of: Programme | None = None, **more: Any) -> Person:
    """Make somebody who steers a programme, or no programme yet."""
    name = f"Coordinator of {of.name}" if of else "Coordinator"
    made = person(name, Role.COORDINATOR, **more)
    if of is not None:
        keep(ProgrammeCoordinator(programme=of, person=made))
    return made


def administrator(**more: Any) -> Person:
    """Make an administrator."""
    return person("Administrator", Role.ADMINISTRATOR, **more)


def observer(of: Partnership | None = None, **more: Any) -> Person:
    """Make an observer, to whom a partnership is opened when one is given."""
    made = person("Observer", Role.OBSERVER, **more)
    if of is not None:
        post_holder(of, made, Post.OBSERVER)
    return made


def post_holder(of: Partnership, who: Person, post: Post, **more: Any) -> PostHolder:
    """Give a person a post in a partnership."""
    return keep(PostHolder(**{"partnership": of, "person": who, "city_id": who.city_id, "post": post, **more}))


def partnership(cities: Sequence[City] = (), *, stage: int = 1, **more: Any) -> Partnership:
    """Make an active partnership, by default of two new cities, whose gates before `stage` are passed."""
    cities = cities or [city(), city()]
    number = (db.session.scalar(select(func.max(Partnership.id))) or 0) + 1
    told = {
        "ref": f"P-{number:04d}",
        "title": " - ".join(one.name for one in cities),
        "modality": Modality.BILATERAL,
        "legal_form": LegalForm.AGREEMENT,
        "state": PartnershipState.ACTIVE,
        "theme": "cadastre",
        "state_since": AT,
        "last_event_at": AT,
        "created_at": AT,
        "stage_number": stage,
        "members": [Member(city=one, position=place) for place, one in enumerate(cities)],
    }
    made = keep(Partnership(**{**told, **more}))
    db.session.add_all(_run(made, one.number, stage, one.planned_days) for one in STAGES)
    db.session.commit()
    return made


def _run(of: Partnership, number: int, current: int, planned_days: int) -> StageRun:
    states = {-1: StageState.PASSED, 0: StageState.IN_PROGRESS, 1: StageState.NOT_STARTED}
    state = states[(number > current) - (number < current)]
    return StageRun(
        partnership=of,
        cycle=of.cycle,
        number=number,
        state=state,
        planned_days=planned_days,
        started_on=None if state is StageState.NOT_STARTED else AT.date() - timedelta(days=100),
        decided_on=AT.date() if state is StageState.PASSED else None,
    )


def mission(of: Partnership | None = None, **more: Any) -> Mission:
    """Make a proposed mission of three days in May 2026, hosted by the first city; past ones were logged on return."""
    of = of or partnership()
    number = (db.session.scalar(select(func.max(Mission.number)).where(Mission.partnership_id == of.id)) or 0) + 1
    starts, ends = more.pop("starts", PartialDate(2026, 5, 4)), more.pop("ends", PartialDate(2026, 5, 6))
    told = {
        "partnership": of,
        "number": number,
        "ref": f"{of.ref}-M{number:02d}",
        "kind": MissionKind.TECHNICAL_VISIT,
        "state": MissionState.PROPOSED,
        "date_precision": starts.precision if starts else Precision.UNKNOWN,
        "starts": starts,
        "ends": ends,
        "first_day": starts.first_day if starts else None,
        "last_day": ends.last_day if ends else None,
        "host_city": of.cities[0],
        "place": of.cities[0].name,
        "purpose": "Compare how the two cadastres are kept.",
        "theme": of.theme,
        "logged_at": min(AT, AT.combine(ends.last_day, AT.timetz())) if ends else AT,
    }
    return keep(Mission(**{**told, **more}))


def completed_mission(of: Partnership | None = None, **more: Any) -> Mission:
    """Make a mission that took place in March 2026, with a delegate of each city, findings, and a task for each."""
    dates = {"starts": PartialDate(2026, 3, 2), "ends": PartialDate(2026, 3, 6)}
    texts = {"findings": "The cadastre is kept on paper.", "decisions": "The paper maps are scanned first."}
    made = mission(of, **{"state": MissionState.COMPLETED, **dates, **texts, **more})
    for one in made.partnership.cities:
        delegate(made, one)
        agreed_task(made, one)
    return made


def delegate(of: Mission, from_city: City, **more: Any) -> Delegate:
    """Put somebody of a city on a mission's delegation."""
    told = {"name": f"Surveyor of {from_city.name}", "organisation": from_city.name, "function": "Surveyor"}
    return keep(Delegate(**{**told, "mission_id": of.id, "city": from_city, "payer": from_city.name, **more}))


def agreed_task(of: Mission, for_city: City, **more: Any) -> AgreedTask:
    """Agree on a task for a city, due in June 2026."""
    position = (db.session.scalar(select(func.max(AgreedTask.position)).where(AgreedTask.mission_id == of.id)) or 0) + 1
    told = {"position": position, "what": f"Scan the maps of {for_city.name}", "who": f"Surveyor of {for_city.name}"}
    return keep(AgreedTask(**{**told, "mission_id": of.id, "city": for_city, "due_on": date(2026, 6, 30), **more}))


def attachment(of: Mission | None, content: bytes = b"%PDF-1.4\n%%EOF\n", **more: Any) -> Attachment:
    """Attach a file to a mission."""
    told = {"code": f"{next(_numbers):032x}", "name": "map.pdf", "media_type": "application/pdf", "size": len(content)}
    told |= {"path": files.keep(content), "sha256": hashlib.sha256(content).hexdigest()}
    return keep(Attachment(**{**told, "mission": of, "added_at": AT, "added_by_id": _keeper().id, **more}))


def note(of: Partnership, author: Person, **more: Any) -> EvaluationNote:
    """Write an evaluation note on a partnership, shared with the partners."""
    told = {
        "kind": NoteKind.LESSON,
        "visibility": Visibility.PARTNERS,
        "text": "Scan before you draw.",
        "language": "en",
    }
    return keep(
        EvaluationNote(**{**told, "partnership": of, "cycle": of.cycle, "author": author, "created_at": AT, **more})
    )


def draft_report(of: Mission | None = None, *, author: Person | None = None, at: datetime = AT) -> OfficialDocument:
    """Write a report that is ready to be sent for signature; its author works for the first city."""
    of = of or completed_mission()
    author = author or technician(of.partnership.cities[0])
    with transaction():
        document = reports.start_report(of, language="en", actor=author, at=at)
        document.summary = "The two cadastres were compared, and the gaps are known."
    return document


def translation(of: OfficialDocument, language: str = "pt", **texts: str) -> Translation:
    """Translate sections of a draft, by default its summary."""
    with transaction():
        originals = written_texts(contents.content_of(of))
        translations.translate(
            of, language, texts or {"summary": "Uma visita."}, originals=originals, actor=of.author, at=AT
        )
    found = translations.translation_of(of, language)
    assert found is not None
    return found


def submitted_report(
    of: Mission | None = None, *, author: Person | None = None, cities: Sequence[City] = (), at: datetime = AT
) -> OfficialDocument:
    """Send a report for signature to `cities`, by default to every member."""
    return submitted(draft_report(of, author=author, at=at), cities, at)


def submitted(draft: OfficialDocument, cities: Sequence[City] = (), at: datetime = AT) -> OfficialDocument:
    """Send a draft for signature to `cities`, by default to every member."""
    wanted = {one.id for one in cities or draft.partnership.cities}
    with transaction():
        official_documents.submit(draft, cities=wanted, actor=draft.author, at=at)
    return draft


def proof(document: OfficialDocument, at: datetime = AT, **more: Any) -> Proof:
    """Prove who one is and what was on the screen, as the sign page does."""
    told = {"digest": document.digest, "intent": "I sign this report.", "language": "en", "method": Method.PASSWORD}
    told |= {"proved_at": at, "opened_at": at, "ip_address": "127.0.0.1", "user_agent": "test"}
    return Proof(**{**told, "key": secrets.token_urlsafe(16), **more})


def sign(document: OfficialDocument, by: Person, at: datetime = AT) -> Signature:
    """Let the holder of an office sign."""
    with transaction():
        return signing.sign_document(document, proof(document, at), actor=by, at=at)


def holder_of(office_of: City, at: datetime = AT) -> Person:
    """Give the person who holds a city's office, made when there is none."""
    found = offices.holder(office_of.id, at)
    return found.person if found else mayor(office_of)


def signed_report(of: Mission | None = None, *, author: Person | None = None, at: datetime = AT) -> OfficialDocument:
    """Have a report signed by the office holders of all cities, who are made when there are none."""
    document = submitted_report(of, author=author, at=at)
    for slot in list(document.slots):
        sign(document, holder_of(slot.city, at), at)
    return document


def signed_report_of(draft: OfficialDocument, at: datetime = AT) -> OfficialDocument:
    """Send a draft to every city and have all office holders sign it."""
    submitted(draft, at=at)
    for slot in list(draft.slots):
        sign(draft, holder_of(slot.city, at), at)
    return draft


def signed_agreement(of: Partnership, kind: DocumentKind, at: datetime = AT) -> OfficialDocument:
    """Have the scope or the work plan of a partnership signed by all office holders; a plan needs an activity."""
    author = technician(of.cities[0])
    begin = {DocumentKind.SCOPE: agreements.start_scope, DocumentKind.WORK_PLAN: agreements.start_work_plan}[kind]
    with transaction():
        draft = begin(of, language="en", actor=author, at=at)
        agreements.write_agreement(draft, summary="Both want it.", language="en", actor=author, at=at)
    return signed_report_of(draft, at)


def returned_report(
    of: Mission | None = None, *, remarks: str = "Name the surveyors.", at: datetime = AT
) -> OfficialDocument:
    """Have a report returned with remarks by the first city's office holder."""
    document = submitted_report(of, at=at)
    by = holder_of(document.slots[0].city, at)
    with transaction():
        signing.return_document(document, proof(document, at), evidence.Remarks(remarks), actor=by, at=at)
    return document


def in_room(of: Partnership, **more: Any) -> dict[str, Any]:
    """Give what every row of a stage's room carries."""
    return {"partnership_id": of.id, "cycle": of.cycle, "created_at": AT, **more}


def need(of: Partnership, of_city: City | None = None, **more: Any) -> Need:
    """Record what a city needs, by default the first one."""
    told = {"city": of_city or of.cities[0], "title": "A cadastre that is true", "severity": Severity.HIGH}
    return keep(Need(**in_room(of, **{**told, "sector": "cadastre", **more})))


def consent(run: StageRun, by: City, **more: Any) -> Consent:
    """Let a city agree to what stands in the room of a stage."""
    return keep(Consent(**{"stage_run": run, "city": by, "given_by": _keeper(), "given_at": AT, **more}))


def comparison(of: Partnership, **more: Any) -> Comparison:
    """Compare all cities in one dimension."""
    cells = [ComparisonCell(city=one, description=f"In {one.name}, on paper.") for one in of.cities]
    return keep(
        Comparison(**in_room(of, **{"dimension": "Cadastre", "verdict": Verdict.SIMILAR, "cells": cells, **more}))
    )


def priority(of: Partnership, **more: Any) -> Priority:
    """Set a priority that the first city teaches and the second learns."""
    first, second = of.cities[:2]
    parts = [PriorityPart(city=first, part=Part.TEACHES), PriorityPart(city=second, part=Part.LEARNS)]
    told = {
        "rank": 1,
        "title": "Survey the plots",
        "parts": parts,
        "rankings": [PriorityRanking(city_id=first.id, rank=2)],
    }
    return keep(Priority(**in_room(of, **{**told, **more})))


def activity(of: Partnership, **more: Any) -> Activity:
    """Plan an activity with dates, a responsible person in each city, a result, and a cost with its bearer."""
    told = {
        "title": "Scan the maps",
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 6, 30),
        "result": "All scanned",
    }
    told["responsibles"] = [Responsible(city=one, name=f"Surveyor of {one.name}") for one in of.cities]
    told["costs"] = [Cost(what="Scanner", amount_cents=4_800_000, currency="MZN", bearer=of.cities[0].name)]
    return keep(Activity(**in_room(of, **{**told, **more})))


def objective(of: Partnership, **more: Any) -> Objective:
    """Write an output into the logframe."""
    return keep(Objective(**in_room(of, **{"level": ObjectiveLevel.OUTPUT, "title": "Every map is scanned", **more})))


def indicator(of: Partnership, **more: Any) -> Indicator:
    """Let an objective be measured in maps, from 0 to 20, with 10 half way."""
    told = {"title": "Maps scanned", "unit": "maps", "baseline": 0, "target": 20, "target_on": date(2026, 12, 31)}
    told["milestones"] = [Milestone(due_on=date(2026, 6, 30), value=10)]
    told["objective_id"] = more.pop("objective_id", None) or objective(of).id
    return keep(Indicator(**in_room(of, **{**told, **more})))


def measurement(of: Indicator, **more: Any) -> Measurement:
    """Measure an indicator."""
    told = {"measured_on": date(2026, 3, 1), "value": 4, "evidence": "Count of March", "recorded_at": AT}
    return keep(Measurement(**{"indicator_id": of.id, **told, **more}))


def instrument(of: Partnership, **more: Any) -> Instrument:
    """Record an instrument that the first city gave to the second."""
    told = {"title": "Manual of survey", "from_city": of.cities[0], "to_city": of.cities[1]}
    return keep(Instrument(**in_room(of, **{**told, **more})))


def rating(of: Instrument, by: City, **more: Any) -> Rating:
    """Rate how effective an instrument was in a city."""
    return keep(Rating(**{"instrument_id": of.id, "city": by, "score": 4, "reason": "In use", "rated_at": AT, **more}))


def result(of: Partnership, **more: Any) -> Result:
    """Assess a result."""
    told = {"expected": "Every plot is on a map", "achieved": "Two in three are", "evidence": "Count of May 2026"}
    return keep(Result(**in_room(of, **{**told, **more})))


def follow_up(of: Partnership, of_city: City | None = None, **more: Any) -> FollowUp:
    """Ask a city, by default the first one, what has lasted; the answer is missing unless `lasted` is given."""
    asked = {"since_on": AT.date(), "months": 6, "due_on": months_later(AT.date(), 6)}
    answered = {"answered_at": AT} if "lasted" in more else {}
    return keep(FollowUp(partnership=of, city=of_city or of.cities[0], **{**asked, **answered, **more}))


def protocol(of: Partnership, **more: Any) -> Protocol:
    """Record a protocol of four years, signed in 2024 and reviewed every year."""
    told = {"kind": ProtocolKind.FRIENDSHIP, "title": "Friendship and cooperation", "aims": "Libraries\nPublic space"}
    term = {"signed": PartialDate(2024, 4), "ends": PartialDate(2028, 4), "review_months": 12}
    return keep(Protocol(**{"partnership": of, "created_at": AT, **told, **term, **more}))


def share_activity(of: Partnership, **more: Any) -> ShareActivity:
    """Log a round table that took place, by default in this partnership alone."""
    told = {"kind": ShareKind.ROUND_TABLE, "title": "Round table on land", "held": PartialDate(2026, 2), "reach": 40}
    return keep(ShareActivity(**{"partnership": of, "created_at": AT, **told, **more}))


def partner(of: Partnership, **more: Any) -> PartnerOrganisation:
    """Name a university as partner."""
    told = {"kind": PartnerKind.UNIVERSITY, "name": "University of the north", "contribution": "Trains surveyors"}
    return keep(PartnerOrganisation(**{"partnership": of, "created_at": AT, **told, **more}))


def sdg(of: Partnership, code: str = "11", **more: Any) -> PartnershipSdg:
    """Let a partnership serve a goal or target, by default sustainable cities and communities."""
    return keep(PartnershipSdg(**{"partnership": of, "code": code, "added_at": AT, **more}))


def evaluation(of: Partnership, code: str = "five_capabilities", **more: Any) -> Evaluation:
    """Ask the cities for an evaluation, by default the five capabilities as a baseline; nothing is answered yet."""
    sides = [
        EvaluationSide(
            city=city,
            sections=[EvaluationSection(dimension=one.code) for one in frameworks.offered()[code].dimensions],
        )
        for city in of.cities
    ]
    told = {"cycle": of.cycle, "occasion": Occasion.BASELINE, "created_at": AT, "framework": frameworks.kept(code)}
    return keep(Evaluation(**{"partnership": of, "sides": sides, **told, **more}))


def benchmark_indicator(of: Evaluation, **more: Any) -> BenchmarkIndicator:
    """Let the cities of an evaluation compare how many days a permit takes."""
    told = {"code": "indicators.0a1b2c3d", "title": "Days until a permit", "unit": "days", "created_at": AT}
    return keep(BenchmarkIndicator(**{"evaluation": of, **told, **more}))


def evaluated(side: EvaluationSide, now: int | None = 3, wanted: int | None = 4) -> EvaluationSide:
    """Let a city give the same answer to every question, and hand in."""
    framework = frameworks.framework_of(side.evaluation.framework)
    for section in side.sections:
        asked = framework.dimension(section.dimension).questions
        section.answers = [EvaluationAnswer(question=one.code, now=now, wanted=wanted, why="Seen") for one in asked]
    side.handed_in_at = AT
    return keep(side)


def export(by: Person, content: bytes = b"{}", **more: Any) -> Export:
    """Have files made for a person: a funder report of which JSON alone was wanted."""
    code = f"{next(_numbers):032x}"
    options = '{"filters": "", "period": "this_year", "parts": "pipeline"}'
    told = {"code": code, "kind": ExportKind.FUNDER_REPORT, "title": "Everything", "options": options}
    told |= {"language": "en", "state": ExportState.READY, "progress": 100, "ready_at": AT, "asked_at": AT}
    told |= {"scope": standing_of(by, AT).mark, "expires_at": AT + timedelta(days=EXPORT_KEPT_DAYS), "person": by}
    path = files.keep_under(f"exports/{code}", content)
    digest = hashlib.sha256(content).hexdigest()
    made = {"format": FileFormat.JSON, "position": 0, "name": "report.json", "path": path}
    told["files"] = [ExportFile(**made, sha256=digest, size=len(content))]
    return keep(Export(**{**told, **more}))


def funder_preset(by: Person, **more: Any) -> FunderPreset:
    """Keep a preset of all parts for this year."""
    told = {"name": "For the funders", "period": PeriodKind.THIS_YEAR, "language": "en", "last_used_at": AT}
    parts = " ".join(FunderPart)
    return keep(FunderPreset(**{**told, "person_id": by.id, "parts": parts, "created_at": AT, **more}))


def a_row_in_every_table() -> Partnership:
    """Make a partnership with all that can hang on it, so that no table is empty; gives the partnership."""
    frame = programme("Lusophone cities")
    cities = [city("Nampula"), city("Guarulhos", "BR")]
    of = partnership(cities, stage=5, programme=frame)
    coordinator(frame)
    observer(of)
    pay_for_it(frame)
    actor(frame)
    fill_rooms(of)
    visit = completed_mission(of)
    attachment(visit)
    note(of, technician(cities[0]))
    draft = draft_report(visit)
    keep(Translation(document_id=draft.id, language="pt", texts="{}"))
    document = signed_report_of(draft)
    keep(
        DocumentFile(
            document_id=document.id,
            revision=1,
            path="absent",
            sha256="0" * 64,
            size=5,
            journal_head="0" * 64,
            journal_count=1,
            made_at=AT,
        )
    )
    held = db.session.scalars(select(Mandate).where(Mandate.city_id == cities[0].id)).one()
    keep(Commitment(mandate=held, partnership_id=of.id, asked_at=AT))
    office_at_work(held, document)
    public_record(of)
    account_at_work(held.person)
    follow_up(of)
    share_activity(of, others=[of])
    partner(of)
    taking_part(of)
    local_group(of)
    sdg(of)
    evaluated(evaluation(of).sides[0])
    benchmark_indicator(evaluation(of, "benchmarking"))
    export(held.person)
    funder_preset(held.person)
    keep(ProtocolReview(protocol_id=protocol(of).id, held_on=AT.date(), findings="Both keep it.", created_at=AT))
    view = saved_view(held.person, programme=frame)
    keep(ViewDefault(person_id=held.person.id, page=view.page, view_id=view.id))
    submitted_report(completed_mission(of))
    return of


def office_at_work(held: Mandate, document: OfficialDocument) -> None:
    """Let an office have a deputy and a profile, and a document a reader."""
    deputy = person(f"Deputy of {held.city.name}", Role.MAYOR, city=held.city)
    days = {"starts_on": AT.date(), "ends_on": AT.date() + timedelta(days=9), "created_at": AT}
    keep(Delegation(mandate=held, person=deputy, function="Deputy", basis="Order 7/2026", **days))
    keep(SigningProfile(city_id=held.city_id, kind=DocumentKind.SCOPE, profile=Profile.B))
    keep(Reading(document_id=document.id, person_id=deputy.id, first_at=AT, last_at=AT))


def pay_for_it(of: Programme) -> Funding:
    """Record an amount that a source names for a programme."""
    return keep(Funding(programme_id=of.id, kind="grant", amount_cents=100_000_00, currency="EUR"))


def fill_rooms(of: Partnership) -> None:
    """Put something into every room of a partnership, and waive a condition of its first gate."""
    visit = mission(of)
    keep(MissionDetail(mission_id=visit.id, field="people_reached", text="40"))
    keep(MissionSession(mission_id=visit.id, held_on=AT.date(), minutes=90, what="Read the maps"))
    for make in (need, comparison, priority, activity, objective, result):
        make(of)
    measurement(indicator(of))
    rating(instrument(of), of.cities[0])
    keep(Dependency(activity_id=activity(of, title="Draw the plan").id, before_id=activity(of).id))
    first = db.session.scalars(select(StageRun).where(StageRun.partnership_id == of.id, StageRun.number == 1)).one()
    waived = {"condition": "every_city_has_needs", "reason": "The census is not out yet.", "waived_at": AT}
    keep(Waiver(stage_run=first, waived_by=_keeper(), **waived))
    consent(first, of.cities[0])


def public_record(of: Partnership) -> None:
    """Record what public sources tell of a partnership."""
    keep(Source(code="S01", title="A page of the city hall", position=1))
    keep(Event(code="E01", kind="seminar", title="A seminar", date_precision=Precision.UNKNOWN, partnerships=[of]))
    keep(ArchiveDocument(code="D01", kind="protocol", title="A protocol", partnerships=[of]))
    keep(PublicOfficial(city=of.cities[0], office="Mayor", name="As the source names them"))
    keep(Organisation(code="network", name="Network of cities"))


def account_at_work(of: Person) -> None:
    """Let an account have been used in every way: session, link, wrong password, a form sent."""
    later = AT + timedelta(minutes=30)
    keep(LoginSession(token_hash="1" * 64, person_id=of.id, created_at=AT, expires_at=later))
    keep(CalendarFeed(token_hash="8" * 64, person_id=of.id, created_at=AT))
    keep(SignInLink(token_hash="2" * 64, person_id=of.id, created_at=AT, expires_at=later))
    keep(SignInAttempt(email=of.email, at=AT))
    keep(Passkey(person_id=of.id, credential_id="5" * 22, public_key=b"key", name="Phone", created_at=AT))
    keep(Authenticator(person_id=of.id, secret="A" * 32, created_at=AT))
    keep(MailedCode(person_id=of.id, digest="6" * 64, code_hash="7" * 64, created_at=AT, expires_at=later))
    keep(RequestKey(key="3" * 22, person_id=of.id, request_hash="4" * 64, location="/", at=AT))
