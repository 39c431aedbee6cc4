"""What all forms share."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import FormField

from tracker.domain.dates import PartialDate, hyphenated
from tracker.forms.base import Form, Line, PartialDateField, Rows, Tiles, said


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-14", "2026-03-14"),
        ("20260314", "2026-03-14"),
        ("202603", "2026-03"),
        ("2026", "2026"),
        ("2026/3/4", "2026-03-04"),
        ("2026.3", "2026-03"),
        ("2026 03 14", "2026-03-14"),
        ("14.3.2026", "14.3.2026"),
        ("2026031", "2026031"),
        ("٢٠٢٦", "٢٠٢٦"),
        ("March", "March"),
    ],
)
def test_a_date_is_read_with_any_sign_between_its_parts_or_none(written: str, read: str) -> None:
    assert hyphenated(written) == read


@given(st.dates())
def test_every_day_is_read_back_however_it_is_written(day: object) -> None:
    for sign in ("-", "", "/", ".", " "):
        assert PartialDate.parse(hyphenated(str(day).replace("-", sign))) == PartialDate.parse(str(day))


class Row(Form):
    class Meta(Form.Meta):
        csrf = False

    name = Line("Name")
    when = PartialDateField("When")


class Sample(Form):
    class Meta(Form.Meta):
        csrf = False

    kind = Tiles("Kind", str, [("a", "First"), ("b", "Second")])
    rows = Rows(FormField(Row), "Rows")


def test_rows_are_read_in_order_and_strange_ones_are_passed_over(app: Flask) -> None:
    sent = {
        "kind": "b",
        "rows-7-name": "Second",
        "rows-2-name": " First  one ",
        "rows-²-name": "x",
        "rows-1000-name": "x",
    }
    with app.test_request_context():
        form = Sample(formdata=MultiDict({**sent, "rows-": "x", "rowsx-1-name": "x", "rows-9" * 999: "x"}))
        assert [row.data["name"] for row in form.rows] == ["First one", "Second"]
        assert [row.form["name"].name for row in form.rows] == ["rows-0-name", "rows-1-name"]


def test_what_a_form_holds_is_said_as_a_person_reads_it(app: Flask) -> None:
    with app.test_request_context():
        form = Sample(
            formdata=None,
            data={"kind": "b", "rows": [{"name": "Ana", "when": PartialDate(2026, 3)}, {"name": "Bento"}]},
        )
        assert said(form.kind) == "Second"
        assert said(form.rows) == "Ana, 2026-03\nBento"
        assert said(Sample(formdata=None).rows) == ""
