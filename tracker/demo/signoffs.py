"""Mission reports of the demonstration: written, sent, signed and returned by the very services that people use."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.demo.scene import Scene
from tracker.demo.titles import short
from tracker.domain.signing import Method
from tracker.models.cities import City
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument
from tracker.models.people import Person
from tracker.services import evidence, official_documents, reports, signing

EVERYBODY = 99
WRITTEN_AFTER_DAYS = 9
"""A report is sent so many days after the return."""
REMARKS = (
    "Please say what the visit cost and who paid for it, and name the neighbourhood that was chosen. "
    "I sign as soon as this is in the report."
)


@dataclass(frozen=True)
class Report:
    """What became of a mission's report: sent so many days ago, signed by the first so many cities, or returned."""

    sent_days: int
    signed: int = 0
    is_returned: bool = False
    is_draft: bool = False


REPORTS = {
    "mzbr-poa-inh": Report(80, EVERYBODY),
    "mzbr-can-mat": Report(35),
    "mzbr-gru-don": Report(25, 1),
    "mzbr-gru-man": Report(4),
    "mzbr-bh-map": Report(60),
    "mzbr-mga-cad": Report(62, 4),
    "gru-map": Report(15, is_returned=True),
    "bcn-med": Report(140, EVERYBODY),
    "bcn-map": Report(18),
    "dur-mzu": Report(48),
    "kkp-koe-rio": Report(27),
    "kkp-dor-kum": Report(9),
    "kkp-wue-mwa": Report(120, EVERYBODY),
    "kkp-bon-lap": Report(17, is_draft=True),
    "se-vax-jbm": Report(2),
    "fr-lyon-ouag": Report(16, 2),
    "fr-gren-ouag": Report(130, EVERYBODY),
}
"""By partnership. A sign-off is due after 14 days, so these are of all ages, from not yet due to long overdue."""
UNREPORTED = {"bcn-hav": 250, "kkp-koe-cor": 300, "se-gbg-nmb": 8, "se-ale-bud-gha": 40}
"""Partnerships with a mission that ended so many days ago and has no report yet."""


def mission_end(code: str, at: datetime) -> date | None:
    """Give the last day of a partnership's past mission in the demonstration; None when it has none."""
    if code in REPORTS:
        return (at - timedelta(days=REPORTS[code].sent_days + WRITTEN_AFTER_DAYS)).date()
    return (at - timedelta(days=UNREPORTED[code])).date() if code in UNREPORTED else None


def write_report(scene: Scene, mission: Mission) -> None:
    """Put the report of a past mission, and what was decided on it, into the diary."""
    plan = REPORTS.get(scene.code)
    if plan is None:
        return
    sent_at = scene.hour((scene.at - timedelta(days=plan.sent_days)).date(), "sent")
    scene.diary.add(sent_at - timedelta(hours=2), lambda: _start(scene, mission, plan, sent_at))


def _start(scene: Scene, mission: Mission, plan: Report, sent_at: datetime) -> None:
    """Begin the report, two hours before it is sent."""
    author = scene.technician(scene.cities[1])
    document = reports.start_report(mission, language="en", actor=author, at=sent_at - timedelta(hours=2))
    scene.diary.add(sent_at - timedelta(hours=1), lambda: _write(scene, document, mission, author, sent_at))
    if not plan.is_draft:
        scene.diary.add(sent_at, lambda: _send(scene, document, plan, author, sent_at))


def _write(scene: Scene, document: OfficialDocument, mission: Mission, author: Person, sent_at: datetime) -> None:
    """Write the report's texts; findings and decisions stay as the mission has them."""
    reports.write_report(
        document,
        summary=_summary(scene),
        findings=mission.findings,
        decisions=mission.decisions,
        language="en",
        actor=author,
        at=sent_at - timedelta(hours=1),
    )


def _send(scene: Scene, document: OfficialDocument, plan: Report, author: Person, at: datetime) -> None:
    """Send the report to all cities, and put each decision on it down for its own day."""
    official_documents.submit(document, cities=[city.id for city in scene.cities], actor=author, at=at)
    deciders = scene.cities[: plan.signed] or scene.cities[:1] * plan.is_returned
    for place, city in enumerate(deciders):
        _put_down(scene, document, city, min(scene.at, at + timedelta(days=2 + place)), plan.is_returned)


def _put_down(scene: Scene, document: OfficialDocument, city: City, at: datetime, is_returned: bool) -> None:
    """Put what the holder of a city's office decides into the diary."""
    signer = scene.cast.mayors[city.code]

    def decide() -> None:
        proof = _proof(document, city, signer, at)
        if is_returned:
            signing.return_document(document, proof, evidence.Remarks(REMARKS), actor=signer, at=at)
        else:
            signing.sign_document(document, proof, actor=signer, at=at)

    scene.diary.add(at, decide)


def _summary(scene: Scene) -> str:
    host, guest = scene.cities[:2]
    return (
        f"Technicians of {short(guest.name)} visited {short(host.name)} for four days and worked on: "
        f"{scene.theme.instrument}. Three tasks were agreed. The visit and this report are a demonstration."
    )


def _proof(document: OfficialDocument, city: City, signer: Person, at: datetime) -> evidence.Proof:
    """Give a proof that says plainly that nobody proved anything."""
    return evidence.Proof(
        digest=document.digest or "",
        intent=f"Demonstration, not an official act: {signer.name}, on the mission report {document.ref}.",
        language="en",
        method=Method.DEMONSTRATION,
        proved_at=at,
        opened_at=at,
        ip_address="127.0.0.1",
        user_agent="demonstration",
        key=f"demonstration {document.ref} {city.code}",
    )
