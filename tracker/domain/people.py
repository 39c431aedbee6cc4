"""Roles of the people who use the tracker, and how often they want to hear from it."""

from enum import StrEnum


class Role(StrEnum):
    """What a person's account is for; what a person may do also rests on mandates, posts and programmes."""

    TECHNICIAN = "technician"
    MAYOR = "mayor"
    COORDINATOR = "coordinator"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"


class Digest(StrEnum):
    """How often a person wants the mails that are no duty; what asks for an act always comes at once."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"
