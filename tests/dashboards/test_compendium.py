"""The public compendium: what is published, and nothing of what is not."""

import pytest
from flask import Flask

from tests import factories as make
from tests.databases import statements
from tracker.dashboards.compendium import count_entries, entry, entry_rows, published_programmes
from tracker.dashboards.filters import Filters
from tracker.dashboards.paging import Window
from tracker.db import db
from tracker.domain.dates import PartialDate, Precision
from tracker.domain.evaluation import Visibility
from tracker.domain.missions import MissionState
from tracker.models.archive import ArchiveDocument, Event, Source
from tracker.models.partnerships import Partnership

ALL = Window(size=200)


@pytest.fixture
def published(app: Flask) -> Partnership:
    """Give a published partnership of Nampula and Guarulhos with everything that is public of it."""
    make.keep(Source(code="S01", position=1, title="A guide", address="https://city.example/guide"))
    cities = [make.city("Nampula", "MZ", kind="municipality"), make.city("Guarulhos", "BR")]
    made = make.partnership(
        cities, stage=5, is_public=True, programme=make.programme("Lusophone cities"), sources="S01", theme_text="Maps."
    )
    july = {"starts": PartialDate(2014, 7), "ends": PartialDate(2014, 7), "date_precision": Precision.MONTH}
    days = {"first_day": PartialDate(2014, 7).first_day, "last_day": PartialDate(2014, 7).last_day}
    make.keep(Event(code="ev1", kind="launch", title="The launch", partnerships=[made], sources="S01", **july, **days))
    make.keep(ArchiveDocument(code="d1", kind="protocol", title="The protocol", partnerships=[made], sources="S01"))
    visit = {"event_code": "ev2", "kind_in_source": "technical_visit", "sources": "S01"}
    make.mission(
        made,
        title="The visit of 2012",
        state=MissionState.COMPLETED,
        starts=PartialDate(2012),
        ends=PartialDate(2012),
        **visit,
    )
    return made


def test_only_what_is_published_is_listed(published: Partnership) -> None:
    make.partnership()
    make.partnership(is_public=True, deleted_at=make.AT, deleted_reason="Made twice")
    assert [row.ref for row in entry_rows(Filters(), ALL)] == [published.ref]
    assert count_entries(Filters()) == 1
    row = entry_rows(Filters(), ALL)[0]
    assert (row.programme, row.countries) == ("Lusophone cities", ("MZ", "BR"))
    assert [one.code for one in published_programmes()] == ["lusophone-cities"]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"q": "guarulhos"}, 1),
        ({"q": "maputo"}, 0),
        ({"theme": "cadastre"}, 1),
        ({"country": "BR"}, 1),
        ({"country": "SE"}, 0),
        ({"programme": "lusophone-cities"}, 1),
    ],
)
def test_filters(published: Partnership, asked: dict[str, str], count: int) -> None:
    assert count_entries(Filters.read(asked)) == count


def test_an_entry_tells_what_sources_record(published: Partnership) -> None:
    found = entry(published.ref)
    assert found is not None
    assert [one.title for one in found.happenings] == ["The visit of 2012", "The launch"]
    assert [one.title for one in found.papers] == ["The protocol"]
    assert [(one.name, one.country, one.kind) for one in found.cities] == [
        ("Nampula", "MZ", "municipality"),
        ("Guarulhos", "BR", "city"),
    ]
    assert [one.code for one in found.sources] == ["S01"]
    assert (found.programme, found.signed_reports) == ("Lusophone cities", 0)


def test_what_is_not_published_is_not_found(published: Partnership) -> None:
    assert entry(make.partnership().ref) is None
    assert entry("P-9999") is None
    published.deleted_at, published.deleted_reason = make.AT, "Made twice"
    db.session.commit()
    assert entry(published.ref) is None


def test_nothing_that_partners_keep_to_themselves_leaves(published: Partnership) -> None:
    author = make.technician(published.cities[0])
    for visibility in Visibility:
        make.note(published, author, text=f"Note for {visibility.value}", visibility=visibility)
    make.note(published, author, text="Taken back", visibility=Visibility.PUBLIC, removed_at=make.AT)
    make.completed_mission(published, title="A mission that was logged here")
    make.need(published, title="A need")
    make.signed_report(make.completed_mission(published))
    make.submitted_report(make.completed_mission(published))
    found = entry(published.ref)
    assert found is not None
    assert [one.text for one in found.notes] == ["Note for public"]
    assert found.signed_reports == 1
    said = repr(found)
    for secret in (
        "Note for private",
        "Note for partners",
        "Taken back",
        "logged here",
        "A need",
        author.name,
        "Surveyor",
    ):
        assert secret not in said, secret


def test_as_many_statements_for_many_as_for_few(published: Partnership) -> None:
    def count() -> int:
        db.session.commit()
        with statements() as made:
            entry_rows(Filters(), ALL)
            entry(published.ref)
        return len(made)

    few = count()
    for turn in range(8):
        make.partnership(is_public=True)
        make.mission(published, title=f"Visit {turn}", event_code=f"ev{turn + 9}", sources="S01")
    assert count() == few
