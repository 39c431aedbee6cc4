"""Days that the database counts, alike on SQLite and on PostgreSQL, so that it gives a distribution in few rows."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, case, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement


class DaysBetween(FunctionElement[int]):
    """The days from a first to a second day, negative when the second one is earlier, empty when either is."""

    name = "days_between"
    type = Integer()
    inherit_cache = True


class DayOf(FunctionElement[date]):
    """The day in UTC on which a moment lies."""

    name = "day_of"
    type = Date()
    inherit_cache = True


def days_between(first: Any, second: Any) -> ColumnElement[int]:
    """Give the days from a first to a second day, negative when the second is earlier; columns of days, or days."""
    return DaysBetween(*(one if hasattr(one, "compile") else literal(one, Date) for one in (first, second)))


def days_elapsed(first: Any, last: Any) -> ColumnElement[int]:
    """Give the days from a date to a later one; 0 when it is not later, empty when either is."""
    days = days_between(first, last)
    return case((days > 0, days), (days <= 0, 0))


def day_of(moment: Any) -> ColumnElement[date]:
    """Give the day of a moment."""
    return DayOf(moment)


@compiles(DaysBetween)
def _subtract(element: DaysBetween, compiler: Any, **more: Any) -> str:
    first, second = (compiler.process(clause, **more) for clause in element.clauses)
    return f"({second} - {first})"


@compiles(DaysBetween, "sqlite")
def _subtract_julian(element: DaysBetween, compiler: Any, **more: Any) -> str:
    first, second = (compiler.process(clause, **more) for clause in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


@compiles(DayOf, "sqlite")
def _day_in_sqlite(element: DayOf, compiler: Any, **more: Any) -> str:
    return f"date({compiler.process(element.clauses, **more)})"


@compiles(DayOf, "postgresql")
def _day_in_postgresql(element: DayOf, compiler: Any, **more: Any) -> str:
    return f"CAST(timezone('UTC', {compiler.process(element.clauses, **more)}) AS date)"
