"""Residents from a table: matched by household and name, the n-th to the n-th."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Any, NamedTuple

from store.exchange import cells as reading
from store.exchange.intake import Intake, insert, select, update
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH, PHONE_LENGTH
from store.text import person_key

_COLUMNS = ("household_id", "name", "phone", "note", "search_key")
_FIND = """
    SELECT resident.id, household_id, name, phone, note
    FROM json_each(?) AS asked CROSS JOIN resident ON household_id = asked.value
    ORDER BY resident.id
"""


class _Known(NamedTuple):
    """A resident whom the store holds."""

    id: int
    household_id: int
    name: str
    phone: str
    note: str


class ResidentRows(Intake):
    """Takes residents."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._names = reading.text(column("name"), NAME_LENGTH)
        self._phones = reading.phone(column("phone"), PHONE_LENGTH)
        self._notes = reading.text(column("note"), NOTE_LENGTH)
        self._compound_at, self._household_at = self.place("compound"), self.place("household")
        self._name_at, self._phone_at = self.place("name"), self.place("phone")
        self._note_at = self.place("note")
        self._by_name: defaultdict[tuple[int, str], deque[_Known]] = defaultdict(deque)
        self._households: set[int] = set()
        self._new: list[tuple] = []
        self._differing: list[tuple] = []

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Look up the households and who lives there."""
        compound, household = self._compound_at, self._household_at
        asked = {(cells[compound], cells[household]) for _line, cells in rows}
        self.doors.learn(asked)
        new = self.doors.ids(asked) - self._households
        self._households |= new
        for values in select(_FIND, new):
            known = _Known(*values)
            self._by_name[known.household_id, known.name].append(known)

    def row(self, line: int, cells: list[str]) -> None:
        """Take one resident."""
        address = cells[self._household_at]
        home = self.doors.at(cells[self._compound_at], address, "household")
        name = self._names[cells[self._name_at]]
        phone = self._phones[cells[self._phone_at]]
        note = self._notes[cells[self._note_at]]
        what = f"{home.address} {name}"
        same = self._by_name.get((home.id, name))
        if not same:
            self._new.append((home.id, name, phone, note, person_key(name, phone)))
            self.note_added(line, what)
            return
        known = same.popleft()
        after = {
            "phone": phone if self.has("phone") else known.phone,
            "note": note if self.has("note") else known.note,
        }
        if self.note_kept(line, what, known._asdict(), after):
            key = person_key(name, after["phone"])
            self._differing.append((name, after["phone"], after["note"], key, known.id))

    def write(self) -> None:
        """Write the residents taken since the last time."""
        insert("resident", _COLUMNS, self._new)
        update("resident", _COLUMNS[1:], self._differing)
        self._new, self._differing = [], []
