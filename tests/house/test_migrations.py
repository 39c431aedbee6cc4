"""Migrations: up and down with rows in every table, all or nothing, and in the end exactly what the models say."""

import ast
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from tests import factories as make
from tests.databases import Databases
from tracker.db import Base, db, transaction
from tracker.domain.evaluation import Part, Visibility
from tracker.domain.partnerships import PartnershipState
from tracker.domain.signing import DocumentKind
from tracker.domain.stages import StageState
from tracker.models.partnerships import Partnership
from tracker.models.rooms import PriorityPart
from tracker.models.stages import StageRun, Waiver
from tracker.models.work import Responsible
from tracker.services import policies, readiness

pytestmark = pytest.mark.postgres
MIGRATIONS = Path(__file__).parents[2] / "migrations"
PREVIOUS = "0016"
"""The migration before the one that fills the words of the search."""
COUNTED_ANEW = ("counted_partnership", "counted_sign_off", "partnership_count", "sign_off_count")
"""Tables that their migration fills from what the older ones hold."""
FAILS_HALF_WAY = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade():
    op.create_table("half_way", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("need") as batch:
        batch.add_column(sa.Column("half_way", sa.Text()))
        batch.alter_column("affected", new_column_name="stricken")
    {then}


def downgrade():
    op.drop_table("half_way")
"""


@pytest.fixture
def empty(databases: Databases) -> Iterator[Flask]:
    """Make an application on a database without a single table."""
    url = databases.empty()
    with databases.app_on(url) as app, app.app_context():
        yield app
    databases.drop(url)


def revisions() -> list[str]:
    """List the migrations, the first one first."""
    config = current_app.extensions["migrate"].migrate.get_config()
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def counts() -> dict[str, int]:
    """Count the rows of every table."""
    counted = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
    }
    db.session.rollback()
    return counted


def schema() -> dict[str, list[str]]:
    """Name every table with its columns."""
    found = inspect(db.engine)
    return {table: sorted(column["name"] for column in found.get_columns(table)) for table in found.get_table_names()}


def standing() -> str:
    """Give the migration at which the database stands."""
    revision = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    db.session.rollback()
    return str(revision)


def test_up_from_nothing_and_down_to_nothing(empty: Flask) -> None:
    flask_migrate.upgrade()
    assert set(schema()) == {*Base.metadata.tables, "alembic_version"}
    flask_migrate.downgrade(revision="base")
    assert set(schema()) == {"alembic_version"}
    flask_migrate.upgrade()
    assert set(schema()) == {*Base.metadata.tables, "alembic_version"}


def test_each_step_down_and_up_again_with_rows_in_every_table(empty: Flask) -> None:
    flask_migrate.upgrade()
    make.a_row_in_every_table()
    before = counts()
    assert [table for table, count in before.items() if not count] == []
    first, *_later = revisions()
    for revision in revisions()[-2::-1]:
        flask_migrate.downgrade(revision=revision)
        assert standing() == revision
    assert standing() == first
    oldest = set(schema())
    for revision in revisions()[1:]:
        flask_migrate.upgrade(revision=revision)
    after = counts()
    assert after.pop("search_word") > 0
    kept = {*oldest, *COUNTED_ANEW}
    assert after == {table: count if table in kept else 0 for table, count in before.items() if table in after}
    flask_migrate.downgrade(revision="base")
    assert set(schema()) == {"alembic_version"}


def test_the_last_migration_is_what_the_models_say(empty: Flask) -> None:
    flask_migrate.upgrade()
    flask_migrate.check()


def test_a_failure_half_way_leaves_the_old_schema_and_can_be_tried_again(empty: Flask, tmp_path: Path) -> None:
    flask_migrate.upgrade()
    make.a_row_in_every_table()
    head, before, rows = standing(), schema(), counts()
    directory = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, directory)
    failing = directory / "versions" / "9999_fails_half_way.py"

    failing.write_text(FAILS_HALF_WAY.format(head=head, then='op.execute("UPDATE no_such_table SET id = 1")'))
    with pytest.raises(DBAPIError):
        flask_migrate.upgrade(directory=str(directory))
    assert (standing(), schema(), counts()) == (head, before, rows)

    failing.write_text(FAILS_HALF_WAY.format(head=head, then=""))
    flask_migrate.upgrade(directory=str(directory))
    assert standing() == "9999"
    assert "half_way" in schema()["need"]
    assert counts() == rows


def test_what_is_in_after_care_already_is_asked_for_its_follow_ups(empty: Flask) -> None:
    flask_migrate.upgrade()
    since = datetime(2026, 8, 31, 9, tzinfo=UTC)
    of = make.partnership([make.city(), make.city()], state=PartnershipState.AFTER_CARE, state_since=since)
    make.partnership()
    flask_migrate.downgrade(revision="0002")
    flask_migrate.upgrade()
    asked = db.session.execute(text("SELECT partnership_id, months, due_on FROM follow_up ORDER BY city_id, months"))
    days = [(6, "2027-02-28"), (12, "2027-08-31"), (24, "2028-08-31")]
    assert [(number, months, str(due)) for number, months, due in asked] == [(of.id, *one) for one in days * 2]
    db.session.rollback()


def test_what_activities_said_of_their_indicator_is_in_the_logframe(empty: Flask) -> None:
    flask_migrate.upgrade()
    of = make.partnership([make.city(), make.city()])
    said, plain = make.activity(of), make.activity(of)
    numbers = (said.id, plain.id)
    db.session.rollback()
    flask_migrate.downgrade(revision="0009")
    told = "UPDATE activity SET indicator = 'Maps', baseline = '0', target = 'All 40 sheets' WHERE id = :number"
    db.session.execute(text(told), {"number": numbers[0]})
    db.session.commit()
    flask_migrate.upgrade()
    rows = db.session.execute(
        text(
            "SELECT o.title, o.level, i.title, i.baseline, i.target, i.remarks FROM activity a"
            " JOIN objective o ON o.id = a.objective_id JOIN indicator i ON i.objective_id = o.id"
        )
    )
    assert [tuple(row) for row in rows] == [("All scanned", "output", "Maps", 0, None, "target: All 40 sheets")]
    db.session.rollback()


def filled_rooms(of: Partnership, *, are_full: bool) -> None:
    """Fill every room of a partnership, or half of each."""
    cities = of.cities
    for one in cities if are_full else cities[:1]:
        make.need(of, one)
    make.comparison(of)
    make.priority(of, **({} if are_full else {"parts": [PriorityPart(city=cities[0], part=Part.TEACHES)]}))
    make.activity(of, **({} if are_full else {"responsibles": [Responsible(city=cities[0], name="Surveyor")]}))
    exchanged = make.instrument(of)
    for one in cities if are_full else cities[:1]:
        make.rating(exchanged, one)
    make.result(of, achieved="Half" if are_full else "")
    make.note(of, make.technician(cities[0]), visibility=Visibility.PARTNERS if are_full else Visibility.PRIVATE)
    if of.stage_number in (4, 5) and are_full:
        for one in cities:
            make.mayor(one)
        make.signed_report(make.completed_mission(of))
        make.signed_agreement(of, DocumentKind.WORK_PLAN)


def test_what_is_ready_is_known_as_the_facts_say(empty: Flask) -> None:
    flask_migrate.upgrade()
    for policy in ("guide-1", "guide-2", "short_exchange-1"):
        for number in range(1, 7):
            make.partnership(stage=number, policy=policy)
            half, full, agreed, resting = (make.partnership(stage=number, policy=policy) for _ in range(4))
            for of in (half, full, agreed, resting):
                filled_rooms(of, are_full=of is not half)
            resting.state = PartnershipState.ON_HOLD
            run = db.session.scalars(
                select(StageRun).where(StageRun.partnership_id == agreed.id, StageRun.number == number)
            ).one()
            for one in agreed.cities:
                make.consent(run, one)
    coordinator = make.coordinator()
    with transaction():
        waived = db.session.scalars(select(StageRun).where(StageRun.state == StageState.IN_PROGRESS)).all()
        for run in waived[::4]:
            for line in policies.policy_of(run.partnership).stage(run.number).gate[:-1]:
                told = {"reason": "On paper", "waived_at": make.AT, "waived_by": coordinator}
                db.session.add(Waiver(stage_run=run, condition=line.__name__, **told))
        db.session.flush()
        readiness.rebuild(make.AT)

    def copies() -> dict[int, tuple[bool, bool]]:
        rows = db.session.execute(select(StageRun.id, StageRun.asked_at, StageRun.ready_at)).all()
        db.session.rollback()
        return {number: (asked is not None, ready is not None) for number, asked, ready in rows}

    before = copies()
    assert Counter(before.values()).keys() == {(False, False), (True, False), (False, True), (True, True)}
    flask_migrate.downgrade(revision="0012")
    flask_migrate.upgrade()
    assert copies() == before
    with transaction():
        assert readiness.rebuild(make.AT) == 0


def test_everything_is_found_and_folded_as_if_it_had_been_written_today(empty: Flask) -> None:
    def kept() -> tuple[list[object], ...]:
        found = tuple(
            list(map(tuple, db.session.execute(text(query))))
            for query in (
                "SELECT kind, word, thing_id, partnership_id FROM search_word ORDER BY kind, word, thing_id",
                "SELECT id, search_text FROM partnership ORDER BY id",
                "SELECT id, search_text FROM city ORDER BY id",
                "SELECT id, search_text FROM delegate ORDER BY id",
            )
        )
        db.session.rollback()
        return found

    flask_migrate.upgrade()
    of = make.a_row_in_every_table()
    make.partnership(
        [make.city("Vilanculos"), make.city("Xai-Xai")], title="Projecto de infra-estruturas, Acção Óptima"
    )
    make.delegate(make.completed_mission(of), of.cities[0], name="Victória de São Tomé")
    make.note(of, make.technician(of.cities[0]), removed_at=make.AT, text="Removed")
    make.note(of, make.technician(of.cities[0]), text="Ligação electrónica à Guiné-Bissau")
    before = kept()
    flask_migrate.downgrade(revision=PREVIOUS)
    older = db.session.scalars(text("SELECT search_text FROM partnership ORDER BY id DESC LIMIT 1")).one()
    assert older.startswith("projecto de infra-estruturas accao optima")
    db.session.rollback()
    flask_migrate.upgrade()
    assert kept() == before


@pytest.mark.parametrize("path", sorted(MIGRATIONS.rglob("*.py")), ids=lambda path: path.stem)
def test_a_migration_does_not_lean_on_code_that_will_change(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name for name in names if name.split(".")[0] in {"tracker", "config", "wsgi"}} == set()
