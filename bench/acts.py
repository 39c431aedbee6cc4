"""What people do while they are timed: log missions, send their reports, and sign them, city after city."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.browser import Answer, Browser, Unexpected, answer_row
from bench.series import Row

FIRST_YEAR, MONTHS = 1990, 12
"""Missions are logged for one month after the other from here on, so that none overlaps with another."""


@dataclass(frozen=True)
class Timed:
    """One kind of sending, each time with an empty page right after it."""

    what: str
    answers: list[Answer] = field(default_factory=list)
    empty: list[Answer] = field(default_factory=list)

    def took(self, answer: Answer, browser: Browser) -> None:
        """Keep an answer."""
        self.answers.append(answer)
        self.empty.append(browser.empty())

    def row(self) -> Row:
        """Give the row of the table."""
        return answer_row(self.what, self.answers, self.empty)


def place_to_log(technician: Browser) -> str:
    """Give the first partnership in which a technician may log missions."""
    start = "/missions/new?partnership="
    found = [href for _words, href in technician.get("/missions/new").page.links if href.startswith(start)]
    if not found:
        raise Unexpected("the technician may log a mission in no partnership")
    return found[0].removeprefix(start)


def log_mission(technician: Browser, partnership: str, number: int) -> tuple[str, Answer]:
    """Log a mission that took place, with a delegation of both sides and a task for each; gives its reference."""
    answer = mission_to_log(technician, partnership, number)()
    return answer.headers["Location"].rpartition("/")[2], answer


def mission_to_log(technician: Browser, partnership: str, number: int) -> Callable[[], Answer]:
    """Fill in the form for such a mission; gives what sends it."""
    path = f"/missions/new?partnership={partnership}"
    form = next(form for form in technician.get(path).page.forms if "decisions" in form.names)
    host, guest = sorted(form.offered("host") or (), key=int, reverse=True)[:2]
    month = f"{FIRST_YEAR + number // MONTHS}-{number % MONTHS + 1:02d}"
    return technician.fill(
        path,
        {
            "kind": "technical_visit",
            "starts": f"{month}-02",
            "ends": f"{month}-05",
            "host": host,
            "people-0-city": host,
            "people-0-name": "Surveyor of the host",
            "people-1-city": guest,
            "people-1-name": "Surveyor of the guest",
            "decisions": "The paper maps are scanned first.",
            "findings": "The cadastre is kept on paper.",
            "tasks-0-what": "Scan the maps",
            "tasks-0-who": "Surveyor of the host",
            "tasks-0-city": host,
            "tasks-0-due_on": f"{month}-28",
            "tasks-1-what": "Send the manual of survey",
            "tasks-1-who": "Surveyor of the guest",
            "tasks-1-city": guest,
        },
    )


def send_report(technician: Browser, mission: str) -> str:
    """Write the report of a mission and send it to all cities for signature; gives its reference."""
    opened = technician.press(f"/missions/{mission}", f"/missions/{mission}/report")
    edit = opened.headers["Location"]
    technician.submit(edit, {"summary": "The two cadastres were compared, and the gaps are known."})
    technician.submit(edit.removesuffix("/edit") + "/send", {"version": _version(technician, edit)})
    return edit.removesuffix("/edit").rpartition("/")[2]


def _version(technician: Browser, edit: str) -> str:
    form = next(form for form in technician.get(edit).page.forms if "version" in form.names)
    return form.defaults["version"][0]


def sign(mayors: Sequence[Browser], report: str, password: str) -> list[Answer]:
    """Let one office holder after the other sign; the last answer is the one in which the PDF is sealed."""
    return [mayor.submit(f"/reports/{report}/sign", {"password": password}) for mayor in mayors]
