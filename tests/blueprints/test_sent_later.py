"""Forms from the queue of a phone: taken once, for whoever wrote them, from our own pages only, answered in JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests.client import Answer, PageClient
from tracker.db import db
from tracker.models.missions import AgreedTask
from tracker.models.notes import EvaluationNote
from tracker.models.partnerships import Partnership
from tracker.models.people import Person

FIELDS = {
    "key": "made-when-the-form-opened",
    "kind": "failed",
    "visibility": "partners",
    "text": "The maps were wrong.",
    "language": "en",
}
OURS = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Phone:
    """The phone of a technician who is signed in."""

    client: PageClient
    partnership: Partnership
    technician: Person

    def send(self, fields: Mapping[str, str] = FIELDS, *, writer: object = None, **headers: str) -> Answer:
        """Send a note as the queue does."""
        sent_for = {"X-Sent-Later": str(self.technician.id if writer is None else writer)}
        address = f"/notes/new?partnership={self.partnership.ref}"
        named = {name.replace("_", "-"): value for name, value in headers.items()} or OURS
        answer: Answer = self.client.post(address, data=dict(fields), headers=sent_for | named)
        return answer


@pytest.fixture
def phone(client: PageClient) -> Phone:
    partnership = make.partnership(stage=5)
    technician = make.technician(partnership.cities[0], language="en")
    client.sign_in(technician)
    return Phone(client, partnership, technician)


def count(model: type[Any] = EvaluationNote) -> int:
    """Count the rows of a table."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_it_is_kept_and_says_where(phone: Phone) -> None:
    answer = phone.send()
    assert (answer.status_code, answer.mimetype) == (201, "application/json")
    assert answer.get_json()["location"] == f"/partnerships/{phone.partnership.ref}/notes"
    assert count() == 1
    assert "The note is kept." not in phone.client.get("/account").get_data(as_text=True)


def test_it_is_kept_once_however_often_it_comes(phone: Phone) -> None:
    first = phone.send()
    assert phone.send().get_json() == first.get_json()
    assert count() == 1


def test_a_key_with_other_words_is_refused(phone: Phone) -> None:
    phone.send()
    answer = phone.send(FIELDS | {"text": "Other words."})
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert answer.get_json()["detail"]
    assert count() == 1


def test_what_is_wrong_is_told_in_json_or_beside_the_fields(phone: Phone) -> None:
    wrong = FIELDS | {"text": " "}
    assert (phone.send(wrong).status_code, phone.send(wrong).mimetype) == (422, "application/problem+json")
    page = phone.send(wrong, Sec_Fetch_Site="same-origin", Accept="text/html")
    assert (page.status_code, page.mimetype) == (422, "text/html")
    assert "This is needed." in page.get_data(as_text=True)
    assert count() == 0


def test_it_waits_for_whoever_wrote_it(phone: Phone) -> None:
    for writer in (phone.technician.id + 1, "", "somebody"):
        answer = phone.send(writer=writer)
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    phone.client.sign_out()
    assert phone.send().status_code == 401
    assert count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site", "Origin": "http://127.0.0.1"},
        {"Accept": "*/*"},
    ],
)
def test_another_site_can_send_nothing(phone: Phone, headers: dict[str, str]) -> None:
    assert phone.send(**headers).status_code == 400
    assert count() == 0


def test_an_older_browser_shows_by_its_origin_that_the_page_is_ours(phone: Phone) -> None:
    host = phone.client.get("/account").request.host
    assert phone.send(Origin=f"http://{host}").status_code == 201


def test_a_task_is_settled_once(phone: Phone) -> None:
    mission = make.mission(phone.partnership)
    task = make.agreed_task(mission, phone.partnership.cities[0])
    headers = OURS | {"X-Sent-Later": str(phone.technician.id)}
    for _time in range(2):
        assert phone.client.post(f"/agreed-tasks/{task.id}/done", headers=headers).status_code == 201
    settled = db.session.scalars(select(AgreedTask.done_by_id)).one()
    assert settled == phone.technician.id


def test_what_is_not_on_the_list_needs_its_token(phone: Phone) -> None:
    """A signature, above all, is never given by a queue."""
    headers = OURS | {"X-Sent-Later": str(phone.technician.id)}
    for address in ("/sign-out", "/account", f"/partnerships/{phone.partnership.ref}/edit", "/reports/P-1-M01-v1/sign"):
        assert phone.client.post(address, data={}, headers=headers).status_code == 400, address
