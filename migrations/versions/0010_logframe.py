"""The logframe: objectives, indicators with milestones and measurements, and what was spent.

What activities said of their indicator becomes an output of the logframe with that indicator.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

SHARED = ("partnership_id", "cycle", "created_by_id", "created_at", "removed_at", "is_demonstration")


def upgrade() -> None:
    """Add the tables, move the indicators of activities there, and drop their columns; nothing is measured or spent."""
    op.create_table(
        "objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "impact",
                "outcome",
                "output",
                name="objectivelevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("assumptions", sa.Text(), nullable=False),
        sa.Column("serves_id", sa.Integer(), nullable=True),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("id <> serves_id", name=op.f("ck_objective_serves_another")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_objective_created_by_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_objective_partnership_id")),
        sa.ForeignKeyConstraint(["serves_id"], ["objective.id"], name=op.f("fk_objective_serves_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
    )
    op.create_index("ix_objective_partnership_id_cycle", "objective", ["partnership_id", "cycle"], unique=False)
    op.create_index(op.f("ix_objective_serves_id"), "objective", ["serves_id"], unique=False)
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objective_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "aggregate",
            sa.Enum("sum", "mean", "latest", name="aggregate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_indicator_created_by_id")),
        sa.ForeignKeyConstraint(["objective_id"], ["objective.id"], name=op.f("fk_indicator_objective_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_indicator_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    op.create_index(op.f("ix_indicator_objective_id"), "indicator", ["objective_id"], unique=False)
    op.create_index("ix_indicator_partnership_id_cycle", "indicator", ["partnership_id", "cycle"], unique=False)
    op.create_table(
        "measurement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_measurement_indicator_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_measurement_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
    )
    op.create_index(op.f("ix_measurement_indicator_id"), "measurement", ["indicator_id"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_milestone_indicator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(op.f("ix_milestone_indicator_id"), "milestone", ["indicator_id"], unique=False)
    objective = sa.ForeignKey("objective.id", name=op.f("fk_activity_objective_id"))
    op.add_column("activity", sa.Column("objective_id", sa.Integer(), objective), inline_references=True)
    op.create_index(op.f("ix_activity_objective_id"), "activity", ["objective_id"], unique=False)
    _move_indicators()
    for name in ("indicator", "baseline", "target"):
        op.drop_column("activity", name)
    with op.batch_alter_table("cost") as cost:
        cost.add_column(sa.Column("spent_cents", sa.BigInteger(), nullable=True))
        cost.create_check_constraint("spent_positive", "spent_cents > 0")


def _move_indicators() -> None:
    told = ("id", "title", "result", "indicator", "baseline", "target", *SHARED)
    activity = sa.table("activity", sa.column("objective_id"), *(sa.column(name) for name in told))
    said = sa.or_(activity.c.indicator != "", activity.c.baseline != "", activity.c.target != "")
    connection = op.get_bind()
    for row in connection.execute(sa.select(*(activity.c[name] for name in told)).where(said)).mappings().all():
        number = _insert("objective", row, level="output", title=row["result"] or row["title"], assumptions="")
        _insert("indicator", row, objective_id=number, **_figures(row))
        connection.execute(activity.update().where(activity.c.id == row["id"]).values(objective_id=number))


def _insert(name: str, row: Mapping[str, Any], **values: Any) -> int:
    """Insert a row that shares who wrote it with an activity; gives its id."""
    values |= {"version": 1, **{one: row[one] for one in SHARED}}
    table = sa.table(name, sa.column("id"), *(sa.column(one) for one in values))
    return int(op.get_bind().scalar(table.insert().values(**values).returning(table.c.id)))


def _figures(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give what an activity said of its indicator; words where a number is asked for become a remark."""
    figures = {name: _number(row[name]) for name in ("baseline", "target")}
    words = [f"{name}: {row[name]}" for name, figure in figures.items() if row[name] and figure is None]
    title = row["indicator"] or row["result"] or row["title"]
    return {"title": title, "unit": "", "source": "", "aggregate": "sum", "remarks": "; ".join(words), **figures}


def _number(written: str) -> float | None:
    try:
        return float(written)
    except ValueError:
        return None


def downgrade() -> None:
    """Drop them, and with them the logframe, what was measured and what was spent."""
    with op.batch_alter_table("cost") as cost:
        cost.drop_constraint(op.f("ck_cost_spent_positive"), type_="check")
        cost.drop_column("spent_cents")
    for name in ("target", "baseline", "indicator"):
        op.add_column("activity", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.drop_index(op.f("ix_activity_objective_id"), table_name="activity")
    op.drop_column("activity", "objective_id")
    for name in ("milestone", "measurement", "indicator", "objective"):
        op.drop_table(name)
