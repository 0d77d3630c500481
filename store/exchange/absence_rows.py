"""Absences from a table: matched by member and days, so that each is noted once."""

from __future__ import annotations

from datetime import date
from typing import Any

from store.database import db
from store.exchange import cells as reading
from store.exchange.cells import BadCell
from store.exchange.intake import Intake, by_rule, insert, update
from store.exchange.people import Members
from store.farm.availability import refuse_span
from store.neighbours.models import NOTE_LENGTH

_COLUMNS = ("member_id", "first", "last", "note")


class AbsenceRows(Intake):
    """Takes the days on which members are away; a row without a last day is of one day."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._members = Members(column("name"))
        self._first_days = reading.day(column("from"))
        self._last_days = reading.day(column("to"))
        self._notes = reading.text(column("note"), NOTE_LENGTH)
        self._where = {key.key: self.place(key.key) for key in self.kind.columns}
        self._known: dict[tuple[int, date, date], tuple[int | None, str]] = {}
        sql = "SELECT id, member_id, first, last, note FROM absence ORDER BY id DESC"
        for row_id, member_id, first, last, note in db.execute_sql(sql):
            days = date.fromisoformat(first), date.fromisoformat(last)
            self._known[member_id, *days] = (row_id, note)
        self._new: list[tuple] = []
        self._differing: list[tuple] = []

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Nothing: members and absences are few, and known from the start."""

    def row(self, line: int, cells: list[str]) -> None:
        """Take one absence."""
        where = self._where
        member_id = self._members.at(cells[where["name"]])
        first = self._first_days[cells[where["from"]]]
        if first is None:
            raise BadCell("from", reading.empty(self.kind.column("from")))
        last = self._last_days[cells[where["to"]]] or first
        note = self._notes[cells[where["note"]]]
        by_rule("to", refuse_span, first, last)
        what = f"{self._members.name(cells[where['name']])} {first}…{last}"
        known = self._known.get((member_id, first, last))
        if known is None:
            self._known[member_id, first, last] = (None, note)
            self._new.append((member_id, first.isoformat(), last.isoformat(), note))
            self.note_added(line, what)
            return
        row_id, noted = known
        after = note if self.has("note") and row_id is not None else noted
        if self.note_kept(line, what, {"note": noted}, {"note": after}):
            self._known[member_id, first, last] = (row_id, after)
            self._differing.append((after, row_id))

    def write(self) -> None:
        """Write the absences taken since the last time."""
        insert("absence", _COLUMNS, self._new)
        update("absence", ("note",), self._differing)
        self._new, self._differing = [], []
