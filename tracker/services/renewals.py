"""Renewals: a new office holder is asked to sign that the city keeps its commitment to each partnership."""

from datetime import datetime

from sqlalchemy import select

from tracker.db import db
from tracker.domain.signing import OPEN_FOR_SIGNATURE, DocumentKind, DocumentState
from tracker.models.mandates import Commitment, Mandate
from tracker.models.official_documents import OfficialDocument
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.notices import mandates as notices
from tracker.services import official_documents
from tracker.services.journal import record
from tracker.settings import setting


def ask_for_renewal(mandate: Mandate, partnership: Partnership, *, actor: Person, at: datetime) -> OfficialDocument:
    """Put the renewal of the city's commitment before its new office holder, in that person's language.

    What an earlier holder was asked and never answered is taken back.
    """
    _take_back_unanswered(mandate, partnership, at)
    series = f"{partnership.ref}-RENEWAL-{mandate.id}"
    db.session.add(Commitment(mandate=mandate, partnership_id=partnership.id, series=series, asked_at=at))
    db.session.flush()
    record(
        "commitment.asked",
        actor=actor,
        at=at,
        partnership=partnership,
        subject=partnership.ref,
        details={"city": mandate.city.code, "mandate": mandate.id},
        is_demonstration=mandate.is_demonstration,
    )
    offered = setting("LANGUAGES")
    language = mandate.person.language if mandate.person.language in offered else offered[0]
    document = official_documents.begin(
        DocumentKind.RENEWAL,
        series,
        partnership,
        summary=notices.words_of_renewal(mandate, partnership, language),
        language=language,
        actor=actor,
        at=at,
    )
    official_documents.submit(document, cities=[mandate.city_id], actor=actor, at=at)
    return document


def _take_back_unanswered(mandate: Mandate, partnership: Partnership, at: datetime) -> None:
    series = (
        select(Commitment.series)
        .join(Mandate, Mandate.id == Commitment.mandate_id)
        .where(Commitment.partnership_id == partnership.id, Mandate.city_id == mandate.city_id)
    )
    open_ones = select(OfficialDocument).where(
        OfficialDocument.series.in_(series),
        OfficialDocument.state.in_([*OPEN_FOR_SIGNATURE, DocumentState.DRAFT]),
    )
    for document in db.session.scalars(open_ones).unique():
        official_documents.withdraw(document, reason="The office has changed hands again.", actor=None, at=at)
