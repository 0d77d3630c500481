"""How far behind its promises each project is."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store.database import db
from store.programme.project_list import Filters, where

_SLIPS = """
    SELECT project.id, project.name,
        max(julianday(coalesce(actual, forecast)) - julianday(baseline)) AS slip
    FROM project JOIN milestone ON project_id = project.id
    WHERE {wanted} GROUP BY project.id ORDER BY slip DESC, project.id LIMIT ?
"""


class Slip(NamedTuple):
    """The greatest slip of a project's milestones, reached or not, in days; below 0 it is early."""

    project_id: int
    project: str
    days: int


def slips(filters: Filters, today: date, limit: int) -> tuple[Slip, ...]:
    """The projects with milestones that slipped most, up to `limit`, the worst first."""
    wanted, values = where(filters, today)
    rows = db.execute_sql(_SLIPS.format(wanted=wanted), (*values, limit)).fetchall()
    return tuple(Slip(key, name, int(days)) for key, name, days in rows)
