"""What an address asks of a list: reading it, writing it, asking it of the database."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.dashboards.samples import sample
from tracker.dashboards.filters import Filters, Selection
from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.partnerships import LIVE_STATES, Modality, Post
from tracker.domain.stages import Phase
from tracker.models.partnerships import Partnership, PostHolder
from tracker.models.sdg import PartnershipSdg
from tracker.permissions import standing_of

EVERYTHING = {
    "q": "nampula",
    "programme": "mzbr",
    "country": "MZ",
    "theme": "cadastre",
    "stage": "4",
    "phase": "sense",
    "state": "live",
    "modality": "twinning",
    "city": "nampula",
    "sdg": "11",
    "since": "2014-01-31",
    "until": "2015-12-31",
    "person": "7",
}


def test_an_address_is_read_and_written_without_loss() -> None:
    filters = Filters.read(EVERYTHING)
    assert filters.query == EVERYTHING
    assert (filters.stage, filters.phase, filters.modality) == (4, Phase.SENSE, Modality.TWINNING)
    assert filters.states == LIVE_STATES


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"stage": "7"},
        {"stage": "-1"},
        {"stage": "1e3"},
        {"stage": "9" * 5000},
        {"stage": "²"},
        {"phase": "SEEK"},
        {"state": "alive"},
        {"modality": ""},
        {"q": " \t "},
        {"unknown": "1"},
        {"sdg": "18"},
        {"sdg": "011"},
        {"since": "2014-02-30"},
        {"until": "20140131"},
        {"person": "0"},
        {"person": "9" * 5000},
        {"person": "²"},
    ],
)
def test_what_does_not_exist_is_left_out(asked: dict[str, str]) -> None:
    assert Filters.read(asked).query == {}


def test_a_text_is_cut_where_nobody_would_read_on() -> None:
    assert len(Filters.read({"q": "x" * 10_000}).q) == 200


def test_leaving_one_filter_out_keeps_the_others() -> None:
    assert Filters.read(EVERYTHING).without("stage").query == {k: v for k, v in EVERYTHING.items() if k != "stage"}


def test_an_address_can_add_replace_and_remove() -> None:
    filters = Filters.read({"country": "MZ", "state": "live"})
    assert filters.address("/x") == "/x?country=MZ&state=live"
    assert filters.address("/x", programme="a b", state="ended", sort=None) == "/x?programme=a+b&country=MZ&state=ended"
    assert filters.address("/x", country=None, state=None) == "/x"
    assert Filters().address("/x", page=2) == "/x?page=2"


@pytest.mark.parametrize(
    ("why", "question", "found"),
    [
        ("a title without its accents", "evora", ["bilateral"]),
        ("a word of the title and one of the other city", "nampula guarulhos", ["planning"]),
        ("words of different partnerships", "nampula canoas", []),
        ("a part of a word", "ampul", ["planning"]),
        ("what stands for anything elsewhere", "%", ["bilateral", "cared_for", "fresh", "planning", "silent"]),
        ("signs are only gaps between words", "nampul_%", ["planning"]),
        ("a city that the title does not name", "guimaraes", ["bilateral"]),
    ],
)
def test_searching(app: Flask, why: str, question: str, found: list[str]) -> None:
    portfolio = sample(make.AT)
    portfolio.bilateral.title = "Évora and friends"
    selection = Selection(standing_of(portfolio.coordinator, make.AT), Filters.read({"q": question}))
    titles = {getattr(portfolio, name).ref: name for name in ("bilateral", "cared_for", "fresh", "planning", "silent")}
    refs = db.session.scalars(select(Partnership.ref).where(*selection.conditions, Partnership.state != "ended"))
    assert sorted(titles[ref] for ref in refs) == found, why


def test_a_reference_is_found(app: Flask) -> None:
    partnership = make.partnership()
    make.partnership()
    selection = Selection(standing_of(make.administrator(), make.AT), Filters.read({"q": partnership.ref}))
    assert list(db.session.scalars(select(Partnership.ref).where(*selection.conditions))) == [partnership.ref]


@pytest.mark.parametrize(
    ("why", "asked", "found"),
    [
        ("it ended in June, which may be any day of June", {"since": "2015-06-20"}, True),
        ("it had ended", {"since": "2015-07-01"}, False),
        ("it began in February 2013", {"until": "2013-02-01"}, True),
        ("it had not begun", {"until": "2013-01-31"}, False),
        ("it was under way in a part of the period", {"since": "2012-01-01", "until": "2014-01-01"}, True),
        ("the period lies behind it", {"since": "2016-01-01", "until": "2016-12-31"}, False),
    ],
)
def test_a_period(app: Flask, why: str, asked: dict[str, str], found: bool) -> None:
    partnership = make.partnership()
    partnership.starts, partnership.ends = PartialDate.parse("2013-02"), PartialDate.parse("2015-06")
    endless = make.partnership()
    endless.starts = endless.ends = None
    selection = Selection(standing_of(make.administrator(), make.AT), Filters.read(asked))
    refs = set(db.session.scalars(select(Partnership.ref).where(*selection.conditions)))
    assert (partnership.ref in refs) is found, why
    assert endless.ref in refs, "what says no dates may have been under way"


def test_a_goal(app: Flask) -> None:
    served, other = make.partnership(), make.partnership()
    for partnership, code in ((served, "11"), (served, "11.3"), (other, "1")):
        db.session.add(PartnershipSdg(partnership_id=partnership.id, code=code, added_at=make.AT))
    selection = Selection(standing_of(make.administrator(), make.AT), Filters(sdg=11))
    assert list(db.session.scalars(select(Partnership.ref).where(*selection.conditions))) == [served.ref]


def test_a_person_who_holds_an_office_or_a_post(app: Flask) -> None:
    partnership, other = make.partnership(), make.partnership()
    lead = make.technician(partnership.cities[0])
    db.session.add(PostHolder(partnership=partnership, person=lead, city_id=lead.city_id, post=Post.FOCAL_POINT))
    mayor = make.mayor(other.cities[0])
    for person, ref in ((lead, partnership.ref), (mayor, other.ref)):
        selection = Selection(standing_of(make.administrator(), make.AT), Filters(person=person.id))
        assert list(db.session.scalars(select(Partnership.ref).where(*selection.conditions))) == [ref]
