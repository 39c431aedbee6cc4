"""The typesetting machine: a template and data as plain texts make a PDF; the same data, the same bytes."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, cast

from babel import Locale

from tracker.documents.digest import grouped
from tracker.documents.glyphs import MARK, breakable, plain, printable

FOLDER = Path(__file__).parent
GROUPS_A_LINE = 8
MISSING_GLYPH = "could not be displayed"
AS_THEY_ARE = frozenset({"qr_svg", "language", "region", "spoken", "field"})
"""Keys whose values no person wrote: drawings and codes."""


class Press:
    """A template of this folder, ready to print; without standards it prints untagged pages, to be put into others."""

    def __init__(self, template: str, standards: Sequence[str]) -> None:
        self._template = FOLDER / template
        self._standards = standards
        self._one_at_a_time = Lock()

    @cached_property
    def _typst(self) -> Any:
        """Load the typesetting library on first use: with a template it takes 26 MB, and most processes never print."""
        return import_module("typst")

    @cached_property
    def _compiler(self) -> Any:
        return self._typst.Compiler(self._template, ignore_system_fonts=True)

    def pdf(
        self, shown: Mapping[str, object], words: Mapping[str, str], locale: Locale, at: datetime
    ) -> tuple[bytes, list[dict[str, Any]]]:
        """Print data as a PDF; also gives what the template says of its places (its metadata labelled `place`).

        Raises typst.TypstError when a key is missing.
        """
        try:
            return self._print(_data(shown, words, locale, printable), at)
        except self._typst.TypstError as error:
            if MISSING_GLYPH not in error.message:
                raise
            return self._print(_data(shown, words, locale, lambda text: plain(printable(text))), at)

    def _print(self, data: Mapping[str, object], at: datetime) -> tuple[bytes, list[dict[str, Any]]]:
        with self._one_at_a_time:
            pdf = self._compiler.compile(
                sys_inputs={"data": json.dumps(data)},
                pdf_standards=list(self._standards),
                pdf_tags=bool(self._standards),
                timestamp=at.replace(microsecond=0),
            )
            places = json.loads(self._compiler.query("<place>", field="value"))
        return cast(bytes, pdf), places


def digest_lines(digits: str) -> list[str]:
    """Break a digest into lines of groups of digits, for a narrow column."""
    groups = grouped(digits).split()
    return [" ".join(groups[at : at + GROUPS_A_LINE]) for at in range(0, len(groups), GROUPS_A_LINE)]


def locale_of(language: str) -> Locale:
    """Give the locale of a language's code, `pt` or `pt_MZ`; raises babel.UnknownLocaleError."""
    return Locale.parse(language.replace("-", "_"))


def _data(
    shown: Mapping[str, object], words: Mapping[str, str], locale: Locale, simplify: Callable[[str], str]
) -> dict[str, object]:
    drawable = _simplified(simplify)
    texts = cast(dict[str, object], drawable(shown))
    return texts | {
        "words": drawable(words),
        "marked": MARK in json.dumps(texts),
        "lang": locale.language,
        "region": locale.territory,
    }


def _simplified(simplify: Callable[[str], str]) -> Callable[[object], object]:
    """Make a function that applies `simplify` to every text in a tree that a person may have written."""

    def walk(value: object) -> object:
        if isinstance(value, str):
            return breakable(simplify(value))
        if isinstance(value, list | tuple):
            return [walk(item) for item in value]
        if isinstance(value, Mapping):
            return {key: item if key in AS_THEY_ARE else walk(item) for key, item in value.items()}
        return value

    return walk
