"""Show how the search over everything asks the database, and how long it takes: `python -m bench.search --size N`."""

import argparse
import statistics
import sys
import time
from collections.abc import Sequence

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite

from bench import inside
from bench.stores import databases, filled
from tracker.clock import utc_now
from tracker.dashboards.search import SHOWN, Question, find, statement
from tracker.db import db
from tracker.models.people import Person
from tracker.permissions import Standing, standing_of

QUESTIONS = ("nam", "tec", "syn", "por", "p-0", "mai nam")
READERS = ("coordinator", "technician.nampula", "mayor.nampula", "admin", "observer")
REPEAT = 9
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


def main(arguments: Sequence[str]) -> int:
    """Print the plan of one question and the median times of several, for readers of every kind."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="synthetic partnerships, with ten missions each")
    size = parser.parse_args(arguments).size
    for database in databases():
        with filled(database, size) as store, inside.tracker_on(store.environment):
            print(f"{size} partnerships on {database}\n")
            for line in plan(Question(QUESTIONS[0]), standing("technician.nampula")):
                print(f"    {line}")
            print()
            for name in READERS:
                times = {question: milliseconds(Question(question), standing(name)) for question in QUESTIONS}
                print(f"{name:20}", *(f"{question}: {took:.1f} ms" for question, took in times.items()), sep="  ")
            print()
    return 0


def standing(account: str) -> Standing:
    """Give what an account of the demonstration may see."""
    person = db.session.scalars(select(Person).where(Person.email.startswith(f"{account}@"))).one()
    return standing_of(person, utc_now())


def plan(question: Question, reader: Standing) -> list[str]:
    """Ask the database how it answers a question, without the parts that only sort and join what was found."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[db.engine.dialect.name].dialect()
    compiled = statement(question, reader, SHOWN).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    rows = db.session.execute(text(EXPLAIN[db.engine.dialect.name] + str(compiled).replace(":", r"\:")))
    return [str(row[-1]) for row in rows if "search_word" in str(row[-1])]


def milliseconds(question: Question, reader: Standing) -> float:
    """Give the median time of several answers."""
    took = []
    for _turn in range(REPEAT):
        start = time.perf_counter()
        find(question, reader)
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
