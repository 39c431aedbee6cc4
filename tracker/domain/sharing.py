"""The Share phase: what partners do to spread their results, and who else takes part.

Source: C2C City to City (UCLG, 2016), phase "Share" and the activities of its case studies.
"""

from datetime import date
from enum import StrEnum

from tracker.domain.dates import PartialDate


class ShareKind(StrEnum):
    """By what means something is shared."""

    LAUNCH = "launch"
    ROUND_TABLE = "round_table"
    SEMINAR = "seminar"
    CONGRESS = "congress"
    EXPO = "expo"
    RADIO = "radio"
    BLOG = "blog"
    NEWSLETTER = "newsletter"
    BOOK = "book"
    ACADEMIC_PAPER = "academic_paper"
    BOARD_REPORT = "board_report"
    AWARD = "award"


class PartnerKind(StrEnum):
    """What an organisation is that takes part beside the cities."""

    UNIVERSITY = "university"
    ASSOCIATION = "association"
    NETWORK = "network"
    MINISTRY = "ministry"
    DONOR = "donor"
    CIVIL_SOCIETY = "civil_society"
    COMPANY = "company"


def is_planned(held: PartialDate | None, today: date) -> bool:
    """Tell whether an activity is still to come: without a day, or when even its earliest day is after today."""
    return held is None or held.first_day > today


def is_late(held: PartialDate | None, reach: int | None, today: date) -> bool:
    """Tell whether nobody has said yet how many people an activity reached, though its last day is over."""
    return held is not None and held.last_day < today and reach is None
