"""Roles of the people who use the tracker."""

from enum import StrEnum


class Role(StrEnum):
    """What a person's account is for; what a person may do also rests on mandates, posts and programmes."""

    TECHNICIAN = "technician"
    MAYOR = "mayor"
    COORDINATOR = "coordinator"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"
