"""Column types and constraints that every wing's tables share."""

from __future__ import annotations

from datetime import date

from peewee import Check, Field, Model

from store.database import db
from store.text import FORBIDDEN_GLOB

DAY_MINUTES = 24 * 60
MOST_PLACES = 200  # of a shift
RULE_LENGTH = 500  # of a recurrence rule (RFC 5545)


class Row(Model):
    """The base of every table."""

    class Meta:
        database = db
        legacy_table_names = False


class DayField(Field):
    """A calendar day, kept as ISO text; the column refuses what is no real date."""

    field_type = "DATE"

    def db_value(self, value: date | str | None) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: date | str | None) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value


def real_day(column: str) -> Check:
    """`column` holds a date that exists, or nothing."""
    return Check(f"{column} IS date({column}, '+0 days')")


def plain_text(column: str, most: int, least: int = 0) -> Check:
    """`column` holds `least` to `most` characters, none of them a control or a bidi override."""
    return Check(
        f"length({column}) BETWEEN {least} AND {most}"
        f" AND instr({column}, char(0)) = 0 AND {column} NOT GLOB '{FORBIDDEN_GLOB}'"
    )


def one_of(column: str, values: tuple[str, ...]) -> Check:
    """`column` holds one of `values`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return Check(f"{column} IN ({listed})")
