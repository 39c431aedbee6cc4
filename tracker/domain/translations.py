"""Translations: which languages and texts of an official document there can be, and how far one of them is."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

DOCUMENT_LANGUAGES = ("en", "fr", "es", "pt", "pt-BR")
"""Languages that a programme can ask for; the tracker itself need not speak them."""


class TranslationState(StrEnum):
    """How far a translation is; an outdated one has at least one text whose original was changed afterwards."""

    MISSING = "missing"
    PARTLY = "partly"
    OUTDATED = "outdated"
    COMPLETE = "complete"


def in_order(languages: Collection[str]) -> tuple[str, ...]:
    """Give the known ones among some codes, each once, in the order in which they are always listed."""
    return tuple(code for code in DOCUMENT_LANGUAGES if code in languages)


def written_texts(content: Mapping[str, Any]) -> dict[str, str]:
    """Give what people wrote in a document, by section, in the order in which it is read; empty texts are left out.

    Of the tasks it is what is to be done and what comes of it; names, days and amounts are the same in all languages.
    """
    tasks = [
        f"{one['position']}. " + "\n".join(filter(None, (one["what"], one.get("result")))) for one in content["tasks"]
    ]
    texts = {
        "tasks": "\n".join(tasks),
        "purpose": content.get("mission", {}).get("purpose", ""),
        **{code: content.get(code, "") for code in ("summary", "findings", "decisions")},
    }
    return {code: text for code, text in texts.items() if text.strip()}


def outdated_texts(
    originals: Mapping[str, str], texts: Mapping[str, str], translated_from: Mapping[str, str]
) -> list[str]:
    """List the translated texts (codes) whose original is not the one that was translated any more."""
    return [code for code in texts if translated_from.get(code) != originals.get(code)]


def translation_state(
    originals: Collection[str], texts: Collection[str], outdated: Collection[str]
) -> TranslationState:
    """Tell how far a translation is, by the codes of the original's texts, of its own, and of the outdated ones."""
    if not texts:
        return TranslationState.MISSING
    if outdated:
        return TranslationState.OUTDATED
    return TranslationState.COMPLETE if set(originals) <= set(texts) else TranslationState.PARTLY
