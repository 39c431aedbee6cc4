"""Where a place lies on the map of the world that pages show, and how a line between two places is bent.

Source of the projection: Equal Earth, by Šavrič, Patterson and Jenny (2018), which keeps areas true.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

WIDTH = 2000
"""Units from the westernmost to the easternmost point; the outline of the land is drawn in the same ones."""
TOP, HEIGHT = -490, 890
"""Where the outline begins and how high it is, 0 being the equator; Antarctica is left out."""
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""The polynomial of Equal Earth."""
SCALE = WIDTH / 2 / 2.7066299836960748
"""Units in one radius of the globe: the projection's easternmost point lies at the number under the line."""
BEND = 0.14
"""How far a line is bent, as a part of its length."""

Point = tuple[float, float]
"""From left to right, from top to bottom, in units."""


def place_of(latitude: float, longitude: float) -> Point:
    """Give the point of a place, its latitude and longitude in degrees."""
    angle = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = angle * angle
    sixth = square * square * square
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = 2 * sqrt(3) / 3 * radians(longitude) * cos(angle) / slope
    y = angle * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return round(WIDTH / 2 + SCALE * x, 1), round(-SCALE * y, 1)


def bent(start: Point, end: Point) -> str:
    """Draw a line from one point to another, bent upwards, as the path of an SVG; one of no length is a dot."""
    across, down = end[0] - start[0], end[1] - start[1]
    side = -1 if across >= 0 else 1
    middle = (
        (start[0] + end[0]) / 2 - side * down * BEND,
        (start[1] + end[1]) / 2 + side * across * BEND,
    )
    return f"M{start[0]:g},{start[1]:g}Q{middle[0]:.0f},{middle[1]:.0f} {end[0]:g},{end[1]:g}"


@dataclass(frozen=True)
class Frame:
    """The part of the map that is shown, in units."""

    left: float
    top: float
    width: float
    height: float

    def share(self, point: Point) -> Point:
        """Give a point in percent of the frame, from its left and from its top."""
        return (
            round(100 * (point[0] - self.left) / self.width, 2),
            round(100 * (point[1] - self.top) / self.height, 2),
        )


RATIO = 1.6
"""Width of a frame to its height."""
NARROWEST = 480
"""Units that are shown at least, or the outline would be coarse."""
MARGIN = 0.09


def frame_of(points: Collection[Point]) -> Frame:
    """Frame some points with a margin, within the map; the whole width without any."""
    if not points:
        return _frame(WIDTH / 2, TOP + HEIGHT / 2, WIDTH)
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    width = max(max(xs) - min(xs), (max(ys) - min(ys)) * RATIO) * (1 + 2 * MARGIN)
    return _frame((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, min(max(width, NARROWEST), WIDTH))


def _frame(x: float, y: float, width: float) -> Frame:
    height = min(width / RATIO, HEIGHT)
    left = min(max(x - width / 2, 0), WIDTH - width)
    top = min(max(y - height / 2, TOP), TOP + HEIGHT - height)
    return Frame(round(left), round(top), round(width), round(height))


LETTER, LINE = 7.2, 16
"""Width of a letter and height of a line of a map's names, in pixels."""


def named(places: Sequence[tuple[Point, str]], width: float, height: float) -> list[bool]:
    """Tell beside which places a name has room; those that come first have it first.

    `places` are points in percent with their names, `width` and `height` those of the map in pixels. No name covers
    another one, nor leaves the map.
    """
    taken: list[tuple[float, float, float, float]] = []
    found = []
    for (x, y), name in places:
        left, middle = x * width / 100 + 8, y * height / 100
        box = (left, middle - LINE / 2, left + LETTER * len(name), middle + LINE / 2)
        has_room = box[2] <= width and all(_apart(box, other) for other in taken)
        if has_room:
            taken.append(box)
        found.append(has_room)
    return found


def _apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
