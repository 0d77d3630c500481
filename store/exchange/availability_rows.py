"""Windows of the week from a table: each is added once, and none is taken away."""

from __future__ import annotations

from typing import Any

from store import walltime
from store.database import db
from store.exchange import cells as reading
from store.exchange.intake import Intake, by_rule, insert
from store.exchange.people import Members
from store.farm import windows

_COLUMNS = ("member_id", "weekday", "from_minute", "to_minute")


class AvailabilityRows(Intake):
    """Takes windows in which members can work."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._members = Members(column("name"))
        self._weekdays = reading.needed(column("weekday"), windows.parse_weekday)
        self._starts = reading.needed(column("from"), walltime.parse_at)
        self._ends = reading.needed(column("to"), windows.parse_end)
        self._name_at, self._weekday_at = self.place("name"), self.place("weekday")
        self._from_at, self._to_at = self.place("from"), self.place("to")
        listed = ", ".join(_COLUMNS)
        self._known = set(db.execute_sql(f"SELECT {listed} FROM availability"))
        self._new: list[tuple] = []

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Nothing: members and windows are few, and known from the start."""

    def row(self, line: int, cells: list[str]) -> None:
        """Take one window."""
        member_id = self._members.at(cells[self._name_at])
        weekday = self._weekdays[cells[self._weekday_at]]
        times = self._starts[cells[self._from_at]], self._ends[cells[self._to_at]]
        window = by_rule("to", windows.window, weekday, *times)
        values = (member_id, *window)
        if values in self._known:
            self.unchanged += 1
            return
        self._known.add(values)
        self._new.append(values)
        name = self._members.name(cells[self._name_at]) if self.wants_names else ""
        self.note_added(line, f"{name} {windows.say_windows((window,))}" if name else "")

    def write(self) -> None:
        """Write the windows taken since the last time."""
        insert("availability", _COLUMNS, self._new)
        self._new = []
