"""Series from a table, each with its shifts: matched by team, name, rule, first day and time."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from store import calendar, walltime
from store.errors import Invalid, Refused
from store.exchange import cells as reading
from store.exchange import kinds
from store.exchange.cells import BadCell, Reader
from store.exchange.intake import Intake
from store.exchange.kinds import CLOSED_DAYS_WORDS
from store.farm import series, skills
from store.farm.models import MOST_PLACES, RULE_LENGTH
from store.farm.series import SeriesDayRow, SeriesValues
from store.language import _
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.public_holidays import CalendarByYear
from store.text import shown

_Key = tuple[str, str, str, date, int]

DAY_WORDS = {"extra": "加", "except": "停"}

# The columns by which a series is known, and those that may be left out.
_OPTIONAL = ("ends_on", "least", "most", "skills", "closed_days", "seasons", "days", "note")


class SeriesRows(Intake):
    """Takes series; a team or a skill not known yet is made on the way."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._readers: dict[str, Reader] = {
            "team": reading.needed(column("team"), skills.check_team_name),
            "name": reading.text(column("name"), NAME_LENGTH),
            "rrule": reading.needed(
                column("rrule"), lambda cell: reading.clean(cell, RULE_LENGTH, "RRULE")
            ),
            "starts_on": reading.day(column("starts_on")),
            "ends_on": reading.day(column("ends_on")),
            "at": reading.needed(column("at"), walltime.parse_at),
            "minutes": reading.needed(column("minutes"), _minutes),
            "least": reading.number(column("least"), 0, MOST_PLACES),
            "most": reading.number(column("most"), 0, MOST_PLACES),
            "wanted": reading.number(column("wanted"), 1, MOST_PLACES),
            "skills": Reader(column("skills"), series.parse_skills),
            "closed_days": reading.word(column("closed_days"), CLOSED_DAYS_WORDS, "keep"),
            "seasons": Reader(column("seasons"), series.parse_seasons),
            "days": Reader(column("days"), parse_days),
            "note": reading.text(column("note"), NOTE_LENGTH),
        }
        self._where = {key.key: self.place(key.key) for key in self.kind.columns}
        # By what a series is known, and in which line of this file it stands (0 for the store's).
        self._known: dict[_Key, tuple[int, SeriesValues]] = {}
        for row in series.all_series():
            key = (row.team, row.name, row.rule, row.starts_on, row.at)
            self._known[key] = (0, row.values._replace(team_id=0))
        self._calendar = CalendarByYear(self.today)
        self._new: list[tuple[str, SeriesValues]] = []

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Nothing: series are few, and known from the start."""

    def row(self, line: int, cells: list[str]) -> None:
        """Take one series."""
        said = {key: reader[cells[self._where[key]]] for key, reader in self._readers.items()}
        for column in ("starts_on", "wanted"):
            if said[column] is None:
                raise BadCell(column, reading.empty(self.kind.column(column)))
        team, values = said["team"], self._checked(said)
        key: _Key = (team, values.name, values.rule, values.starts_on, values.at)
        known = self._known.get(key)
        if known is None:
            self._known[key] = (line, values)
            self._new.append((team, values))
            self.note_added(line, f"{team} {values.name}")
        elif self._says_the_same(said, values, known[1]):
            self.unchanged += 1
        elif known[0]:
            raise BadCell(
                "", _("This series is in line {line} already, and otherwise.").format(line=known[0])
            )
        else:
            raise BadCell(
                "",
                _(
                    "“{series}” of {team} is there already, and otherwise. "
                    "Please change it in the rota, where you see which shifts that moves."
                ).format(series=shown(values.name), team=shown(team)),
            )

    def write(self) -> None:
        """Write the series taken since the last time, and lay out their shifts."""
        for team, values in self._new:
            values = values._replace(team_id=series.put_team(team))
            series.put_new(values, self.today, self._calendar)
        self._new = []

    def _checked(self, said: dict[str, Any]) -> SeriesValues:
        """What a row says, as it may be stored. Raises BadCell."""
        wanted = said["wanted"]
        values = SeriesValues(
            0,
            said["name"],
            said["rrule"],
            said["starts_on"],
            said["ends_on"],
            said["at"],
            said["minutes"],
            min(1, wanted) if said["least"] is None else said["least"],
            wanted,
            wanted if said["most"] is None else said["most"],
            said["closed_days"],
            said["skills"],
            said["seasons"],
            said["days"],
            said["note"],
        )
        try:
            return series.check(values)
        except Invalid as invalid:
            first = invalid.errors[0]
            column = "rrule" if first.field == "rule" else first.field
            raise BadCell(column, first.sentence) from None

    def _says_the_same(
        self, said: dict[str, Any], values: SeriesValues, known: SeriesValues
    ) -> bool:
        """Whether a row says nothing else of a series than is known; nothing is said without a
        column, nor of the least and the most in an empty cell."""
        unsaid = {key for key in _OPTIONAL if not self.has(key)}
        unsaid |= {key for key in ("least", "most") if said[key] is None}
        kept = {key: getattr(known, key) for key in unsaid}
        return values._replace(**kept) == known


def parse_days(text: str) -> tuple[SeriesDayRow, ...]:
    """The days written as `2026-10-08 extra 07:00; 2026-10-01 except`. Raises Refused."""
    found = []
    for part in re.split("[;；]", text):
        if not (words := part.split()):
            continue
        kind = kinds.value(words[1], DAY_WORDS) if len(words) in (2, 3) else None
        if kind is None or (kind == "except" and len(words) == 3):
            raise Refused(
                _("Series"),
                _(
                    "“{typed}” is not clear. Please write it like "
                    "“2026-10-08 extra 07:00; 2026-10-01 except”."
                ).format(typed=shown(part.strip())),
            )
        at = walltime.parse_at(words[2]) if len(words) == 3 else None
        found.append(SeriesDayRow(calendar.parse_iso(words[0]), kind, at))
    return tuple(sorted(found))


def _minutes(cell: str) -> int:
    """A length: here a bare number counts minutes, as the column says."""
    typed = walltime.plain(cell)
    return walltime.parse_minutes(f"{typed}m" if typed.isdecimal() else cell)
