"""Measure, and write the table: `make bench`, or `make bench ARGS=--small` for a quick look that keeps nothing."""

import argparse
import sys
from collections.abc import Sequence

from bench.browser import Unexpected
from bench.growth import growth_rows
from bench.run import FULL, SMALL, measure
from bench.series import Row
from bench.stores import DEMONSTRATION, ROOT, databases, filled
from bench.table import keep, markdown
from tracker.clock import utc_now

PAGE = ROOT / "docs" / "benchmarks.md"
HISTORY = ROOT / "bench" / "history.jsonl"
FULL_SIZES = (DEMONSTRATION, 10_000)
SMALL_SIZES = (DEMONSTRATION, 300)


def main(arguments: Sequence[str]) -> int:
    """Measure on every database there is; returns the exit status for the shell."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="few repetitions on small databases, kept nowhere")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help=f"partnerships, {DEMONSTRATION} being real")
    asked = parser.parse_args(arguments)
    sizes = asked.sizes or (SMALL_SIZES if asked.small else FULL_SIZES)
    at = utc_now()
    rows: list[Row] = []
    for database in databases():
        for size in sizes:
            print(f"Measuring {size} partnerships on {database} ...", file=sys.stderr, flush=True)
            try:
                with filled(database, size) as store:
                    rows += measure(store, SMALL if asked.small else FULL)
            except Unexpected as error:
                print(error, file=sys.stderr)
                return 1
    rows += growth_rows(rows)
    print(markdown(rows, at))
    if not asked.small:
        keep(rows, at, PAGE, HISTORY)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
