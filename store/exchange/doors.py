"""The compounds and households that a file names, looked up a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable

from store.database import db
from store.errors import Ambiguous, NotFound
from store.exchange import cells
from store.exchange.cells import BadCell, text
from store.exchange.guard import plain
from store.exchange.kinds import COMPOUND
from store.language import _
from store.neighbours import compounds, households
from store.neighbours.households import HouseholdRow
from store.neighbours.models import NAME_LENGTH
from store.text import clean, shown

# A compound's cell and an address' cell, as they stand in the file.
Asked = tuple[str, str]

_FIND = """
    SELECT asked.key, household.id, unit.compound_id, unit.id, unit.name, household.floor,
           household.position, household.door, household.name, household.kind, household.note,
           household.on_board, household.by_phone
    FROM json_each(?) AS asked
    JOIN unit ON unit.compound_id = json_extract(asked.value, '$[0]')
             AND unit.name = json_extract(asked.value, '$[1]')
    JOIN household ON household.unit_id = unit.id
             AND household.door = json_extract(asked.value, '$[2]')
"""


class Compounds:
    """The compounds by the name in a row's cell; an empty cell means the one called `default`."""

    def __init__(self, default: str) -> None:
        self._default = default
        self._names = text(COMPOUND, NAME_LENGTH)
        self._ids: dict[str, int] = {}
        self._shared: set[str] = set()
        for row_id, name in db.execute_sql("SELECT id, name FROM compound ORDER BY id"):
            if name in self._ids:
                self._shared.add(name)
            self._ids[name] = row_id

    def name(self, cell: str) -> str:
        """The name of the compound that a cell means. Raises BadCell."""
        name = self._names[cell] or self._default
        if not name:
            raise BadCell(COMPOUND.key, _("Please name the compound in every row."))
        if name in self._shared:
            raise BadCell(
                COMPOUND.key,
                _("Several compounds are called “{name}”.").format(name=shown(name)),
            )
        return name

    def find(self, cell: str) -> int | None:
        """The id of the compound that a cell means, or None where it is still to be made."""
        return self._ids.get(self.name(cell))

    def get(self, cell: str) -> int:
        """The id of the compound that a cell means. Raises BadCell where there is none."""
        found = self.find(cell)
        if found is None:
            raise BadCell(
                COMPOUND.key,
                _("There is no compound “{name}”.").format(name=shown(self.name(cell))),
            )
        return found

    def made(self, name: str, row_id: int) -> None:
        """Remember a compound that the import has made."""
        self._ids[name] = row_id


class Doors:
    """The households that a file's addresses mean."""

    def __init__(self, yards: Compounds) -> None:
        self._yards = yards
        self._found: dict[Asked, HouseholdRow | None] = {}

    def learn(self, asked: Iterable[Asked]) -> None:
        """Look up those of `asked` that are not known yet, in a fixed number of queries."""
        unknown: dict[Asked, int] = {}
        for one in {one for one in asked if one not in self._found}:
            try:
                unknown[one] = self._yards.get(one[0])
            except BadCell:
                # The row itself will be refused for its compound.
                continue
        self._look_up({one: [_literal(one, yard)] for one, yard in unknown.items()})
        self._look_up(
            {
                one: [(yard, *pair) for pair in households.spellings(plain(one[1]))]
                for one, yard in unknown.items()
                if self._found[one] is None
            }
        )

    def find(self, compound: str, address: str) -> HouseholdRow | None:
        """The household at an address that was learnt, or None."""
        return self._found.get((compound, address))

    def ids(self, asked: Iterable[Asked]) -> set[int]:
        """The ids of those households among `asked` that there are."""
        homes = (self._found.get(one) for one in asked)
        return {home.id for home in homes if home is not None}

    def at(self, compound: str, address: str, column: str) -> HouseholdRow:
        """The household at an address that was learnt. Raises BadCell, naming `column`."""
        found = self._found.get((compound, address))
        if found is None:
            self._yards.get(compound)
            if not plain(address).strip():
                raise BadCell(column, _("The address is not filled in."))
            sentence = households.no_such_address(plain(address).strip()).sentence
            raise BadCell(column, sentence)
        return found

    def _look_up(self, meant: dict[Asked, list[tuple[int, str, str]]]) -> None:
        """Find for each the first of its meanings at which there is a household."""
        if not meant:
            return
        order = [(one, meaning) for one, meanings in meant.items() for meaning in meanings]
        for one in meant:
            self._found[one] = None
        listed = json.dumps([meaning for _one, meaning in order])
        found = {key: values for key, *values in db.execute_sql(_FIND, (listed,))}
        for place in sorted(found, reverse=True):
            self._found[order[place][0]] = HouseholdRow(*found[place])


def default_compound(name: str | None, *, may_be_new: bool, named_in_rows: bool) -> str:
    """The name of the compound of those rows that name none; empty where each must name one.

    Raises NotFound or Ambiguous where rows name none and it cannot be told which is meant.
    """
    if name is not None and may_be_new:
        return clean(name, NAME_LENGTH, cells.label(COMPOUND))
    try:
        return compounds.find(name).name
    except (NotFound, Ambiguous) as trouble:
        if name is None and named_in_rows:
            return ""
        if may_be_new and isinstance(trouble, NotFound):
            raise NotFound(
                trouble.title,
                _(
                    "The store holds no compound yet, and the file names none. Please add a column "
                    "{column}, or name the compound: on the command line with --compound."
                ).format(column=cells.label(COMPOUND)),
            ) from None
        raise


def _literal(one: Asked, compound_id: int) -> tuple[int, str, str]:
    unit, _dash, door = plain(one[1]).strip().rpartition("-")
    return compound_id, unit, door
