"""Proofs of identity: in which order they are offered, what becomes of one, and how long it is good for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.domain.signing import Method, Profile, suffices

CODE_MINUTES = 10
"""How long a mailed code is good. Source: ASVS 5.0, 6.5.5."""
CODE_TRIES = 5
CODES_AN_HOUR = 6
STEP_SECONDS = 30
"""How long a code of an authenticator app is shown. Source: RFC 6238, section 5.2."""
STEPS_BESIDE = 1
"""How many steps a phone's clock may be wrong, before and after."""
SET_UP_MINUTES = 10
"""How long somebody may take to set up an authenticator app or a passkey, after a fresh proof of identity."""
BEST_FIRST = (Method.PASSKEY, Method.AUTHENTICATOR, Method.PASSWORD, Method.MAILED_CODE)
"""What a page can ask for, the strongest first; password and mailed code are equally strong."""


class Outcome(StrEnum):
    """What became of a proof of identity."""

    PROVED = "proved"
    NOTHING_GIVEN = "nothing_given"
    WRONG = "wrong"
    NOT_MAILED = "not_mailed"
    EXPIRED = "expired"
    USED = "used"
    WORN_OUT = "worn_out"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Verdict:
    """What became of a proof by `method`; `proved_at` is UTC, `credential` names the passkey that was used."""

    outcome: Outcome
    method: Method
    proved_at: datetime
    credential: str = ""

    @property
    def is_good(self) -> bool:
        """Tell whether the person has proved who they are."""
        return self.outcome is Outcome.PROVED


@dataclass(frozen=True)
class Purpose:
    """What a proof is for, and for nothing else: an act on the text of this digest, by the form with this key."""

    digest: str
    act: str
    key: str = ""


def ways(has: Collection[Method], asked: Profile, last: Method | None = None) -> list[Method]:
    """List how a person can prove themselves for a profile, the best first; of equals the one they used last."""
    fitting = [method for method in BEST_FIRST if method in has and suffices(method, asked)]
    if last is Method.MAILED_CODE and fitting[:1] == [Method.PASSWORD]:
        fitting.reverse()
    return fitting
