"""The pages of accounts."""

from sqlalchemy import func, select

from tests import factories as make
from tests.blueprints.test_portfolio import rows_of
from tests.client import PageClient
from tests.databases import database_hash, statements
from tracker.db import db, transaction
from tracker.domain.people import Role
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.services.erasure import erase_person

INVITED = {"name": "Surveyor", "email": "surveyor@nampula.example", "role": "technician", "function": "Surveyor"}


def test_only_coordinators_and_administrators_see_people(client: PageClient) -> None:
    person = make.technician(make.city("Nampula"))
    for reader in (person, make.observer()):
        client.sign_in(reader)
        assert client.get("/people").status_code == 403
        assert client.get(f"/people/{make.administrator().id}").status_code == 404
        assert client.get("/people/new").status_code == 403


def test_a_coordinator_finds_whom_they_work_with_and_nobody_else(client: PageClient) -> None:
    near, far = make.city("Near"), make.city("Far")
    lusophone = make.programme("Lusophone cities")
    make.partnership([near, make.city()], programme=lusophone)
    make.partnership([far, make.city()], programme=make.programme())
    hidden, shown = make.technician(far), make.technician(near)
    client.sign_in(make.coordinator(lusophone))
    page = client.get("/people").page
    assert shown.email in page.main
    assert hidden.email not in page.main
    assert client.get(f"/people/{shown.id}").status_code == 200
    for path in ("", "/edit"):
        assert client.get(f"/people/{hidden.id}{path}").status_code == 404
    assert client.get(f"/people/{shown.id}/edit").status_code == 403
    opened = client.get(f"/people/{shown.id}")
    assert client.send(opened, button="Mail a link to sign in").status_code == 303
    assert "Close account" not in opened.page.main


def test_the_list_is_narrowed_by_role_and_words(client: PageClient) -> None:
    make.technician(make.city("Nampula"))
    client.sign_in(make.administrator())
    assert rows_of(client.get("/people").page) == 2
    assert rows_of(client.submit("/people", {"role": "technician"}, button="Apply").page) == 1
    assert rows_of(client.get("/people?q=nobody").page) == 0
    for query in ("role=king", "q=%25", "page=x", "per_page=0"):
        assert client.get(f"/people?{query}").status_code == 200, query
    assert client.get("/people?page=2").status_code == 404


def test_inviting_makes_one_account_and_one_mail_however_often_it_is_sent(client: PageClient) -> None:
    nampula = make.city("Nampula")
    make.partnership([nampula, make.city()])
    client.sign_in(make.coordinator())
    opened = client.get("/people/new")
    fields = {**INVITED, "city_id": str(nampula.id)}
    answers = [client.send(opened, fields, button="Send the invitation") for _turn in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert db.session.scalar(select(func.count()).where(Person.email == INVITED["email"])) == 1
    assert db.session.scalar(select(func.count()).select_from(OutboxItem)) == 1


def test_an_invited_person_signs_in_by_the_mailed_link(client: PageClient) -> None:
    nampula = make.city("Nampula")
    client.sign_in(make.administrator())
    client.submit("/people/new", {**INVITED, "city_id": str(nampula.id)}, button="Send the invitation")
    link = next(word for word in db.session.scalars(select(OutboxItem)).one().body_text.split() if "/link/" in word)
    other = client.application.test_client()
    answer = other.submit(link.removeprefix("http://127.0.0.1:8000"), button="Sign in")
    assert answer.status_code == 303
    assert "Surveyor" in other.get("/tasks").page.text


def test_an_address_that_is_known_is_said_at_its_field(client: PageClient) -> None:
    nampula = make.city("Nampula")
    known = make.technician(nampula)
    client.sign_in(make.administrator())
    before = database_hash()
    fields = {**INVITED, "email": known.email.upper(), "city_id": str(nampula.id)}
    answer = client.submit("/people/new", fields, button="Send the invitation")
    assert answer.status_code == 422
    assert "This address has an account already" in answer.page.main
    assert "Error:" in answer.page.title
    assert database_hash() == before


def test_a_coordinator_cannot_slip_in_a_role_or_a_city(client: PageClient) -> None:
    near, far = make.city("Near"), make.city("Far")
    lusophone = make.programme("Lusophone cities")
    make.partnership([near, make.city()], programme=lusophone)
    make.partnership([far, make.city()], programme=make.programme())
    client.sign_in(make.coordinator(lusophone))
    for extra in ({"role": "administrator"}, {"role": "coordinator"}, {"city_id": str(far.id)}):
        fields = {**INVITED, "city_id": str(near.id)}
        kept = {name: value for name, value in fields.items() if name not in extra}
        answer = client.submit("/people/new", kept, button="Send the invitation", extra=extra)
        assert answer.status_code == 422, extra
    extra = {"programmes": [str(lusophone.id)], "is_active": "", "password_hash": "x", "version": "9"}
    answer = client.submit(
        "/people/new", {**INVITED, "city_id": str(near.id)}, button="Send the invitation", extra=extra
    )
    assert answer.status_code == 303
    made = db.session.scalars(select(Person).where(Person.email == INVITED["email"])).one()
    assert (made.role, made.is_active, made.password_hash, made.version) == (Role.TECHNICIAN, True, None, 1)


def test_an_administrator_changes_role_and_programmes(client: PageClient) -> None:
    nampula, lusophone = make.city("Nampula"), make.programme("Lusophone cities")
    person = make.technician(nampula)
    client.sign_in(make.administrator())
    fields = {"role": "coordinator", "city_id": "", "organisation": "The network", "programmes": [str(lusophone.id)]}
    answer = client.submit(f"/people/{person.id}/edit", fields, button="Save")
    assert answer.status_code == 303
    page = client.follow(answer).page
    for words in ("Coordinator", "The network", "Lusophone cities"):
        assert words in page.main, words
    opened = client.get(f"/people/{person.id}/edit").page
    form = next(form for form in opened.forms if "programmes" in form.names)
    assert form.defaults["programmes"] == [str(lusophone.id)]
    assert form.defaults["organisation"] == ["The network"]


def test_two_edits_at_once_lose_nothing(client: PageClient) -> None:
    person = make.technician(make.city("Nampula"))
    client.sign_in(make.administrator())
    opened = client.get(f"/people/{person.id}/edit")
    assert client.send(opened, {"function": "Surveyor"}, button="Save").status_code == 303
    answer = client.send(opened, {"function": "Planner"}, button="Save")
    assert answer.status_code == 409
    assert "Planner" in answer.page.main
    assert "Surveyor" in answer.page.main
    assert person.function == "Surveyor"


def test_closing_an_account_ends_its_sessions_at_once(client: PageClient) -> None:
    person = make.technician(make.city("Nampula"))
    theirs = client.application.test_client()
    theirs.sign_in(person)
    client.sign_in(make.administrator())
    answer = client.submit(f"/people/{person.id}", button="Close account")
    page = client.follow(answer).page
    assert "This account is closed" in page.main
    assert theirs.get("/tasks").headers["Location"].startswith("/sign-in")
    assert "Mail a link" not in page.main
    assert "Closed" in client.get("/people").page.main
    client.submit(f"/people/{person.id}", button="Open account again")
    assert person.is_active


def test_an_erased_account_offers_no_way_to_open_it_again(client: PageClient) -> None:
    person = make.technician(make.city("Nampula"))
    with transaction():
        erase_person(person, at=make.AT)
    client.sign_in(make.administrator())
    page = client.get(f"/people/{person.id}").page
    assert "erased for good" in page.main
    assert "Open account again" not in page.main
    answer = client.post(f"/people/{person.id}/open", data={"csrf_token": page.token})
    assert answer.status_code == 409
    assert not person.is_active


def test_nobody_closes_their_own_account(client: PageClient) -> None:
    me = make.administrator()
    client.sign_in(me)
    assert "Close account" not in client.get(f"/people/{me.id}").page.main
    answer = client.submit(f"/people/{me.id}/edit", {"role": "observer"}, button="Save")
    assert answer.status_code == 409
    assert "You cannot change your own role" in answer.page.main


def test_numbers_that_no_account_has_are_not_found(client: PageClient) -> None:
    client.sign_in(make.administrator())
    for number in ("0", "999", "4294967296", "x", "-1"):
        for path in ("", "/edit"):
            assert client.get(f"/people/{number}{path}").status_code == 404, number


def test_as_many_statements_for_many_as_for_few(client: PageClient) -> None:
    nampula = make.city("Nampula")
    person = make.technician(nampula)
    client.sign_in(make.administrator())

    def counts() -> list[int]:
        found = []
        for path in ("/people", f"/people/{person.id}"):
            with statements() as made:
                client.get(path)
            found.append(len(made))
        return found

    few = counts()
    for _turn in range(6):
        make.technician(nampula)
        make.post_holder(make.partnership(), person, "member", city_id=nampula.id)
    assert counts() == few
