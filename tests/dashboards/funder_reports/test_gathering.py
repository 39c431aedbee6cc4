"""The figures of a funder report, each counted by hand on the sample; and what never stands in one."""

from datetime import date

import pytest
from flask import Flask

from tests import factories as make
from tests.dashboards.funder_reports.samples import ALL_TIME, THIS_YEAR, Sample, sample
from tests.databases import statements
from tests.factories import AT
from tracker.dashboards.funder_reports.gathering import gather
from tracker.dashboards.funder_reports.records import FunderReport
from tracker.domain.evaluation import NoteKind, Visibility
from tracker.domain.funder_reports import FunderPart, Period, PeriodKind, StandsAt, median_days, period_of, share
from tracker.domain.logframe import Aggregate, Attainment
from tracker.domain.missions import MissionKind
from tracker.domain.sharing import ShareKind
from tracker.services.funder_reports import Choice
from tracker.standing import standing_of

pytestmark = pytest.mark.postgres


@pytest.fixture
def of(app: Flask) -> Sample:
    return sample()


def report(of: Sample, choice: Choice = THIS_YEAR) -> FunderReport:
    """Gather what the coordinator sees."""
    return gather(choice, standing_of(of.coordinator, AT), "Africa/Maputo", AT)


def figures(found: FunderReport, part: FunderPart) -> dict[str, object]:
    """Give the figures of a part by their codes."""
    record = next(one for one in found.parts if one.part is part)
    return {one.code: one.value for one in record.figures}


def rows(found: FunderReport, part: FunderPart, table: str) -> list[tuple[object, ...]]:
    """Give the rows of a table."""
    record = next(one for one in found.parts if one.part is part)
    return [tuple(row) for one in record.tables if one.code == table for row in one.rows]


def test_every_figure_of_this_year_is_the_one_counted_by_hand(of: Sample) -> None:
    found = report(of)
    assert {one.part: figures(found, one.part) for one in found.parts} == {
        FunderPart.PIPELINE: {"partnerships": 2, "programmes": 1, "cities": 4, "countries": 2},
        FunderPart.INDICATORS: {"indicators": 3, "measured": 2, "met": 1, "behind": 0},
        FunderPart.MISSIONS: {"missions": 2, "cancelled": 1, "undated": 1},
        FunderPart.DELEGATES: {"places": 5, "people": 4},
        FunderPart.SIGNED_REPORTS: {"signed": 1, "median_days": 6.0, "longest_days": 6, "not_signed": 1},
        FunderPart.GOALS: {"goals": 2, "partnerships": 1},
        FunderPart.MONEY: {"costs": 4, "costs_without_spent": 3, "undated_activities": 1},
        FunderPart.SHARING: {"activities": 3, "reach": 50},
        FunderPart.PROMISES: {"due": 3, "kept": 2, "share": 67},
        FunderPart.LESSONS: {"notes": 2, "worked": 0, "failed": 1, "lessons": 1},
        FunderPart.LEADERSHIP: {"began": 1, "ended": 1, "renewals_asked": 2, "renewed": 1},
        FunderPart.AFTER_CARE: {"in_after_care": 1, "due": 2, "answered": 1, "protocols": 1},
    }
    assert found.has_demonstration
    assert found.funders == ("European Union", "City of Barcelona")
    assert found.title == "Lusophone cities"


def test_indicators_of_several_partnerships_are_one_as_each_says(of: Sample) -> None:
    for how, (one, other) in {Aggregate.SUM: (30, 12), Aggregate.MEAN: (30, 12), Aggregate.LATEST: (30, 12)}.items():
        told = {"title": f"By {how.value}", "unit": "plots", "aggregate": how}
        make.measurement(make.indicator(of.own, **told), measured_on=date(2026, 2, 1), value=one)
        make.measurement(make.indicator(of.cared_for, **told), measured_on=date(2026, 3, 1), value=other)
        make.measurement(make.indicator(of.foreign, **told), measured_on=date(2026, 3, 1), value=1000)
    together = {row[0]: row[1:] for row in rows(report(of), FunderPart.INDICATORS, "together")}
    assert {title for title, row in together.items() if row[2] == 1} == {"Maps", "Plots", "Deeds"}
    assert together["By sum"] == ("plots", Aggregate.SUM, 2, 2, 2, 1, 0, 40, 42, 105, 0)
    assert together["By mean"] == ("plots", Aggregate.MEAN, 2, 2, 2, 1, 0, 20, 21, 105, 0)
    assert together["By latest"] == ("plots", Aggregate.LATEST, 2, 2, 2, 1, 0, 20, 12, 60, 0)
    assert together["Plots"][4:] == (1, 1, 0, 20, 25, 125, 1)
    assert together["Maps"][8] == 4


def test_every_table_holds_the_rows_counted_by_hand(of: Sample) -> None:
    found = report(of)
    assert dict(rows(found, FunderPart.PIPELINE, "places"))[StandsAt.STAGE_5] == 1
    assert dict(rows(found, FunderPart.PIPELINE, "places"))[StandsAt.AFTER_CARE] == 1
    assert rows(found, FunderPart.INDICATORS, "attainments") == [
        (Attainment.NOT_MEASURED, 1, 0),
        (Attainment.NO_TARGET, 0, 0),
        (Attainment.MET, 1, 1),
        (Attainment.BEHIND, 0, 0),
        (Attainment.ON_TRACK, 1, 0),
    ]
    assert [row[8:12] for row in rows(found, FunderPart.INDICATORS, "indicators")] == [
        (4, date(2026, 3, 1), 20, Attainment.ON_TRACK),
        (25, date(2025, 12, 31), 125, Attainment.MET),
        (None, None, None, Attainment.NOT_MEASURED),
    ]
    assert rows(found, FunderPart.MISSIONS, "kinds") == [
        (MissionKind.TECHNICAL_VISIT, 1, 0),
        (MissionKind.SEMINAR, 1, 1),
    ]
    assert rows(found, FunderPart.DELEGATES, "cities") == [
        ("Guarulhos", "BR", 1, 1, 0),
        ("Nampula", "MZ", 3, 2, 2),
        ("Other organisations", "", 1, 1, 1),
    ]
    assert [row[2:5] for row in rows(found, FunderPart.SIGNED_REPORTS, "reports")] == [
        (date(2026, 3, 6), date(2026, 3, 12), 6)
    ]
    assert [(row[0], *row[2:]) for row in rows(found, FunderPart.GOALS, "goals")] == [(11, 1, 1, 0), (17, 1, 0, 1)]
    assert rows(found, FunderPart.MONEY, "currencies") == [("EUR", 5000, 0, 1, 0), ("MZN", 30700, 4050, 3, 0)]
    assert rows(found, FunderPart.MONEY, "costs") == [
        ("EUR", "Barcelona", 5000, 0, 1, 0),
        ("MZN", "", 700, 0, 1, 0),
        ("MZN", "Nampula", 30000, 4050, 2, 0),
    ]
    assert rows(found, FunderPart.MONEY, "funding") == [("Lusophone cities", "grant", 10_000_000, "EUR", "")]
    assert rows(found, FunderPart.SHARING, "kinds") == [
        (ShareKind.ROUND_TABLE, 1, 40, 0, 0),
        (ShareKind.RADIO, 2, 10, 1, 0),
    ]
    assert rows(found, FunderPart.PROMISES, "cities") == [
        ("Guarulhos", "BR", 1, 1, 100, 0),
        ("Nampula", "MZ", 2, 1, 50, 0),
    ]
    assert [row[:2] for row in rows(found, FunderPart.LESSONS, "notes")] == [
        (NoteKind.FAILED, "=The maps were wrong."),
        (NoteKind.LESSON, "Scan before you draw."),
    ]
    assert [(row[0], row[1], row[4].value) for row in rows(found, FunderPart.LEADERSHIP, "turns")] == [
        (date(2026, 1, 31), "Dondo", "ended"),
        (date(2026, 2, 1), "Dondo", "began"),
    ]
    assert [(row[1], row[4], row[5]) for row in rows(found, FunderPart.AFTER_CARE, "follow_ups")] == [
        ("Canoas", None, ""),
        ("Dondo", AT.date(), "The maps"),
    ]


def test_last_year_counts_what_ended_then_and_open_ends_count_all(of: Sample) -> None:
    last = report(of, Choice("programme=lusophone-cities", PeriodKind.LAST_YEAR, None, None, "en", list(FunderPart)))
    assert figures(last, FunderPart.MISSIONS)["missions"] == 1
    assert figures(last, FunderPart.SIGNED_REPORTS)["signed"] == 0
    assert figures(last, FunderPart.SIGNED_REPORTS)["median_days"] is None
    assert figures(last, FunderPart.LESSONS)["notes"] == 1
    assert figures(last, FunderPart.INDICATORS)["measured"] == 1
    assert rows(last, FunderPart.MONEY, "currencies") == [("MZN", 99900, 1, 1, 0)]
    ever = report(of, ALL_TIME)
    assert figures(ever, FunderPart.MISSIONS)["missions"] == 3
    assert figures(ever, FunderPart.SHARING)["reach"] == 350


def test_what_another_coordinator_steers_is_not_counted(of: Sample) -> None:
    everything = Choice("", PeriodKind.THIS_YEAR, None, None, "en", list(FunderPart))
    found = report(of, everything)
    assert figures(found, FunderPart.PIPELINE)["partnerships"] == 2
    assert figures(found, FunderPart.MISSIONS)["missions"] == 2
    assert "foreign" not in repr(found)
    assert "Somebody else" not in repr(found)
    asked_for_it = report(of, Choice("programme=nordic-cities", PeriodKind.THIS_YEAR, None, None, "en", [*FunderPart]))
    assert figures(asked_for_it, FunderPart.PIPELINE)["partnerships"] == 0
    assert asked_for_it.programmes == ()
    whole = gather(everything, standing_of(make.administrator(), AT), "UTC", AT)
    assert figures(whole, FunderPart.PIPELINE)["partnerships"] == 3


def test_private_notes_never_stand_in_one(of: Sample) -> None:
    for reader in (of.coordinator, make.administrator()):
        found = repr(gather(ALL_TIME, standing_of(reader, AT), "UTC", AT))
        assert "Nobody may read this." not in found
        assert "Also not this." not in found
        assert "Taken away." not in found
        assert Visibility.PUBLIC.value in found


def test_only_the_parts_that_were_chosen_are_there(of: Sample) -> None:
    found = report(of, Choice("", PeriodKind.THIS_YEAR, None, None, "en", [FunderPart.GOALS]))
    assert [one.part for one in found.parts] == [FunderPart.GOALS]
    assert [one.code for one in found.headline] == ["goals"]
    assert [one.value for one in found.counted] == [2, 1, 4, 2]


def test_a_programmes_period_is_the_programmes(of: Sample) -> None:
    of.lusophone.starts, of.lusophone.ends = make.PartialDate(2025, 5), make.PartialDate(2025, 12)
    make.db.session.commit()
    of_programme = Choice("programme=lusophone-cities", PeriodKind.PROGRAMME, None, None, "en", list(FunderPart))
    found = report(of, of_programme)
    assert found.period == Period(date(2025, 5, 1), date(2025, 12, 31))
    assert figures(found, FunderPart.MISSIONS)["missions"] == 1


def test_it_is_in_the_language_that_was_asked_for(of: Sample) -> None:
    found = report(of, Choice("state=current", PeriodKind.THIS_YEAR, None, None, "pt", list(FunderPart)))
    assert found.title == "Parcerias de cidades"
    assert [one.title for one in found.parts][:2] == ["Onde estão as parcerias", "Resultados face às metas"]
    assert [(one.label, one.words) for one in found.conditions] == [
        ("Estado", "Em curso ou em acompanhamento posterior")
    ]


def test_as_many_statements_for_many_rows_as_for_few(of: Sample) -> None:
    with statements() as few:
        report(of)
    for _turn in range(5):
        more = make.partnership(of.own.cities, stage=3, programme=of.lusophone)
        make.signed_report(make.completed_mission(more))
        make.activity(more)
        make.indicator(more)
        make.sdg(more)
    with statements() as many:
        report(of)
    assert len(few) == len(many) == 29


@pytest.mark.parametrize(("days", "middle"), [([], None), ([3], 3.0), ([9, 1, 4], 4.0), ([1, 2, 3, 10], 2.5)])
def test_the_middle_of_durations(days: list[int], middle: float | None) -> None:
    assert median_days(days) == middle


def test_periods_and_shares() -> None:
    today, written = date(2026, 3, 12), Period(date(2020, 1, 1), None)
    assert period_of(PeriodKind.LAST_YEAR, today, written) == Period(date(2025, 1, 1), date(2025, 12, 31))
    assert period_of(PeriodKind.BETWEEN, today, written) == written
    assert (written.holds(today, today), written.holds(date(2019, 12, 31), today)) == (True, False)
    assert not Period(None, None).holds(date(2026, 3, 13), today)
    assert (share(1, 3), share(0, 5), share(0, 0)) == (33, 0, None)
