"""The page of after-care: answering one's own follow-up, and a protocol from its record to its renewal."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import PageClient
from tracker.clock import utc_now
from tracker.db import db
from tracker.domain.dates import PartialDate
from tracker.domain.partnerships import PartnershipState
from tracker.models.after_care import FollowUp, Protocol
from tracker.models.partnerships import Partnership


@pytest.fixture
def of(app: object) -> Partnership:
    """Make a partnership in after-care."""
    return make.partnership([make.city("Nampula"), make.city("Guarulhos", "BR")], state=PartnershipState.AFTER_CARE)


def page(of: Partnership) -> str:
    return f"/partnerships/{of.ref}/after-care"


def test_an_empty_page_says_what_comes(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    seen = client.get(page(of)).page
    assert "No follow-up is due." in seen.main
    assert "No protocol is recorded." in seen.main


def test_a_technician_answers_for_the_own_city_and_reads_the_other(client: PageClient, of: Partnership) -> None:
    mine, theirs = make.follow_up(of), make.follow_up(of, of.cities[1], lasted="The budget forums")
    client.sign_in(make.technician(of.cities[0]))
    seen = client.get(page(of)).page
    assert "The budget forums" in seen.main
    assert client.get(f"/follow-ups/{theirs.id}/edit").status_code == 403
    refused = client.submit(f"/follow-ups/{mine.id}/edit", {"lasted": " ", "stopped": "Visits"})
    assert refused.status_code == 422
    assert "This is needed." in refused.page.main
    answer = client.submit(f"/follow-ups/{mine.id}/edit", {"lasted": "The maps", "stopped": "Visits"})
    seen = client.follow(answer).page
    assert "The maps" in seen.main
    assert "Visits" in seen.main
    assert "Answered by every city" in seen.main


def test_of_two_answers_at_once_the_second_is_not_lost(client: PageClient, of: Partnership) -> None:
    mine = make.follow_up(of)
    client.sign_in(make.technician(of.cities[0]))
    opened = client.get(f"/follow-ups/{mine.id}/edit")
    client.submit(f"/follow-ups/{mine.id}/edit", {"lasted": "The maps"})
    answer = client.send(opened, {"lasted": "Nothing"})
    assert answer.status_code == 409
    assert "The maps" in answer.page.main
    assert db.session.scalars(select(FollowUp.lasted)).one() == "The maps"


def test_a_follow_up_is_a_task_from_thirty_days_before_until_it_is_answered(
    client: PageClient, of: Partnership
) -> None:
    today = utc_now().date()
    make.follow_up(of, due_on=today + timedelta(days=29))
    make.follow_up(of, months=12, due_on=today + timedelta(days=40))
    make.follow_up(of, of.cities[1], due_on=today)
    client.sign_in(make.technician(of.cities[0]))
    tasks = client.get("/tasks").page.main
    assert tasks.count("Say what has lasted 6 months after") >= 1
    assert "12 months after" not in tasks
    row = db.session.scalars(select(FollowUp).where(FollowUp.months == 6)).first()
    assert row is not None
    client.submit(f"/follow-ups/{row.id}/edit", {"lasted": "The maps"})
    waiting = client.get(f"/partnerships/{of.ref}").page.main
    assert waiting.count("Say what has lasted 6 months after") == 1, "the other city's"


AIMS = "Water\nLibraries"
FIRST = {
    "kind": "twinning",
    "title": "Twinning",
    "signed": "2025-04",
    "review_months": "12",
    "aims": "Water\nLibraries",
}


def test_a_protocol_from_its_record_over_reviews_to_its_renewal_and_end(client: PageClient, of: Partnership) -> None:
    client.sign_in(make.technician(of.cities[0]))
    new = f"/partnerships/{of.ref}/protocols/new"
    refused = client.submit(new, {**FIRST, "review_months": ""})
    assert refused.status_code == 422
    assert "needs a regular review" in refused.page.main
    refused = client.submit(new, {**FIRST, "ends": "2024"})
    assert "cannot end before it was signed" in refused.page.main
    refused = client.submit(new, {**FIRST, "address": "ftp://example.org/text"})
    assert "begins with https://" in refused.page.main
    seen = client.follow(client.submit(new, FIRST)).page
    for words in ("Twinning", "without end", "Review due", "Water", "Libraries"):
        assert words in seen.main, words
    (protocol,) = db.session.scalars(select(Protocol))
    told = {"held_on": str(utc_now().date()), "findings": "One aim of two."}
    seen = client.follow(client.submit(f"/protocols/{protocol.id}/review", told)).page
    assert "One aim of two." in seen.main
    assert "In force" in seen.main
    ends = PartialDate(utc_now().year + 3)
    renewed = client.submit(f"/protocols/{protocol.id}/renew", {"signed": str(utc_now().date()), "ends": str(ends)})
    seen = client.follow(renewed).page
    assert "Renewed" in seen.main
    assert "2 protocols" in seen.main
    assert client.submit(f"/protocols/{protocol.id}/renew", {"signed": "2026", "ends": "2030"}).status_code == 409
    newest = db.session.scalars(select(Protocol).order_by(Protocol.id.desc())).first()
    assert newest is not None
    assert (newest.title, newest.aims) == ("Twinning", AIMS)
    over = {"ended_on": str(utc_now().date()), "reason": "The council voted so."}
    seen = client.follow(client.submit(f"/protocols/{newest.id}/end", over)).page
    assert "The council voted so." in seen.main


def test_a_second_save_over_a_protocol_shows_both(client: PageClient, of: Partnership) -> None:
    protocol = make.protocol(of)
    client.sign_in(make.technician(of.cities[0]))
    opened = client.get(f"/protocols/{protocol.id}/edit")
    client.submit(f"/protocols/{protocol.id}/edit", {"title": "Another"})
    assert client.send(opened, {"title": "A third"}).status_code == 409
    assert db.session.scalars(select(Protocol.title)).one() == "Another"


def test_an_observer_reads_and_writes_nothing(client: PageClient, of: Partnership) -> None:
    protocol = make.protocol(of, signed=PartialDate(2024, 4, 5), next_review_on=date(2025, 4, 5))
    client.sign_in(make.observer(of))
    seen = client.get(page(of)).page
    assert "Friendship and cooperation" in seen.main
    assert "Record a protocol" not in seen.main
    assert client.get(f"/protocols/{protocol.id}/edit").status_code == 403
