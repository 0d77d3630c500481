"""How lending went over time: loans a week, and who took part, a month each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from store.database import db

# A compound's loans are those to its households, as in participation.
_IN_COMPOUND = """household_id IN (
    SELECT household.id FROM household JOIN unit ON unit.id = unit_id
    WHERE compound_id = :compound)"""
_WEEKS = """
    SELECT date(lent_on, 'weekday 0', '-6 days') AS monday, count(*)
    FROM loan WHERE lent_on BETWEEN :first AND :today AND {borrowed} GROUP BY monday
"""
_MONTHS = """
    SELECT month, count(DISTINCT household_id) FROM (
        SELECT substr(lent_on, 1, 7) AS month, household_id FROM loan
        WHERE lent_on BETWEEN :first AND :today AND {borrowed}
        UNION ALL
        SELECT substr(lent_on, 1, 7), item.household_id FROM loan JOIN item ON item.id = item_id
        WHERE lent_on BETWEEN :first AND :today AND {lent})
    GROUP BY month
"""


class Count(NamedTuple):
    """A number for the week or month that begins on the day `first`."""

    first: date
    number: int


def loans_by_week(today: date, weeks: int, compound_id: int | None = None) -> tuple[Count, ...]:
    """The loans lent in each of the last `weeks` weeks from Monday on, this one last."""
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    borrowed = "1" if compound_id is None else _IN_COMPOUND
    return _counted(_WEEKS.format(borrowed=borrowed), mondays, today, compound_id)


def participation_by_month(
    today: date, months: int, compound_id: int | None = None
) -> tuple[Count, ...]:
    """The households that lent or borrowed something in each of the last `months` months."""
    last = today.year * 12 + today.month - 1
    firsts = [
        date(number // 12, number % 12 + 1, 1) for number in range(last - months + 1, last + 1)
    ]
    borrowed = "1" if compound_id is None else _IN_COMPOUND
    lent = borrowed.replace("household_id IN", "item.household_id IN", 1)
    return _counted(_MONTHS.format(borrowed=borrowed, lent=lent), firsts, today, compound_id)


def _counted(
    sql: str, firsts: list[date], today: date, compound_id: int | None
) -> tuple[Count, ...]:
    values = {"first": firsts[0].isoformat(), "today": today.isoformat()}
    if compound_id is not None:
        values["compound"] = str(compound_id)
    found: dict[str, int] = dict(db.execute_sql(sql, values).fetchall())
    return tuple(
        Count(first, found.get(f"{first}", 0) + found.get(f"{first:%Y-%m}", 0)) for first in firsts
    )
