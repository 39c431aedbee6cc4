"""No dashboard and no list reads a big table from end to end without an index, on either database."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select, text

from tests import client as clients
from tests.databases import BASE_URL, ON_POSTGRESQL, Databases
from tests.factories import PASSWORD
from tests.world import sign_in
from tracker.clock import utc_now
from tracker.db import db, learn_spread, transaction
from tracker.demo.accounts import HOST
from tracker.demo.bulk import load_many
from tracker.models.partnerships import Member, Partnership
from tracker.services.accounts import find_account

pytestmark = pytest.mark.postgres
PARTNERSHIPS = 300
BIG = frozenset(
    (
        *("partnership", "member", "post_holder", "mission", "delegate", "agreed_task", "official_document", "slot"),
        *("signature", "stage_run", "journal_entry", "outbox_item", "need", "comparison", "priority", "activity"),
        *("result", "rating", "evaluation_note", "follow_up", "evaluation", "evaluation_side", "login_session"),
    )
)
"""Tables that grow with the partnerships, or with what people do."""
NARROWED = (
    *("programme=none", "country=MZ", "theme=waste", "stage=3", "phase=sense", "state=active", "state=current"),
    *("modality=bilateral", "city=nampula", "sdg=11", "since=2024-01-01", "until=2026-01-01", "person=1", "q=nampula"),
)
LISTS = ("/portfolio/sign-offs", "/portfolio/missions-without-report", "/portfolio/quiet", "/portfolio/planned")
COORDINATOR = (
    *("/portfolio", *(f"/portfolio?{asked}" for asked in NARROWED if not asked.startswith("q="))),
    *(*LISTS, "/portfolio/leadership", "/portfolio/sign-offs?age=31-", "/sign-offs/remind"),
    *("/partnerships", *(f"/partnerships?{asked}" for asked in NARROWED)),
    *(f"/partnerships?state=current&sort={order}" for order in ("stage", "last_event", "programme")),
    *("/missions", "/missions?q=nampula", "/cities", "/cities/nampula", "/programmes", "/compendium"),
)
TECHNICIAN = ("/tasks", "/partnerships", "/partnerships/{partnership}", "/missions", "/portfolio/planned", "/cities")
PAGES = {
    "coordinator": COORDINATOR,
    "admin": ("/portfolio", "/partnerships", "/missions"),
    "technician.nampula": tuple(one for one in TECHNICIAN if not one.startswith("/portfolio")),
    "mayor.nampula": ("/tasks", "/partnerships"),
}


class Plans:
    """A database with some hundred partnerships, the statements of pages, and how the database would answer them."""

    def __init__(self, app: Flask) -> None:
        with transaction():
            load_many(PARTNERSHIPS, 1, PASSWORD, utc_now())
        _settle()
        people = {name: find_account(f"{name}@{HOST}") for name in PAGES}
        self.cookies = {name: sign_in(app, name, person).cookie for name, person in people.items()}
        self.browser = FlaskClient(app, use_cookies=False)
        self.partnership = _partnership_of("nampula")

    def scans(self, reader: str, path: str) -> list[str]:
        """Name the big tables that a page reads from end to end, each with the statement that does."""
        address = path.format(partnership=self.partnership)
        with explained() as found:
            answer = self.browser.get(address, base_url=BASE_URL, headers={"Cookie": self.cookies[reader]})
        assert answer.status_code == 200
        return found


def _partnership_of(city: str) -> str:
    account = find_account(f"technician.{city}@{HOST}")
    assert account is not None
    query = select(Partnership.ref).join(Member).where(Member.city_id == account.city_id).limit(1)
    return db.session.scalars(query).one()


def _settle() -> None:
    """Let the database know how its rows are spread."""
    if ON_POSTGRESQL:
        with transaction():
            db.session.execute(text("ANALYZE"))
    else:
        learn_spread()
        db.engine.dispose()


@contextmanager
def explained() -> Iterator[list[str]]:
    """Ask the database for the plan of each statement that the block makes; gives what scans a big table."""
    found: list[str] = []

    def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            scanned = _scanned_postgresql if ON_POSTGRESQL else _scanned_sqlite
            found.extend(f"{table}: {statement}" for table in scanned(cursor.connection, statement, parameters))

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


def _scanned_sqlite(connection: Any, statement: str, parameters: Any) -> list[str]:
    plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    lines = [re.fullmatch(r"SCAN (\w+?)(?:_\d+)?", row[3]) for row in plan]
    return [line[1] for line in lines if line and line[1] in BIG]


def _scanned_postgresql(connection: Any, statement: str, parameters: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
        (plans,) = cursor.fetchone()
        cursor.execute("SET LOCAL enable_seqscan = on")
    read = plans if isinstance(plans, list) else json.loads(plans)
    return [table for table in _sequential(read[0]["Plan"]) if table in BIG]


def _sequential(plan: dict[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from _sequential(part)


@pytest.fixture(scope="module")
def plans(databases: Databases) -> Iterator[Plans]:
    """Make the database."""
    with databases.fresh_app(DEMO="1") as app:
        clients.install(app)
        with app.app_context():
            yield Plans(app)


@pytest.mark.parametrize(("reader", "path"), [(reader, path) for reader, paths in PAGES.items() for path in paths])
def test_no_page_scans_a_big_table(plans: Plans, reader: str, path: str) -> None:
    assert plans.scans(reader, path) == []


def test_a_scan_is_noticed(plans: Plans) -> None:
    with explained() as found:
        db.session.execute(text("SELECT note FROM partnership WHERE note = 'no index'"))
    assert [line.split(":")[0] for line in found] == ["partnership"]
