"""The summary of a night: what is late, what of it is new to its reader, and what is due soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from store.database import db
from store.sharing.loans import LoanRow
from store.sharing.nightsql import LOAN, LOANS, PROMISED, Words, is_new
from store.sharing.overdue import Lateness, due_soon_until, lateness
from store.sharing.steps import StepRow, to_do

# What a night counts: open loans by the day they are due, in the order of the index as long as all
# compounds count alike.
_COUNTS = """
SELECT loan.due_on, {is_lenient}, count(*),
    count(*) FILTER (WHERE {is_late} AND {is_new}),
    count(*) FILTER (WHERE {is_late} AND {promised})
FROM loan WHERE {is_open} GROUP BY {alike}"""

# New ones first, those promised last, else the highest step first, that of who wants no calls as if
# it were the one of the knock; door by door as one walks.
_LATE = """
SELECT {loan}, {step} AS step, {is_new} AS new, contact.kind, contact.day, contact.until,
    borrower.by_phone
FROM {loans} LEFT JOIN contact ON contact.id = coalesce(
    (SELECT promise.id FROM contact AS promise WHERE promise.until >= :today AND promise.id = (
        SELECT max(id) FROM contact AS any_promise
        WHERE any_promise.loan_id = loan.id AND any_promise.kind = 'promised')),
    (SELECT max(id) FROM contact AS any_contact WHERE any_contact.loan_id = loan.id
        AND any_contact.kind <> 'note'))
WHERE {is_open} AND {is_late} {only}
ORDER BY new DESC, contact.until IS NOT NULL AND contact.until >= :today,
    CASE WHEN step = :call AND NOT borrower.by_phone THEN coalesce(:knock, step) ELSE step END DESC,
    step = :call AND borrower.by_phone,
    borrower_unit.compound_id, borrower_unit.position, borrower_unit.id, borrower.floor,
    borrower.position, loan.due_on, loan.id"""

_SOON = """
SELECT {loan} FROM {loans}
WHERE {is_open} AND NOT ({is_late}) AND loan.due_on <= :soon ORDER BY loan.due_on, loan.id"""


class NightRow(NamedTuple):
    """An overdue loan as the night tells it: a LoanRow, and how it stands on the ladder.

    `stage` is its step's name, empty below the first; `new` if the reader has not been told of that
    step; `promised` if a promise holds, which `contact_until` then names. `to_do` is the
    step that is taken with this household: who wants no calls is knocked at.
    """

    id: int
    item_id: int
    item: str
    category_id: int
    category: str
    compound_id: int
    lender_id: int
    lender: str
    lender_name: str
    borrower_id: int
    borrower: str
    borrower_unit: str
    borrower_floor: int
    borrower_name: str
    resident: str
    phone: str
    lent_on: date
    due_on: date
    returned_on: date | None
    renewals: int
    note: str
    days_overdue: int
    stage: str
    new: bool
    contact: str
    contact_day: date | None
    contact_until: date | None
    promised: bool
    to_do: str


class Totals(NamedTuple):
    """The closing counts; `stages` counts the overdue by the step they have reached."""

    open: int
    overdue: int
    due_soon: int
    new: int
    promised: int
    stages: tuple[tuple[StepRow, int], ...]


class Night:
    """What is told on the evening of `today` to the readers of a channel.

    New is what the channel has not told yet; with `delivery_id` only what that message has told,
    to send it once more.
    """

    def __init__(
        self,
        rule: Lateness,
        days_soon: int,
        compound_id: int | None,
        channel: str,
        delivery_id: int | None,
        new_only: bool,
    ) -> None:
        self.today = rule.today
        self.days_soon = days_soon
        self.compound_id = compound_id
        self.new_only = new_only
        self._rule = rule
        words = Words(rule, compound_id)
        new = is_new(words, delivery_id)
        self._words = {
            "loan": LOAN,
            "loans": LOANS,
            "is_open": words.is_open,
            "is_late": words.is_late,
            "is_lenient": words.is_lenient,
            "alike": "1, 2" if rule.lenient else "1",
            "step": words.step,
            "is_new": new,
            "promised": PROMISED,
            "only": f"AND {new}" if new_only else "",
        }
        soon = due_soon_until(self.today, days_soon).isoformat()
        rungs = {step.name: step.days for step in rule.ladder}
        self._values = words.values | {
            "channel": channel,
            "soon": soon,
            "call": rungs.get("call"),
            "knock": rungs.get("knock"),
        }

    @cached_property
    def totals(self) -> Totals:
        """The closing counts."""
        open_loans = overdue = due_soon = all_new = all_promised = 0
        by_step = dict.fromkeys((step.days for step in self._rule.ladder), 0)
        last_soon = due_soon_until(self.today, self.days_soon)
        for due_on, lenient, count, new, promised in self._ask(_COUNTS):
            open_loans += count
            all_new += new
            all_promised += promised
            due = date.fromisoformat(due_on)
            days = self._rule.days_until(self.today, due, lenient=bool(lenient))
            if days:
                overdue += count
                step = self._rule.stage(days)
                if step is not None:
                    by_step[step.days] += count
            elif due <= last_soon:
                due_soon += count
        return Totals(
            open_loans,
            overdue,
            due_soon,
            all_new,
            all_promised,
            tuple((step, by_step[step.days]) for step in self._rule.ladder),
        )

    def late_rows(self) -> Iterator[NightRow]:
        """Every overdue loan, one at a time; only the new ones where no more is wanted.

        New ones first, those promised last, else the highest step first; door by door as one walks.
        """
        names = {step.days: step.name for step in self._rule.ladder} | {0: ""}
        due_days: dict[str, date] = {}
        for row in self._ask(_LATE):
            step, new, contact, contact_day, until, by_phone = row[21:]
            due_on = due_days.get(row[17])
            if due_on is None:
                due_on = due_days[row[17]] = date.fromisoformat(row[17])
            contact_until = until and date.fromisoformat(until)
            yield NightRow._make(
                (
                    *row[:16],
                    date.fromisoformat(row[16]),
                    due_on,
                    *row[18:21],
                    self._rule.days(due_on, None, row[5]),
                    names[step],
                    bool(new),
                    contact or "",
                    contact_day and date.fromisoformat(contact_day),
                    contact_until,
                    contact_until is not None and contact_until >= self.today,
                    to_do(names[step], by_phone=bool(by_phone)),
                )
            )

    def soon_rows(self) -> Iterator[LoanRow]:
        """Every loan that falls due in the next days, soonest first, one at a time."""
        for row in self._ask(_SOON):
            days = map(date.fromisoformat, row[16:18])
            yield LoanRow._make((*row[:16], *days, *row[18:]))

    def _ask(self, question: str) -> Iterator[tuple]:
        return db.execute_sql(question.format(**self._words), self._values)


def night(
    today: date,
    *,
    days_soon: int,
    compound_id: int | None = None,
    channel: str = "",
    delivery_id: int | None = None,
    new_only: bool = False,
) -> Night:
    """The night of `today`, of one compound or of all; see Night for the rest."""
    return Night(lateness(today), days_soon, compound_id, channel, delivery_id, new_only)
