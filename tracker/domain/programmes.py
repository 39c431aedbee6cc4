"""Programmes: what each institution answers for that carries one.

Source: C2C City to City (UCLG, 2016), case study of Mozambique and Brazil: "over 20 partners were involved, including
mayors, networks of cities, technicians, universities, UCLG and other institutions".
"""

from enum import StrEnum


class GovernanceRole(StrEnum):
    """What an institution answers for in a programme, in the order in which pages list it."""

    LEAD = "lead"
    FACILITATOR = "facilitator"
    IMPLEMENTER = "implementer"
    FUNDER = "funder"
    TECHNICAL_SUPPORT = "technical_support"
    UNIVERSITY = "university"
    NETWORK = "network"
