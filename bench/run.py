"""One database measured from end to end: acts and pages, then start and memory of what `make run` starts."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bench import acts, inside
from bench.browser import Answer, Browser, answer_row
from bench.pages import TimedPage, cold_visit, read
from bench.processes import first_look, measured_server, memory_mb
from bench.rush import CLIENTS, rush_rows
from bench.series import Row, Series, at_most
from bench.server import RAW
from bench.stores import Store

CITY = "nampula"
START_SECONDS, MEMORY_MB = 1.5, 130


@dataclass(frozen=True)
class Effort:
    """How often things are repeated."""

    pages: int
    acts: int
    rush: int
    starts: int
    requests: int


FULL = Effort(pages=20, acts=8, rush=6, starts=3, requests=1000)
SMALL = Effort(pages=3, acts=2, rush=2, starts=1, requests=60)


@dataclass(frozen=True)
class People:
    """Who is signed in; the first mayor is that of the technician's city."""

    coordinator: Browser
    technician: Browser
    mayors: list[Browser]


def measure(store: Store, effort: Effort) -> list[Row]:
    """Measure everything on one database; raises Unexpected when the tracker answers otherwise than it must."""
    with inside.tracker_on(store.environment):
        with measured_server(store) as port:
            rows = _served(store, effort, lambda: Browser(port))
        rows += inside.document_rows(effort.acts, store.password)
    rows += _first_look(store, effort)
    return [replace(row, database=store.database, partnerships=store.partnerships) for row in rows]


def _served(store: Store, effort: Effort, browser: Callable[[], Browser]) -> list[Row]:
    technician = browser().sign_in(f"technician.{CITY}", store.password)
    partnership = acts.place_to_log(technician)
    codes = sorted(inside.city_codes(partnership), key=lambda code: code != CITY)
    people = People(
        coordinator=browser().sign_in("coordinator", store.password),
        technician=technician,
        mayors=[browser().sign_in(f"mayor.{code}", store.password) for code in codes],
    )
    before = _empty(people.technician, effort)
    logging, reports = _log(people.technician, partnership, effort)
    pages = pages_of(people, partnership, reports[0])
    between = read(pages, effort.pages)
    signing = _sign(people, reports, store.password)
    crowd = [browser().sign_in(f"technician.{CITY}", store.password) for _client in range(CLIENTS)]
    rush = rush_rows(crowd, partnership, len(reports), effort.rush)
    empties = {"before": before, "between": between, "after": _empty(people.technician, effort)}
    return [
        *(answer_row(f"Empty page, {when}", empty, between) for when, empty in empties.items()),
        *(page.row(between) for page in pages),
        logging,
        *signing,
        *rush,
        *(cold_visit(page) for page in pages if page.most_kb),
    ]


def pages_of(people: People, partnership: str, report: str) -> list[TimedPage]:
    """List the pages with their goals."""
    coordinator, technician, mayor = people.coordinator, people.technician, people.mayors[0]
    listed = "/partnerships?state=current&sort=last_event"
    return [
        TimedPage("Coordinator's dashboard", coordinator, "/portfolio", "P1", 10, 30),
        TimedPage("List of 50, filtered and sorted", coordinator, listed, "P2", 7, 20),
        TimedPage("List of 50, as raw SQL without a template", coordinator, f"{RAW}/list"),
        TimedPage("Counts of the dashboard, as raw SQL without a template", coordinator, f"{RAW}/dashboard"),
        TimedPage("List of 50, found by a word", coordinator, f"/partnerships?q={CITY}"),
        TimedPage("Search of everything, three letters", coordinator, f"/search?q={CITY[:3]}"),
        TimedPage("Partnership page", technician, f"/partnerships/{partnership}", "P3", 10, 25),
        TimedPage("My tasks, technician", technician, "/tasks"),
        TimedPage("My tasks, mayor", mayor, "/tasks"),
        TimedPage("Report, as its mayor reads it", mayor, f"/reports/{report}"),
        TimedPage("Mayor's sign page", mayor, f"/reports/{report}/sign", "P4", 4),
    ]


def _empty(browser: Browser, effort: Effort) -> list[Answer]:
    return [browser.empty() for _turn in range(effort.pages * 2)]


def _log(technician: Browser, partnership: str, effort: Effort) -> tuple[Row, list[str]]:
    """Time the logging of missions, and send the report of each; gives the references of the reports."""
    logged, reports = acts.Timed("Log a mission (POST)"), []
    for number in range(effort.acts):
        mission, answer = acts.log_mission(technician, partnership, number)
        logged.took(answer, technician)
        reports.append(acts.send_report(technician, mission))
    return logged.row(), reports


def _sign(people: People, reports: list[str], password: str) -> list[Row]:
    """Time the first signature of each report, and the last one, in which the PDF is typeset and sealed."""
    first, last = acts.Timed("Sign a report (POST)"), acts.Timed("Sign it as the last city, PDF sealed (POST)")
    for report in reports:
        answers = acts.sign(people.mayors, report, password)
        first.took(answers[0], people.mayors[0])
        last.took(answers[-1], people.mayors[0])
    return [first.row(), last.row()]


def _first_look(store: Store, effort: Effort) -> list[Row]:
    """Time the start of what `make run` starts, and weigh it after many requests."""
    starts = Series()
    for _turn in range(effort.starts - 1):
        with first_look(store) as (_port, _process, seconds):
            starts.values.append(seconds)
    with first_look(store) as (port, process, seconds):
        starts.values.append(seconds)
        _ask_often(Browser(port).sign_in("coordinator", store.password), effort.requests)
        memory = memory_mb(process)
    return [
        Row(
            "First answer of `make run`, without make",
            starts,
            "s",
            goal=at_most("P9", starts.median, START_SECONDS, "≤ 1.5 s"),
        ),
        Row(
            f"Memory after {effort.requests} requests",
            Series([memory]),
            "MB",
            goal=at_most("P9", memory, MEMORY_MB, "≤ 130 MB"),
        ),
    ]


def _ask_often(browser: Browser, requests: int) -> None:
    """Ask for pages of several kinds in turn."""
    listed = "/partnerships?state=current"
    links = [href for _words, href in browser.get(listed).page.links if href.startswith("/partnerships/P-")]
    paths = ["/portfolio", listed, "/missions", "/cities", *links[:6]]
    for turn in range(requests):
        browser.get(paths[turn % len(paths)])
