"""Typesetting of official documents: the same data, the same bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from tracker.documents.digest import grouped
from tracker.documents.press import Press, digest_lines, locale_of

PROFILES = frozenset({"A", "B", "C"})
GROUPS_IN_FOOTER = 3

_press = Press("document.typ", ["a-2a", "ua-1"])


@dataclass(frozen=True)
class Place:
    """Where a city's seal is to appear: a page (from 1) and a box on it, in points from its upper left corner."""

    field: str
    page: int
    left: float
    top: float
    width: float
    height: float


def typeset(
    content: Mapping[str, Any],
    certificate: Mapping[str, Any] | None,
    words: Mapping[str, str],
    *,
    language: str,
    at: datetime,
) -> bytes:
    """Lay an official document out as a tagged PDF (PDF/A-2a and PDF/UA-1), not yet sealed.

    `content` is what the cities agree on, in words; `certificate` makes the page with the places for their seals (None
    for a draft: the pages then say "not signed"), `words` come from `words.labels`, `language` is theirs (`pt` or
    `pt_MZ`), `at` is the moment, with its zone, that goes into the file's properties. Texts are printed as they are,
    line breaks kept, never read as markup; a character that no typeface has is printed as its number. The same
    arguments give the same bytes.

    Raises ValueError for a certificate with an unknown profile, babel.UnknownLocaleError for an
    unknown language and typst.TypstError when a key is missing.
    """
    return typeset_with_places(content, certificate, words, language=language, at=at)[0]


def typeset_with_places(
    content: Mapping[str, Any],
    certificate: Mapping[str, Any] | None,
    words: Mapping[str, str],
    *,
    language: str,
    at: datetime,
) -> tuple[bytes, list[Place]]:
    """Lay a document out as `typeset` does; also tells where each city's seal is to appear."""
    locale = locale_of(language)
    shown = {
        "content": _content(content, locale),
        "certificate": None if certificate is None else _certificate(certificate),
    }
    pdf, places = _press.pdf(shown, words, locale, at)
    return pdf, [Place(**place) for place in places]


def _content(content: Mapping[str, Any], locale: Locale) -> dict[str, Any]:
    attachments = [
        {
            **attachment,
            "size": f"{format_decimal(round(attachment['size'] / 1000, 1), locale=locale)} kB",
            "digest": digest_lines(attachment["sha256"]),
        }
        for attachment in content["attachments"]
    ]
    return {"annexes": [], "not_translated": [], **content, "attachments": attachments}


def _certificate(certificate: Mapping[str, Any]) -> dict[str, Any]:
    for place in certificate["places"]:
        if place["profile"] not in PROFILES:
            raise ValueError(f"no words for signature profile {place['profile']!r}")
    return {
        **certificate,
        "digest_lines": digest_lines(certificate["digest"]),
        "digest_start": " ".join(grouped(certificate["digest"]).split()[:GROUPS_IN_FOOTER]),
    }
