"""Local groups of stakeholders: who in a city takes part in a partnership beside the city hall.

Source: C2C City to City (UCLG, 2016): C2C "may involve local stakeholders that are considered relevant"; a local action
plan commits "local authorities, cultural actors, civil society"; Mozambican delegations took along "key politicians
and other public actors such as national water and electricity companies". The local group is URBACT's.
"""

from enum import StrEnum


class StakeholderKind(StrEnum):
    """Whom a local group stands for, in the order in which forms offer it."""

    RESIDENTS = "residents"
    CIVIL_SOCIETY = "civil_society"
    TRADITIONAL_AUTHORITIES = "traditional_authorities"
    COUNCILLORS = "councillors"
    PRIVATE_SECTOR = "private_sector"
    PUBLIC_COMPANY = "public_company"
    UNIVERSITY = "university"
    CULTURE = "culture"
    MEDIA = "media"
    OTHER = "other"
