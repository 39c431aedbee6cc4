"""Every code of the domain is a code that the migrated database takes, and it takes no other."""

import re

import pytest
from flask import Flask
from sqlalchemy import Column, Enum, inspect, text
from sqlalchemy.exc import IntegrityError

from tests import factories as make
from tracker.db import Base, db

pytestmark = pytest.mark.postgres
COLUMNS = [column for table in Base.metadata.sorted_tables for column in table.columns if isinstance(column.type, Enum)]


def test_the_check_in_the_database_lists_the_codes_of_the_domain(app: Flask) -> None:
    for column in COLUMNS:
        checks = {
            check["name"]: check["sqltext"] for check in inspect(db.engine).get_check_constraints(column.table.name)
        }
        listed = set(re.findall(r"'(\w+)'", checks[f"ck_{column.table.name}_{column.type.name}"]))
        assert listed == {member.value for member in column.type.enum_class}, str(column)


def test_a_foreign_code_is_refused(app: Flask) -> None:
    make.a_row_in_every_table()
    assert len(COLUMNS) > 10
    for column in COLUMNS:
        with pytest.raises(IntegrityError, match=f"ck_{column.table.name}_"):
            db.session.execute(text(copy_with(column, "no_such_code")))
        db.session.rollback()


def copy_with(column: Column[str], code: str) -> str:
    """Give the statement that copies one row of a table with another code in one column."""
    table = column.table
    names = [f'"{one.name}"' for one in table.columns]
    values = [f"'{code}'" if one is column else f'"{one.name}"' for one in table.columns]
    return f'INSERT INTO "{table.name}" ({", ".join(names)}) SELECT {", ".join(values)} FROM "{table.name}" LIMIT 1'  # noqa: S608  (own names)
