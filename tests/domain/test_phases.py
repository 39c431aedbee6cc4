"""The phases' own evidence: not there, there in part, there."""

import pytest

from tracker.domain.phases import EVIDENCE, evidence_of
from tracker.domain.stages import Facts, Phase, Progress

CASES = [
    ("every_city_named_its_leaders", Facts(members=2, leaders_named=1), (1, 2)),
    ("every_city_named_its_leaders", Facts(members=2, leaders_named=2), (2, 2)),
    ("every_city_has_needs", Facts(members=2, cities_with_needs=2), (2, 2)),
    ("the_scope_is_endorsed", Facts(), (0, 1)),
    ("the_scope_is_endorsed", Facts(scopes_endorsed=3), (1, 1)),
    ("a_mission_took_place", Facts(), (0, 1)),
    ("a_mission_took_place", Facts(missions_held=4), (1, 1)),
    ("an_instrument_is_exchanged", Facts(instruments=1), (1, 1)),
    ("a_share_activity_took_place", Facts(share_activities=2), (1, 1)),
    ("every_result_is_assessed", Facts(results=2, results_assessed=1), (1, 2)),
    ("after_care_is_agreed", Facts(members=2, cities_in_after_care=1), (1, 2)),
    ("after_care_is_agreed", Facts(members=2, cities_in_after_care=2), (2, 2)),
]


@pytest.mark.parametrize(("code", "facts", "progress"), CASES)
def test_evidence_counts_what_is_there(code: str, facts: Facts, progress: tuple[int, int]) -> None:
    phase = next(phase for phase, found in EVIDENCE.items() if code in {one.__name__ for one in found})
    assert evidence_of(phase, facts)[code] == Progress(*progress)


def test_every_piece_of_evidence_is_tried_and_missing_without_facts() -> None:
    assert {one.__name__ for found in EVIDENCE.values() for one in found} == {code for code, _facts, _done in CASES}
    for phase in Phase:
        assert not any(one.is_met for one in evidence_of(phase, Facts()).values())
