"""States and forms of a partnership, in the field's usual words."""

from enum import StrEnum


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
