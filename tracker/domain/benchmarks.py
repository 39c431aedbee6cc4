"""Values of an indicator compared: how much one differs from an earlier one, and where they lie on a line."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.frameworks import Given

TOP = 5
"""Places lie from 1 to this, as on the charts of scales."""


@dataclass(frozen=True)
class Change:
    """By how much a value differs from an earlier one, in its unit and in percent of it; None in percent of nought."""

    absolute: float
    percent: float | None


def change(before: Given | None, now: Given | None) -> Change | None:
    """Give the change between two answers; None where one has no value, or where the units are not the same.

    A rise is positive, also from below nought.
    """
    if before is None or now is None or before.value is None or now.value is None or before.unit != now.unit:
        return None
    difference = now.value - before.value
    return Change(difference, 100 * difference / abs(before.value) if before.value else None)


def place(value: float, among: Iterable[float]) -> float:
    """Give where a value lies among others, from 1 to TOP, nought always being among them."""
    values = [0.0, value, *among]
    low, high = min(values), max(values)
    return 1 + (TOP - 1) * (value - low) / (high - low) if high > low else 1.0
