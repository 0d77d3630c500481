"""What should have been reached by now and was not, and whom to ask about it.

The nightly command reads it without the programme's tables, whose import it would notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from store.database import db
from store.programme.project_list import NOT_LATE

_OVER = ", ".join(f"'{status}'" for status in NOT_LATE)
_FROM = f"""
    FROM milestone JOIN project ON project.id = milestone.project_id
    JOIN community ON community.id = project.community_id
    LEFT JOIN organisation ON organisation.id = organisation_id
    WHERE actual IS NULL AND forecast < :today AND project.status NOT IN ({_OVER})
        AND (:compound IS NULL OR community.id = (
            SELECT community_id FROM compound WHERE compound.id = :compound))
"""
_ROWS = f"""
    SELECT milestone.id, project.id, project.name, community.name, milestone.name, baseline,
        forecast, coalesce((
            SELECT group_concat(name, char(10)) FROM (
                SELECT name FROM project_person WHERE project_id = project.id ORDER BY id)),
            organisation.name, '')
    {_FROM} ORDER BY forecast, milestone.id
"""


class LateMilestone(NamedTuple):
    """A milestone not reached on the day it was expected last; late by so many `days`.

    `in_charge` names people, or the executing organisation where nobody is named.
    """

    id: int
    project_id: int
    project: str
    community: str
    milestone: str
    baseline: date
    forecast: date
    days: int
    in_charge: tuple[str, ...]


def late(today: date, compound_id: int | None = None) -> Iterator[LateMilestone]:
    """What is late, the longest first; only of the community of a compound where one is given."""
    for row in db.execute_sql(_ROWS, _values(today, compound_id)):
        baseline, forecast = map(date.fromisoformat, row[5:7])
        people = tuple(filter(None, row[7].split("\n")))
        told = (*row[:5], baseline, forecast, (today - forecast).days, people)
        yield LateMilestone._make(told)


def count(today: date, compound_id: int | None = None) -> int:
    """How many are late."""
    sql = f"SELECT count(*) {_FROM}"
    return db.execute_sql(sql, _values(today, compound_id)).fetchone()[0]


def _values(today: date, compound_id: int | None) -> dict[str, Any]:
    return {"today": today.isoformat(), "compound": compound_id}
