"""Where the days go from the return home to the last signature, told by hand for each way that a report can go."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests import factories as make
from tests.dashboards.samples import visit
from tests.databases import statements
from tracker.dashboards.filters import Filters, Selection
from tracker.dashboards.paging import Window
from tracker.dashboards.signing_times import PARTS, Leg, count_signed, leg_times, signed_rows
from tracker.db import transaction
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.missions import MissionState
from tracker.models.missions import Mission
from tracker.models.official_documents import OfficialDocument
from tracker.permissions import standing_of
from tracker.services import evidence, reports, signing

NOW = make.AT
ALL = Window(size=200)


@pytest.fixture
def everything(app: Flask) -> Selection:
    """Give all partnerships."""
    return Selection(standing_of(make.administrator(), NOW))


def ago(days: int) -> datetime:
    """Give the moment so many days before now."""
    return NOW - timedelta(days=days)


def signed(of: Mission, *, sent: int, signatures: Sequence[int]) -> OfficialDocument:
    """Have a mission's report sent and signed by its cities one after the other, all so many days ago."""
    document = make.submitted_report(of, at=ago(sent))
    sign_all(document, signatures)
    return document


def sign_all(document: OfficialDocument, signatures: Sequence[int]) -> None:
    """Let the cities sign one after the other, so many days ago."""
    for slot, days in zip(list(document.slots), signatures, strict=True):
        make.sign(document, make.holder_of(slot.city, ago(days)), ago(days))


def days_of(selection: Selection) -> list[dict[str, int | None]]:
    """Give the days of every signed report."""
    return [{leg.value: days for leg, days in row.days.items()} for row in signed_rows(selection, None, ALL)]


def test_a_report_that_both_cities_signed(everything: Selection) -> None:
    document = signed(visit(make.partnership(), NOW, 30), sent=21, signatures=(15, 4))
    assert days_of(everything) == [{"writing": 9, "again": None, "first": 6, "last": 11, "whole": 26}]
    row = signed_rows(everything, None, ALL)[0]
    assert (row.ref, row.partnership_ref, row.signed_at) == (document.ref, document.partnership.ref, ago(4))


def test_remarks_and_a_new_version_are_a_part_of_their_own(everything: Selection) -> None:
    of = visit(make.partnership(), NOW, 60)
    first = make.submitted_report(of, at=ago(50))
    by = make.holder_of(first.slots[0].city, ago(45))
    with transaction():
        remarks = evidence.Remarks("Name the surveyors.")
        signing.return_document(first, make.proof(first, ago(45)), remarks, actor=by, at=ago(45))
        second = reports.start_report(of, language="en", actor=first.author, at=ago(44))
        second.summary = "The surveyors are named."
    make.submitted(second, at=ago(40))
    assert days_of(everything) == []
    sign_all(second, (30, 28))
    assert days_of(everything) == [{"writing": 10, "again": 10, "first": 10, "last": 2, "whole": 32}]
    assert signed_rows(everything, Leg.AGAIN, ALL)[0].ref == second.ref


def test_a_correction_later_on_changes_nothing(everything: Selection) -> None:
    of = visit(make.partnership(), NOW, 60)
    first = signed(of, sent=50, signatures=(49, 48))
    with transaction():
        again = reports.start_report(of, language="en", actor=first.author, at=ago(20))
        again.summary = "A date was wrong."
    make.submitted(again, at=ago(15))
    sign_all(again, (10, 9))
    assert [row.ref for row in signed_rows(everything, None, ALL)] == [first.ref]
    assert days_of(everything) == [{"writing": 10, "again": None, "first": 1, "last": 1, "whole": 12}]


def test_a_report_of_one_city_has_no_way_from_first_to_last(everything: Selection) -> None:
    live = make.partnership()
    document = make.submitted_report(visit(live, NOW, 30), cities=live.cities[:1], at=ago(20))
    sign_all(document, (15,))
    assert days_of(everything) == [{"writing": 10, "again": None, "first": 5, "last": None, "whole": 15}]


def test_a_return_known_to_the_month_only_tells_no_days(everything: Selection) -> None:
    dates = {"starts": PartialDate(2026, 1), "ends": PartialDate(2026, 1), "date_precision": Precision.MONTH}
    of = make.mission(make.partnership(), state=MissionState.COMPLETED, **dates)
    signed(of, sent=20, signatures=(15, 10))
    assert days_of(everything) == [{"writing": None, "again": None, "first": 5, "last": 5, "whole": None}]


def test_what_waits_is_drafted_or_partly_signed_is_not_counted(everything: Selection) -> None:
    make.draft_report(visit(make.partnership(), NOW, 30))
    waits = make.submitted_report(visit(make.partnership(), NOW, 30), at=ago(20))
    make.sign(waits, make.holder_of(waits.slots[0].city, ago(10)), ago(10))
    assert count_signed(everything, None) == 0
    assert {leg: time.cases for leg, time in leg_times(everything).items()} == dict.fromkeys(Leg, 0)
    assert leg_times(everything)[Leg.WHOLE].middle is None


def test_medians_and_every_count_is_the_length_of_its_list(everything: Selection) -> None:
    for sent, first, last in ((25, 20, 10), (24, 14, 13), (22, 21, 20), (28, 27, 1), (20, 10, 5)):
        signed(visit(make.partnership(theme="climate"), NOW, 30), sent=sent, signatures=(first, last))
    signed(visit(make.partnership(), NOW, 5), sent=5, signatures=(5, 5))
    found = leg_times(Selection(everything.standing, Filters(theme="climate")))
    # writing 5 6 8 2 10; first 5 10 1 1 10; last 10 1 1 26 5; whole 20 17 10 29 25
    assert {leg.value: found[leg].middle for leg in (*PARTS, Leg.WHOLE)} == {
        "writing": 6,
        "again": None,
        "first": 5,
        "last": 5,
        "whole": 20,
    }
    whole = found[Leg.WHOLE].spread
    assert whole is not None
    assert (whole.low, whole.high, whole.longest, found[Leg.AGAIN].spread) == (17, 25, 29, None)
    for selection in (everything, Selection(everything.standing, Filters(theme="climate"))):
        for leg, time in leg_times(selection).items():
            rows = signed_rows(selection, leg, ALL)
            assert time.cases == count_signed(selection, leg) == len(rows)
            assert [row.days[leg] for row in rows] == sorted(time.days.elements(), reverse=True)
    assert count_signed(everything, None) == 6


def test_one_statement_each(everything: Selection) -> None:
    signed(visit(make.partnership(), NOW, 30), sent=20, signatures=(10, 5))
    with statements() as seen:
        leg_times(everything)
        signed_rows(everything, Leg.FIRST, ALL)
        count_signed(everything, None)
    assert len(seen) == 3
