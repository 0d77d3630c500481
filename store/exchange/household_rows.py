"""Households from a table: matched by address; compounds and units are made on the way."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from store.database import db
from store.exchange import cells as reading
from store.exchange.cells import BadCell
from store.exchange.guard import guarded
from store.exchange.intake import Intake, by_rule, insert, update
from store.exchange.kinds import COMMUNITY, CONSENT_WORDS, KIND_WORDS
from store.language import _
from store.neighbours.households import CONSENTS, HouseholdRow
from store.neighbours.models import DOOR_LENGTH, NAME_LENGTH, NOTE_LENGTH
from store.sharing.rules import refuse_vacating
from store.text import home_key, shown

LOWEST_FLOOR, HIGHEST_FLOOR = -20, 200
MOST_POSITION = 9999

_SAID = ("floor", "position", "name", "kind", "note", *CONSENTS)
_COLUMNS = ("unit_id", "door", *_SAID, "search_key")
_CHANGED = (*_SAID, "search_key")
# A door's number is its floor and its place on it, in two digits: 502, 1201, 502A.
_DOOR = re.compile(r"(\d{1,3})(\d\d)\D*")
_COMMUNITIES = """
    SELECT compound.name, community.name
    FROM compound JOIN community ON community.id = compound.community_id
"""
# Wide digits and letters, as a Chinese input method types them.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class HouseholdRows(Intake):
    """Takes households."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._communities = reading.text(COMMUNITY, NAME_LENGTH)
        self._units = reading.text(column("unit"), DOOR_LENGTH)
        self._doors = reading.text(column("door"), DOOR_LENGTH)
        self._floors = reading.number(column("floor"), LOWEST_FLOOR, HIGHEST_FLOOR)
        self._positions = reading.number(column("position"), 1, MOST_POSITION)
        self._names = reading.text(column("name"), NAME_LENGTH)
        self._kinds = reading.word(column("kind"), KIND_WORDS, "home")
        self._notes = reading.text(column("note"), NOTE_LENGTH)
        self._consents = {key: reading.word(column(key), CONSENT_WORDS, "yes") for key in CONSENTS}
        self._where = {key.key: self.place(key.key) for key in self.kind.columns}
        self._met: dict[object, tuple[int, tuple]] = {}
        self._community_of: dict[str, str] = dict(db.execute_sql(_COMMUNITIES))
        self._unit_ids: dict[int, dict[str, int]] = {}
        self._taken: dict[int, defaultdict[int, set[int]]] = {}
        self._new: list[tuple] = []
        self._differing: list[tuple] = []

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Look up the households that are there."""
        asked = set()
        for _line, cells in rows:
            try:
                asked.add((cells[self._where["compound"]], self._address(cells)))
            except BadCell:
                # The row itself will be refused for this cell.
                continue
        self.doors.learn(asked)

    def row(self, line: int, cells: list[str]) -> None:
        """Take one household."""
        at = self._where
        compound = cells[at["compound"]]
        yard = self.yards.name(compound)
        address = self._address(cells)
        community = self._communities[cells[at["community"]]]
        values = (
            community,
            self._floors[cells[at["floor"]]],
            self._positions[cells[at["position"]]],
            self._names[cells[at["name"]]],
            self._kinds[cells[at["kind"]]],
            self._notes[cells[at["note"]]],
            *(self._consents[key][cells[at[key]]] for key in CONSENTS),
        )
        self._refuse_community(yard, community)
        known = self.doors.find(compound, address)
        key = (yard, address.translate(_NARROW)) if known is None else known.id
        if self._is_repeated(line, key, values):
            return
        if known is None:
            self._add(line, cells, values)
        else:
            self._keep(line, known, values)
        self._met[key] = (line, values)

    def write(self) -> None:
        """Write the households taken since the last time."""
        insert("household", _COLUMNS, self._new)
        update("household", _CHANGED, self._differing)
        self._new, self._differing = [], []

    def _address(self, cells: list[str]) -> str:
        """The address of a row, as a cell would hold it."""
        unit = self._units[cells[self._where["unit"]]]
        door = self._doors[cells[self._where["door"]]]
        if set(door.translate(_NARROW)) & {"-", " "}:
            raise BadCell(
                "door", _("Door “{door}” has a dash or a space.").format(door=shown(door))
            )
        return guarded(f"{unit}-{door}")

    def _is_repeated(self, line: int, key: object, values: tuple) -> bool:
        """Whether an earlier row said the same. Raises BadCell where it said something else."""
        met = self._met.get(key)
        if met is None:
            return False
        if met[1] != values:
            raise _twice(met[0])
        self.unchanged += 1
        return True

    def _add(self, line: int, cells: list[str], values: tuple) -> None:
        community, floor, position, name, *rest = values
        unit = self._units[cells[self._where["unit"]]].translate(_NARROW)
        door = self._doors[cells[self._where["door"]]].translate(_NARROW)
        number = _DOOR.fullmatch(unicodedata.normalize("NFKC", door))
        if floor is None:
            floor = int(number[1]) if number else HIGHEST_FLOOR + 1
            if floor > HIGHEST_FLOOR:
                raise BadCell(
                    "floor",
                    _("The floor does not follow from door “{door}”. Please give it.").format(
                        door=shown(door)
                    ),
                )
        unit_id, unit = self._unit(self._compound_id(cells, community), unit)
        if self._is_repeated(line, (unit_id, door), values):
            return
        self._met[unit_id, door] = (line, values)
        taken = self._taken_on(unit_id, floor)
        if position is None:
            place = int(number[2]) if number else 0
            position = place if place and place not in taken else max(taken, default=0) + 1
        taken.add(position)
        key = home_key(f"{unit}-{door}", name)
        self._new.append((unit_id, door, *_kept((floor, position, name, *rest)), key))
        self.note_added(line, f"{unit}-{door}")

    def _keep(self, line: int, known: HouseholdRow, values: tuple) -> None:
        """Note a household that the store holds, and what of it the row changes."""
        said = dict(zip(_SAID, values[1:], strict=True))
        before = {field: getattr(known, field) for field in _SAID}
        before |= {field: "yes" if before[field] else "no" for field in CONSENTS}
        after = {
            field: value if self.has(field) and value is not None else before[field]
            for field, value in said.items()
        }
        if after["kind"] == "vacant" and known.kind != "vacant":
            by_rule("kind", refuse_vacating, known.id)
        if self.note_kept(line, known.address, before, after):
            key = home_key(known.address, after["name"])
            self._differing.append((*_kept(after.values()), key, known.id))

    def _refuse_community(self, yard: str, community: str) -> None:
        if not community:
            return
        known = self._community_of.get(yard, community)
        if known != community:
            raise BadCell(
                "community",
                _("{compound} belongs to {community}.").format(compound=yard, community=known),
            )

    def _compound_id(self, cells: list[str], community: str) -> int:
        """The id of a row's compound, which is made if it is new, with its community."""
        cell = cells[self._where["compound"]]
        found = self.yards.find(cell)
        yard = self.yards.name(cell)
        if found is not None:
            return found
        named = self._community_of[yard] = community or yard
        db.execute_sql("INSERT OR IGNORE INTO community (name) VALUES (?)", (named,))
        made = db.execute_sql(
            "INSERT INTO compound (community_id, name) SELECT id, ? FROM community WHERE name = ?",
            (yard, named),
        ).lastrowid
        self.yards.made(yard, made)
        return made

    def _unit(self, compound_id: int, name: str) -> tuple[int, str]:
        """The id and the name of a unit, which is made behind the others if it is new.

        Unit 1 and unit 1单元 are one, called as it was first.
        """
        units = self._unit_ids.get(compound_id)
        if units is None:
            sql = "SELECT name, id FROM unit WHERE compound_id = ?"
            units = self._unit_ids[compound_id] = dict(db.execute_sql(sql, (compound_id,)))
        if name in units:
            return units[name], name
        bare = name.removesuffix("单元").rstrip()
        for called in (bare, f"{bare}单元"):
            if called in units:
                return units[called], called
        units[name] = db.execute_sql(
            "INSERT INTO unit (compound_id, name, position) VALUES (?, ?,"
            " (SELECT coalesce(max(position), 0) + 1 FROM unit WHERE compound_id = ?))",
            (compound_id, name, compound_id),
        ).lastrowid
        return units[name], name

    def _taken_on(self, unit_id: int, floor: int) -> set[int]:
        """The positions that are taken on a floor of a unit."""
        floors = self._taken.get(unit_id)
        if floors is None:
            floors = self._taken[unit_id] = defaultdict(set)
            sql = "SELECT floor, position FROM household WHERE unit_id = ?"
            for there, position in db.execute_sql(sql, (unit_id,)):
                floors[there].add(position)
        return floors[floor]


def _kept(said: Iterable[Any]) -> tuple[Any, ...]:
    """The values of _SAID as the store keeps them: what is consented to as yes or no."""
    *values, on_board, by_phone = said
    return (*values, on_board == "yes", by_phone == "yes")


def _twice(line: int) -> BadCell:
    return BadCell(
        "door", _("This household is in line {line} already, and otherwise.").format(line=line)
    )
