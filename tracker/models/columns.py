"""Kinds of columns and mix-ins that several tables share."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from sqlalchemy import DateTime, Dialect, Enum, Text, TypeDecorator
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from tracker.domain.dates import PartialDate


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; refuses a datetime without a zone, and gives the zone back on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PartialDay(TypeDecorator[PartialDate]):
    """A `PartialDate`, stored as it is written: 2014, 2014-07 or 2014-07-29; the text sorts as the dates do."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:
        """Store the written form."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:
        """Read the written form."""
        return None if value is None else PartialDate.parse(value)


def codes(kind: type[StrEnum]) -> Enum:
    """Give a text column type that takes the stable codes of an enumeration and nothing else (CHECK)."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
    )


Key = Annotated[int, mapped_column(primary_key=True)]


class Versioned:
    """A row that people edit: a save over somebody else's save raises StaleDataError instead of overwriting."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:
        """Let the version column guard every update."""
        return {"version_id_col": cls.version}


class Demonstrable:
    """A row that may stand for an act which no source records; every page that shows it says so."""

    is_demonstration: Mapped[bool] = mapped_column(default=False)
