"""The fields that kinds of missions have of their own."""

import pytest

from tracker.domain.mission_kinds import IN_SESSIONS, OWN_FIELDS, own_fields, unusual_days
from tracker.domain.missions import MissionKind
from tracker.vocabulary import FORMAT_FIELDS


def test_every_kind_has_fields_and_every_field_a_name() -> None:
    assert set(OWN_FIELDS) == set(MissionKind)
    asked = {one.code for kind in MissionKind for one in own_fields(kind)}
    assert asked == set(FORMAT_FIELDS)
    assert set(OWN_FIELDS) > IN_SESSIONS


def test_a_code_is_asked_in_one_shape_only() -> None:
    shapes = {(one.code, one.shape) for fields in OWN_FIELDS.values() for one in fields}
    assert len(shapes) == len({code for code, _shape in shapes})


@pytest.mark.parametrize(
    ("kind", "days", "usual"),
    [
        (MissionKind.MASTER_CLASS, 3, None),
        (MissionKind.MASTER_CLASS, 2, 3),
        (MissionKind.HALF_DAY_SEMINAR, 2, 1),
        (MissionKind.HALF_DAY_SEMINAR, None, None),
        (MissionKind.SEMINAR, 9, None),
    ],
)
def test_an_unusual_length_is_told(kind: MissionKind, days: int | None, usual: int | None) -> None:
    assert unusual_days(kind, days) == usual
