"""The programme in numbers, year by year: projects, milestones, money, and what was voted."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store.database import db
from store.programme.models import STATUSES
from store.programme.project_list import NOT_LATE

_PROJECTS = "SELECT year_id, status, rural, count(*) FROM project GROUP BY year_id, status, rural"
_OVER = ", ".join(f"'{status}'" for status in NOT_LATE)
_MILESTONES = f"""
    SELECT year_id, count(*), coalesce(sum(actual <= :today), 0),
        coalesce(sum((actual IS NULL OR actual > :today) AND forecast < :today
            AND status NOT IN ({_OVER})), 0)
    FROM milestone JOIN project ON project.id = project_id GROUP BY year_id
"""
_MONEY = """
    SELECT year_id, sum(granted), sum(committed), sum(paid) FROM project_money GROUP BY year_id
"""
_PROPOSALS = """
    SELECT year_id, count(*), sum(state = 'open'), sum(state = 'closed'),
        coalesce(sum(outcome = 'adopted'), 0), count(project_id)
    FROM proposal GROUP BY year_id
"""


class Figures(NamedTuple):
    """A year of the programme in numbers, or all of them (`year` is None); money in fen.

    `statuses` counts the projects by how they stand; of the proposals `voting` are open, `voted`
    closed, `adopted` among these, and `became_projects` what grew out of any.
    """

    year: int | None
    projects: int
    rural: int
    statuses: dict[str, int]
    milestones: int
    reached: int
    late: int
    granted: int
    committed: int
    paid: int
    left: int
    proposals: int
    voting: int
    voted: int
    adopted: int
    became_projects: int


def by_year(today: date) -> tuple[Figures, ...]:
    """Every year that has projects or proposals, first to last, its milestones as of `today`."""
    statuses: dict[int, dict[str, int]] = {}
    rural: dict[int, int] = {}
    for year, status, is_rural, count in db.execute_sql(_PROJECTS):
        counted = statuses.setdefault(year, dict.fromkeys(STATUSES, 0))
        counted[status] += count
        rural[year] = rural.get(year, 0) + count * is_rural
    reached = _by_year(_MILESTONES, {"today": today.isoformat()})
    money, proposals = _by_year(_MONEY), _by_year(_PROPOSALS)
    rows = []
    for year in sorted(statuses.keys() | proposals.keys()):
        counted = statuses.get(year, dict.fromkeys(STATUSES, 0))
        granted, committed, paid = money.get(year, (0, 0, 0))
        projects = (sum(counted.values()), rural.get(year, 0), counted)
        sums = (granted, committed, paid, committed - paid)
        told = (*projects, *reached.get(year, (0,) * 3), *sums, *proposals.get(year, (0,) * 5))
        rows.append(Figures._make((year, *told)))
    return tuple(rows)


def together(rows: tuple[Figures, ...]) -> Figures:
    """Some years added up."""
    sums = {
        field: sum(getattr(row, field) for row in rows)
        for field in Figures._fields
        if field not in ("year", "statuses")
    }
    statuses = {status: sum(row.statuses[status] for row in rows) for status in STATUSES}
    return Figures(year=None, statuses=statuses, **sums)


def _by_year(sql: str, values: dict[str, str] | None = None) -> dict[int, tuple[int, ...]]:
    return {row[0]: row[1:] for row in db.execute_sql(sql, values or {})}
