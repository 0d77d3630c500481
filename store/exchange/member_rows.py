"""Members from a table, matched by name; teams and skills are made on the way.

A member may stand in several rows, one for each team: what any of them says holds.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from store.database import db
from store.exchange import cells as reading
from store.exchange.cells import BadCell, Reader
from store.exchange.intake import Intake, insert, select, update
from store.exchange.kinds import Column
from store.exchange.known_members import Home, KnownMember, known_members, say_hours
from store.exchange.people import names
from store.farm import skills
from store.farm.member_values import MOST_MINUTES_BEFORE, MOST_PER_MONTH, MOST_PER_WEEK
from store.language import _
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH, PHONE_LENGTH
from store.text import person_key, shown

_COLUMNS = (
    "name", "resident_id", "phone", "max_per_week", "max_per_month", "minutes_before", "note",
    "search_key",
)  # fmt: skip
_RESIDENTS = """
    SELECT household_id, name, resident.id
    FROM json_each(?) AS asked CROSS JOIN resident ON household_id = asked.value
    ORDER BY resident.id DESC
"""
# The fields of a member that one cell says each, but for the teams and the skills.
_PLAIN = ("max_per_week", "max_per_month", "hours_before", "phone", "note")


class _Asked:
    """What a file says of one member, with the lines that say it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[int] = []
        self.teams: dict[str, None] = {}
        self.skills: dict[str, None] = {}
        self.values: dict[str, Any] = {}
        self.said_in: dict[str, int] = {}
        self.home: Home | None = None


class MemberRows(Intake):
    """Takes members."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._names = reading.text(column("name"), NAME_LENGTH)
        self._teams = names(column("team"), skills.check_team_name)
        self._skills = names(column("skills"), skills.check)
        self._residents = reading.text(column("resident"), NAME_LENGTH)
        self._plain: dict[str, Reader] = {
            "max_per_week": reading.number(column("max_per_week"), 0, MOST_PER_WEEK),
            "max_per_month": reading.number(column("max_per_month"), 0, MOST_PER_MONTH),
            "hours_before": _hours(column("hours_before")),
            "phone": reading.phone(column("phone"), PHONE_LENGTH),
            "note": reading.text(column("note"), NOTE_LENGTH),
        }
        self._where = {key.key: self.place(key.key) for key in self.kind.columns}
        self._team_ids: dict[str, int] = dict(db.execute_sql("SELECT name, id FROM team"))
        self._known = {row.values["name"]: row for row in known_members()}
        self._member_of_resident = {row.home.id: name for name, row in self._known.items()}
        sql = "SELECT EXISTS (SELECT 1 FROM household)"
        self._has_households = bool(db.execute_sql(sql).fetchone()[0])
        self._living: dict[int, dict[str, int]] = {}
        self._asked: dict[str, _Asked] = {}

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Look up the households that are named, and who lives there."""
        compound, household = self._where["compound"], self._where["household"]
        asked = {(cells[compound], cells[household]) for _line, cells in rows if cells[household]}
        self.doors.learn(asked)
        new = {home for home in self.doors.ids(asked) if home not in self._living}
        self._living.update((home, {}) for home in new)
        for household_id, name, resident_id in select(_RESIDENTS, new):
            self._living[household_id][name] = resident_id

    def row(self, line: int, cells: list[str]) -> None:
        """Take one row about a member; what all rows say together is written at the end."""
        name = self._names[cells[self._where["name"]]]
        teams = self._teams[cells[self._where["team"]]]
        able = self._skills[cells[self._where["skills"]]]
        said = {key: self._plain[key][cells[self._where[key]]] for key in _PLAIN}
        home = self._home(name, cells)
        asked = self._asked.get(name) or _Asked(name)
        for key, value in said.items():
            if not _is_empty(value) and asked.values.get(key, value) != value:
                raise self._differs(asked, key)
        if home is not None and home.id and asked.home and asked.home.id not in (None, home.id):
            raise self._differs(asked, "household")
        asked.lines.append(line)
        asked.teams.update(dict.fromkeys(teams))
        asked.skills.update(dict.fromkeys(able))
        for key, value in said.items():
            if not _is_empty(value):
                asked.values[key] = value
                asked.said_in.setdefault(key, line)
        if home is not None and (home.id or asked.home is None):
            asked.home = home
            asked.said_in.setdefault("household", line)
            self._member_of_resident.setdefault(home.id, name)
        self._asked[name] = asked

    def write(self) -> None:
        """Nothing yet: a later row may say more of the same member."""

    def finish(self) -> None:
        """Write the members."""
        new = [asked for name, asked in self._asked.items() if name not in self._known]
        kept = [asked for name, asked in self._asked.items() if name in self._known]
        self._make_teams()
        insert("member", _COLUMNS, [self._columns(asked) for asked in new])
        ids = dict(db.execute_sql("SELECT name, id FROM member"))
        memberships, abilities = [], []
        skill_ids = skills.ids(skill for asked in self._asked.values() for skill in asked.skills)
        for asked in new:
            for line in asked.lines:
                self.note_added(line, asked.name)
            member_id = ids[asked.name]
            memberships += [(self._team_ids[team], member_id) for team in asked.teams]
            abilities += [(member_id, skill_ids[skill]) for skill in asked.skills]
        insert("membership", ("team_id", "member_id"), memberships)
        insert("member_skill", ("member_id", "skill_id"), abilities)
        for asked in kept:
            self._keep(asked, self._known[asked.name], skill_ids)

    def _keep(self, asked: _Asked, known: KnownMember, skill_ids: dict[str, int]) -> None:
        """Let a member whom the store holds be as the file says."""
        before = dict(known.values)
        after = self._after(asked, known)
        told = {key: value for key, value in before.items() if key != "name"}
        if not self.note_kept(asked.lines[0], asked.name, _told(told), _told(after)):
            self.unchanged += len(asked.lines) - 1
            return
        self.changed += len(asked.lines) - 1
        home = asked.home or known.home
        values = self._row(asked.name, home.id, after)
        if values[:-1] != self._row(asked.name, known.home.id, before)[:-1]:
            update("member", _COLUMNS, [(*values, known.id)])
        for team in [team for team in after["team"] if team not in before["team"]]:
            db.execute_sql(
                "INSERT INTO membership (team_id, member_id) VALUES (?, ?)"
                " ON CONFLICT (team_id, member_id) DO UPDATE SET joined_on = ?, left_on = NULL",
                (self._team_ids[team], known.id, self.today.isoformat()),
            )
        for skill in set(after["skills"]) - set(before["skills"]):
            sql = "INSERT INTO member_skill (member_id, skill_id) VALUES (?, ?)"
            db.execute_sql(sql, (known.id, skill_ids[skill]))
        for skill in set(before["skills"]) - set(after["skills"]):
            db.execute_sql(
                "DELETE FROM member_skill WHERE member_id = ?"
                " AND skill_id = (SELECT id FROM skill WHERE name = ?)",
                (known.id, skill),
            )

    def _after(self, asked: _Asked, known: KnownMember) -> dict[str, Any]:
        """The fields of a known member as they will be: what has no column stays."""
        before = known.values
        after = {
            "team": tuple(sorted({*before["team"], *asked.teams})),
            "skills": tuple(sorted(asked.skills)) if self.has("skills") else before["skills"],
        }
        for key in _PLAIN:
            after[key] = asked.values.get(key, _NOTHING[key]) if self.has(key) else before[key]
        home = asked.home or known.home
        return after | {"household": home.address, "resident": home.resident}

    def _columns(self, asked: _Asked) -> tuple:
        home = asked.home or Home()
        values = {key: asked.values.get(key, _NOTHING[key]) for key in _PLAIN}
        return self._row(asked.name, home.id, values)

    def _row(self, name: str, resident_id: int | None, values: dict[str, Any]) -> tuple:
        return (
            name,
            resident_id,
            values["phone"],
            values["max_per_week"],
            values["max_per_month"],
            values["hours_before"],
            values["note"],
            person_key(name, values["phone"]),
        )

    def _home(self, name: str, cells: list[str]) -> Home | None:
        """The resident whom a row means; None where the file says nothing of homes."""
        if not self.has("household"):
            return None
        address, compound = cells[self._where["household"]], cells[self._where["compound"]]
        called = self._residents[cells[self._where["resident"]]] or name
        if not address.strip():
            return Home()
        if not self._has_households:
            raise BadCell(
                "household",
                _(
                    "The store holds no household yet. "
                    "Please import the households first, or leave the address out."
                ),
            )
        found = self.doors.at(compound, address, "household")
        known = self._known.get(name)
        if known and (known.home.household_id, known.home.resident) == (found.id, called):
            return known.home
        resident_id = self._living[found.id].get(called)
        if resident_id is None:
            sentence = _(
                "No resident of {household} is called “{name}”. "
                "Please add the resident first, or leave the address out."
            )
            raise BadCell(
                "household", sentence.format(household=found.address, name=shown(called, 60))
            )
        other = self._member_of_resident.get(resident_id, name)
        if other != name:
            sentence = _("This resident is a member already: {member}.")
            raise BadCell("household", sentence.format(member=shown(other, 60)))
        return Home(resident_id, found.address, called, found.id)

    def _make_teams(self) -> None:
        for asked in self._asked.values():
            for team in asked.teams:
                if team not in self._team_ids:
                    sql = "INSERT INTO team (name, note) VALUES (?, '')"
                    self._team_ids[team] = db.execute_sql(sql, (team,)).lastrowid

    def _differs(self, asked: _Asked, key: str) -> BadCell:
        return BadCell(
            key,
            _(
                "Line {line} says otherwise of “{name}”. If this is somebody else, "
                "please add something that tells them apart, as in “{name} (2)”."
            ).format(line=asked.said_in[key], name=shown(asked.name, 60)),
        )


_NOTHING: dict[str, Any] = {
    "max_per_week": None,
    "max_per_month": None,
    "hours_before": 0,
    "phone": "",
    "note": "",
}


def _hours(column: Column) -> Reader[int | None]:
    """Reads hours, decimals allowed, as minutes; an empty cell is None."""

    def read(cell: str) -> int | None:
        typed = unicodedata.normalize("NFKC", cell).strip()
        if not typed:
            return None
        if re.fullmatch(r"\d{1,6}(?:\.\d{1,9})?", typed, re.ASCII):
            minutes = round(float(typed) * 60)
            if minutes <= MOST_MINUTES_BEFORE:
                return minutes
        raise BadCell(
            column.key,
            _("“{cell}” is no number of hours from 0 to {most}. Please write it like 12.5.").format(
                cell=shown(cell), most=MOST_MINUTES_BEFORE // 60
            ),
        )

    return Reader(column, read)


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a member as cells hold them."""
    return fields | {
        "team": skills.join_names(fields["team"]),
        "skills": skills.join_names(fields["skills"]),
        "hours_before": say_hours(fields["hours_before"]),
    }


def _is_empty(value: object) -> bool:
    return value is None or value == ""
