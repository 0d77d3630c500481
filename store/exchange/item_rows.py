"""Items from a table: matched by number, else by household and name, the n-th to the n-th."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Any, NamedTuple

from store.database import db
from store.exchange import cells as reading
from store.exchange.cells import BadCell
from store.exchange.intake import NumberedIntake, insert, refuse_new_number, select, update
from store.exchange.kinds import CONDITION_WORDS
from store.language import _
from store.neighbours.households import HouseholdRow
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.sharing.inventory import OFF_THE_BOARD

_COLUMNS = ("household_id", "category_id", "name", "condition", "note", "search_key")
_FIELDS = """
    SELECT item.id, item.household_id, unit.compound_id, unit.name || '-' || household.door,
           item.name, category.name AS category, item.condition, item.note
    FROM json_each(?) AS asked
"""
_REST = """
    JOIN category ON category.id = item.category_id
    JOIN household ON household.id = item.household_id
    JOIN unit ON unit.id = household.unit_id
    ORDER BY item.id
"""
_BY_NUMBER = f"{_FIELDS} CROSS JOIN item ON item.id = asked.value {_REST}"
_BY_HOUSEHOLD = f"{_FIELDS} CROSS JOIN item ON item.household_id = asked.value {_REST}"


class _Known(NamedTuple):
    """An item that the store holds."""

    id: int
    household_id: int
    compound_id: int
    household: str
    name: str
    category: str
    condition: str
    note: str


class ItemRows(NumberedIntake):
    """Takes items; their categories are made on the way."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._names = reading.searched(column("name"), NAME_LENGTH)
        self._categories = reading.text(column("category"), NAME_LENGTH)
        self._conditions = reading.word(column("condition"), CONDITION_WORDS, "good")
        self._notes = reading.text(column("note"), NOTE_LENGTH)
        self._is_numbered = self.has("id")
        self._compound_at, self._household_at = self.place("compound"), self.place("household")
        self._name_at = self.place("name")
        self._category_at, self._condition_at = self.place("category"), self.place("condition")
        self._note_at = self.place("note")
        self._category_ids: dict[str, int] = {
            name: row_id for row_id, name in db.execute_sql("SELECT id, name FROM category")
        }
        self._by_number: dict[int, _Known] = {}
        self._by_name: defaultdict[tuple[int, str], deque[_Known]] = defaultdict(deque)
        self._households: set[int] = set()
        self._numbered: list[tuple] = []
        self._new: list[tuple] = []
        self._differing: list[tuple] = []

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Look up the households, and the items they have or the numbers that are named."""
        compound, household = self._compound_at, self._household_at
        asked = {(cells[compound], cells[household]) for _line, cells in rows}
        self.doors.learn(asked)
        self._learn_items_of(asked)
        if self.has("id"):
            for values in select(_BY_NUMBER, self.numbers(rows)):
                self._by_number[values[0]] = _Known(*values)

    def row(self, line: int, cells: list[str]) -> None:
        """Take one item."""
        number = self.number(cells) if self._is_numbered else None
        if self._is_numbered and self.waits(line, cells, number):
            return
        address = cells[self._household_at]
        home = self.doors.at(cells[self._compound_at], address, "household")
        name, search_key = self._names[cells[self._name_at]]
        category = self._categories[cells[self._category_at]]
        condition = self._conditions[cells[self._condition_at]]
        note = self._notes[cells[self._note_at]]
        known = self._matching(number, home, name)
        if known is not None:
            self._keep(line, known, name, search_key, category, condition, note)
            return
        if home.kind == "vacant" and number is None and condition not in OFF_THE_BOARD:
            raise BadCell(
                "household",
                _("{household} is vacant. Please edit the household first.").format(
                    household=home.address
                ),
            )
        values = (home.id, self._category_id(category), name, condition, note, search_key)
        if number is None:
            self._new.append(values)
        else:
            self._numbered.append((number, *values))
        self.note_added(line, f"{home.address} {name}" if self.wants_names else "")

    def write(self) -> None:
        """Write the items taken since the last time."""
        insert("item", ("id", *_COLUMNS), self._numbered)
        insert("item", _COLUMNS, self._new)
        update("item", _COLUMNS[1:], self._differing)
        self._numbered, self._new, self._differing = [], [], []

    def _learn_items_of(self, asked: set[tuple[str, str]]) -> None:
        new = self.doors.ids(asked) - self._households
        self._households |= new
        for values in select(_BY_HOUSEHOLD, new):
            known = _Known(*values)
            self._by_name[known.household_id, known.name].append(known)

    def _matching(self, number: int | None, home: HouseholdRow, name: str) -> _Known | None:
        """The item of the store that a row means, which no later row can mean again."""
        if number is None:
            same = self._by_name.get((home.id, name))
            while same:
                known = same.popleft()
                if not self.is_named(known.id):
                    return known
            return None
        found = self._by_number.get(number)
        if found is None:
            refuse_new_number(number)
            return None
        if found.compound_id != home.compound_id:
            raise BadCell(
                "id",
                _("Number {number} is an item of another compound.").format(number=number),
            )
        if found.household_id != home.id:
            raise BadCell(
                "id",
                _("Number {number} is “{item}” of {household}.").format(
                    number=number, item=found.name, household=found.household
                ),
            )
        return found

    def _keep(
        self,
        line: int,
        known: _Known,
        name: str,
        search_key: str,
        category: str,
        condition: str,
        note: str,
    ) -> None:
        """Note an item that the store holds, and what of it the row changes."""
        if not self.has("condition"):
            condition = known.condition
        if not self.has("note"):
            note = known.note
        if (name, category, condition, note) == known[4:]:
            self.unchanged += 1
            return
        after = {"name": name, "category": category, "condition": condition, "note": note}
        self.note_kept(line, f"{known.household} {known.name}", known._asdict(), after)
        category_id = self._category_id(category)
        self._differing.append((category_id, name, condition, note, search_key, known.id))

    def _category_id(self, name: str) -> int:
        """The id of a category, which is made if it is new."""
        found = self._category_ids.get(name)
        if found is None:
            sql = "INSERT INTO category (name) VALUES (?)"
            found = self._category_ids[name] = db.execute_sql(sql, (name,)).lastrowid
        return found
