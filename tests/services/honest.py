"""Histories as honest people make them, at random: all goes through the services; what these refuse is left."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random

from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.signing import DocumentKind, DocumentState, SigningOrder
from tracker.domain.stages import STAGES
from tracker.models.attachments import Attachment
from tracker.models.mandates import Mandate
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument
from tracker.models.people import Person
from tracker.models.sharing import ShareActivity
from tracker.models.stages import StageRun
from tracker.services import (
    accounts,
    attachments,
    delegations,
    document_files,
    erasure,
    evidence,
    mandates,
    offices,
    official_documents,
    reports,
    signing,
    stages,
)

OPEN = (DocumentState.AWAITING_SIGNATURE, DocumentState.PARTLY_SIGNED)


class History:
    """A partnership of two or three cities in which people act at random; the same seed makes the same acts."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311  (chance, not secrecy)
        self.at = AT
        self.done: list[str] = []
        zones = self.chance.sample(
            ["Africa/Maputo", "America/Sao_Paulo", "Europe/Lisbon"], self.chance.choice([2, 2, 3])
        )
        cities = [make.city(timezone=zone) for zone in zones]
        self.of = make.partnership(cities, stage=self.chance.choice([1, 4, 5]))
        self.admin, self.coordinator = make.administrator(), make.coordinator()
        self.technicians = [make.technician(city) for city in cities]
        for city in cities:
            make.mayor(city, function="Mayor")
        make.activity(self.of)
        self.missions = [make.completed_mission(self.of) for _ in range(2)]

    def live(self, acts: int) -> list[str]:
        """Let so many acts be tried; returns those that were carried out."""
        ways: list[Callable[[], object]] = [
            *[self.send] * 4,
            *[self.sign] * 8,
            *[self.seal] * 2,
            self.give_back,
            self.withdraw,
            self.change_mandate,
            self.end_mandate,
            self.delegate,
            self.revoke,
            self.attach,
            self.detach,
            self.waive,
            self.sign_in,
            self.erase,
        ]
        for _ in range(acts):
            self.at += timedelta(minutes=self.chance.choice([1, 61, 60 * 9, 60 * 24 * 3]))
            act = self.chance.choice(ways)
            with suppress(RuleBroken, NotAllowed, IndexError, LookupError), transaction():
                act()
                self.done.append(act.__name__)
        with transaction():
            self.at += timedelta(hours=1)
            self.seal()
        return self.done

    def documents(self, *states: DocumentState) -> list[OfficialDocument]:
        """List the partnership's documents in some states."""
        query = select(OfficialDocument).where(OfficialDocument.partnership_id == self.of.id)
        return list(db.session.scalars(query.where(OfficialDocument.state.in_(states)).order_by(OfficialDocument.id)))

    def send(self) -> None:
        """Begin a document of some kind, or its next version, and send it for signature."""
        author = self.chance.choice(self.technicians)
        kind = self.chance.choice([DocumentKind.MISSION_REPORT] * 3 + [DocumentKind.SCOPE, DocumentKind.WORK_PLAN])
        if kind is DocumentKind.MISSION_REPORT:
            mission = self.chance.choice(self.missions)
            document = reports.start_report(mission, language="en", actor=author, at=self.at)
        else:
            series = f"{self.of.ref}-{kind.value}"
            document = official_documents.begin(kind, series, self.of, language="pt", actor=author, at=self.at)
        document.summary = f"Conclusão número {self.chance.randrange(10**9)}: a\u0301 é á."
        official_documents.submit(
            document,
            cities=[city.id for city in self.of.cities[: self.chance.choice([1, 2, 3])]],
            order=self.chance.choice(list(SigningOrder)),
            actor=author,
            at=self.at,
        )

    def signer(self, document: OfficialDocument) -> Person:
        """Choose somebody who may sign in one of the document's open slots: the holder of the office, or a deputy."""
        slot = self.chance.choice([slot for slot in document.slots if slot.closed_at is None])
        mandate = offices.holder(slot.city_id, self.at)
        if mandate is None:
            raise LookupError(slot.city_id)
        return self.chance.choice([mandate.person, *(one.person for one in offices.deputies(mandate, self.at))])

    def sign(self) -> None:
        """Sign one of the open documents."""
        document = self.chance.choice(self.documents(*OPEN))
        proof = make.proof(document, self.at, intent="Assino: a\u0301 é á.")
        signing.sign_document(document, proof, actor=self.signer(document), at=self.at)

    def give_back(self) -> None:
        """Return one of the open documents with remarks."""
        document = self.chance.choice(self.documents(*OPEN))
        remarks = evidence.Remarks("Falta a\u0301 conclusão.", ("summary",))
        proof = make.proof(document, self.at)
        signing.return_document(document, proof, remarks, actor=self.signer(document), at=self.at)

    def withdraw(self) -> None:
        """Take an open document back."""
        document = self.chance.choice(self.documents(*OPEN))
        official_documents.withdraw(document, reason="A mistake.", actor=document.author, at=self.at)

    def seal(self) -> None:
        """Seal what was signed, as the worker does, sooner or later."""
        for document in self.documents(*DocumentState):
            document_files.seal_signatures(document, self.at)

    def mandate(self) -> Mandate:
        """Choose a mandate of one of the cities."""
        cities = [city.id for city in self.of.cities]
        query = select(Mandate).where(Mandate.city_id.in_(cities), Mandate.confirmed_at.is_not(None))
        return self.chance.choice(list(db.session.scalars(query.order_by(Mandate.id))))

    def change_mandate(self) -> None:
        """Let a city have a new office holder, from today or soon on."""
        city = self.chance.choice(self.of.cities)
        person = mandates.know_office_holder(
            city,
            name=f"Successor in {city.name}",
            email=f"s{self.chance.random()}@x.example",
            actor=self.admin,
            at=self.at,
        )
        starts_on = self.at.date() + timedelta(days=self.chance.choice([0, 1, 3]))
        mandate = mandates.record_mandate(
            city,
            person,
            office="Presidente",
            starts_on=starts_on,
            basis="Acta da posse",
            is_acting=self.chance.random() < 0.3,
            actor=self.admin,
            at=self.at,
        )
        mandates.confirm_mandate(mandate, actor=self.coordinator, at=self.at)

    def end_mandate(self) -> None:
        """End a mandate, maybe on a day that has passed."""
        on = self.at.date() - timedelta(days=self.chance.choice([0, 1, 5]))
        mandates.end_mandate(self.mandate(), on=on, actor=self.admin, at=self.at)

    def delegate(self, mandate: Mandate | None = None) -> None:
        """Let the holder of an office name a deputy."""
        mandate = mandate or self.mandate()
        delegations.delegate(
            mandate,
            name=f"Deputy in {mandate.city.name}",
            email=f"d{self.chance.random()}@x.example",
            function="Vereadora",
            starts_on=self.at.date(),
            ends_on=self.at.date() + timedelta(days=9),
            basis="Despacho 7",
            actor=mandate.person,
            at=self.at,
        )

    def revoke(self) -> None:
        """Let the holder of an office revoke a delegation."""
        mandate = self.mandate()
        delegations.revoke(delegations.delegations_of(mandate)[0], actor=mandate.person, at=self.at)

    def attach(self) -> None:
        """Attach a file to a mission."""
        content = f"Medições {self.chance.randrange(3)}\n".encode()
        received = attachments.receive(f"notas a\u0301 {self.chance.randrange(3)}.txt", content)
        attachments.attach(self.chance.choice(self.missions), [received], actor=self.technicians[0], at=self.at)

    def detach(self) -> None:
        """Take a file away from its mission, or put it back."""
        missions = [mission.id for mission in self.missions]
        query = select(Attachment).where(Attachment.mission_id.in_(missions)).order_by(Attachment.id)
        one = self.chance.choice(list(db.session.scalars(query)))
        act = attachments.remove_attachment if one.removed_at is None else attachments.restore_attachment
        act(one, actor=self.technicians[0], at=self.at)

    def waive(self) -> None:
        """Waive a condition of the stage that is worked on."""
        run = db.session.scalars(
            select(StageRun).where(StageRun.partnership_id == self.of.id, StageRun.number == self.of.stage_number)
        ).one()
        condition = self.chance.choice(STAGES[run.number - 1].gate).__name__
        stages.waive_condition(run, condition, reason="Not before June.", actor=self.coordinator, at=self.at)

    def sign_in(self) -> None:
        """Sign somebody in, whose address and browser are kept apart."""
        query = select(Person).where(Person.is_active, Person.city_id.in_([city.id for city in self.of.cities]))
        person = self.chance.choice(list(db.session.scalars(query.order_by(Person.id))))
        accounts.sign_in(person, keep=True, ip_address="192.0.2.7", user_agent="Browser á", at=self.at)

    def erase(self) -> None:
        """Erase the data of somebody without an office."""
        query = select(Person).where(Person.city_id.in_([city.id for city in self.of.cities]))
        people = [one for one in db.session.scalars(query.order_by(Person.id)) if one not in self.technicians]
        erasure.erase_person(self.chance.choice(people), at=self.at)


def full_house() -> History:
    """Let everything happen that leaves evidence, each in its own transaction: the rows of every kind are there."""
    history = History(7)
    of, first, second = history.of, *history.missions
    visitor = make.observer()
    report = _send(history, first, "The maps were compared.")
    deputy_city = report.slots[0].city
    acts: list[Callable[[], object]] = [
        history.sign_in,
        lambda: _enter(history, visitor),
        history.waive,
        lambda: _delegate(history, deputy_city.id),
        lambda: _sign(history, report, 0, by_deputy=True),
        history.seal,
        *[lambda place=place: _sign(history, report, place) for place in range(1, len(report.slots))],
        history.seal,
    ]
    for act in acts:
        history.at += timedelta(hours=1)
        with transaction():
            act()
    corrected = _send(history, first, "The maps were compared, and one was found.")
    for place in range(len(corrected.slots)):
        history.at += timedelta(hours=1)
        with transaction():
            _sign(history, corrected, place)
    returned = _send(history, second, "The second visit.")
    partly = _send(history, make.completed_mission(of), "The third visit.")
    withdrawn = _send(history, make.completed_mission(of), "The fourth visit.")
    remarks = evidence.Remarks("Say who paid.", ("summary",))
    launch = make.share_activity(of)
    last: list[Callable[[], object]] = [
        lambda: _attach(history, launch, "The words of the launch."),
        lambda: signing.return_document(
            returned, make.proof(returned, history.at), remarks, actor=_holder(history, returned, 1), at=history.at
        ),
        lambda: _sign(history, partly, 1),
        lambda: official_documents.withdraw(withdrawn, reason="A mistake.", actor=withdrawn.author, at=history.at),
        history.seal,
        history.change_mandate,
        lambda: erasure.erase_person(visitor, at=history.at),
    ]
    for act in last:
        history.at += timedelta(hours=1)
        with transaction():
            act()
    return history


def _attach(history: History, thing: Mission | ShareActivity, words: str) -> None:
    received = attachments.receive("notas a\u0301.txt", words.encode())
    with suppress(RuleBroken):
        attachments.attach(thing, [received], actor=history.technicians[0], at=history.at)


def _send(history: History, mission: Mission, summary: str) -> OfficialDocument:
    """Attach a file to a mission and send a report of it to every city."""
    history.at += timedelta(hours=1)
    author = history.technicians[0]
    with transaction():
        _attach(history, mission, summary)
        document = reports.start_report(mission, language="en", actor=author, at=history.at)
        document.summary = summary
        cities = [city.id for city in history.of.cities]
        official_documents.submit(document, cities=cities, actor=author, at=history.at + timedelta(minutes=1))
    history.at += timedelta(minutes=1)
    return document


def _enter(history: History, who: Person) -> None:
    accounts.sign_in(who, keep=True, ip_address="192.0.2.8", user_agent="Browser", at=history.at)


def _holder(history: History, document: OfficialDocument, place: int) -> Person:
    held = offices.holder(document.slots[place].city_id, history.at)
    assert held is not None
    return held.person


def _delegate(history: History, city_id: int) -> None:
    held = offices.holder(city_id, history.at)
    assert held is not None
    history.delegate(held)


def _sign(history: History, document: OfficialDocument, place: int, *, by_deputy: bool = False) -> None:
    held = offices.holder(document.slots[place].city_id, history.at)
    assert held is not None
    actor = offices.deputies(held, history.at)[0].person if by_deputy else held.person
    signing.sign_document(document, make.proof(document, history.at), actor=actor, at=history.at)
