"""Many people at once: missions logged by eight clients, against bare commits of one row through the same server."""

import statistics
from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from time import perf_counter

from bench.acts import mission_to_log
from bench.browser import Answer, Browser, Unexpected, times
from bench.series import Goal, Row, Series, at_most

CLIENTS = 8
LEAST_SHARE, MOST_P95 = 0.3, 10
Sending = Callable[[], Answer]


def rush_rows(browsers: Sequence[Browser], partnership: str, first: int, each: int) -> list[Row]:
    """Let all clients commit and then log missions, so many `each`, for the months from `first` on.

    Raises Unexpected when one of them fails.
    """
    commits = [[browser.commit for _turn in range(each)] for browser in browsers]
    missions = [
        [mission_to_log(browser, partnership, first + place * each + turn) for turn in range(each)]
        for place, browser in enumerate(browsers)
    ]
    bare, bare_rate = _all_at_once(commits)
    logged, rate = _all_at_once(missions)
    slowness, share = _p95(logged) / _p95(bare), rate / bare_rate
    return [
        Row(f"{CLIENTS} clients: commit of one row (POST)", bare),
        Row(f"{CLIENTS} clients: log a mission (POST)", logged),
        Row(
            f"{CLIENTS} clients: missions logged a second, as a share of the commits",
            Series([share]),
            "×",
            goal=Goal("P6", f"≥ {LEAST_SHARE} ×, none fails", share >= LEAST_SHARE),
        ),
        Row(
            f"{CLIENTS} clients: 95th percentile of missions, times that of the commits",
            Series([slowness]),
            "×",
            goal=at_most("P6", slowness, MOST_P95, f"≤ {MOST_P95} ×"),
        ),
    ]


def _all_at_once(sendings: Sequence[Sequence[Sending]]) -> tuple[Series, float]:
    """Send each client's forms one after the other, all clients beside each other; gives the times and the rate."""
    answers: list[Answer] = []
    failed: list[Exception] = []
    start = Barrier(len(sendings) + 1)

    def send(own: Sequence[Sending]) -> None:
        start.wait()
        try:
            answers.extend(sending() for sending in own)
        except (Unexpected, OSError) as error:
            failed.append(error)

    threads = [Thread(target=send, args=(own,)) for own in sendings]
    for thread in threads:
        thread.start()
    start.wait()
    began = perf_counter()
    for thread in threads:
        thread.join()
    if failed:
        raise Unexpected(f"{len(failed)} of {len(threads)} clients failed: {failed[0]}")
    return times(answers), len(answers) / (perf_counter() - began)


def _p95(series: Series) -> float:
    return statistics.quantiles(series.values, n=20, method="inclusive")[-1]
