"""A year of nights with outages, refusals, crashes, renewals, returns and promises in them.

Whatever happens, every step that falls due is sent or recorded as skipped, nobody hears of one
twice, and nobody hears of a loan that is back.
"""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from store import database, history
from store.messages import nightly
from store.messages.nightly import Undelivered, Unsure
from store.neighbours import compounds, households, plan
from store.sharing import contacts, inventory, lending
from store.sharing.models import Loan, Notice
from store.sharing.summary import Night
from tests.conftest import open_fresh

FIRST_DAY = date(2026, 1, 5)
STEPS = (1, 7, 14, 30)
ITEMS = 5

# What happens to a channel in one night.
FATES = st.sampled_from(
    ["well", "well", "well", "refuses", "does not answer", "dies before", "dies after"]
)

Told = tuple[int, date, int]


class Killed(BaseException):
    """The process ends here, as by a kill: nothing after it is done."""


class Receiver:
    """A channel that keeps what it was told, by the number of each message."""

    is_message = True

    def __init__(self, name: str) -> None:
        self.key = f"fake:{name}"
        self.label = name
        self.fate = "well"
        self.messages: dict[str, list[Told]] = {}
        self.unconfirmed: set[Told] = set()

    def deliver(self, night: Night, *, number: str, again: bool) -> None:
        if self.fate == "refuses":
            raise Undelivered("Refused", "The other side refused.")
        if self.fate == "dies before":
            raise Killed
        rows = list(night.late_rows())
        for row in rows:
            out = Loan.get_by_id(row.id)
            assert out.returned_on is None
            assert out.due_on == row.due_on < night.today
            assert row.days_overdue == (night.today - row.due_on).days
        assert night.totals.new == sum(row.new for row in rows)
        news = [(row.id, row.due_on, step_of(row.days_overdue)) for row in rows if row.new]
        if again:
            assert len(news) == len(rows)
        else:
            assert number not in self.messages
        # Whoever can tell a repetition by its number has dropped the second one.
        self.messages.setdefault(number, news)
        if self.fate in ("dies after", "does not answer"):
            self.unconfirmed |= set(news)
            raise Killed if self.fate == "dies after" else Unsure("Unsure", "No answer came.")

    def told(self) -> list[Told]:
        return [told for news in self.messages.values() for told in news]


def step_of(days: int) -> int:
    return max((step for step in STEPS if step <= days), default=0)


class Nights(RuleBasedStateMachine):
    """Things go out and come back by day; the nightly run tells two receivers, or dies trying."""

    items = st.integers(0, ITEMS - 1)

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        open_fresh(Path(self.folder.name) / "desk.db")
        database.db.execute_sql("PRAGMA synchronous = off")
        compounds.create("Yard", plan.parse("1: 2 x 2"))
        owner = households.find("1-101").id
        self.borrower = households.find("1-202").id
        self.numbers = [
            inventory.add_item(owner, name=f"书{number}", category="图书")
            for number in range(ITEMS)
        ]
        self.today = FIRST_DAY
        self.receivers = (Receiver("a"), Receiver("b"))
        self.promised: dict[int, date] = {}
        self.reopened: set[int] = set()

    def teardown(self) -> None:
        database.close_store()
        self.folder.cleanup()

    def open_loan(self, item: int) -> int | None:
        return inventory.item(self.numbers[item], self.today).loan_id

    @rule(item=items, days=st.integers(0, 10))
    def lend(self, item: int, days: int) -> None:
        if self.open_loan(item) is None:
            due_on = self.today + timedelta(days)
            lending.check_out(self.numbers[item], self.borrower, self.today, due_on=due_on)

    @rule(item=items)
    def give_back(self, item: int) -> None:
        if (loan := self.open_loan(item)) is not None:
            lending.check_in([loan], self.today)

    @rule(item=items)
    def give_back_by_mistake_overnight(self, item: int) -> None:
        """The return is undone only after a night that did not see the loan."""
        if (loan := self.open_loan(item)) is not None:
            lending.check_in([loan], self.today)
            self.pass_nights(1, "well", "refuses")
            history.undo()
            self.reopened.add(loan)

    @rule(item=items)
    def renew(self, item: int) -> None:
        loan = self.open_loan(item)
        if loan is not None and lending.get(loan).renewals < 2:
            lending.renew([loan], self.today)

    @rule(item=items, days=st.integers(0, 9))
    def promise(self, item: int, days: int) -> None:
        if (loan := self.open_loan(item)) is not None:
            until = self.today + timedelta(days)
            contacts.record([loan], "promised", self.today, until=until)
            self.promised[loan] = until

    @rule(outage=st.integers(1, 12), a=FATES, b=FATES)
    def pass_nights(self, outage: int, a: str, b: str) -> None:
        """Some days later the machine runs again."""
        self.today += timedelta(outage)
        for receiver, fate in zip(self.receivers, (a, b), strict=True):
            receiver.fate = fate
        self.run_once()

    @rule(a=FATES, b=FATES)
    def run_twice_in_one_night(self, a: str, b: str) -> None:
        self.pass_nights(1, a, b)
        heard = [len(receiver.messages) for receiver in self.receivers]
        settled = all(receiver.fate == "well" for receiver in self.receivers)
        self.run_once()
        if settled:
            assert heard == [len(receiver.messages) for receiver in self.receivers]

    def run_once(self) -> None:
        try:
            outcome = nightly.run(self.today, self.receivers, days_soon=7)
        except Killed:
            return
        refused = {receiver.label for receiver in self.receivers if receiver.fate != "well"}
        failed = {row.label for row in outcome.failed}
        assert failed <= refused
        self.everybody_is_told_once()
        self.what_the_ledger_calls_sent_was_told()
        if not failed:
            self.everything_due_is_settled()
        for receiver in self.receivers:
            if receiver.fate == "well":
                self.has_heard_of_everything(receiver)

    def due_now(self) -> list[Told]:
        late = Loan.select().where(Loan.returned_on.is_null(), Loan.due_on < self.today)
        return [
            (loan.id, loan.due_on, step_of((self.today - loan.due_on).days))
            for loan in late
            if self.promised.get(loan.id, date.min) < self.today
        ]

    def everybody_is_told_once(self) -> None:
        """But of what was hidden when a message was repeated, silence would be worse than twice."""
        for receiver in self.receivers:
            told = receiver.told()
            twice = {each for each in told if told.count(each) > 1}
            hidden = self.reopened | self.promised.keys()
            assert twice <= {each for each in receiver.unconfirmed if each[0] in hidden}

    def what_the_ledger_calls_sent_was_told(self) -> None:
        heard = {told for receiver in self.receivers for told in receiver.told()}
        sent = Notice.select().where(Notice.state == "sent")
        assert {(row.loan_id, row.due_on, row.step) for row in sent} <= heard

    def everything_due_is_settled(self) -> None:
        for loan, due_on, top in self.due_now():
            rows = Notice.select().where(Notice.loan == loan, Notice.due_on == due_on)
            states = {row.step: row.state for row in rows}
            assert set(states) == {step for step in STEPS if step <= top}
            assert states.pop(top) == "sent"
            assert set(states.values()) <= {"sent", "skipped"}

    def has_heard_of_everything(self, receiver: Receiver) -> None:
        assert set(self.due_now()) <= set(receiver.told())


TestYearOfNights = Nights.TestCase
TestYearOfNights.settings = settings(max_examples=10, stateful_step_count=30, deadline=None)


@pytest.mark.long
class TestYearsOfNights(Nights.TestCase):
    """The same with forty times as many nights."""

    settings = settings(max_examples=300, stateful_step_count=40, deadline=None)


def test_a_repetition_holds_no_more_than_its_message() -> None:
    """Under the same number its receiver may drop it: what a promise held back would be lost."""
    nights = Nights()
    try:
        nights.lend(item=0, days=0)
        nights.pass_nights(outage=14, a="refuses", b="well")
        nights.promise(item=0, days=7)
        nights.pass_nights(outage=5, a="does not answer", b="well")
        nights.pass_nights(outage=5, a="well", b="well")
        assert [len(news) for news in nights.receivers[0].messages.values()] == [0, 1]
    finally:
        nights.teardown()
