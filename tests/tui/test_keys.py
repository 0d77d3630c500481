"""docs/keys.md is true: each of its rows is played, and does what it says in as many keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from store import history
from store.farm import shifts
from store.neighbours import households
from store.programme import milestones
from store.programme.milestone_list import MilestoneList
from store.programme.project_list import Filters
from store.sharing import contacts, inventory, lending
from store.sharing.late_loans import LateLoans
from tests.conftest import TODAY
from tests.tui.onepiece import press_at_once
from tui.main import QiaomenApp
from tui.sharing.inventory import GridRoom

TABLE = Path(__file__).parents[2] / "docs" / "keys.md"
# What a task may take at most, whatever the table says.
LIMITS = {
    "lend": 4,
    "return": 2,
    "renew": 2,
    "add a further item": 2,
    "copy a reminder": 2,
    "mark a whole shift present": 3,
    "mark a milestone reached": 3,
    "find any household": 2,
    "undo": 1,
}
NAMES = {"Enter": "enter", "Tab": "tab", "Ctrl+S": "ctrl+s"}


class Row(NamedTuple):
    """A row of the table; `pressed` are the keys as the pilot names them, with what is typed."""

    task: str
    pressed: tuple[str, ...]
    keys: int
    count: int
    limit: int


def table() -> list[Row]:
    """The first table of docs/keys.md."""
    found = re.findall(r"^\| (.+?) \| (`.+?) \| (\d+) \| (\d+) \|$", TABLE.read_text(), re.M)
    return [_row(task, cell, int(count), int(limit)) for task, cell, count, limit in found]


def _row(task: str, cell: str, count: int, limit: int) -> Row:
    parts = re.findall(r"`(.+?)`|\*(.+?)\*", cell)
    pressed: list[str] = []
    for key, text in parts:
        pressed += text or [NAMES.get(key, key)]
    return Row(task, tuple(pressed), sum(1 for key, _text in parts if key), count, limit)


def test_the_table_counts_right_and_keeps_to_the_limits() -> None:
    rows = table()
    assert LIMITS.keys() <= {row.task for row in rows}
    for row in rows:
        assert row.keys == row.count <= row.limit <= LIMITS.get(row.task, row.limit), row.task


async def test_every_row_does_what_it_says(desk: QiaomenApp) -> None:
    checks = Checks(desk)
    async with desk.run_test(size=(80, 24)) as pilot:
        for row in table():
            done = checks.of(row.task)
            await press_at_once(pilot, *row.pressed)
            assert done(), row.task
            await go_home(pilot, desk)


async def go_home(pilot: Pilot[None], desk: QiaomenApp) -> None:
    """To the grid as it stands; what was found and lit there is put out."""
    while len(desk.screen_stack) > 1:
        await press_at_once(pilot, "escape")
    await press_at_once(pilot, "1", "escape")


Done = Callable[[], bool]


class Checks:
    """For each task of the table what is asked of the store once it was played."""

    def __init__(self, desk: QiaomenApp) -> None:
        self.desk = desk

    def of(self, task: str) -> Done:
        """Whether `task` is done, as a question that is to be asked then."""
        name = "_".join(task.split()) + ("_" if task == "return" else "")
        check: Callable[[], Done] = getattr(self, name)
        return check()

    def find_any_household(self) -> Done:
        return lambda: self._household_here() == households.find("6-602").id

    def _household_here(self) -> int:
        grid = self.desk.screen
        assert isinstance(grid, GridRoom)
        return int(grid.grid.cursor_key or 0)

    def lend(self) -> Done:
        return lambda: self._borrower(101) == "3-502"

    def lend_what_stands_beneath_to_the_same_household(self) -> Done:
        return lambda: self._borrower(102) == "3-502"

    def take_back_what_one_finds(self) -> Done:
        return lambda: self._borrower(101) is None and self._borrower(102) == "3-502"

    def lend_anything_by_a_line(self) -> Done:
        return lambda: self._borrower(101) == "3-502"

    def take_back_anything_by_a_line(self) -> Done:
        return lambda: self._borrower(101) is None

    def renew_anything_by_a_line(self) -> Done:
        loan_id = lending.open_loan_of(inventory.item(102, TODAY))
        return lambda: lending.get(loan_id).renewals == 1

    def _borrower(self, item_id: int) -> str | None:
        return inventory.item(item_id, TODAY).borrower

    def add_a_further_item(self) -> Done:
        household_id = self._household_here()
        return lambda: "榔头" in {item.name for item in inventory.items(household_id, TODAY)}

    def change_the_category_of_an_item(self) -> Done:
        return lambda: inventory.item(101, TODAY).category == "工具"

    def _late(self) -> int:
        """The loan that is longest late."""
        assert self.desk.compound is not None
        return LateLoans(self.desk.compound.id, TODAY).after(None, 1)[0].id

    def return_(self) -> Done:
        loan_id = self._late()
        return lambda: lending.get(loan_id).returned_on == TODAY

    def renew(self) -> Done:
        loan = lending.get(self._late())
        return lambda: lending.get(loan.id).renewals == loan.renewals + 1

    def copy_a_reminder(self) -> Done:
        loan = lending.get(self._late())
        return lambda: loan.item in self.desk.clipboard

    def note_a_call(self) -> Done:
        return self._noted("called")

    def note_a_promise(self) -> Done:
        return self._noted("promised")

    def _noted(self, kind: str) -> Done:
        loan_id = self._late()
        return lambda: contacts.latest([loan_id], TODAY)[loan_id].kind == kind

    def mark_a_whole_shift_present(self) -> Done:
        shift = shifts.between(TODAY, TODAY)[0]
        return lambda: {row.attendance for row in shifts.places(shift.id)} == {"present"}

    def mark_a_milestone_reached(self) -> Done:
        row = MilestoneList(Filters(year=TODAY.year), TODAY).next_to_reach()
        assert row is not None
        return lambda: milestones.get(row.id).actual == TODAY

    def undo(self) -> Done:
        target = history.undoable()
        return lambda: history.undoable().id != target.id
