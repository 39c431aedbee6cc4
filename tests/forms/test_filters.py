"""The fields above lists."""

from flask import Flask

from tracker.dashboards.options import ProgrammeOption
from tracker.forms.filters import FilterField, country_options, filter_fields
from tracker.i18n import Reader, written_for


def by_name(fields: list[FilterField]) -> dict[str, FilterField]:
    """Give fields by their names."""
    return {one.name: one for one in fields}


def test_what_is_shown_what_is_used_and_what_is_only_kept(app: Flask) -> None:
    with app.test_request_context():
        fields = filter_fields({"city": "nampula", "age": "0-7"}, ("q", "state"), cities=[("nampula", "Nampula")])
    assert [(one.name, one.kind, one.value) for one in fields] == [
        ("q", "text", ""),
        ("city", "select", "nampula"),
        ("state", "select", ""),
        ("age", "hidden", "0-7"),
    ]
    assert by_name(fields)["city"].options == (("nampula", "Nampula"),)


def test_a_value_that_is_not_offered_is_kept_as_it_stands(app: Flask) -> None:
    with app.test_request_context():
        fields = by_name(filter_fields({"theme": "beekeeping", "programme": "gone"}, ()))
    assert fields["theme"].options[-1] == ("beekeeping", "beekeeping")
    assert fields["programme"].options == (("none", "Outside a programme"), ("gone", "gone"))


def test_options_are_written_for_their_reader(app: Flask) -> None:
    with app.test_request_context():
        english = by_name(filter_fields({}, ("state",)))["state"].options
        assert ("ended", "Ended") in english
        with written_for(Reader("pt")):
            assert country_options(["ZA", "DE"]) == (("ZA", "África do Sul"), ("DE", "Alemanha"))
        assert country_options(["ZA", "DE"]) == (("DE", "Germany"), ("ZA", "South Africa"))
        assert by_name(filter_fields({}, ("state",)))["state"].options == english


def test_programmes_are_offered_by_short_names(app: Flask) -> None:
    name = "Improvement of institutional capacities of local authorities in Brazil and Mozambique"
    with app.test_request_context():
        fields = by_name(filter_fields({}, ("programme",), programmes=[ProgrammeOption(1, "mzbr", name)]))
    assert fields["programme"].options[0] == ("mzbr", "Improvement of institutional capacities of local…")


def test_what_is_chosen_is_said_in_words(app: Flask) -> None:
    with app.test_request_context(), written_for(Reader("pt")):
        query = {"q": "lagoa", "stage": "5", "theme": "beekeeping", "since": "2026-03-01", "view": "7"}
        fields = filter_fields(query, ("phase", "stage"))
        assert [one.said for one in fields if one.said] == [
            "lagoa",
            "beekeeping",
            by_name(fields)["stage"].options[4][1],
            f"{by_name(fields)['since'].label}: 1 de março de 2026",
        ]
        assert by_name(fields)["view"].said == by_name(fields)["phase"].said == ""
