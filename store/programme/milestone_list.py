"""The list of milestones by the day each is expected, in windows by key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from store import recent
from store.database import db
from store.programme import project_list
from store.programme.milestones import SELECT, MilestoneRow, read_row
from store.programme.models import Milestone
from store.programme.project_list import NOT_LATE, Filters

# Of more projects than this the milestones are gone through day by day until a window is full; of
# fewer they are all gathered and sorted. SQLite keeps to the order of tables that are cross-joined.
FEW_PROJECTS = 300
_BY_DAY = SELECT.replace(" JOIN ", " CROSS JOIN ")
_COUNT = "SELECT count(*) FROM milestone JOIN project ON project.id = milestone.project_id"


class MilestoneList:
    """Milestones of the projects that `filters` let through, by forecast; late ones alone, if so.

    A window is asked for by the number of a milestone.
    """

    def __init__(self, filters: Filters, today: date, *, late_only: bool = False) -> None:
        # The filter "late" is of milestones here: that a project is late would say less.
        wanted, values = project_list.where(filters._replace(late=False), today)
        of_projects = f"project.id IN (SELECT id FROM project WHERE {wanted})"
        of_its = f"SELECT 1 FROM project AS its WHERE its.id = milestone.project_id AND {wanted}"
        few = _are_few(wanted, values)
        self._select = SELECT if few else _BY_DAY
        self._wanted = of_projects if few else f"EXISTS ({of_its})"
        self._counted = of_projects
        if late_only or filters.late:
            over = ", ".join("?" * len(NOT_LATE))
            late = f"actual IS NULL AND forecast < ? AND project.status NOT IN ({over})"
            self._wanted = self._counted = f"{self._wanted} AND {late}"
            values = (*values, today.isoformat(), *NOT_LATE)
        self._values = values

    def after(self, key: int | None, limit: int) -> Sequence[MilestoneRow]:
        """Up to `limit` milestones that follow `key` (None: from the start), in order."""
        bound, values = ("1", ()) if key is None else _bound(">", key)
        return self._rows(bound, values, "forecast, milestone.id", limit)

    def before(self, key: int | None, limit: int) -> Sequence[MilestoneRow]:
        """Up to `limit` milestones next before `key` (None: the last ones), in order."""
        bound, values = ("1", ()) if key is None else _bound("<", key)
        return self._rows(bound, values, "forecast DESC, milestone.id DESC", limit)[::-1]

    def count(self) -> int:
        """How many milestones there are."""
        return self._count("1", ())

    def position(self, key: int) -> int:
        """How many milestones precede `key`."""
        return self._count(*_bound("<", key))

    def next_to_reach(self) -> MilestoneRow | None:
        """The first milestone, late or to come, of a project that still goes on."""
        goes_on = f"actual IS NULL AND project.status NOT IN ({', '.join('?' * len(NOT_LATE))})"
        found = self._rows(goes_on, NOT_LATE, "forecast, milestone.id", 1)
        return found[0] if found else None

    def _rows(
        self, bound: str, values: tuple[Any, ...], order: str, limit: int
    ) -> list[MilestoneRow]:
        sql = f"{self._select} WHERE {self._wanted} AND {bound} ORDER BY {order} LIMIT ?"
        return [read_row(row) for row in db.execute_sql(sql, (*self._values, *values, limit))]

    def _count(self, bound: str, values: tuple[Any, ...]) -> int:
        sql = f"{_COUNT} WHERE {self._counted} AND {bound}"
        return db.execute_sql(sql, (*self._values, *values)).fetchone()[0]


def latest_reasons(typed: str = "") -> list[str]:
    """The latest reasons for a slip that hold what is typed."""
    return recent.texts(Milestone.reason, typed)


def latest_evidence(typed: str = "") -> list[str]:
    """The latest evidence that holds what is typed."""
    return recent.texts(Milestone.evidence, typed)


def _are_few(wanted: str, values: tuple[Any, ...]) -> bool:
    """Whether the condition lets through so few projects that their milestones are soon sorted."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM project WHERE {wanted} LIMIT ?)"
    found = db.execute_sql(sql, (*values, FEW_PROJECTS + 1)).fetchone()[0]
    return found <= FEW_PROJECTS


def _bound(sign: str, key: int) -> tuple[str, tuple[int, int]]:
    day = "(SELECT forecast FROM milestone WHERE id = ?)"
    return f"(forecast, milestone.id) {sign} ({day}, ?)", (key, key)
