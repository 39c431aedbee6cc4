"""The life of an official document: from draft to signed, as a table of moves."""

from collections.abc import Collection
from enum import StrEnum


class DocumentKind(StrEnum):
    """What is signed; one mechanism serves all kinds."""

    MISSION_REPORT = "mission_report"


class DocumentState(StrEnum):
    """Where one version of an official document stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    AWAITING_SIGNATURE = "awaiting_signature"
    PARTLY_SIGNED = "partly_signed"
    SIGNED = "signed"
    DECLINED = "declined"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What a person or the system does to a document."""

    SUBMIT = "submit"
    REVIEW = "review"
    RELEASE = "release"
    SIGN = "sign"
    SIGN_LAST = "sign_last"
    RETURN = "return"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"


MOVES = {
    (DocumentState.DRAFT, Act.SUBMIT): DocumentState.AWAITING_SIGNATURE,
    (DocumentState.DRAFT, Act.REVIEW): DocumentState.IN_REVIEW,
    (DocumentState.DRAFT, Act.WITHDRAW): DocumentState.WITHDRAWN,
    (DocumentState.IN_REVIEW, Act.RELEASE): DocumentState.AWAITING_SIGNATURE,
    (DocumentState.IN_REVIEW, Act.RETURN): DocumentState.CHANGES_REQUESTED,
    (DocumentState.IN_REVIEW, Act.WITHDRAW): DocumentState.WITHDRAWN,
    (DocumentState.AWAITING_SIGNATURE, Act.SIGN): DocumentState.PARTLY_SIGNED,
    (DocumentState.AWAITING_SIGNATURE, Act.SIGN_LAST): DocumentState.SIGNED,
    (DocumentState.AWAITING_SIGNATURE, Act.RETURN): DocumentState.CHANGES_REQUESTED,
    (DocumentState.AWAITING_SIGNATURE, Act.WITHDRAW): DocumentState.WITHDRAWN,
    (DocumentState.PARTLY_SIGNED, Act.SIGN): DocumentState.PARTLY_SIGNED,
    (DocumentState.PARTLY_SIGNED, Act.SIGN_LAST): DocumentState.SIGNED,
    (DocumentState.PARTLY_SIGNED, Act.RETURN): DocumentState.CHANGES_REQUESTED,
    (DocumentState.PARTLY_SIGNED, Act.WITHDRAW): DocumentState.WITHDRAWN,
    (DocumentState.SIGNED, Act.SUPERSEDE): DocumentState.SUPERSEDED,
}
"""What an act makes of a state; a pair that is not here is refused."""

OPEN_FOR_SIGNATURE = frozenset({DocumentState.AWAITING_SIGNATURE, DocumentState.PARTLY_SIGNED})
"""A mayor can sign or return a document in one of these states."""
UNDER_WAY = OPEN_FOR_SIGNATURE | {DocumentState.DRAFT, DocumentState.IN_REVIEW}
"""At most one version of a report is in one of these states."""
CORRECTABLE = frozenset({DocumentState.SIGNED, DocumentState.CHANGES_REQUESTED, DocumentState.WITHDRAWN})
"""A new version may follow the newest version in one of these states."""


class Decision(StrEnum):
    """What the holder of an office decided on a document; returning needs remarks."""

    SIGNED = "signed"
    RETURNED = "returned"


SIGN_OFF_DUE_DAYS = 14
"""Days after submission within which a sign-off is due."""
STEP_UP_MINUTES = 5
"""How long a fresh proof of identity is good for signing."""


def moved(state: DocumentState, act: Act) -> DocumentState | None:
    """Give the state that an act leads to, or None when the act is refused in this state."""
    return MOVES.get((state, act))


def act_of_signing(open_slots: Collection[int], slot: int) -> Act:
    """Tell whether signing `slot` is the last signature that the document waits for."""
    return Act.SIGN_LAST if set(open_slots) <= {slot} else Act.SIGN
