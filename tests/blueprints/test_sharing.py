"""The page of the Share phase: what was shared, what is planned, with whom."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tracker.clock import utc_now
from tracker.db import db
from tracker.domain.dates import PartialDate, Precision
from tracker.models.archive import ArchiveDocument, Event, Source
from tracker.models.partnerships import Partnership
from tracker.models.sharing import PartnerOrganisation, ShareActivity

TITLE = "An hour on the radio"
PDF = b"%PDF-1.7 a book"


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership of Nampula and Guarulhos."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")])


def page(of: Partnership) -> str:
    return f"/partnerships/{of.ref}/share"


def test_an_empty_page_says_what_comes(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    seen = client.get(page(of)).page.main
    for words in ("Nothing has been shared yet.", "Nothing is planned.", "No university, association"):
        assert words in seen, words


def test_an_activity_is_planned_then_held_and_stands_in_both_partnerships(client: PageClient, of: Partnership) -> None:
    other = make.partnership(of.cities)
    client.sign_in(make.technician(of.cities[0]))
    told = {"kind": "radio", "title": TITLE, "audience": "Residents", "languages": ["pt", "en"], "others": other.ref}
    seen = client.follow(client.submit(f"{page(of)}/new", told)).page.main
    assert "1 planned" in seen
    (activity,) = db.session.scalars(select(ShareActivity))
    edit = f"/share-activities/{activity.id}/edit"
    seen = client.follow(client.submit(edit, {"held": "2026-02"})).page.main
    assert "Reach not counted" in seen
    seen = client.follow(client.submit(edit, {"reach": "3000"})).page.main
    assert "3,000 people" in seen
    assert "Reach not counted" not in seen
    seen = client.get(page(other)).page
    assert TITLE in seen.main
    assert f"Logged in {of.ref}" in seen.main
    assert not [form for form in seen.forms if form.action == f"/share-activities/{activity.id}/remove"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"title": ""}, "This is needed."),
        ({"reach": "many"}, "Write a whole number."),
        ({"reach": "-1"}, "Write a number of people."),
        ({"held": "soon"}, "Write a date as"),
        ({"address": "ftp://example.org"}, "begins with https://"),
        ({"others": "P-9999"}, "You work in no partnership called P-9999."),
        ({"others": " ".join(f"P-{number:04d}" for number in range(51))}, "Name at most 50 partnerships."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    client: PageClient, of: Partnership, told: dict[str, str], words: str
) -> None:
    client.sign_in(make.technician(of.cities[0]))
    answer = client.submit(f"{page(of)}/new", {"kind": "radio", "title": TITLE, **told})
    assert answer.status_code == 422
    assert words in answer.page.main
    assert not db.session.scalars(select(ShareActivity)).all()


def test_a_foreign_partnership_is_as_unknown_as_none(client: PageClient, of: Partnership) -> None:
    foreign = make.partnership()
    client.sign_in(make.technician(of.cities[0]))
    answer = client.submit(f"{page(of)}/new", {"kind": "radio", "title": TITLE, "others": foreign.ref})
    assert f"You work in no partnership called {foreign.ref}." in answer.page.main


def test_a_second_save_over_an_activity_is_refused(client: PageClient, of: Partnership) -> None:
    activity = make.share_activity(of)
    client.sign_in(make.technician(of.cities[0]))
    opened = client.get(f"/share-activities/{activity.id}/edit")
    client.submit(f"/share-activities/{activity.id}/edit", {"title": "Another"})
    assert client.send(opened, {"title": "A third"}).status_code == 409
    assert db.session.scalars(select(ShareActivity.title)).one() == "Another"


def test_what_was_removed_can_be_put_back(client: PageClient, of: Partnership) -> None:
    activity, partner = make.share_activity(of, held=PartialDate(utc_now().year + 1)), make.partner(of)
    client.sign_in(make.technician(of.cities[0]))
    for address, name in (
        (f"/share-activities/{activity.id}", activity.title),
        (f"/partners/{partner.id}", partner.name),
    ):
        seen = client.follow(client.submit(page(of), form=f"{address}/remove")).page
        assert [form for form in seen.forms if form.action == f"{address}/restore"], name
        seen = client.follow(client.submit(page(of), form=f"{address}/restore")).page
        assert [form for form in seen.forms if form.action == f"{address}/remove"], name


def test_a_university_is_named_and_changed(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.coordinator())
    told = {"kind": "university", "name": "Universidade Lúrio", "address": "https://unilurio.example"}
    seen = client.follow(client.submit(f"/partnerships/{of.ref}/partners/new", told)).page.main
    assert "Universidade Lúrio" in seen
    (partner,) = db.session.scalars(select(PartnerOrganisation))
    seen = client.follow(client.submit(f"/partners/{partner.id}/edit", {"contribution": "Trains surveyors"})).page.main
    assert "Trains surveyors" in seen


def test_an_activity_from_the_record_tells_its_dates_and_sources_and_owes_no_count(
    client: PageClient, of: Partnership
) -> None:
    make.keep(Source(code="S01", position=1, title="The guide", address="https://city.example/guide"))
    told = {"stage_in_source": "share", "sources": "S01", "note": "stations not stated", "partnerships": [of]}
    told |= {"starts": PartialDate(2013, 1), "ends": PartialDate(2015, 6), "date_precision": Precision.RANGE}
    make.keep(Event(code="ev40", kind="radio", title="Radio interviews", **told))
    make.keep(ArchiveDocument(code="d13", kind="book", title="A book", sources="S01", partnerships=[of]))
    client.sign_in(make.technician(of.cities[0]))
    seen = client.get(page(of)).page
    assert seen.main.index("On record") < seen.main.index("Radio interviews")
    make.share_activity(of, title="The book", held=PartialDate(2015), record_code="d13", reach=None)
    activity = make.share_activity(of, title="Interviews", held=None, record_code="ev40", reach=None)
    seen = client.get(page(of)).page
    for words in ("between January 2013 and June 2015", "stations not stated", "Nothing is planned."):
        assert words in seen.main, words
    for words in ("Radio interviews", "Reach not counted"):
        assert words not in seen.main, words
    assert seen.link("S01 The guide") == "https://city.example/guide"
    client.submit(page(of), form=f"/share-activities/{activity.id}/remove")
    assert "Radio interviews" in client.get(page(of)).page.main


def test_an_activity_carries_files_that_all_its_partnerships_read(client: PageClient) -> None:
    partnership, other = make.partnership(), make.partnership()
    activity = make.share_activity(partnership, title="Book launch", others=[other])
    client.sign_in(make.technician(partnership.cities[0]))
    page = client.get(f"/partnerships/{partnership.ref}/share").page
    add = page.link("Add photos and documents Book launch")
    answer = client.submit(add, {"files": (PDF, "book.pdf")}, button="Add the files")
    assert answer.headers["Location"] == f"/partnerships/{partnership.ref}/share#activity-{activity.id}"
    file = client.get(f"/partnerships/{partnership.ref}/share").page.link("book.pdf")
    assert client.get(file).data == PDF
    assert client.submit(add, {"files": (b"<svg>", "x.svg")}, button="Add the files").status_code == 422
    client.sign_in(make.technician(other.cities[0]))
    page = client.get(f"/partnerships/{other.ref}/share").page
    assert client.get(page.link("book.pdf")).data == PDF
    assert "Take away" not in page.main
    client.sign_in(make.technician(make.city("Elsewhere")))
    assert client.get(file).status_code == 404


def test_a_file_that_was_taken_away_can_be_put_back(client: PageClient) -> None:
    activity = make.share_activity(make.partnership())
    file = make.attachment(None, share_activity=activity)
    client.sign_in(make.technician(activity.partnership.cities[0]))
    address = f"/partnerships/{activity.partnership.ref}/share"
    client.submit(address, {}, button="Take away map.pdf")
    assert client.get(f"/attachments/{file.code}").status_code == 404
    client.submit(address, {}, button="Put back map.pdf")
    assert client.get(f"/attachments/{file.code}").status_code == 200
