"""A small programme whose every figure can be counted by hand; looked at on `AT`, 12 March 2026."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests import factories as make
from tests.factories import AT
from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.evaluation import NoteKind, Visibility
from tracker.domain.funder_reports import FunderPart, PeriodKind
from tracker.domain.missions import CancelReason, MissionKind, MissionState
from tracker.domain.partnerships import PartnershipState
from tracker.domain.sharing import ShareKind
from tracker.models.mandates import Commitment
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.programmes import Programme
from tracker.models.work import Cost
from tracker.services.funder_reports import Choice

THIS_YEAR = Choice("programme=lusophone-cities", PeriodKind.THIS_YEAR, None, None, "en", list(FunderPart))
ALL_TIME = Choice("programme=lusophone-cities", PeriodKind.BETWEEN, None, None, "en", list(FunderPart))


@dataclass
class Sample:
    """The coordinator steers `lusophone` alone; `own` is at stage 5, `cared_for` in after-care, `foreign` elsewhere."""

    coordinator: Person
    lusophone: Programme
    own: Partnership
    cared_for: Partnership
    foreign: Partnership


def sample() -> Sample:
    """Make the programme, and one elsewhere that has one of everything too."""
    lusophone = make.programme("Lusophone cities", funders="European Union; City of Barcelona")
    elsewhere = make.programme("Nordic cities", funders="Somebody else")
    nampula, guarulhos = make.city("Nampula"), make.city("Guarulhos", "BR")
    dondo, canoas = make.city("Dondo"), make.city("Canoas", "BR")
    own = make.partnership([nampula, guarulhos], stage=5, programme=lusophone)
    cared_for = make.partnership([dondo, canoas], stage=6, programme=lusophone, state=PartnershipState.AFTER_CARE)
    foreign = make.partnership([make.city("Bodø", "NO"), make.city("Åre", "SE")], stage=2, programme=elsewhere)
    coordinator = make.coordinator(lusophone)
    work_of(own, coordinator)
    missions_of(own)
    what_came_out_of(own, coordinator)
    what_lasts(own, cared_for)
    for thing in (make.indicator, make.activity, make.share_activity, make.sdg, make.protocol):
        thing(foreign)
    make.signed_report(make.completed_mission(foreign))
    make.note(foreign, make.technician(foreign.cities[0]), text="A foreign lesson")
    return Sample(coordinator, lusophone, own, cared_for, foreign)


def work_of(own: Partnership, coordinator: Person) -> None:
    """Set three indicators (4 of 20 measured, 25 of 20, not measured) and costs in two currencies; plan one undated."""
    behind, met, silent = (make.indicator(own, title=title) for title in ("Maps", "Plots", "Deeds"))
    make.measurement(behind)
    make.measurement(behind, measured_on=date(2026, 6, 1), value=19)
    make.measurement(met, value=25, measured_on=date(2025, 12, 31), is_demonstration=True)
    make.measurement(silent, value=7, removed_at=AT)
    met.is_demonstration = True
    make.activity(own, costs=[cost(100_00, "MZN", "Nampula", 40_50), cost(50_00, "EUR", "Barcelona", None)])
    make.activity(own, costs=[cost(200_00, "MZN", "Nampula", None), cost(7_00, "MZN", "", None)])
    make.activity(own, starts_on=date(2025, 3, 1), ends_on=date(2025, 4, 1), costs=[cost(999_00, "MZN", "Nampula", 1)])
    make.activity(own, starts_on=None, ends_on=None)
    make.activity(own, removed_at=AT)
    make.pay_for_it(own.programme)
    db.session.commit()


def cost(amount: int, currency: str, bearer: str, spent: int | None) -> Cost:
    """Give what an activity costs."""
    return Cost(what="", amount_cents=amount, currency=currency, bearer=bearer, spent_cents=spent)


def missions_of(own: Partnership) -> None:
    """Hold two missions this year, one signed after 6 days; one last year, one cancelled, one without dates."""
    visit = make.completed_mission(own)
    make.signed_report(visit)
    seminar = {"kind": MissionKind.SEMINAR, "is_demonstration": True, "state": MissionState.COMPLETED}
    second = make.mission(own, **seminar, starts=PartialDate(2026, 2), ends=PartialDate(2026, 2))
    make.delegate(second, own.cities[0])
    make.delegate(second, own.cities[0], name="Planner of Nampula")
    make.delegate(second, own.cities[0], name="Guest", city=None)
    make.mission(own, state=MissionState.COMPLETED, starts=PartialDate(2025, 5, 1), ends=PartialDate(2025, 5, 2))
    make.mission(
        own,
        state=MissionState.CANCELLED,
        cancel_reason=CancelReason.VISA,
        starts=PartialDate(2026, 1, 1),
        ends=PartialDate(2026, 1, 2),
    )
    make.mission(own, state=MissionState.COMPLETED, starts=None, ends=None)
    make.agreed_task(second, own.cities[0], due_on=date(2026, 3, 1), done_at=AT)
    make.agreed_task(second, own.cities[0], due_on=date(2026, 3, 2))
    make.agreed_task(second, own.cities[0], due_on=date(2026, 3, 2), removed_at=AT)
    make.agreed_task(second, own.cities[1], due_on=date(2026, 12, 1), done_at=AT)


def what_came_out_of(own: Partnership, coordinator: Person) -> None:
    """Serve two goals, share with 40 and 10 people, and write notes of every visibility."""
    make.sdg(own, "11")
    make.sdg(own, "11.3")
    make.sdg(own, "17", is_demonstration=True)
    make.share_activity(own)
    make.share_activity(own, kind=ShareKind.RADIO, held=PartialDate(2026, 3, 1), reach=None)
    make.share_activity(own, kind=ShareKind.RADIO, held=PartialDate(2026, 1, 1), reach=10)
    make.share_activity(own, held=PartialDate(2026, 5), reach=5000)
    make.share_activity(own, held=PartialDate(2024), reach=300)
    make.share_activity(own, removed_at=AT, reach=700)
    author = make.technician(own.cities[0])
    make.note(own, author, kind=NoteKind.FAILED, text="=The maps were wrong.", visibility=Visibility.PUBLIC)
    make.note(own, author, text="Scan before you draw.")
    make.note(own, author, text="Nobody may read this.", visibility=Visibility.PRIVATE)
    make.note(own, coordinator, text="Also not this.", visibility=Visibility.PRIVATE)
    make.note(own, author, text="Taken away.", removed_at=AT)
    make.note(own, author, text="Long ago.", created_at=datetime(2025, 6, 1, tzinfo=UTC))


def what_lasts(own: Partnership, cared_for: Partnership) -> None:
    """Let an office change hands in Dondo this year, a renewal be asked for and given, and follow-ups be due."""
    dondo = cared_for.cities[0]
    make.mayor(dondo, starts_on=date(2020, 1, 1), ends_on=date(2026, 1, 31))
    successor = make.mayor(dondo, starts_on=date(2026, 2, 1))
    held = db.session.query(make.Mandate).filter_by(person_id=successor.id).one()
    make.keep(Commitment(mandate=held, partnership_id=cared_for.id, asked_at=AT, renewed_at=AT))
    make.keep(Commitment(mandate=held, partnership_id=own.id, asked_at=AT))
    make.follow_up(cared_for, dondo, due_on=date(2026, 3, 1), lasted="The maps")
    make.follow_up(cared_for, cared_for.cities[1], due_on=date(2026, 3, 1))
    make.follow_up(cared_for, dondo, months=12, due_on=AT.date() + timedelta(days=1))
    make.protocol(own, signed=PartialDate(2026, 1))
    make.protocol(own)
