"""The official act on its pages: read, prove, sign or return; never by opening an address."""

import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from pyotp import TOTP
from sqlalchemy import func, select

from tests import factories as make
from tests.client import Answer, PageClient
from tests.databases import database_hash
from tests.device import Device, device_for
from tests.factories import PASSWORD
from tracker.clock import utc_now
from tracker.db import db, transaction
from tracker.domain.signing import DocumentState, Method, Profile
from tracker.models.official_documents import DocumentFile, OfficialDocument, Signature
from tracker.models.outbox import OutboxItem
from tracker.models.people import Passkey, Person
from tracker.services import passkeys, proofs


@pytest.fixture
def document(client: PageClient) -> OfficialDocument:
    """Give a report that waits for Nampula and Guarulhos."""
    cities = [make.city("Nampula"), make.city("Guarulhos", "BR")]
    for city in cities:
        make.mayor(city)
    return make.submitted_report(make.completed_mission(make.partnership(cities, stage=5)))


@pytest.fixture
def mayor(client: PageClient, document: OfficialDocument) -> Person:
    """Sign the mayor of Nampula in."""
    person = make.holder_of(document.slots[0].city)
    client.sign_in(person)
    return person


def signatures() -> int:
    """Count the signatures."""
    return db.session.scalar(select(func.count()).select_from(Signature)) or 0


def test_the_mayor_lands_on_what_waits_and_reads_the_tasks_first(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    home = client.follow(client.get("/"))
    assert "Sign the report" in home.page.main
    page = client.get(f"/reports/{document.ref}").page
    assert page.main.index("Scan the maps of Nampula") < page.main.index(document.summary)
    assert "Waits for your signature" in page.main


def test_signing_needs_the_password_again(client: PageClient, document: OfficialDocument, mayor: Person) -> None:
    wrong = client.submit(f"/reports/{document.ref}/sign", {"password": "not my password"})
    assert wrong.status_code == 422
    assert "Nothing was signed" in wrong.page.main
    assert signatures() == 0
    answer = client.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD})
    done = client.follow(answer)
    assert done.page.h1 == "Report signed"
    assert "Guarulhos" in done.page.main
    assert signatures() == 1


def test_guessing_the_password_is_stopped(client: PageClient, document: OfficialDocument, mayor: Person) -> None:
    for _ in range(10):
        client.submit(f"/reports/{document.ref}/sign", {"password": "not my password"})
    answer = client.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD})
    assert answer.status_code == 422
    assert "quarter of an hour" in answer.page.main
    assert signatures() == 0


def test_what_is_kept_is_the_sentence_that_was_shown(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    shown = client.get(f"/reports/{document.ref}/sign")
    client.send(shown, {"password": PASSWORD})
    signature = db.session.scalars(select(Signature)).one()
    assert signature.intent in shown.page.main
    assert "confirm its 2 tasks" in signature.intent
    assert (signature.digest, signature.method) == (document.digest, "password")


def test_a_double_click_and_the_back_button_sign_once(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    page = client.get(f"/reports/{document.ref}/sign")
    for _ in range(3):
        answer = client.send(page, {"password": PASSWORD})
        assert client.follow(answer).page.h1 == "Report signed"
    assert signatures() == 1
    assert client.follow(client.get(f"/reports/{document.ref}/sign")).page.h1 == "Report signed"


def test_both_signatures_make_it_official_and_seal_it(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    client.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD})
    client.sign_in(make.holder_of(document.slots[1].city))
    answer = client.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD})
    assert "official document" in client.follow(answer).page.main
    assert document.state is DocumentState.SIGNED
    assert db.session.get(DocumentFile, (document.id, 2)) is not None
    pdf = client.get(f"/reports/{document.ref}.pdf")
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")


def test_a_text_of_another_digest_is_not_signed(client: PageClient, document: OfficialDocument, mayor: Person) -> None:
    answer = client.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD}, extra={"digest": "0" * 64})
    assert answer.status_code == 409
    assert signatures() == 0


def test_the_stamp_of_another_page_is_not_taken(client: PageClient, document: OfficialDocument, mayor: Person) -> None:
    answer = client.submit(f"/reports/{document.ref}/sign", {"password": PASSWORD}, extra={"opened": "forged"})
    assert answer.status_code == 409
    assert signatures() == 0


def test_returning_needs_remarks_and_the_password(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    empty = client.submit(f"/reports/{document.ref}/return", {"remarks": " ", "password": PASSWORD})
    assert empty.status_code == 422
    wrong = client.submit(f"/reports/{document.ref}/return", {"remarks": "Name them.", "password": "no"})
    assert wrong.status_code == 422
    assert "Name them." in wrong.page.main
    answer = client.submit(f"/reports/{document.ref}/return", {"remarks": "Name them.", "password": PASSWORD})
    assert client.follow(answer).page.h1 == "Report returned"
    assert document.state is DocumentState.CHANGES_REQUESTED


def test_a_mailed_address_signs_nobody_in_and_changes_nothing(client: PageClient, document: OfficialDocument) -> None:
    before = database_hash()
    for path in (f"/reports/{document.ref}", f"/reports/{document.ref}/sign", f"/reports/{document.ref}/return"):
        for _ in range(5):
            assert client.get(path).headers["Location"].startswith("/sign-in?next=")
            assert client.head(path).status_code == 302
    assert database_hash() == before


def test_nobody_else_reaches_the_sign_page(client: PageClient, document: OfficialDocument) -> None:
    for person, status in (
        (make.administrator(), 403),
        (make.coordinator(), 403),
        (document.author, 403),
        (make.mayor(make.city("Lyon", "FR")), 404),
    ):
        client.sign_in(person)
        assert client.get(f"/reports/{document.ref}/sign").status_code == status


def test_a_person_with_nothing_signs_by_mailed_code(client: PageClient, document: OfficialDocument) -> None:
    mayor = make.holder_of(document.slots[0].city)
    client.sign_in(mayor)
    mayor.password_hash = None
    db.session.commit()
    asked = client.submit(f"/reports/{document.ref}", button="Sign", form="mail-code")
    page = client.follow(asked)
    assert mayor.email in page.page.main
    wrong = client.send(page, {"code": other_than(code_for(mayor))})
    assert (wrong.status_code, signatures()) == (422, 0)
    assert "Nothing was signed" in wrong.page.main
    code = code_for(mayor)
    done = client.follow(client.send(wrong, {"code": f" {code[:3]} {code[3:]}"}))
    assert done.page.h1 == "Report signed"
    signature = db.session.scalars(select(Signature)).one()
    assert (signature.method, signature.profile) == (Method.MAILED_CODE, Profile.A)


def code_for(person: Person) -> str:
    """Read the newest code in the mail to somebody."""
    mails = select(OutboxItem.body_text).where(OutboxItem.person_id == person.id, OutboxItem.is_secret)
    newest = db.session.scalars(mails.order_by(OutboxItem.id.desc())).first()
    found = re.findall(r"^[0-9]{6}$", newest or "", re.M)
    assert found
    return str(found[0])


def other_than(code: str) -> str:
    """Give a code that is not this one."""
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_code_for_another_report_signs_nothing(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    other = make.submitted_report(make.completed_mission(document.partnership))
    client.submit(f"/reports/{other.ref}/sign", form="mail-code")
    stolen = code_for(mayor)
    client.submit(f"/reports/{document.ref}/sign", form="mail-code")
    if code_for(mayor) != stolen:
        answer = client.submit(f"/reports/{document.ref}/sign", {"code": stolen})
        assert (answer.status_code, signatures()) == (422, 0)


def test_a_code_that_is_worn_out_leads_to_a_new_one(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    client.submit(f"/reports/{document.ref}/sign", form="mail-code")
    page = client.get(f"/reports/{document.ref}/sign")
    for _ in range(5):
        answer = client.send(page, {"code": other_than(code_for(mayor))})
        assert answer.status_code == 422
    assert "Ask for a new one" in answer.page.main
    assert "Mail me a code" in answer.page.main


def test_the_same_code_sent_twice_signs_once_and_says_when(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    client.submit(f"/reports/{document.ref}/sign", form="mail-code")
    page = client.get(f"/reports/{document.ref}/sign")
    for _ in range(2):
        done = client.follow(client.send(page, {"code": code_for(mayor)}))
        assert done.page.h1 == "Report signed"
    assert "Already signed for Nampula" in done.page.main
    assert signatures() == 1


def test_remarks_survive_the_mailing_of_a_code(client: PageClient, document: OfficialDocument, mayor: Person) -> None:
    page = client.get(f"/reports/{document.ref}/return")
    asked = client.send(page, {"remarks": "Name them."}, button="Mail me a code")
    assert asked.status_code == 200
    answer = client.send(asked, {"code": code_for(mayor)}, button="Return with remarks")
    assert client.follow(answer).page.h1 == "Report returned"
    assert db.session.scalars(select(Signature.remarks)).one() == "Name them."


def test_signing_without_any_proof_is_refused(client: PageClient, document: OfficialDocument, mayor: Person) -> None:
    answer = client.submit(f"/reports/{document.ref}/sign", {"password": ""})
    assert (answer.status_code, signatures()) == (422, 0)
    assert "Prove who you are first" in answer.page.main


@pytest.fixture
def phone(app: Flask, client: PageClient, mayor: Person) -> Device:
    """Give the mayor's phone, with a passkey, on an address for which browsers make them."""
    app.config["BASE_URL"] = "https://tracker.example.org"
    device, offer = device_for(), passkeys.offer_passkey(mayor, utc_now())
    with transaction():
        passkeys.add_passkey(mayor, device.make(offer["options"]), offer["stamp"], "My phone", at=utc_now())
    return device


def by_passkey(client: PageClient, page: Answer, device: Device, fields: dict[str, str] | None = None) -> Answer:
    """Do what the script does: ask for a challenge, have the device answer it, send the form."""
    form = next(one for one in page.page.forms if one.id == "passkey-form")
    element = next(one for one in page.page.all("form") if one.get("id") == "passkey-form")
    asked = client.post(element.get("data-ask"), data=form.defaults)
    assert asked.status_code == 200, asked.page.main
    extra = {"passkey": device.prove(asked.json["options"]), "stamp": asked.json["stamp"]}
    return client.send(page, fields, form="passkey-form", extra=extra)


def test_a_passkey_signs_from_the_page_that_was_read(
    client: PageClient, document: OfficialDocument, phone: Device
) -> None:
    read = client.get(f"/reports/{document.ref}")
    done = client.follow(by_passkey(client, read, phone))
    assert done.page.h1 == "Report signed"
    signature = db.session.scalars(select(Signature)).one()
    assert (signature.method, signature.profile) == (Method.PASSKEY, Profile.B)
    assert json.loads(signature.evidence)["credential"] == db.session.scalars(select(Passkey.credential_id)).one()
    again = client.follow(by_passkey_again(client, read))
    assert "Already signed for Nampula" in again.page.main


def by_passkey_again(client: PageClient, page: Answer) -> Answer:
    """Send the form once more, as a phone without a line does later."""
    return client.send(page, form="passkey-form", extra={"passkey": "{}", "stamp": "x"})


def test_what_a_device_answered_for_signing_does_not_return(
    client: PageClient, document: OfficialDocument, phone: Device
) -> None:
    read, other = client.get(f"/reports/{document.ref}"), client.get(f"/reports/{document.ref}/return")
    data = next(one for one in read.page.forms if one.id == "passkey-form").defaults
    asked = client.post(f"/reports/{document.ref}/sign/passkey", data=data)
    extra = {"passkey": phone.prove(asked.json["options"]), "stamp": asked.json["stamp"], "key": data["key"]}
    answer = client.send(other, {"remarks": "No."}, form="passkey-form", extra=extra)
    assert (answer.status_code, signatures()) == (422, 0)


def test_remarks_are_returned_by_passkey(client: PageClient, document: OfficialDocument, phone: Device) -> None:
    page = client.get(f"/reports/{document.ref}/return")
    answer = by_passkey(client, page, phone, {"remarks": "Name them."})
    assert client.follow(answer).page.h1 == "Report returned"


def test_a_challenge_is_given_for_the_text_that_was_read_alone(
    client: PageClient, document: OfficialDocument, phone: Device
) -> None:
    form = next(one for one in client.get(f"/reports/{document.ref}").page.forms if one.id == "passkey-form")
    for changed in ({"digest": "0" * 64}, {"key": "x"}):
        answer = client.post(f"/reports/{document.ref}/sign/passkey", data={**form.defaults, **changed})
        assert answer.status_code == 409


def ask_for_profile(document: OfficialDocument, profile: Profile) -> None:
    """Let the first city ask for a profile."""
    document.slots[0].profile = profile
    db.session.commit()


def test_profile_b_is_signed_by_passkey_or_app_alone(
    client: PageClient, document: OfficialDocument, phone: Device, mayor: Person
) -> None:
    ask_for_profile(document, Profile.B)
    page = client.get(f"/reports/{document.ref}/sign")
    assert not {"password", "code"} & {name for form in page.page.forms for name in form.names}
    forced = client.send(page, form="passkey-form", extra={"password": PASSWORD})
    assert (forced.status_code, signatures()) == (409, 0)
    assert client.follow(by_passkey(client, page, phone)).page.h1 == "Report signed"


def test_profile_b_without_either_says_how_to_get_one_and_leads_back(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    ask_for_profile(document, Profile.B)
    page = client.get(f"/reports/{document.ref}/sign")
    assert "passkey or an authenticator app" in page.page.main
    account = client.get(page.page.link("Add one, then come back"))
    assert account.page.link("Back to the document") == f"/reports/{document.ref}"
    assert "Sign" in [text for text, _href in client.get(f"/reports/{document.ref}").page.links]


def test_an_authenticator_app_signs(client: PageClient, document: OfficialDocument, mayor: Person) -> None:
    ask_for_profile(document, Profile.B)
    before = utc_now() - timedelta(minutes=5)
    offer = proofs.offer_authenticator(mayor, before)
    app = TOTP(offer.secret)
    with transaction():
        proofs.add_authenticator(mayor, offer, app.at(before), at=before)
    wrong = client.submit(f"/reports/{document.ref}/sign", {"authenticator": other_than(app.now())})
    assert (wrong.status_code, signatures()) == (422, 0)
    answer = client.send(wrong, {"authenticator": app.now()})
    assert client.follow(answer).page.h1 == "Report signed"


def test_opening_the_pages_of_a_passkey_changes_nothing(
    client: PageClient, document: OfficialDocument, phone: Device
) -> None:
    before = database_hash()
    for path in ("", "/sign", "/return", "/sign/code", "/return/code", "/sign/passkey", "/return/passkey"):
        assert client.get(f"/reports/{document.ref}{path}").status_code in {200, 405}
    assert database_hash() == before


def test_a_withdrawn_report_leads_back_to_its_page(
    client: PageClient, document: OfficialDocument, mayor: Person
) -> None:
    page = client.get(f"/reports/{document.ref}/sign")
    author = PageClient(client.application, client.response_wrapper)
    author.sign_in(document.author)
    author.submit(f"/reports/{document.ref}/withdraw", {"reason": "A mistake."})
    answer = client.follow(client.send(page, {"password": PASSWORD}))
    assert "A mistake." in answer.page.main
    assert signatures() == 0
