"""Since when a stage asks for the words of its cities, and since when it awaits the decision on its gate."""

# ruff: noqa: S608  (every word of these statements stands in this file)

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

KEPT = "x.partnership_id = p.id AND x.cycle = p.cycle AND x.removed_at IS NULL"
SIGNED = "d.partnership_id = p.id AND d.cycle = p.cycle AND d.signed_at IS NOT NULL"


def _some(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} x WHERE {KEPT})"


def _none(table: str, lacks: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM {table} x WHERE {KEPT} AND {lacks})"


def _no_city(of: str, lacks: str) -> str:
    """Hold where no member city lacks something, for each row of what stands before it."""
    joined = f"{of}, member m" if of else "member m"
    kept = f"{KEPT} AND " if of else ""
    return f"NOT EXISTS (SELECT 1 FROM {joined} WHERE {kept}m.partnership_id = p.id AND NOT EXISTS (SELECT 1 FROM {lacks}))"


AGREED = _no_city("", "consent c WHERE c.stage_run_id = r.id AND c.city_id = m.city_id")
CONFIRMED = "the_work_plan_is_confirmed"
MET = {
    "every_city_has_needs": _no_city(
        "",
        "need n WHERE n.partnership_id = p.id AND n.cycle = p.cycle AND n.removed_at IS NULL AND n.city_id = m.city_id",
    ),
    "every_city_described_each_dimension": _some("comparison")
    + " AND "
    + _no_city(
        "comparison x",
        "comparison_cell c WHERE c.comparison_id = x.id AND c.city_id = m.city_id AND c.description <> ''",
    ),
    "each_priority_has_teacher_and_learner": " AND ".join(
        [
            _some("priority"),
            *(
                _none(
                    "priority",
                    f"NOT EXISTS (SELECT 1 FROM priority_part q WHERE q.priority_id = x.id AND q.part = '{part}')",
                )
                for part in ("teaches", "learns")
            ),
        ]
    ),
    "every_activity_is_dated": f"{_some('activity')} AND {_none('activity', '(x.starts_on IS NULL OR x.ends_on IS NULL)')}",
    "every_activity_has_responsible_persons": _some("activity")
    + " AND "
    + _no_city("activity x", "responsible q WHERE q.activity_id = x.id AND q.city_id = m.city_id AND q.name <> ''"),
    "every_activity_has_a_result": _some("activity") + " AND " + _none("activity", "x.result = ''"),
    "every_cost_has_a_bearer": _some("activity")
    + " AND "
    + _none("activity", "EXISTS (SELECT 1 FROM cost q WHERE q.activity_id = x.id AND q.bearer = '')"),
    CONFIRMED: "EXISTS (SELECT 1 FROM official_document d"
    f" WHERE {SIGNED} AND d.kind = 'work_plan' AND d.state IN ('signed', 'superseded'))",
    "a_report_is_signed": "EXISTS (SELECT 1 FROM official_document d"
    " WHERE d.partnership_id = p.id AND d.cycle = p.cycle AND d.kind = 'mission_report'"
    " AND (d.state = 'signed' OR (d.state = 'superseded' AND EXISTS (SELECT 1 FROM official_document e"
    " WHERE e.mission_id = d.mission_id AND e.number > d.number AND e.state = 'signed'))))",
    "an_instrument_is_recorded": _some("instrument"),
    "every_result_is_assessed": _some("result") + " AND " + _none("result", "x.achieved = ''"),
    "every_city_rated_the_instruments": _some("instrument")
    + " AND "
    + _no_city("instrument x", "rating q WHERE q.instrument_id = x.id AND q.city_id = m.city_id"),
    "a_lesson_is_written": f"EXISTS (SELECT 1 FROM evaluation_note x WHERE {KEPT} AND x.visibility <> 'private')",
}
"""When each condition of a gate is met, for the partnership `p` and its stage `r`."""
WORDS = {
    1: "every_city_agrees_on_the_diagnosis",
    2: "every_city_agrees_on_the_comparison",
    3: "every_city_agrees_on_the_priorities",
    4: "every_city_agrees_on_the_work_plan",
    6: "every_city_agrees_on_the_assessment",
}
GUIDE = {
    1: ["every_city_has_needs"],
    2: ["every_city_described_each_dimension"],
    3: ["each_priority_has_teacher_and_learner"],
    4: [
        "every_activity_is_dated",
        "every_activity_has_responsible_persons",
        "every_activity_has_a_result",
        "every_cost_has_a_bearer",
    ],
    5: ["a_report_is_signed", "an_instrument_is_recorded"],
    6: ["every_result_is_assessed", "every_city_rated_the_instruments", "a_lesson_is_written"],
}
POLICIES = {
    "guide-1": GUIDE,
    "guide-2": {
        number: [*asked, *([WORDS[number]] if number in WORDS else []), *([CONFIRMED] if number == 4 else [])]
        for number, asked in GUIDE.items()
    },
    "short_exchange-1": {
        **{number: GUIDE[number] for number in (1, 2, 3)},
        4: ["every_activity_is_dated", "every_activity_has_responsible_persons"],
        5: ["a_report_is_signed"],
        6: ["a_lesson_is_written"],
    },
}
"""What each policy asked for at each gate when this was written; a policy's file never changes."""


def upgrade() -> None:
    """Add the copies, as the facts say: since the partnership's last act."""
    for name in ("asked_at", "ready_at"):
        op.add_column("stage_run", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for policy, gates in POLICIES.items():
        for number, asked in gates.items():
            agreed_on = [one for one in asked if one not in (WORDS.get(number), CONFIRMED)]
            if WORDS.get(number) in asked:
                _copy("asked_at", policy, number, agreed_on, f"NOT {_waived(WORDS[number])}")
            _copy("ready_at", policy, number, asked, "p.stage_number = r.number")
    for index, column, copy in (("asked", "partnership_id", "asked_at"), ("ready", "ready_at", "ready_at")):
        op.create_index(
            f"ix_stage_run_{index}",
            "stage_run",
            [column],
            unique=False,
            sqlite_where=sa.text(f"{copy} IS NOT NULL"),
            postgresql_where=sa.text(f"{copy} IS NOT NULL"),
        )


def _waived(condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM waiver w WHERE w.stage_run_id = r.id AND w.condition = '{condition}')"


def _copy(column: str, policy: str, number: int, conditions: Sequence[str], more: str) -> None:
    """Fill a copy where all these conditions of a gate are met or waived."""
    settled = " AND ".join(f"(({MET.get(one, AGREED)}) OR {_waived(one)})" for one in conditions)
    op.execute(
        f"UPDATE stage_run SET {column} = (SELECT o.last_event_at FROM partnership o WHERE o.id = partnership_id)"
        " WHERE id IN (SELECT r.id FROM stage_run r JOIN partnership p ON p.id = r.partnership_id AND p.cycle = r.cycle"
        f" WHERE p.policy = '{policy}' AND r.number = {number} AND r.state IN ('in_progress', 'returned')"
        f" AND p.state IN ('exploring', 'active', 'dormant') AND {settled} AND {more})"
    )


def downgrade() -> None:
    """Drop them; they only repeat the facts."""
    op.drop_index("ix_stage_run_ready", table_name="stage_run")
    op.drop_index("ix_stage_run_asked", table_name="stage_run")
    op.drop_column("stage_run", "ready_at")
    op.drop_column("stage_run", "asked_at")
