"""The desk against a plain Python model: whatever is done and undone, both agree."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from store import chain, database, history, opendays
from store.errors import StoreError
from store.neighbours import compounds, households, plan
from store.sharing import inventory, lending, overdue
from tests.conftest import TODAY, open_fresh

DOORS = ("1-101", "1-102", "1-201", "1-202")
NAMES = ("烤箱", "电钻", "梯子")


@dataclass(frozen=True)
class Lent:
    """An open loan of the model."""

    borrower: str
    due_on: date
    renewals: int = 0


@dataclass(frozen=True)
class Model:
    """What should be true: each item's condition, and who has it."""

    conditions: tuple[str, ...] = ("good",) * len(NAMES)
    lent: tuple[Lent | None, ...] = (None,) * len(NAMES)

    def with_condition(self, item: int, condition: str) -> Model:
        changed = (*self.conditions[:item], condition, *self.conditions[item + 1 :])
        return replace(self, conditions=changed)

    def with_loan(self, item: int, loan: Lent | None) -> Model:
        return replace(self, lent=(*self.lent[:item], loan, *self.lent[item + 1 :]))


def due_after(start: date) -> date:
    """Two weeks on, and on to Monday where that is a weekend or New Year's Day, a Friday."""
    day = start + timedelta(days=14)
    while day.weekday() >= 5 or day == date(2027, 1, 1):
        day += timedelta(days=1)
    return day


class DeskMachine(RuleBasedStateMachine):
    """Items of 1-101 go out, come back, are renewed and edited; every deed may be undone.

    The desk is closed at the weekend, and due dates move off it.
    """

    items = st.integers(0, len(NAMES) - 1)

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        open_fresh(Path(self.folder.name) / "desk.db")
        yard = compounds.create("Yard", plan.parse("1: 2 x 2"))
        opendays.set_closed_weekdays((5, 6))
        compounds.set_policy(yard, "closed", closed_days_late=True)
        self.owner = households.find("1-101").id
        self.numbers = [inventory.add_item(self.owner, name=name, category="家") for name in NAMES]
        self.model = Model()
        self.past: list[Model] = []
        self.future: list[Model] = []

    def teardown(self) -> None:
        assert chain.verify() is None
        database.close_store()
        self.folder.cleanup()

    def did(self, model: Model) -> None:
        self.past.append(self.model)
        self.future.clear()
        self.model = model

    def refused(self, deed) -> None:
        try:
            deed()
        except StoreError:
            return
        raise AssertionError("the store did what the rules forbid")

    @rule(item=items, door=st.sampled_from(DOORS), days_ago=st.integers(0, 40))
    def lend(self, item: int, door: str, days_ago: int) -> None:
        lent_on = TODAY - timedelta(days=days_ago)

        def deed():
            return lending.check_out(
                self.numbers[item], households.find(door).id, TODAY, lent_on=lent_on
            )

        fit = self.model.conditions[item] in ("good", "worn")
        if door == "1-101" or not fit or self.model.lent[item] is not None:
            self.refused(deed)
            return
        try:
            loan = deed()
        except StoreError as refusal:
            if "was still out" not in refusal.sentence:
                raise
            return
        assert loan.due_on == due_after(lent_on)
        self.did(self.model.with_loan(item, Lent(door, loan.due_on)))

    @rule(item=items, condition=st.sampled_from([None, "worn", "damaged"]))
    def give_back(self, item: int, condition: str | None) -> None:
        if self.model.lent[item] is None:
            return
        loan = lending.open_loan_of(inventory.item(self.numbers[item], TODAY))
        lending.check_in([loan], TODAY, condition=condition)
        model = self.model.with_loan(item, None)
        self.did(model if condition is None else model.with_condition(item, condition))

    @rule(item=items)
    def renew(self, item: int) -> None:
        lent = self.model.lent[item]
        if lent is None:
            return
        loan = lending.open_loan_of(inventory.item(self.numbers[item], TODAY))
        if lent.renewals == 2:
            self.refused(lambda: lending.renew([loan], TODAY))
            return
        lending.renew([loan], TODAY)
        due_on = due_after(max(lent.due_on, TODAY))
        self.did(self.model.with_loan(item, Lent(lent.borrower, due_on, lent.renewals + 1)))

    @rule(item=items, condition=st.sampled_from(["good", "worn", "damaged", "lost"]))
    def edit(self, item: int, condition: str) -> None:
        seen = inventory.item(self.numbers[item], TODAY)
        inventory.edit_item(seen, name=NAMES[item], category="家", condition=condition, note="")
        if condition != seen.condition:
            self.did(self.model.with_condition(item, condition))

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        history.undo()
        self.future.append(self.model)
        self.model = self.past.pop()

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        history.redo()
        self.past.append(self.model)
        self.model = self.future.pop()

    @invariant()
    def agrees(self) -> None:
        rows = {row.id: row for row in inventory.items(self.owner, TODAY)}
        shown = [rows[number] for number in self.numbers]
        assert tuple(row.condition for row in shown) == self.model.conditions
        lent = tuple(row.borrower and (row.borrower, row.due_on) for row in shown)
        assert lent == tuple(loan and (loan.borrower, loan.due_on) for loan in self.model.lent)
        late = sum(1 for loan in self.model.lent if loan and loan.due_on < TODAY)
        assert overdue.open_of_compound(None, TODAY)[1] == late


TestDesk = DeskMachine.TestCase
TestDesk.settings = settings(max_examples=8, stateful_step_count=30, deadline=None)


@pytest.mark.long
class TestDeskAtLength(DeskMachine.TestCase):
    """The same with fifty times as many deeds."""

    settings = settings(max_examples=400, stateful_step_count=30, deadline=None)
