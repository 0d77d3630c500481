"""One import while it goes on: what every kind of table has in common."""

from __future__ import annotations

import json
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain
from typing import Any, ParamSpec, TypeVar

import peewee

from store.database import db
from store.errors import Refused
from store.exchange import cells as reading
from store.exchange.cells import BadCell
from store.exchange.doors import Compounds, Doors
from store.exchange.guard import written
from store.exchange.kinds import Kind, Places
from store.exchange.report import FieldChange, Rejection
from store.exchange.tables import Record, Table
from store.language import _
from store.text import shown

P = ParamSpec("P")
T = TypeVar("T")

# Rows that go into one INSERT: one statement for many rows costs half of one for each.
_TOGETHER = 500


class Intake(ABC):
    """Takes the rows of a table, a batch at a time, within the caller's transaction."""

    def __init__(
        self, kind: Kind, table: Table, places: Places, compound: str, today: date, detailed: bool
    ) -> None:
        self.kind = kind
        self.today = today
        self.yards = Compounds(compound)
        self.doors = Doors(self.yards)
        self.added = 0
        self.changed = 0
        self.unchanged = 0
        self.rejected: list[Rejection] = []
        self.changes: list[FieldChange] = []
        self._detailed = detailed
        self._table = table
        self._at = places.at

    def place(self, key: str) -> int:
        """Where the cell of this column stands; behind the row's own cells, where one empty cell
        is put for them, if the file has no such column."""
        return self._at.get(key, len(self._table.header))

    def has(self, key: str) -> bool:
        """Whether the file has this column at all."""
        return key in self._at

    def take(self, batch: Sequence[Record]) -> None:
        """Take some rows: look up at once what they name, then judge and write them."""
        rows = []
        for line, cells, trouble in batch:
            if trouble:
                self.reject(line, cells, BadCell("", trouble))
            else:
                cells.append("")
                rows.append((line, cells))
        self.judge(rows)

    def judge(self, rows: list[tuple[int, list[str]]]) -> None:
        """Look up what the rows name, take the good ones, and write them."""
        self.look_ahead(rows)
        for line, cells in rows:
            try:
                self.row(line, cells)
            except BadCell as bad:
                self.reject(line, cells[:-1], bad)
        self.write()

    @abstractmethod
    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Look up what the rows name, in a fixed number of queries."""

    @abstractmethod
    def row(self, line: int, cells: list[str]) -> None:
        """Take one row. Raises BadCell with nothing noted."""

    @abstractmethod
    def write(self) -> None:
        """Write the rows taken since the last time."""

    def finish(self) -> None:
        """Take what had to wait until every row was seen; most kinds let none wait."""
        return

    def reject(self, line: int, cells: Sequence[str], bad: BadCell) -> None:
        """Note a row that cannot be taken."""
        place = self._at.get(bad.column)
        column = shown(self._table.header[place]) if place is not None else ""
        self.rejected.append(Rejection(line, column, bad.sentence, tuple(cells)))

    def note_added(self, line: int, what: str) -> None:
        """Count a row that is new."""
        self.added += 1
        if self._detailed:
            self.changes.append(FieldChange(line, what, "", "", what))

    def note_kept(
        self, line: int, what: str, before: dict[str, Any], after: dict[str, Any]
    ) -> bool:
        """Count a row that was there, and answer whether any field of it differs."""
        differing = [key for key in after if after[key] != before[key]]
        if not differing:
            self.unchanged += 1
            return False
        self.changed += 1
        if self._detailed:
            for key in differing:
                was, now = (written(side[key]) for side in (before, after))
                self.changes.append(FieldChange(line, what, key, was, now))
        return True

    @property
    def wants_names(self) -> bool:
        """Whether `note_added` has a use for what a row is called."""
        return self._detailed


class NumberedIntake(Intake):
    """Takes rows that may carry the number of what they mean.

    Where the file has that column, rows without a number wait until every number in it is known,
    for none of those can be meant by them, or be given to them.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._numbers = reading.number(self.kind.column("id"), 1, reading.MOST_NUMBER)
        self._number_at = self.place("id")
        self._lines: dict[int, int] = {}
        self._waiting: list[tuple[int, list[str]]] = []
        self._all_seen = not self.has("id")

    def finish(self) -> None:
        """Take the rows without a number."""
        if self._waiting:
            self._all_seen = True
            self.judge(self._waiting)

    def waits(self, line: int, cells: list[str], number: int | None) -> bool:
        """Whether a row has to wait; its number is noted. Raises BadCell for a second such."""
        if number is None:
            if not self._all_seen:
                self._waiting.append((line, cells))
            return not self._all_seen
        if number in self._lines:
            raise BadCell(
                "id",
                _("Number {number} is in line {line} already.").format(
                    number=number, line=self._lines[number]
                ),
            )
        self._lines[number] = line
        return False

    def is_named(self, number: int | None) -> bool:
        """Whether a row has this number."""
        return number in self._lines

    def number(self, cells: list[str]) -> int | None:
        """The number that a row has."""
        return self._numbers[cells[self._number_at]]

    def numbers(self, rows: list[tuple[int, list[str]]]) -> list[int]:
        """The numbers that some rows have; the unreadable ones are left out."""
        found = []
        for cell in {cells[self._number_at] for _line, cells in rows}:
            try:
                number = self._numbers[cell]
            except BadCell:
                # The row itself will be refused for its number.
                continue
            if number is not None:
                found.append(number)
        return found


def by_rule(column: str, rule: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """What a rule of the desk answers; where it refuses, the row is bad in `column`."""
    try:
        return rule(*given, **named)
    except Refused as refused:
        raise BadCell(column, refused.sentence) from None


def refuse_new_number(number: int) -> None:
    """Raise BadCell for a number that something new must not have."""
    if number > reading.MOST_NEW_NUMBER:
        raise BadCell(
            "id",
            _("Number {number} is too large for something new; at most {most}.").format(
                number=number, most=reading.MOST_NEW_NUMBER
            ),
        )


def insert(table: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
    """Insert rows, many in one statement."""
    names = ", ".join(columns)
    marks = f"({', '.join('?' * len(columns))})"
    connection = db.connection()
    with _as_peewee_says():
        for start in range(0, len(rows), _TOGETHER):
            part = rows[start : start + _TOGETHER]
            sql = f"INSERT INTO {table} ({names}) VALUES {', '.join([marks] * len(part))}"
            connection.execute(sql, tuple(chain.from_iterable(part)))


def update(table: str, columns: tuple[str, ...], rows: Iterable[tuple]) -> None:
    """Update rows; the last value of each is its id."""
    assignments = ", ".join(f"{column} = ?" for column in columns)
    with _as_peewee_says():
        db.connection().executemany(f"UPDATE {table} SET {assignments} WHERE id = ?", rows)


def select(sql: str, listed: Iterable[Any]) -> Iterator[tuple]:
    """The rows of a query whose one parameter is a JSON list, which it reads by json_each."""
    values = list(listed)
    return iter(db.execute_sql(sql, (json.dumps(values),)) if values else ())


@contextmanager
def _as_peewee_says() -> Iterator[None]:
    """Raise what the raw connection raises as Peewee would, which the transaction explains."""
    try:
        yield
    except sqlite3.OperationalError as trouble:
        raise peewee.OperationalError(*trouble.args) from trouble
