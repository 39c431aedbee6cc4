"""The life of an official document: from draft to signed, as a table of moves; who signs in which turn, and how."""

from collections.abc import Collection, Sequence
from enum import StrEnum


class DocumentKind(StrEnum):
    """What is signed; one mechanism serves all kinds."""

    MISSION_REPORT = "mission_report"
    SCOPE = "scope"
    WORK_PLAN = "work_plan"
    RENEWAL = "renewal"


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


class Profile(StrEnum):
    """How strong a city asks its signatures to be; a later letter is stronger.

    A: confirmed in the tracker. B: with a passkey or an authenticator. C: signed outside, with the country's own
    qualified signature. Source: eIDAS (EU 910/2014), Lei 14.063/2020 (Brazil), Lei 3/2017 (Mozambique).
    """

    A = "A"
    B = "B"
    C = "C"


class Method(StrEnum):
    """How a signer proved who they are."""

    PASSWORD = "password"  # noqa: S105  (the name of a method)
    MAILED_CODE = "mailed_code"
    AUTHENTICATOR = "authenticator"
    PASSKEY = "passkey"
    QUALIFIED = "qualified"
    DEMONSTRATION = "demonstration"


PROFILES = {
    Method.PASSWORD: Profile.A,
    Method.MAILED_CODE: Profile.A,
    Method.AUTHENTICATOR: Profile.B,
    Method.PASSKEY: Profile.B,
    Method.QUALIFIED: Profile.C,
    Method.DEMONSTRATION: Profile.A,
}
"""The profile that a signature reaches by its proof of identity; never claim more."""


def suffices(method: Method, asked: Profile) -> bool:
    """Tell whether a proof of identity is strong enough for the profile that a city asks for."""
    return PROFILES[method] >= asked


class SigningOrder(StrEnum):
    """In which order the cities sign a document."""

    ANY = "any"
    OWN_CITY_FIRST = "own_city_first"
    HOST_FIRST = "host_first"
    FIXED = "fixed"


def turns(order: SigningOrder, cities: Sequence[int], *, own: int | None, host: int | None) -> dict[int, int]:
    """Give each city (ids, in the order written) its turn; a later turn begins when all earlier ones have signed.

    `own` is the author's city, `host` the mission's; when that one does not sign, nobody goes first.
    """
    if order is SigningOrder.FIXED:
        return {city: turn for turn, city in enumerate(cities, start=1)}
    first = {SigningOrder.OWN_CITY_FIRST: own, SigningOrder.HOST_FIRST: host}.get(order)
    if first not in cities:
        return dict.fromkeys(cities, 1)
    return {city: 1 if city == first else 2 for city in cities}


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
