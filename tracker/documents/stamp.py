"""What a city's box on the certificate page shows: one page of the size of the box, put into the file with the seal."""

from collections.abc import Mapping
from datetime import datetime

from tracker.documents.digest import grouped
from tracker.documents.press import Press, locale_of

HEAD_DIGITS = 16
NO_BREAK = "\u00a0"

_press = Press("stamp.typ", [])


def typeset_stamp(
    signature: Mapping[str, str] | None, words: Mapping[str, str], *, language: str, at: datetime
) -> bytes:
    """Lay out what a box shows: a signature's evidence fit to be public, or, for None, that there is none yet.

    `signature` holds name, office, capacity ("acting", "by delegation of ..."; may be empty), city, intent and
    `intent_language`, signed_at_local, signed_at_utc, mandate, basis, method, profile, time_stamp and journal in words,
    and `evidence`, the hash of the evidence record. `words` come from `words.stamp_labels`. The same arguments give
    the same bytes. Raises babel.UnknownLocaleError, and typst.TypstError when a key is missing.
    """
    locale = locale_of(language)
    shown = None
    if signature is not None:
        own = locale_of(signature["intent_language"])
        name = own.get_display_name(locale) or signature["intent_language"]
        shown = dict(signature) | {
            "intent_lang": own.language,
            "intent_label": words["intent"].replace("%(language)s", name),
            "evidence": grouped(signature["evidence"]),
        }
    return _press.pdf({"signature": shown}, words, locale, at)[0]


def short_head(head: str) -> str:
    """Give the beginning of a journal's head in groups, as it is printed on paper."""
    return (grouped(head[:HEAD_DIGITS]) + " …").replace(" ", NO_BREAK)
