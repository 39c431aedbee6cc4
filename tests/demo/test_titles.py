"""Titles of offices are short enough to stand before a city's name."""

import pytest

from tracker.demo.titles import language_of, office_of, short


@pytest.mark.parametrize(
    ("country", "office"),
    [
        ("MZ", "Presidente do conselho municipal"),
        ("BR", "Prefeito/prefeita"),
        ("FR", "Maire"),
        ("DE", "Oberbürgermeister/in"),
        ("SE", "Kommunstyrelsens ordförande"),
        ("FI", "Kaupunginjohtaja"),
        ("TZ", "Mayor"),
        ("ZA", "Mayor"),
        ("BA", "Mayor"),
    ],
)
def test_the_office_of_a_country(country: str, office: str) -> None:
    assert office_of(country) == office


@pytest.mark.parametrize(("country", "language"), [("MZ", "pt"), ("CU", "es"), ("SN", "fr"), ("JP", "en")])
def test_the_language_of_a_country(country: str, language: str) -> None:
    assert language_of(country) == language


@pytest.mark.parametrize(
    ("name", "shortened"), [("eThekwini (Durban)", "eThekwini"), ("Maputo", "Maputo"), ("A (b) C", "A C")]
)
def test_brackets_are_left_out(name: str, shortened: str) -> None:
    assert short(name) == shortened
