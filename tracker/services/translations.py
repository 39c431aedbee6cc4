"""Translations of official documents: annexes that a person writes while the document is a draft; nobody signs them."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from tracker.db import db, lock
from tracker.domain.errors import RuleBroken
from tracker.domain.signing import DocumentState
from tracker.models.official_documents import OfficialDocument, Translation
from tracker.models.people import Person
from tracker.permissions import Permission, require, standing_of
from tracker.services.official_documents import note


def translation_of(document: OfficialDocument, language: str) -> Translation | None:
    """Find a document's translation into a language; None when nobody has begun one."""
    return next((one for one in document.translations if one.language == language), None)


def begin_change(document: OfficialDocument, *, actor: Person, at: datetime) -> None:
    """Keep a draft from being sent or translated by others until the transaction ends; its rows are read anew.

    Raises NotAllowed, and RuleBroken("report.move_refused") once the document is no draft any more.
    """
    lock(document)
    require(standing_of(actor, at), Permission.REPORT_EDIT, document)
    if document.state is not DocumentState.DRAFT:
        raise RuleBroken("report.move_refused")
    for one in document.translations:
        db.session.refresh(one)


def translate(
    document: OfficialDocument,
    language: str,
    texts: Mapping[str, str],
    *,
    originals: Mapping[str, str],
    fits: Collection[str] = (),
    actor: Person,
    at: datetime,
) -> None:
    """Keep what was written in another language, by section; sections without a text stay untranslated.

    `originals` are the texts that were beside it. A text that was changed is from now on a translation of its original;
    one that was not stays outdated when it was, unless its section is among `fits`. Raises as `begin_change` does.
    """
    begin_change(document, actor=actor, at=at)
    row = translation_of(document, language)
    before = json.loads(row.texts) if row else {}
    sources = json.loads(row.originals) if row else {}
    written = {code: texts[code] for code in originals if texts.get(code, "").strip()}
    translated_from = {
        code: originals[code] if code in fits or written[code] != before.get(code) else sources.get(code, "")
        for code in written
    }
    if (row is None and not written) or (written, translated_from) == (before, sources):
        return
    if row is None:
        row = Translation(language=language)
        document.translations.append(row)
    row.texts = json.dumps(written, ensure_ascii=False)
    row.originals = json.dumps(translated_from, ensure_ascii=False)
    db.session.flush()
    note("report.translated", document, actor, at, language=language, sections=list(written))


def remove_translation(document: OfficialDocument, language: str, *, actor: Person, at: datetime) -> None:
    """Take a draft's translation away; nothing happens when there is none. Raises as `begin_change` does."""
    begin_change(document, actor=actor, at=at)
    row = translation_of(document, language)
    if row is None:
        return
    document.translations.remove(row)
    db.session.flush()
    note("report.translation_removed", document, actor, at, language=language)
