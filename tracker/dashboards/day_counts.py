"""Counting days in the database, alike on SQLite and on PostgreSQL."""

from typing import Any

from sqlalchemy import Date, Integer, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class DaysBetween(FunctionElement[int]):
    """The days from a first to a second day, negative when the second one is earlier."""

    name = "days_between"
    type = Integer()
    inherit_cache = True


@compiles(DaysBetween)
def _subtract(element: DaysBetween, compiler: SQLCompiler, **more: Any) -> str:
    first, second = (compiler.process(clause, **more) for clause in element.clauses)
    return f"({second} - {first})"


@compiles(DaysBetween, "sqlite")
def _subtract_julian(element: DaysBetween, compiler: SQLCompiler, **more: Any) -> str:
    first, second = (compiler.process(clause, **more) for clause in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


def days_between(first: Any, second: Any) -> ColumnElement[int]:
    """Give the days from a first to a second day; each is a column of days or a day."""
    return DaysBetween(*(one if hasattr(one, "compile") else literal(one, Date) for one in (first, second)))
