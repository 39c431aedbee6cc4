"""Durations as their reader writes numbers."""

import pytest
from flask import Flask

from tracker.i18n import Reader, days, written_for


@pytest.mark.parametrize(
    ("language", "country", "count", "written"),
    [
        ("en", "GB", 0, "0 days"),
        ("en", "GB", 1, "1 day"),
        ("en", "GB", 999, "999 days"),
        ("en", "GB", 5044, "5,044 days"),
        ("pt", "BR", 5044, "5.044 dias"),
        ("pt", "PT", 50440, "50\u00a0440 dias"),
        ("pt", "MZ", 1, "1 dia"),
    ],
)
def test_a_duration_has_the_separators_of_its_reader(
    app: Flask, language: str, country: str, count: int, written: str
) -> None:
    with app.test_request_context(), written_for(Reader(language, country)):
        assert days(count) == written
