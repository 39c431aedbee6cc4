"""Every mail that the tracker sends, each written once by the act that it tells of, in one language."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker.db import db, transaction
from tracker.domain.people import Digest
from tracker.models.cities import City
from tracker.models.mandates import Delegation, Mandate
from tracker.models.official_documents import OfficialDocument
from tracker.models.outbox import OutboxItem
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.notices import accounts, exports, mandates, people
from tracker.services import agreements, answers, digests, official_documents, reminders, renewals
from tracker.services.bounces import note_bounce

ZONES = {"Nampula": ("MZ", "Africa/Maputo"), "Guarulhos": ("BR", "America/Sao_Paulo")}
TOKEN = "a-token-that-signs-in-once"
LATER = AT + timedelta(days=30)


@dataclass
class Letters:
    """Writes the mails; everybody in it reads `language`."""

    language: str
    written: dict[str, OutboxItem] = field(default_factory=dict)

    def everything(self) -> dict[str, OutboxItem]:
        """Write every mail; gives them by their name."""
        self.make_cast()
        for act in (self.about_reports, self.about_other_kinds, self.about_silence, self.about_people):
            act()
        return self.written

    def make_cast(self) -> None:
        """Make two cities with their office holders, a technician and a coordinator."""
        self.cities = [make.city(name, country, timezone=zone) for name, (country, zone) in ZONES.items()]
        self.mayors = [make.mayor(city, **self.reads(city)) for city in self.cities]
        self.technician = make.technician(self.cities[0], **self.reads(self.cities[0]))
        programme = make.programme("Lusophone cities")
        self.coordinator = make.coordinator(programme, language=self.language, timezone="Europe/Madrid")
        self.of = make.partnership(self.cities, stage=5, programme=programme, theme_text="Keep the cadastre together.")
        make.activity(self.of)

    def reads(self, city: City) -> dict[str, Any]:
        """Give how somebody of a city reads."""
        return {"language": self.language, "timezone": city.timezone}

    def keep(self, name: str, to: Person, act: Callable[[], object]) -> None:
        """Do something, and keep the newest mail that it wrote to a person under a name."""
        with transaction():
            act()
        newest = select(OutboxItem).where(OutboxItem.person_id == to.id).order_by(OutboxItem.id.desc()).limit(1)
        item = db.session.scalars(newest).one()
        assert item not in self.written.values(), f"{name} wrote nothing"
        self.written[name] = item

    def report(self) -> OfficialDocument:
        """Send a report of a new mission for signature."""
        return make.submitted_report(make.completed_mission(self.of), author=self.technician)

    def about_reports(self) -> None:
        """Write what is told of a report that is asked for, signed, returned, withdrawn."""
        first, second = self.mayors
        report = make.draft_report(make.completed_mission(self.of), author=self.technician)
        self.keep("ask_to_sign", first, lambda: self.submit(report))
        self.keep("reminder", first, lambda: reminders.remind(report.slots[0], actor=self.technician, at=AT))
        self.keep("overdue", second, lambda: reminders.remind(report.slots[1], actor=self.technician, at=LATER))
        self.keep("report_partly_signed", self.technician, lambda: make.sign(report, first))
        self.keep("report_signed", self.technician, lambda: make.sign(report, second, AT + timedelta(hours=1)))
        report = self.report()
        self.keep("report_returned", self.technician, lambda: self.give_back(report))
        report = self.report()
        self.keep("report_withdrawn", first, lambda: self.withdraw(report))

    def about_other_kinds(self) -> None:
        """Write what asks to sign a scope, a work plan and a renewal."""
        mayor, by = self.mayors[0], {"language": self.language, "actor": self.technician, "at": AT}
        scope = agreements.start_scope(self.of, **by)
        self.keep("ask_to_sign_scope", mayor, lambda: self.submit(scope))
        plan = agreements.start_work_plan(self.of, **by)
        plan.summary = "What both cities do until June."
        self.keep("ask_to_sign_work_plan", mayor, lambda: self.submit(plan))
        mandate = self.mandate_of(self.cities[0])
        with transaction():
            renewal = renewals.ask_for_renewal(mandate, self.of, actor=self.technician, at=AT)
        self.keep("reminder_renewal", mayor, lambda: reminders.remind(renewal.slots[0], actor=self.technician, at=AT))

    def about_silence(self) -> None:
        """Write what is told when nobody answers, cannot be reached, or is not there; and gathered news."""
        slot = self.report().slots[0]
        asked = select(OutboxItem).where(OutboxItem.slot_id == slot.id)
        item = db.session.scalars(asked).one()
        self.keep("address_refused", self.coordinator, lambda: note_bounce(item, "550 no such user", AT))
        mandate = self.mandate_of(self.cities[0])
        deputy = make.person("Deputy of Nampula", make.Role.MAYOR, city=self.cities[0], **self.reads(self.cities[0]))
        delegation = make.keep(
            Delegation(
                mandate=mandate,
                person=deputy,
                function="Deputy mayor",
                basis="Order 7",
                starts_on=date(2026, 3, 1),
                ends_on=date(2026, 6, 30),
                created_at=AT,
            )
        )
        self.keep("deputy", deputy, lambda: mandates.tell_deputy(delegation, at=AT))
        self.keep("ask_deputy", deputy, lambda: reminders.notices.ask_deputy(slot, delegation, at=LATER))
        make.evaluation(self.of, due_on=LATER.date())
        self.keep("answer_due", self.technician, lambda: answers.remind_of_answers(lambda: LATER))
        tell, tell_nobody = reminders.notices.tell_overdue, reminders.notices.tell_nobody_signs
        self.keep("sign_off_overdue", self.coordinator, lambda: tell(slot, self.mayors[0], [delegation], at=LATER))
        self.keep("office_vacant", self.coordinator, lambda: tell_nobody(slot, None, at=AT))
        self.keep("account_closed", self.coordinator, lambda: tell_nobody(slot, self.mayors[0], at=AT))
        self.technician.digest = Digest.WEEKLY
        for _turn in range(2):
            make.sign(self.report(), self.mayors[0])
        self.keep("digest", self.technician, lambda: digests.gather_due(lambda: LATER))

    def about_people(self) -> None:
        """Write what is told about accounts and offices."""
        elected = make.mayor(make.city("Dondo", timezone="Africa/Maputo"), language=self.language)
        mandate = self.mandate_of(elected.city)  # type: ignore[arg-type]
        other = make.administrator(language=self.language)
        self.keep("confirm_mandate", other, lambda: mandates.ask_to_confirm(mandate, elected, at=AT))
        earlier = make.mandate(
            make.person("Mayor until 2024", make.Role.MAYOR, language=self.language),
            mandate.city,
            starts_on=date(2019, 2, 7),
            ends_on=date(2024, 2, 6),
        )
        self.keep("hand_over", elected, lambda: self.hand_over(mandate, [earlier], self.of))
        ended = select(OutboxItem).where(OutboxItem.person_id == earlier.person_id)
        self.written["mandate_ended"] = db.session.scalars(ended).one()
        to = self.technician
        self.keep("invitation", to, lambda: people.mail_invitation(to, TOKEN, at=AT))
        self.keep("sign_in_link", to, lambda: accounts.mail_sign_in_link(to, TOKEN, "/tasks", at=AT))
        export = make.export(to, code=f"{1:032x}")
        self.keep("export_ready", to, lambda: exports.tell_ready(export, at=AT))
        until = AT + timedelta(minutes=10)
        report = db.session.scalars(select(OfficialDocument)).unique().first()
        self.keep("sign_code", to, lambda: accounts.mail_code(to, "012345", report, until=until, at=AT))
        self.keep("proof_changed", to, lambda: accounts.tell_of_change(to, "passkey.added", "Telephone", at=AT))

    def hand_over(self, mandate: Mandate, earlier: list[Mandate], of: Partnership) -> None:
        """Tell the successor what is open."""
        slots = self.report().slots[:1]
        mandates.hand_over(mandate, earlier, slots, [of], at=AT)

    def mandate_of(self, city: City) -> Mandate:
        """Give the mandate in a city."""
        return db.session.scalars(select(Mandate).where(Mandate.city_id == city.id)).one()

    def submit(self, document: OfficialDocument) -> None:
        """Send a document to both cities."""
        cities = [city.id for city in self.cities]
        official_documents.submit(document, cities=cities, actor=self.technician, at=AT)

    def give_back(self, document: OfficialDocument) -> None:
        """Return a document with remarks."""
        remarks = make.evidence.Remarks("Name the surveyors.\n\nAnd say who paid.")
        make.signing.return_document(document, make.proof(document), remarks, actor=self.mayors[1], at=AT)

    def withdraw(self, document: OfficialDocument) -> None:
        """Take a document back."""
        official_documents.withdraw(document, reason="Two reports were made.", actor=self.technician, at=AT)
