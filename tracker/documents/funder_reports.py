"""Typesetting of reports to funders: the same data, the same bytes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tracker.documents.press import Press, locale_of

_press = Press("funder_report.typ", ["a-2a", "ua-1"])


def typeset_funder_report(shown: Mapping[str, Any], words: Mapping[str, str], *, language: str, at: datetime) -> bytes:
    """Lay a report to funders out as a tagged PDF (PDF/A-2a and PDF/UA-1); without parts it is one page for a board.

    All of `shown` is in words already, but for the lengths of bars (0 to 1). `words` come from `funder_report_labels`.
    Raises babel.UnknownLocaleError for an unknown language and typst.TypstError when a key is missing.
    """
    pdf, _places = _press.pdf({"report": shown}, words, locale_of(language), at)
    return pdf


def funder_report_labels(_: Callable[[str], str]) -> dict[str, str]:
    """Give the words of a report to funders that are not its content, in the language that `_` translates into."""
    return {
        "funder_report": _("Funder report"),
        "demonstration": _("Parts of it are a demonstration"),
        "demonstration_lead": _("Parts of it are a demonstration: invented, and marked where they stand."),
        "page": _("Page %(page)s of %(pages)s"),
        "as_of": _("As of %(moment)s"),
        "basis": _("Computed from:"),
        "missing_characters": _(
            "Signs such as [U+4E2D] stand for characters that the typefaces of this document do "
            "not have; the number is the character's number in Unicode."
        ),
    }
