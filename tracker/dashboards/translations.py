"""The translations of an official document as its pages show them: which there are, and one beside its original."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.domain.differences import Piece, differences
from tracker.domain.translations import TranslationState, in_order, translation_state, written_texts
from tracker.i18n import began, language_name
from tracker.models.official_documents import OfficialDocument
from tracker.notices.official_pdf import translated_titles
from tracker.sentences import gettext as _
from tracker.services.translations import translation_of

TONES = {
    TranslationState.MISSING: "not_started",
    TranslationState.PARTLY: "in_progress",
    TranslationState.OUTDATED: "returned",
    TranslationState.COMPLETE: "done",
}
"""Which status mark a translation's state has."""


@dataclass(frozen=True)
class TranslationRow:
    """A language of a document besides the signed one: how far its translation is, and which sections are wanting."""

    code: str
    name: str
    state: TranslationState
    tone: str
    is_asked: bool
    absent: tuple[str, ...]
    outdated: tuple[str, ...]

    @property
    def title(self) -> str:
        """Give the name as it stands at the beginning of a line."""
        return began(self.name)


@dataclass(frozen=True)
class SheetSection:
    """One section: its original and what it says in the other language; `changes` is what came since that was said."""

    code: str
    title: str
    original: str
    text: str
    is_outdated: bool
    changes: tuple[Piece, ...]


@dataclass(frozen=True)
class Sheet:
    """A translation beside its original; `version` is 0 while nobody has begun it."""

    language: str
    name: str
    signed: str
    version: int
    sections: tuple[SheetSection, ...]

    @property
    def originals(self) -> dict[str, str]:
        """Give the original texts by section."""
        return {section.code: section.original for section in self.sections}


def translation_rows(content: Mapping[str, Any]) -> list[TranslationRow]:
    """List the languages that the programme asks for or that somebody translated into; without the signed one."""
    titles, given = translated_titles(content), content.get("translations", {})
    asked = content.get("languages", [])
    return [_row(code, titles, given.get(code, {}), content, code in asked) for code in in_order({*asked, *given})]


def _row(
    code: str, titles: Mapping[str, str], texts: Mapping[str, str], content: Mapping[str, Any], is_asked: bool
) -> TranslationRow:
    outdated = content.get("outdated", {}).get(code, [])
    state = translation_state(titles, texts, outdated)
    return TranslationRow(
        code=code,
        name=language_name(code),
        state=state,
        tone=TONES[state],
        is_asked=is_asked,
        absent=tuple(title for one, title in titles.items() if one not in texts) if texts else (),
        outdated=tuple(title for one, title in titles.items() if one in outdated),
    )


def signed_language(content: Mapping[str, Any]) -> str:
    """Say which language of a document is signed."""
    return _("The signed language is %(language)s.", language=language_name(content["language"]))


def sheet(document: OfficialDocument, content: Mapping[str, Any], language: str) -> Sheet:
    """Lay a translation beside its original, section by section."""
    row = translation_of(document, language)
    texts = content.get("translations", {}).get(language, {})
    outdated = content.get("outdated", {}).get(language, [])
    sources = json.loads(row.originals) if row is not None else {}
    titles = translated_titles(content)
    return Sheet(
        language=language,
        name=language_name(language),
        signed=language_name(content["language"]),
        version=row.version if row is not None else 0,
        sections=tuple(
            SheetSection(
                code=code,
                title=titles[code],
                original=original,
                text=texts.get(code, ""),
                is_outdated=code in outdated,
                changes=_changes(sources.get(code, ""), original) if code in outdated else (),
            )
            for code, original in written_texts(content).items()
        ),
    )


def _changes(before: str, after: str) -> tuple[Piece, ...]:
    """Compare an original with what it was when it was translated; nothing when that is not known."""
    return tuple(differences(before, after)) if before else ()
