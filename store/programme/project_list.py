"""The list of projects, by number, with what each has reached and how late it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from store.database import db
from store.text import fold

# A removed or completed project is not late, whatever it did not reach.
NOT_LATE = ("removed", "completed")
_OVER = ", ".join(f"'{status}'" for status in NOT_LATE)

_LATE = f"""status NOT IN ({_OVER}) AND EXISTS (
    SELECT 1 FROM milestone WHERE milestone.project_id = project.id
        AND actual IS NULL AND forecast < ?)"""
_ROWS = """
    SELECT project.id, year_id, project.name, community.name, district, dimensions, rural, status,
        granted
    FROM project JOIN community ON community.id = project.community_id
    WHERE {wanted} ORDER BY project.id {order} LIMIT ?
"""
_REACHED = """
    SELECT project_id, count(*), count(actual),
        sum(actual IS NULL AND forecast < ?),
        max(CASE WHEN actual IS NULL THEN julianday(forecast) - julianday(baseline) END),
        min(CASE WHEN actual IS NULL THEN forecast END)
    FROM milestone WHERE project_id IN ({ids}) GROUP BY project_id
"""


class Filters(NamedTuple):
    """What to list; what is empty does not matter. `text` is sought in names and their pinyin."""

    dimension: str = ""
    rural: bool | None = None
    status: str = ""
    year: int | None = None
    late: bool = False
    text: str = ""


class ListedProject(NamedTuple):
    """A project as lists show it.

    `late` counts milestones that are, `slip` is the greatest slip of one not reached, in days
    (None where all are), `next_on` the day of the next one; `granted` is in fen.
    """

    id: int
    year: int
    name: str
    community: str
    district: str
    dimensions: tuple[str, ...]
    rural: bool
    status: str
    granted: int
    milestones: int
    reached: int
    late: int
    slip: int | None
    next_on: date | None


class ProjectList:
    """Projects by number, in windows by key. `today` says what is late."""

    def __init__(self, filters: Filters, today: date) -> None:
        self._today = today
        self._wanted, self._values = where(filters, today)

    def after(self, key: int | None, limit: int) -> Sequence[ListedProject]:
        """Up to `limit` projects that follow the one of number `key` (None: from the start)."""
        return self._rows("project.id > ?", -1 if key is None else key, "", limit)

    def before(self, key: int | None, limit: int) -> Sequence[ListedProject]:
        """Up to `limit` projects next before `key` (None: the last ones), in order."""
        rows = self._rows("project.id < ?", 2**62 if key is None else key, "DESC", limit)
        return rows[::-1]

    def count(self) -> int:
        """How many projects there are."""
        return self._count("1", ())

    def position(self, key: int) -> int:
        """How many projects precede number `key`."""
        return self._count("project.id < ?", (key,))

    def _rows(self, bound: str, key: int, order: str, limit: int) -> list[ListedProject]:
        sql = _ROWS.format(wanted=f"{self._wanted} AND {bound}", order=order)
        found = db.execute_sql(sql, (*self._values, key, limit)).fetchall()
        reached = _reached([row[0] for row in found], self._today)
        return [_listed(row, reached.get(row[0])) for row in found]

    def _count(self, bound: str, values: tuple[Any, ...]) -> int:
        sql = f"SELECT count(*) FROM project WHERE {self._wanted} AND {bound}"
        return db.execute_sql(sql, (*self._values, *values)).fetchone()[0]


def where(filters: Filters, today: date) -> tuple[str, tuple[Any, ...]]:
    """The filters as a condition on the table `project` in SQL, with its values."""
    parts: list[tuple[str, tuple[Any, ...]]] = [("1", ())]
    if filters.dimension:
        parts.append(
            ("instr(' ' || dimensions || ' ', ' ' || ? || ' ')", (filters.dimension,)),
        )
    if filters.rural is not None:
        parts.append(("rural = ?", (int(filters.rural),)))
    if filters.status:
        parts.append(("status = ?", (filters.status,)))
    if filters.year is not None:
        parts.append(("year_id = ?", (filters.year,)))
    if filters.text.strip():
        parts.append(("instr(search_key, ?)", (fold(filters.text),)))
    if filters.late:
        parts.append((_LATE, (today.isoformat(),)))
    conditions, values = zip(*parts, strict=True)
    return " AND ".join(conditions), tuple(value for each in values for value in each)


def _reached(ids: list[int], today: date) -> dict[int, tuple[Any, ...]]:
    if not ids:
        return {}
    sql = _REACHED.format(ids=", ".join("?" * len(ids)))
    return {row[0]: row[1:] for row in db.execute_sql(sql, (today.isoformat(), *ids))}


def _listed(row: tuple[Any, ...], reached: tuple[Any, ...] | None) -> ListedProject:
    key, year, name, community, district, dimensions, rural, status, granted = row
    milestones, actual, late, slip, next_on = reached or (0, 0, 0, None, None)
    return ListedProject(
        key,
        year,
        name,
        community,
        district,
        tuple(dimensions.split()),
        bool(rural),
        status,
        granted,
        milestones,
        actual,
        0 if status in NOT_LATE else late,
        None if slip is None else int(slip),
        date.fromisoformat(next_on) if next_on else None,
    )
