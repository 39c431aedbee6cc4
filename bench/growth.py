"""What grows with the partnerships: the computing time of a page on a large database, times that on a small one."""

from collections.abc import Sequence

from bench.series import Row, Series, at_most

TENFOLD = 10
MOST = 2
PAGES = (
    "Coordinator's dashboard",
    "List of 50, filtered and sorted",
    "List of 50, found by a word",
    "Partnership page",
)
SYNTHETIC = 300
"""From so many partnerships on: the demonstration is another kind of data, and not compared with synthetic ones."""


def growth_rows(rows: Sequence[Row]) -> list[Row]:
    """Compare the smallest with the largest synthetic size of each database, when they are tenfold apart."""
    found = []
    for database in dict.fromkeys(row.database for row in rows):
        for page in PAGES:
            of_page = {row.partnerships: row for row in rows if (row.what, row.database) == (page, database)}
            sizes = sorted(size for size in of_page if size is not None and size >= SYNTHETIC)
            if sizes and sizes[-1] >= TENFOLD * sizes[0]:
                found.append(_growth(of_page[sizes[0]], of_page[sizes[-1]]))
    return found


def _growth(small: Row, large: Row) -> Row:
    ratio = (large.computed or 0) / (small.computed or 1)
    return Row(
        f"Growth from {small.partnerships:,}: {large.what}",
        Series([ratio]),
        "× computed",
        goal=at_most("P5", ratio, MOST, f"≤ {MOST} ×"),
        database=large.database,
        partnerships=large.partnerships,
    )
