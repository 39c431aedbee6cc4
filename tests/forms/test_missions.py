"""What a mission's form makes of what was written, whatever was written."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests import factories as make
from tests.factories import AT
from tracker.dashboards.delegations import Known
from tracker.domain.dates import Precision
from tracker.forms.missions import CancelForm, NewMissionForm
from tracker.models.cities import City

GOOD = {"key": "k" * 22, "kind": "seminar", "has_taken_place": "yes", "starts": "2026-03-02", "host": "1", "theme": ""}


@pytest.fixture
def cities(app: Flask) -> list[City]:
    app.config["WTF_CSRF_ENABLED"] = False
    return [make.city("Nampula"), make.city("Guarulhos")]


def sent(cities: list[City], offered: list[Known], **fields: Any) -> NewMissionForm:
    """Fill in the form."""
    form = NewMissionForm(formdata=MultiDict({**GOOD, **fields}))
    form.offer(cities, "rain", offered, AT)
    return form


def test_ticked_people_join_those_written_by_name_in_the_order_of_the_sides(app: Flask, cities: list[City]) -> None:
    first, second = (city.id for city in cities)
    known = [Known(first, "Ana", "Town hall", "Clerk"), Known(second, "Bento", "", ""), Known(None, "Célia", "UN", "")]
    rows = {"people-0-city": "0", "people-0-name": "Dinis", "people-1-city": str(second), "people-1-name": "BENTO"}
    with app.test_request_context():
        form = sent(cities, known, known=[one.key for one in known], **rows)
        assert form.validate(), form.errors
        people = form.draft().delegates
    assert [(one.city_id, one.name, one.organisation) for one in people] == [
        (first, "Ana", "Town hall"),
        (second, "BENTO", ""),
        (None, "Dinis", ""),
        (None, "Célia", "UN"),
    ]


def test_people_of_a_city_that_is_no_member_stay_among_the_others(app: Flask, cities: list[City]) -> None:
    sides = {"people-0-city": "999", "people-0-name": "Ana", "people-1-city": "x", "people-1-name": "Bento"}
    with app.test_request_context():
        form = sent(cities, [], **sides, **{"people-2-name": "Célia"})
        assert form.validate(), form.errors
        assert [(one.city_id, one.name) for one in form.draft().delegates] == [
            (None, "Ana"),
            (None, "Bento"),
            (None, "Célia"),
        ]


def test_a_theme_that_is_not_in_the_list_stays_choosable(app: Flask, cities: list[City]) -> None:
    with app.test_request_context():
        form = sent(cities, [], theme="rain")
        assert form.validate(), form.errors
        assert form.draft().theme == "rain"
        assert not sent(cities, [], theme="snow").validate()


@pytest.mark.parametrize(
    ("starts", "ends", "is_range", "precision"),
    [("2025", "", "", Precision.YEAR), ("2025", "2025-03", "", Precision.YEAR), ("2024", "2025", "y", Precision.RANGE)],
)
def test_the_draft_says_how_precise_its_dates_are(
    app: Flask, cities: list[City], starts: str, ends: str, is_range: str, precision: Precision
) -> None:
    with app.test_request_context():
        form = sent(cities, [], starts=starts, ends=ends, **({"is_range": is_range} if is_range else {}))
        assert form.validate(), form.errors
        assert form.draft().precision is precision


NAMES = st.sampled_from(
    ["kind", "has_taken_place", "starts", "ends", "is_range", "host", "place", "known", "decisions", "theme", "kept"]
    + [f"people-{row}-{name}" for row in range(2) for name in ("city", "name", "function")]
    + [f"tasks-{row}-{name}" for row in range(2) for name in ("id", "what", "city", "due_on", "amount", "currency")]
)
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["0", "1", "2", "-1", "yes", "no", "2026", "2026-13", "9999-12-31", "1e99", "NaN", "MZN", "²", "1x", " ", "1\n"]
    ),
    st.integers().map(str),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(NAMES, VALUES, max_size=12))
def test_whatever_is_sent_is_valid_or_says_where_it_is_not(
    app: Flask, cities: list[City], fields: dict[str, str]
) -> None:
    with app.test_request_context():
        form = sent(cities, [Known(None, "Célia", "", "")], **fields)
        if form.validate():
            draft = form.draft()
            assert all(task.what or task.id is not None for task in draft.tasks)
            assert all(one.name for one in draft.delegates)
            assert {one.city_id for one in draft.delegates} <= {None, *(city.id for city in cities)}
            assert draft.host_city_id in {None, *(city.id for city in cities)}
        else:
            assert form.errors


@pytest.mark.parametrize(
    ("reason", "remarks", "is_valid"),
    [("visa", "", True), ("other", "", False), ("other", "Rain", True), ("x", "", False)],
)
def test_a_reason_that_is_not_in_the_list_needs_words(app: Flask, reason: str, remarks: str, is_valid: bool) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context():
        assert CancelForm(formdata=MultiDict({"reason": reason, "remarks": remarks})).validate() is is_valid
