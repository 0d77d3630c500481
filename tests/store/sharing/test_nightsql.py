"""The rule of lateness in the words of SQL says what it says in Python, and to Peewee."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import opendays
from store.database import db
from store.neighbours import compounds, households, plan
from store.neighbours.models import Compound
from store.opendays import CalendarDay
from store.sharing import inventory, overdue, summary
from store.sharing.models import Loan, Step
from store.sharing.overdue import lateness
from tests.conftest import TODAY
from tests.store.sharing.conftest import Yard

DAY = timedelta(days=1)
LOANS = 30


@pytest.fixture
def lent(yard: Yard) -> dict[str, int]:
    """In each of two compounds a loan due on each of thirty days, two days apart; their ids."""
    second = compounds.create("Second Yard", plan.parse("9: 2 x 2"))
    for lender, borrower in (("1-101", "1-202"), ("9-101", "9-202")):
        owner, taker = households.find(lender).id, households.find(borrower).id
        for place in range(LOANS):
            item = inventory.add_item(owner, name=f"书{place}", category="图书")
            due = TODAY - 2 * place * DAY
            Loan.insert(item=item, household=taker, lent_on=due - DAY, due_on=due).execute()
    return {"first": yard.compound, "second": second}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    today=st.dates(TODAY - 70 * DAY, TODAY + 9 * DAY),
    weekly=st.frozensets(st.integers(0, 6), max_size=6),
    days=st.dictionaries(st.integers(-70, 9), st.sampled_from(opendays.KINDS), max_size=60),
    ladder=st.frozensets(st.integers(1, 40), max_size=5),
    lenient=st.tuples(st.booleans(), st.booleans()),
    only=st.sampled_from([None, "first", "second"]),
)
def test_it_is_told_alike_everywhere(
    lent: dict[str, int],
    today: date,
    weekly: frozenset[int],
    days: dict[int, str],
    ladder: frozenset[int],
    lenient: tuple[bool, bool],
    only: str | None,
) -> None:
    with db.atomic() as undone:
        opendays.put_closed_weekdays(weekly)
        for after, kind in days.items():
            CalendarDay.insert(day=TODAY + after * DAY, kind=kind, by_hand=True).execute()
        Step.delete().execute()
        for rung in ladder:
            Step.insert(days=rung, name=str(rung)).execute()
        for compound, is_lenient in zip(lent.values(), lenient, strict=True):
            Compound.update(closed_days_late=not is_lenient).where(
                Compound.id == compound
            ).execute()
        _agree(today, lent[only] if only else None)
        undone.rollback()


def _agree(today: date, compound_id: int | None) -> None:
    rule = lateness(today)
    by_peewee = {loan.id: rule.of(loan) for loan in overdue.late_rows(today, compound_id)}
    night = summary.night(today, days_soon=7, compound_id=compound_id)
    by_sql = {row.id: row.days_overdue for row in night.late_rows()}
    everything = overdue.loans.of(overdue.select_loans(), compound_id, None)
    counted = {loan.id: rule.of(loan) for loan in overdue.loans.rows(everything)}
    assert by_peewee == by_sql == {loan: late for loan, late in counted.items() if late}
    for row in night.late_rows():
        step = rule.stage(row.days_overdue)
        assert row.stage == (step.name if step else "")
    soon = {loan.id for loan in night.soon_rows()}
    assert soon == {row[0] for row in overdue.select_soon(today, 7, compound_id).tuples()}
    totals = night.totals
    assert (totals.open, totals.overdue, totals.due_soon) == (len(counted), len(by_sql), len(soon))
    assert totals.new == sum(row.new for row in night.late_rows())
    assert {step.name: count for step, count in totals.stages} == {
        step.name: sum(row.stage == step.name for row in night.late_rows()) for step in rule.ladder
    }
