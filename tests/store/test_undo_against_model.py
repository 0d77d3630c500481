"""Two people who take back any deed, their own or the other's, against a plain Python model."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from store import database, history
from store.errors import StoreError
from store.neighbours import compounds, households, plan
from store.sharing import inventory, lending
from store.sharing.models import Item, Loan
from tests.conftest import TODAY, open_fresh

MADE_BEFORE = 9  # deeds of others, at most
PEOPLE = ("陈秀英", "王芳")
Row = tuple[str, int]
# Of an item its condition; of a loan its item, who has it, whether it is back, and its renewals.
Value = str | tuple[int, int, bool, int] | None


@dataclass
class Done:
    """A deed of the model: what it made of each row it met, and what became of it."""

    id: int
    who: str
    rows: dict[Row, tuple[Value, Value]]
    undoes: Done | None = None
    undone: bool = False

    def stands_on(self, other: Done) -> bool:
        """Whether `other` cannot be taken back because of this one."""
        meets = self.id > other.id and bool(self.rows.keys() & other.rows.keys())
        older = self.undoes is None or self.undoes.id < other.id
        return meets and not self.undone and older


@dataclass
class Model:
    """Every row as it should be, and every deed, oldest first."""

    rows: dict[Row, Value] = field(default_factory=dict)
    deeds: list[Done] = field(default_factory=list)

    def do(self, deed: Done) -> None:
        self.deeds.append(deed)
        self.rows |= {row: after for row, (_before, after) in deed.rows.items()}

    def would_be_lent_twice(self, deed: Done) -> bool:
        """Whether an item would have two open loans without `deed`."""
        rows = self.rows | {row: before for row, (before, _after) in deed.rows.items()}
        out = [value[0] for value in rows.values() if isinstance(value, tuple) and not value[2]]
        return len(set(out)) < len(out)


class UndoMachine(RuleBasedStateMachine):
    """Three items go out, come back, are renewed and edited, by two people in turns."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        open_fresh(Path(self.folder.name) / "desk.db")
        compounds.create("Yard", plan.parse("1: 1 x 3"))
        owner = households.find("1-101").id
        self.items = [inventory.add_item(owner, name=name, category="家") for name in "一二三"]
        self.doors = [households.find(door).id for door in ("1-102", "1-103")]
        self.model = Model({("item", item): "good" for item in self.items})
        self.who = PEOPLE[0]
        history.act_as(self.who)

    def teardown(self) -> None:
        database.close_store()
        self.folder.cleanup()

    def note(self, undoes: Done | None = None) -> None:
        """Let the model know of the deed that was just done, by the rows that differ."""
        now = self.found()
        rows = {
            row: (self.model.rows.get(row), now.get(row))
            for row in self.model.rows | now
            if self.model.rows.get(row) != now.get(row)
        }
        self.model.do(Done(history.latest(1)[0].id, self.who, rows, undoes))

    def found(self) -> dict[Row, Value]:
        """What the store holds."""
        rows: dict[Row, Value] = {}
        for number, condition in Item.select(Item.id, Item.condition).tuples():
            rows["item", number] = condition
        loans = Loan.select(Loan.id, Loan.item, Loan.household, Loan.returned_on, Loan.renewals)
        for number, item, household, returned_on, renewals in loans.tuples():
            rows["loan", number] = (item, household, returned_on is not None, renewals)
        return rows

    def tried(self, deed) -> bool:
        """Whether the desk let it be done."""
        try:
            deed()
        except StoreError:
            return False
        return True

    @rule(who=st.sampled_from(PEOPLE))
    def turn(self, who: str) -> None:
        self.who = who
        history.act_as(who)

    @rule(item=st.integers(0, 2), door=st.integers(0, 1))
    def lend(self, item: int, door: int) -> None:
        if self.tried(lambda: lending.check_out(self.items[item], self.doors[door], TODAY)):
            self.note()

    @rule(item=st.integers(0, 2), renewing=st.booleans(), worn=st.booleans())
    def renew_or_return(self, item: int, renewing: bool, worn: bool) -> None:
        condition = "worn" if worn else None

        def deed() -> None:
            loan = lending.open_loan_of(inventory.item(self.items[item], TODAY))
            if renewing:
                lending.renew([loan], TODAY)
            else:
                lending.check_in([loan], TODAY, condition=condition)

        if self.tried(deed):
            self.note()

    @rule(item=st.integers(0, 2), condition=st.sampled_from(["good", "worn", "damaged"]))
    def edit(self, item: int, condition: str) -> None:
        seen = inventory.item(self.items[item], TODAY)
        inventory.edit_item(
            seen, name=seen.name, category=seen.category, condition=condition, note=""
        )
        if condition != seen.condition:
            self.note()

    @precondition(lambda self: self.model.deeds)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """Take back a deed of anybody's, or what took one back."""
        target = data.draw(st.sampled_from(self.model.deeds), "deed")
        if target.undoes is not None and target.undoes.undoes is not None:
            return
        later = any(deed.stands_on(target) for deed in self.model.deeds)
        allowed = not (target.undone or later or self.model.would_be_lent_twice(target))
        assert self.tried(lambda: history.undo(target.id)) == allowed
        if allowed:
            self.took_back(target)

    @rule()
    def undo_mine(self) -> None:
        """Take back the last of one's own that is in force."""
        mine = [d for d in self.model.deeds if d.who == self.who and not d.undone and not d.undoes]
        if not mine:
            return
        target = mine[-1]
        if self.tried(history.undo):
            self.took_back(target)

    def took_back(self, target: Done) -> None:
        self.note(undoes=target)
        assert self.model.deeds[-1].rows == {
            row: (after, before) for row, (before, after) in target.rows.items()
        }
        target.undone = True
        if target.undoes is not None:
            target.undoes.undone = False

    @invariant()
    def agrees(self) -> None:
        kept = {row: value for row, value in self.model.rows.items() if value is not None}
        assert self.found() == kept
        latest = history.latest(len(self.model.deeds) + MADE_BEFORE)
        told = {row.id: (row.who, row.undone) for row in latest if row.who in PEOPLE}
        assert told == {deed.id: (deed.who, deed.undone) for deed in self.model.deeds}


TestUndo = UndoMachine.TestCase
TestUndo.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)


@pytest.mark.long
class TestUndoAtLength(UndoMachine.TestCase):
    """The same with a hundred times as many deeds."""

    settings = settings(max_examples=400, stateful_step_count=50, deadline=None)
