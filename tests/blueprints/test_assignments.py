"""Acting on several partnerships at once: ticked or all that match, said beforehand, then done or not at all."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.blueprints.test_partnership_list import csv_rows
from tests.client import PageClient
from tests.dashboards.samples import Sample, sample
from tracker.clock import utc_now
from tracker.db import db
from tracker.domain.partnerships import Post
from tracker.models.journal import JournalEntry
from tracker.models.outbox import OutboxItem
from tracker.models.partnerships import PostHolder

NEW = "/partnerships/assign"


@pytest.fixture
def portfolio(client: PageClient) -> Sample:
    """Give the sample as of now, and let its coordinator come."""
    made = sample(utc_now())
    client.sign_in(made.coordinator)
    return made


def verbs(verb: str) -> list[int | None]:
    """Give the partnerships in whose journal an act stands."""
    query = select(JournalEntry.partnership_id).where(JournalEntry.verb == verb)
    return sorted(db.session.scalars(query), key=str)


def test_the_ticked_ones_go_to_the_page_that_is_asked_for(client: PageClient, portfolio: Sample) -> None:
    wanted = [str(portfolio.fresh.id), str(portfolio.planning.id)]
    page = client.submit("/partnerships", {"of": wanted}, button="Move or assign").page
    assert "2 partnerships are chosen." in page.main
    rows = csv_rows(client.submit("/partnerships?sort=-title", {"of": wanted}, button="Export"))
    assert [row[0] for row in rows[1:]] == [portfolio.planning.ref, portfolio.fresh.ref]
    reminded = client.submit("/partnerships", {"of": [wanted[0]]}, button="Remind of sign-offs").page
    assert "2 reminders leave" in reminded.main
    assert portfolio.planning.title not in reminded.main


def test_without_a_tick_it_is_all_that_match(client: PageClient, portfolio: Sample) -> None:
    page = client.submit("/partnerships?country=MZ&state=live", button="Move or assign").page
    assert "3 partnerships are chosen." in page.main


def test_the_confirmed_page_says_what_happens_and_names_who_is_left_out(client: PageClient, portfolio: Sample) -> None:
    chosen = f"of={portfolio.fresh.id}&of={portfolio.bilateral.id}&of={portfolio.foreign.id}"
    confirm = client.get(f"{NEW}?{chosen}&into=lusophone-cities")
    assert "1 partnership moves to Lusophone cities." in confirm.page.main
    assert "Nobody is mailed." in confirm.page.main
    assert portfolio.fresh.title in confirm.page.main
    assert "It is so already." in confirm.page.main
    assert portfolio.foreign.title not in confirm.page.main
    mails = db.session.query(OutboxItem).count()
    assert client.send(confirm, button="Change 1 partnership").status_code == 303
    assert (portfolio.bilateral.programme, portfolio.fresh.programme) == (portfolio.lusophone, portfolio.lusophone)
    assert verbs("partnership.changed") == [portfolio.bilateral.id]
    assert db.session.query(OutboxItem).count() == mails
    assert client.send(confirm, button="Change 1 partnership").status_code == 303
    assert verbs("partnership.changed") == [portfolio.bilateral.id]


def test_somebody_becomes_focal_point_where_their_city_takes_part(client: PageClient, portfolio: Sample) -> None:
    person = make.technician(portfolio.fresh.cities[0])
    form = client.submit("/partnerships?country=MZ", button="Move or assign")
    confirm = client.send(form, {"who": str(person.id), "post": "focal_point"}, button="See what will happen")
    assert f'{person.name} becomes "Focal point" in 1 partnership.' in confirm.page.main
    assert "The person belongs to none of its cities." in confirm.page.main
    assert client.send(confirm, button="Change 1 partnership").status_code == 303
    [holder] = db.session.query(PostHolder).filter_by(person_id=person.id)
    assert (holder.partnership_id, holder.post) == (portfolio.fresh.id, Post.FOCAL_POINT)
    assert verbs("post.filled") == [portfolio.fresh.id]


def test_what_nobody_may_do(client: PageClient, portfolio: Sample) -> None:
    sent = f"{NEW}?of={portfolio.fresh.id}&into="
    assert "See what will happen" in client.get(f"{sent}nordic-cities").page.main
    assert client.get(f"{NEW}?of=abc&of=99999999999&into=none").status_code == 200
    assert client.get(f"{NEW}?of={portfolio.foreign.id}").page.main.count("No partnership is chosen.") == 1
    token = client.get("/account").page.forms[-1].defaults["csrf_token"][0]
    data = {"csrf_token": token, "id": [str(portfolio.foreign.id), "x"]}
    assert client.post(f"{NEW}?into=lusophone-cities", data=data).status_code == 303
    assert client.post(NEW, data=data).status_code == 422
    assert portfolio.foreign.programme == portfolio.nordic
    client.sign_in(portfolio.administrator)
    assert client.get(sent).status_code == 403
    assert "Move or assign" not in client.get("/partnerships").page.main
    client.sign_in(make.technician(portfolio.fresh.cities[0]))
    assert client.get(sent).status_code == 403
    assert "when nothing is" not in client.get("/partnerships").page.main
