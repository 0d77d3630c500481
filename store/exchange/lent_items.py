"""The items that a table of loans names, by number or by lender and name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from store.exchange import cells as reading
from store.exchange.cells import BadCell
from store.exchange.doors import Doors
from store.exchange.intake import select
from store.exchange.kinds import Kind
from store.language import _, listed
from store.neighbours.households import HouseholdRow
from store.neighbours.models import NAME_LENGTH
from store.text import shown

_ITEMS = """
    SELECT item.household_id, item.name, item.id, item.category_id
    FROM json_each(?) AS asked CROSS JOIN item ON item.household_id = asked.value
    ORDER BY item.id
"""


class LentItem(NamedTuple):
    """An item, as far as a loan asks."""

    id: int
    name: str
    category_id: int
    household: HouseholdRow


class LentItems:
    """Finds the items of loans; every row names the lender, so only lenders' items are read."""

    def __init__(self, kind: Kind, doors: Doors, where: Mapping[str, int]) -> None:
        self._doors = doors
        self._where = where
        self._numbers = reading.number(kind.column("item_id"), 1, reading.MOST_NUMBER)
        self._names = reading.text(kind.column("item"), NAME_LENGTH)
        self._of_household: dict[int, defaultdict[str, list[tuple[int, int]]]] = {}

    def learn(self, rows: list[list[str]]) -> set[int]:
        """Look up the lenders and what they have; answers with the ids of the items named."""
        compound, lender = self._where["compound"], self._where["lender"]
        asked = {(cells[compound], cells[lender]) for cells in rows}
        self._doors.learn(asked)
        new = {home for home in self._doors.ids(asked) if home not in self._of_household}
        self._of_household.update((household_id, defaultdict(list)) for household_id in new)
        for household_id, name, *item in select(_ITEMS, new):
            self._of_household[household_id][name].append((item[0], item[1]))
        found = set()
        for cells in rows:
            try:
                found.add(self.at(cells).id)
            except BadCell:
                # The row itself will be refused for its item.
                continue
        return found

    def at(self, cells: list[str]) -> LentItem:
        """The item that a row names. Raises BadCell."""
        where = self._where
        home = self._doors.at(cells[where["compound"]], cells[where["lender"]], "lender")
        name = self._names[cells[where["item"]]]
        number = self._numbers[cells[where["item_id"]]]
        named = self._of_household[home.id].get(name, [])
        if number is not None:
            named = [(item_id, category_id) for item_id, category_id in named if item_id == number]
        if not named and number is not None:
            raise BadCell(
                "item_id",
                _("Number {number} is not “{item}” of {household}.").format(
                    number=number, item=shown(name), household=home.address
                ),
            )
        if not named:
            raise BadCell(
                "item",
                _("{household} has no item “{item}”.").format(
                    household=home.address, item=shown(name)
                ),
            )
        if len(named) > 1:
            raise BadCell(
                "item",
                _(
                    "{household} has several items “{item}”: {numbers}. Please give one's number."
                ).format(
                    household=home.address,
                    item=shown(name),
                    numbers=listed(str(item_id) for item_id, _category in named),
                ),
            )
        return LentItem(named[0][0], name, named[0][1], home)
