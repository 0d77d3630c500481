"""The members whom the store holds, as a table of members says them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from store.database import db

_MEMBERS = """
    SELECT member.id, member.name, resident_id, coalesce(unit.name || '-' || door, ''),
           coalesce(resident.name, ''), household.id, member.phone, max_per_week, max_per_month,
           minutes_before, member.note
    FROM member
    LEFT JOIN resident ON resident.id = resident_id
    LEFT JOIN household ON household.id = resident.household_id
    LEFT JOIN unit ON unit.id = household.unit_id
"""


class Home(NamedTuple):
    """The resident whom a member is; nobody for an outsider."""

    id: int | None = None
    address: str = ""
    resident: str = ""
    household_id: int | None = None


class KnownMember(NamedTuple):
    """A member whom the store holds."""

    id: int
    home: Home
    values: dict[str, Any]


def known_members() -> list[KnownMember]:
    """Every member of the store, in three queries."""
    teams: defaultdict[int, list[str]] = defaultdict(list)
    sql = "SELECT member_id, name FROM membership JOIN team ON team.id = team_id"
    for member_id, name in db.execute_sql(f"{sql} WHERE left_on IS NULL ORDER BY name"):
        teams[member_id].append(name)
    able: defaultdict[int, list[str]] = defaultdict(list)
    sql = "SELECT member_id, name FROM member_skill JOIN skill ON skill.id = skill_id"
    for member_id, name in db.execute_sql(f"{sql} ORDER BY name"):
        able[member_id].append(name)
    found = []
    for row_id, name, resident_id, address, resident, household_id, *rest in db.execute_sql(
        _MEMBERS
    ):
        phone, per_week, per_month, minutes, note = rest
        values = {
            "name": name,
            "team": tuple(teams[row_id]),
            "skills": tuple(able[row_id]),
            "max_per_week": per_week,
            "max_per_month": per_month,
            "hours_before": minutes,
            "phone": phone,
            "note": note,
            "household": address,
            "resident": resident,
        }
        home = Home(resident_id, address, resident, household_id)
        found.append(KnownMember(row_id, home, values))
    return found


def say_hours(minutes: int) -> str:
    """Minutes as hours that are read back as the same minutes: `12`, `12.5`, `0.0833`."""
    return f"{minutes / 60:.4f}".rstrip("0").rstrip(".")
