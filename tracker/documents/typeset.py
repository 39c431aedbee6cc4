"""Typesetting of the official document: the same data, the same bytes."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst
from babel import Locale
from babel.numbers import format_decimal

from tracker.documents.digest import grouped
from tracker.documents.glyphs import MARK, breakable, plain, printable

STANDARDS: list["typst.PDFStandard"] = ["a-2a", "ua-1"]
PROFILES = frozenset({"A"})
GROUPS_A_LINE = 8
GROUPS_IN_FOOTER = 3
MISSING_GLYPH = "could not be displayed"

_compiler = typst.Compiler(Path(__file__).with_name("report.typ"), ignore_system_fonts=True)
_one_at_a_time = Lock()


def typeset(
    content: Mapping[str, Any],
    certificate: Mapping[str, Any] | None,
    words: Mapping[str, str],
    *,
    language: str,
    at: datetime,
) -> bytes:
    """Lay a mission report out as a tagged PDF (PDF/A-2a and PDF/UA-1), not yet sealed.

    `content` is what the cities agree on, `certificate` what is known of the signatures (None
    while there are none: the pages then say "not signed"), `words` come from `words.labels`,
    `language` is theirs (`pt` or `pt_MZ`), `at` is the moment, with its zone, that goes into the
    file's properties. Texts are printed as they are, line breaks kept, never read as markup; a
    character that no typeface has is printed as its number. The same arguments give the same
    bytes.

    Raises ValueError for a certificate with an unknown profile, babel.UnknownLocaleError for an
    unknown language and typst.TypstError when a key is missing.
    """
    locale = _locale(language)
    shown = {
        "content": _content(content, locale),
        "certificate": None if certificate is None else _certificate(certificate, locale),
    }
    try:
        return _compile(shown, words, _simplified(printable), locale, at)
    except typst.TypstError as error:
        if MISSING_GLYPH not in error.message:
            raise
        return _compile(shown, words, _simplified(lambda text: plain(printable(text))), locale, at)


def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def _content(content: Mapping[str, Any], locale: Locale) -> dict[str, Any]:
    attachments = [
        {
            **attachment,
            "size": f"{format_decimal(round(attachment['size'] / 1000, 1), locale=locale)} kB",
            "digest": _digest_lines(attachment["sha256"]),
        }
        for attachment in content["attachments"]
    ]
    return {**content, "attachments": attachments}


def _certificate(certificate: Mapping[str, Any], locale: Locale) -> dict[str, Any]:
    if certificate["profile"] not in PROFILES:
        raise ValueError(f"no words for signature profile {certificate['profile']!r}")
    signatures = [
        {
            **signature,
            "intent_lang": _locale(signature["intent_language"]).language,
            "intent_language_name": _locale(signature["intent_language"]).get_display_name(locale),
        }
        for signature in certificate["signatures"]
    ]
    return {
        **certificate,
        "signatures": signatures,
        "digest_lines": _digest_lines(certificate["digest"]),
        "digest_start": " ".join(grouped(certificate["digest"]).split()[:GROUPS_IN_FOOTER]),
        "journal_head": grouped(certificate["journal_head"]),
    }


def _digest_lines(digits: str) -> list[str]:
    groups = grouped(digits).split()
    return [" ".join(groups[at : at + GROUPS_A_LINE]) for at in range(0, len(groups), GROUPS_A_LINE)]


def _simplified(simplify: Callable[[str], str]) -> Callable[[object], object]:
    """Make a function that applies `simplify` to every text in a tree, save drawings."""

    def walk(value: object) -> object:
        if isinstance(value, str):
            return breakable(simplify(value))
        if isinstance(value, list | tuple):
            return [walk(item) for item in value]
        if isinstance(value, Mapping):
            return {key: item if key == "qr_svg" else walk(item) for key, item in value.items()}
        return value

    return walk


def _compile(
    shown: Mapping[str, object],
    words: Mapping[str, str],
    drawable: Callable[[object], object],
    locale: Locale,
    at: datetime,
) -> bytes:
    texts = cast(dict[str, object], drawable(shown))
    data = texts | {
        "words": drawable(words),
        "marked": MARK in json.dumps(texts),
        "lang": locale.language,
        "region": locale.territory,
    }
    whole_second = at.replace(microsecond=0)
    inputs = {"data": json.dumps(data)}
    with _one_at_a_time:
        pdf = _compiler.compile(sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=whole_second)
    return cast(bytes, pdf)
