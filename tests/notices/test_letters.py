"""Every mail as its reader gets it: the same words as last time, light, with its reason and the way to fewer of them.

A snapshot holds the subject, the plain text and the markup. After a change of words that is meant, make them anew:
RENEW_SNAPSHOTS=1 python -m pytest -p tests.needs tests/notices
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from config import KNOWN_LANGUAGES
from tests import factories as make
from tests.databases import BASE_URL, Databases
from tests.notices.letters import Letters
from tracker.db import db, transaction
from tracker.models.outbox import OutboxItem
from tracker.notices.outbox import DUTIES, NEWS
from tracker.services import delivery

pytestmark = pytest.mark.once
SNAPSHOTS = Path(__file__).parent / "snapshots"
TEMPLATES = Path(__file__).parents[2] / "templates" / "mail"
MOST_BYTES = 12_000
PARTS = {"layout", "tasks"}
"""Templates that others are made of."""
OWN_WORDS = {"reminder": "ask_to_sign", "overdue": "ask_to_sign", "account_closed": "office_vacant"}
"""Letters that share their template with another one."""
OWN = (
    "Scan the maps",
    "Keep the cadastre",
    "What both cities",
    "Name the surveyors",
    "And say who paid",
    "Two reports",
)
QUOTED = re.compile(rf"(?:{'|'.join(OWN)})[^\n]*|http\S*|Minutes of the assembly")
"""What people wrote, in their own language."""
CHANGING = ((r"/verify/[0-9a-f]{32}", "/verify/CODE"), (r"\b[0-9a-f]{64}:\d+", "HEAD:COUNT"))


@pytest.fixture(scope="module", params=KNOWN_LANGUAGES)
def letters(request: pytest.FixtureRequest, databases: Databases) -> Iterator[tuple[Flask, str, dict[str, OutboxItem]]]:
    """Write every mail in one language; gives application, language and mails."""
    with databases.fresh_app() as app, app.app_context():
        yield app, request.param, Letters(request.param).everything()


def shown(item: OutboxItem) -> str:
    """Write a mail as a snapshot, without what differs from one run to the next."""
    text = f"{item.subject}\n\n{item.body_text}\n{'=' * 120}\n{item.body_html}"
    for what, words in CHANGING:
        text = re.sub(what, words, text)
    return text


def test_every_mail_says_what_it_said_before(letters: tuple[Flask, str, dict[str, OutboxItem]]) -> None:
    _app, language, mails = letters
    different = []
    for name, item in mails.items():
        snapshot = SNAPSHOTS / f"{name}.{language}.txt"
        if os.environ.get("RENEW_SNAPSHOTS"):
            snapshot.write_text(shown(item), encoding="utf-8")
        if not snapshot.exists() or snapshot.read_text(encoding="utf-8") != shown(item):
            different.append(snapshot.name)
    assert different == [], "read them, then RENEW_SNAPSHOTS=1"


def test_there_is_a_snapshot_for_each_template_and_no_other(letters: tuple[Flask, str, dict[str, OutboxItem]]) -> None:
    _app, language, mails = letters
    templates = {path.stem for path in TEMPLATES.iterdir()} - PARTS
    plain = {re.sub(r"_(scope|work_plan|renewal)$", "", name) for name in mails}
    named = {OWN_WORDS.get(name, name) for name in plain}
    assert named == templates == DUTIES | NEWS
    assert {path.name for path in SNAPSHOTS.glob(f"*.{language}.txt")} == {f"{name}.{language}.txt" for name in mails}


def test_every_mail_gives_its_reason_and_the_way_to_fewer(letters: tuple[Flask, str, dict[str, OutboxItem]]) -> None:
    for name, item in letters[2].items():
        why, _foot, way = item.body_text.rpartition("\n-- \n")[2].strip().partition("\n\n")
        assert len(why) > 20, name
        assert way.endswith(f"\n{BASE_URL}/account"), name
        assert item.body_html.count(f'href="{BASE_URL}/account"') >= 1, name


def test_both_parts_lead_to_the_same_pages(letters: tuple[Flask, str, dict[str, OutboxItem]]) -> None:
    for name, item in letters[2].items():
        plain = set(re.findall(rf"{BASE_URL}[^\s<>\"]*", item.body_text))
        marked = {one.replace("&amp;", "&") for one in re.findall(r'href="([^"]*)"', item.body_html)}
        assert marked <= plain, name
        assert all(one.startswith(BASE_URL) for one in marked), name


def test_every_mail_is_in_its_readers_language(letters: tuple[Flask, str, dict[str, OutboxItem]]) -> None:
    _app, language, mails = letters
    for name, item in mails.items():
        assert item.language == language, name
        assert f'<html lang="{language}">' in item.body_html, name
        own = QUOTED.sub("", item.body_text)
        english = set(re.findall(r"\b(the|this|and|waits|your|you|reminded|signed|report)\b", own.lower()))
        assert language == "en" or not english, f"{name}: {english}"


def test_times_are_those_of_the_readers_city(letters: tuple[Flask, str, dict[str, OutboxItem]]) -> None:
    _app, language, mails = letters
    words = {
        "en": "12 March 2026, 11:40 (Maputo)",
        "es": "12 de marzo de 2026, 11:40 (hora de Maputo)",
        "fr": "12 mars 2026, 11:40 (Maputo)",
        "pt": "12 de Março de 2026, 11:40 (hora de Maputo)",
        "pt-BR": "12 de março de 2026, 11:40 (Maputo)",
    }
    assert words[language].lower() in mails["report_partly_signed"].body_text.lower()


def test_every_mail_is_light_and_has_an_id_of_its_own(letters: tuple[Flask, str, dict[str, OutboxItem]]) -> None:
    mails = letters[2]
    weights = {name: len(delivery._message(item).as_bytes()) for name, item in mails.items()}
    assert max(weights.values()) <= MOST_BYTES, weights
    assert len({item.message_id for item in mails.values()}) == len(mails)
    assert all(re.fullmatch(r"<[0-9a-f]{32}@127\.0\.0\.1>", item.message_id) for item in mails.values())
    db.session.rollback()


@pytest.mark.parametrize("language", KNOWN_LANGUAGES)
def test_a_long_document_makes_no_long_mail(app: Flask, language: str) -> None:
    cities = [make.city("Nampula"), make.city("Vila Real de Santo António", "PT")]
    mayors = [make.mayor(city, language=language) for city in cities]
    visit = make.completed_mission(make.partnership(cities, stage=5))
    for _turn in range(60):
        make.agreed_task(visit, cities[1], what="Digitalização das plantas à escala de instalação. " * 8, who="é" * 200)
    report = make.submitted_report(visit, author=make.technician(cities[0], language=language))
    with transaction():
        remarks = make.evidence.Remarks("Não está à vista quem pagou. " * 400)
        make.signing.return_document(report, make.proof(report), remarks, actor=mayors[1], at=make.AT)
    items = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail")).all()
    weights = [len(delivery._message(item).as_bytes()) for item in items]
    assert len(weights) == 3
    assert max(weights) <= MOST_BYTES, weights
