"""States and forms of a partnership, in the field's usual words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.search import folded


class PartnershipState(StrEnum):
    """Whether a partnership lives, rests or has ended."""

    EXPLORING = "exploring"
    ACTIVE = "active"
    DORMANT = "dormant"
    ON_HOLD = "on_hold"
    AFTER_CARE = "after_care"
    ENDED = "ended"


LIVE_STATES = frozenset({PartnershipState.EXPLORING, PartnershipState.ACTIVE, PartnershipState.DORMANT})
"""Partnerships in which work goes on or should; the portfolio counts these."""

FORWARD = {
    (PartnershipState.EXPLORING, PartnershipState.ACTIVE),
    (PartnershipState.DORMANT, PartnershipState.ACTIVE),
    (PartnershipState.ON_HOLD, PartnershipState.ACTIVE),
}
"""Moves that need no reason."""

MOVES = FORWARD | {
    (before, after)
    for before, after in (
        (PartnershipState.EXPLORING, PartnershipState.ON_HOLD),
        (PartnershipState.EXPLORING, PartnershipState.ENDED),
        (PartnershipState.ACTIVE, PartnershipState.DORMANT),
        (PartnershipState.ACTIVE, PartnershipState.ON_HOLD),
        (PartnershipState.ACTIVE, PartnershipState.AFTER_CARE),
        (PartnershipState.ACTIVE, PartnershipState.ENDED),
        (PartnershipState.DORMANT, PartnershipState.ON_HOLD),
        (PartnershipState.DORMANT, PartnershipState.ENDED),
        (PartnershipState.ON_HOLD, PartnershipState.ENDED),
        (PartnershipState.AFTER_CARE, PartnershipState.ENDED),
        (PartnershipState.AFTER_CARE, PartnershipState.ACTIVE),
        (PartnershipState.ENDED, PartnershipState.ACTIVE),
    )
}
"""Every move that a coordinator may make; all but `FORWARD` need a reason."""


class LegalForm(StrEnum):
    """What the partnership rests on, apart from its state."""

    AGREEMENT = "agreement"
    FRIENDSHIP = "friendship"
    PROJECT = "project"
    CONTACT = "contact"


class Modality(StrEnum):
    """Kinds of cooperation."""

    BILATERAL = "bilateral"
    TWINNING = "twinning"
    SOUTH_SOUTH_TRIANGULAR = "south_south_triangular"
    SOUTH_SOUTH_MENTORING = "south_south_mentoring"
    SOUTH_SOUTH_GROUP = "south_south_group"
    TRILATERAL = "trilateral"
    TRIANGULAR = "triangular"
    ASSOCIATION = "association"
    NETWORK = "network"


class Post(StrEnum):
    """What a person is in one partnership."""

    TECHNICAL_LEAD = "technical_lead"
    POLITICAL_LEADER = "political_leader"
    FOCAL_POINT = "focal_point"
    MEMBER = "member"
    OBSERVER = "observer"


DORMANT_AFTER_DAYS = 180
"""A live partnership in which nothing happened for so many days is called quiet."""


@dataclass(frozen=True)
class Holder:
    """Somebody with a post, the city they stand for (None for an observer), and their function in their own words."""

    name: str
    city_id: int | None
    function: str


@dataclass(frozen=True)
class Counterparts:
    """Who has one function, city by city in their order; a city without anybody lacks a counterpart."""

    function: str
    by_city: tuple[tuple[str, ...], ...]


def counterparts(cities: Sequence[int], holders: Iterable[Holder]) -> tuple[Counterparts, ...]:
    """Put people of the same function side by side, by function; accents and case make no other function.

    Who names no function, or stands for none of the cities, is left out.
    """
    named: dict[str, list[Holder]] = {}
    for one in holders:
        if folded(one.function) and one.city_id in cities:
            named.setdefault(folded(one.function), []).append(one)
    return tuple(
        Counterparts(
            found[0].function,
            tuple(tuple(dict.fromkeys(one.name for one in found if one.city_id == city)) for city in cities),
        )
        for _key, found in sorted(named.items())
    )
