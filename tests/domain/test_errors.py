"""What the domain refuses carries its code and what fills its sentence."""

from tracker.domain.errors import RuleBroken, StaleEdit


def test_a_broken_rule_is_known_by_its_code() -> None:
    broken = RuleBroken("report.incomplete", missing="summary")
    assert (str(broken), broken.code, broken.details) == (
        "report.incomplete",
        "report.incomplete",
        {"missing": "summary"},
    )


def test_a_stale_edit_is_a_broken_rule_with_both_texts() -> None:
    fields = [("Purpose", "sent", "stored")]
    assert (StaleEdit(fields).code, StaleEdit(fields).fields) == ("edit.stale", fields)
    assert StaleEdit().fields == []
