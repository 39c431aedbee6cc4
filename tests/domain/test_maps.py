"""The projection is that of the outline, lines are bent, frames hold their points, names stand apart."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.domain.maps import HEIGHT, NARROWEST, RATIO, TOP, WIDTH, bent, frame_of, named, place_of

OUTLINE = Path(__file__).parents[2] / "tracker" / "static" / "world.svg"
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""On a busy machine drawing examples can be slow."""
POINTS = st.tuples(st.floats(0, WIDTH), st.floats(TOP, TOP + HEIGHT))


@pytest.mark.parametrize(
    ("where", "latitude", "longitude", "point"),
    [
        ("where the equator meets Greenwich's meridian", 0, 0, (1000, 0)),
        ("Nampula", -15.12, 39.26, (1214.495, 112.478)),
        ("Porto Alegre", -30.03, -51.23, (733.819, 219.276)),
        ("Barcelona", 41.38, 2.17, (1010.591, -295.069)),
        ("just west of the date line", -17, 179.9, (1978.515, 126.257)),
        ("on the date line", 60, -180, (246.642, -402.087)),
        ("Tokyo", 35.69, 139.69, (1705.466, -257.831)),
        ("Praia, whose islands the outline has not", 14.9, -23.5, (871.547, -110.861)),
    ],
)
def test_places_lie_where_d3_puts_them(
    where: str, latitude: float, longitude: float, point: tuple[float, float]
) -> None:
    """The expected points were computed by geoEqualEarth of d3-geo 3.1, with which the outline was made."""
    assert place_of(latitude, longitude) == pytest.approx(point, abs=0.06), where


@patiently
@given(st.floats(-56, 84), st.floats(-180, 180))
def test_every_place_but_antarctica_lies_on_the_map(latitude: float, longitude: float) -> None:
    x, y = place_of(latitude, longitude)
    assert 0 <= x <= WIDTH
    assert TOP <= y <= TOP + HEIGHT


def test_the_outline_fits_the_map_and_weighs_little() -> None:
    written = OUTLINE.read_text(encoding="utf-8")
    assert f'viewBox="0 {TOP} {WIDTH} {HEIGHT}"' in written
    starts = [(int(x), int(y)) for x, y in re.findall(r"M(-?\d+),(-?\d+)", written)]
    assert len(starts) > 100
    assert all(0 <= x <= WIDTH and TOP <= y <= TOP + HEIGHT for x, y in starts)
    assert "script" not in written


@pytest.mark.parametrize(
    ("why", "start", "end", "path"),
    [
        ("to the right it is bent upwards", (0, 0), (100, 0), "M0,0Q50,-14 100,0"),
        ("to the left as well", (100, 0), (0, 0), "M100,0Q50,-14 0,0"),
        ("straight down it is bent to a side", (0, 0), (0, 100), "M0,0Q14,50 0,100"),
        ("no way at all", (5, 5), (5, 5), "M5,5Q5,5 5,5"),
    ],
)
def test_lines(why: str, start: tuple[float, float], end: tuple[float, float], path: str) -> None:
    assert bent(start, end) == path, why


@patiently
@given(st.lists(POINTS, min_size=1, max_size=20))
def test_a_frame_holds_its_points_within_the_map(points: list[tuple[float, float]]) -> None:
    frame = frame_of(points)
    assert frame.width >= NARROWEST
    assert frame.left >= 0
    assert frame.left + frame.width <= WIDTH + 1
    assert frame.top >= TOP
    assert frame.top + frame.height <= TOP + HEIGHT + 1
    for point in points:
        x, y = frame.share(point)
        assert -0.3 <= x <= 100.3
        assert -0.3 <= y <= 100.3


def test_frames() -> None:
    everything = frame_of([])
    assert (everything.left, everything.top, everything.width, everything.height) == (0, TOP, WIDTH, HEIGHT)
    one = frame_of([(1000, 0)])
    assert (one.width, one.height) == (NARROWEST, NARROWEST / RATIO)
    assert one.share((1000, 0)) == (50, 50)


def test_names_stand_apart_and_the_first_has_room_first() -> None:
    places = [((10.0, 50.0), "Nampula"), ((11.0, 51.0), "Nacala"), ((10.0, 60.0), "Beira"), ((99.0, 50.0), "Maputo")]
    assert named(places, 760, 475) == [True, False, True, False]
    assert named([], 760, 475) == []
