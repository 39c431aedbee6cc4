"""The three phases, which overlap: each has its own evidence, apart from the stages and their gates.

Source: Harold Jarche's Seek, Sense, Share, as used in the Mozambique-Brazil project (C2C City to City, UCLG, 2016).
"""

from collections.abc import Mapping

from tracker.domain.stages import Evidence, Facts, Phase, Progress, every_city_has_needs, every_result_is_assessed


def every_city_named_its_leaders(facts: Facts) -> Progress:
    """Each member city has a technical lead and an office holder."""
    return Progress(facts.leaders_named, facts.members)


def the_scope_is_endorsed(facts: Facts) -> Progress:
    """Every mayor has endorsed the theme and scope."""
    return Progress(min(facts.scopes_endorsed, 1), 1)


def a_mission_took_place(facts: Facts) -> Progress:
    """Bilateral work is under way: at least one mission took place."""
    return Progress(min(facts.missions_held, 1), 1)


def an_instrument_is_exchanged(facts: Facts) -> Progress:
    """At least one instrument or practice passed from one city to another."""
    return Progress(min(facts.instruments, 1), 1)


def a_share_activity_took_place(facts: Facts) -> Progress:
    """The partnership's work was shared at least once."""
    return Progress(min(facts.share_activities, 1), 1)


def after_care_is_agreed(facts: Facts) -> Progress:
    """Each member city has follow-ups to answer, or has answered them."""
    return Progress(facts.cities_in_after_care, facts.members)


EVIDENCE: Mapping[Phase, tuple[Evidence, ...]] = {
    Phase.SEEK: (every_city_named_its_leaders, every_city_has_needs),
    Phase.SENSE: (the_scope_is_endorsed, a_mission_took_place, an_instrument_is_exchanged),
    Phase.SHARE: (a_share_activity_took_place, every_result_is_assessed, after_care_is_agreed),
}
"""What each phase leaves behind."""


def evidence_of(phase: Phase, facts: Facts) -> dict[str, Progress]:
    """Give how far each piece of a phase's evidence is, by its code."""
    return {evidence.__name__: evidence(facts) for evidence in EVIDENCE[phase]}
