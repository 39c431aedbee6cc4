"""Days that the database counts, so that it gives a distribution in few rows instead of every case."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement


class DaysBetween(FunctionElement[int]):
    """The days from a date to a later one; 0 when it is not later, empty when either is."""

    name = "days_between"
    type = Integer()
    inherit_cache = True


class DayOf(FunctionElement[date]):
    """The day in UTC on which a moment lies."""

    name = "day_of"
    type = Date()
    inherit_cache = True


def days_between(first: Any, last: Any) -> ColumnElement[int]:
    """Count the days between two dates."""
    return DaysBetween(first, last)


def day_of(moment: Any) -> ColumnElement[date]:
    """Give the day of a moment."""
    return DayOf(moment)


@compiles(DaysBetween, "sqlite")
def _in_sqlite(element: DaysBetween, compiler: Any, **more: Any) -> str:
    first, last = (compiler.process(one, **more) for one in element.clauses)
    return f"max(0, CAST(julianday({last}) - julianday({first}) AS INTEGER))"


@compiles(DaysBetween, "postgresql")
def _in_postgresql(element: DaysBetween, compiler: Any, **more: Any) -> str:
    first, last = (compiler.process(one, **more) for one in element.clauses)
    return f"CASE WHEN {last} > {first} THEN {last} - {first} WHEN {last} <= {first} THEN 0 END"


@compiles(DayOf, "sqlite")
def _day_in_sqlite(element: DayOf, compiler: Any, **more: Any) -> str:
    return f"date({compiler.process(element.clauses, **more)})"


@compiles(DayOf, "postgresql")
def _day_in_postgresql(element: DayOf, compiler: Any, **more: Any) -> str:
    return f"CAST(timezone('UTC', {compiler.process(element.clauses, **more)}) AS date)"
