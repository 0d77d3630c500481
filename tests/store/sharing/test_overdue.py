"""The one rule of lateness, and the lists made with it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import opendays, settings
from store.database import db
from store.neighbours import households
from store.neighbours.models import Compound
from store.opendays import OpenDays
from store.sharing import contacts, inventory, lending, loans, overdue
from store.sharing.late_loans import LateLoans
from store.sharing.overdue import Lateness, lateness
from tests.conftest import TODAY
from tests.store.sharing.conftest import Yard

DAY = timedelta(days=1)
EVERY_DAY = OpenDays(frozenset(), {})
COUNTING, LENIENT = 1, 2


@pytest.mark.parametrize(
    ("due_on", "returned_on", "days"),
    [
        (TODAY, None, 0),
        (TODAY - DAY, None, 1),
        (TODAY - 9 * DAY, None, 9),
        (TODAY + DAY, None, 0),
        (TODAY - 9 * DAY, TODAY - 5 * DAY, 4),
        (TODAY - 9 * DAY, TODAY - 9 * DAY, 0),
    ],
)
def test_days_late(due_on: date, returned_on: date | None, days: int) -> None:
    rule = Lateness(TODAY, EVERY_DAY, frozenset())
    assert rule.days(due_on, returned_on, COUNTING) == days


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
CALENDARS = st.builds(
    OpenDays,
    st.frozensets(st.integers(0, 6), max_size=6),
    st.dictionaries(DAYS, st.tuples(st.sampled_from(opendays.KINDS), st.just("")), max_size=40),
)


@given(calendar=CALENDARS, due=DAYS, today=DAYS, days=st.integers(1, 40))
def test_what_the_queries_compare_is_what_is_counted(
    calendar: OpenDays, due: date, today: date, days: int
) -> None:
    rule = Lateness(today, calendar, frozenset({LENIENT}))
    for compound, lenient in ((COUNTING, False), (LENIENT, True)):
        counted = rule.days(due, None, compound)
        assert (counted >= days) == (due < rule.before(days, lenient=lenient))


@given(calendar=CALENDARS, due=DAYS, today=DAYS)
def test_closed_days_make_nothing_later_where_they_do_not_count(
    calendar: OpenDays, due: date, today: date
) -> None:
    rule = Lateness(today, calendar, frozenset({LENIENT}))
    span = [due + DAY * step for step in range(1, (today - due).days + 1)]
    assert rule.days(due, None, LENIENT) == sum(map(calendar.is_open, span))


def test_a_weekend_off_is_no_weekend_late(yard: Yard) -> None:
    """TODAY is a Monday; the loan was due on Friday."""
    lending.check_out(yard.oven, yard.borrower, TODAY - 9 * DAY, due_on=TODAY - 3 * DAY)
    settings.change_text("closed_weekdays", "sat,sun")
    counted = []
    for closed_days_late in (True, False):
        Compound.update(closed_days_late=closed_days_late).execute()
        for today in (TODAY - 2 * DAY, TODAY - DAY, TODAY, TODAY + DAY):
            late = [lateness(today).of(loan) for loan in overdue.late_rows(today)]
            assert overdue.open_of_compound(yard.compound, today) == (1, len(late))
            counted.append(late)
    assert counted == [[1], [2], [3], [4], [], [], [1], [2]]


@pytest.mark.parametrize(
    ("days", "name"), [(0, None), (1, "remind"), (6, "remind"), (7, "call"), (99, "visit")]
)
def test_the_stage_is_the_highest_rung_reached(store: Path, days: int, name: str | None) -> None:
    stage = lateness(TODAY).stage(days)
    assert (stage and stage.name) == name


@pytest.fixture
def late(yard: Yard) -> list[int]:
    """Twelve loans, due from 11 days ago to today, of every door of unit 2 in turn."""
    doors = ["1-202", "2-301", "2-102", "1-301"]
    made = []
    for place in range(12):
        item = inventory.add_item(yard.lender, name=f"书{place}", category="图书")
        due = TODAY - (11 - place) * DAY
        loan = lending.check_out(
            item,
            households.find(doors[place % 4]).id,
            TODAY,
            lent_on=TODAY - 40 * DAY,
            due_on=due,
        )
        made.append(loan.id)
    return made


def test_most_overdue_first(yard: Yard, late: list[int]) -> None:
    assert [loan.id for loan in overdue.late_rows(TODAY)] == late[:11]
    assert [row[0] for row in overdue.select_soon(TODAY, 7).tuples()] == late[11:]
    assert overdue.open_of_compound(yard.compound, TODAY) == (12, 11)


@pytest.mark.parametrize("by_route", [False, True])
@pytest.mark.parametrize("size", [1, 3, 5, 20])
def test_pages_by_key_are_the_whole_list(
    yard: Yard, late: list[int], by_route: bool, size: int
) -> None:
    loans = LateLoans(yard.compound, TODAY, by_route)
    whole = [loan.id for loan in loans.after(None, 100)]
    assert sorted(whole) == late[:11]
    assert loans.count() == 11
    forward: list[int] = []
    while page := loans.after(forward[-1] if forward else None, size):
        forward += [loan.id for loan in page]
    backward: list[int] = []
    while page := loans.before(backward[0] if backward else None, size):
        backward = [loan.id for loan in page] + backward
    assert forward == backward == whole


def test_the_route_walks_unit_by_unit_up_the_stairs(yard: Yard, late: list[int]) -> None:
    walked = [loan.borrower for loan in LateLoans(yard.compound, TODAY, True).after(None, 100)]
    assert list(dict.fromkeys(walked)) == ["1-202", "1-301", "2-102", "2-301"]


def test_a_route_leaves_out_whose_promise_holds(yard: Yard, late: list[int]) -> None:
    contacts.record(late[:1], "promised", TODAY - 2 * DAY, until=TODAY - DAY)
    contacts.record(late[1:3], "promised", TODAY, until=TODAY)
    contacts.record(late[1:3], "called", TODAY)
    route = LateLoans(yard.compound, TODAY, by_route=True)
    assert {loan.id for loan in route.after(None, 100)} == {late[0], *late[3:11]}
    assert route.count() == 9
    assert LateLoans(yard.compound, TODAY).count() == 11


def test_a_route_of_chosen_loans_holds_all_of_them(yard: Yard, late: list[int]) -> None:
    contacts.record(late[1:2], "promised", TODAY, until=TODAY)
    chosen = frozenset(late[1:4])
    for by_route in (False, True):
        loans = LateLoans(yard.compound, TODAY, by_route, only=chosen)
        assert {loan.id for loan in loans.after(None, 100)} == chosen
        assert loans.count() == 3


def test_due_soon_reaches_as_far_as_asked(yard: Yard) -> None:
    for ahead in (0, 7, 8):
        item = inventory.add_item(yard.lender, name=f"书{ahead}", category="图书")
        lending.check_out(item, yard.borrower, TODAY, due_on=TODAY + ahead * DAY)
    soon = LateLoans(yard.compound, TODAY, due_soon_days=7).after(None, 10)
    assert [(loan.due_on - TODAY).days for loan in soon] == [0, 7]


def test_the_last_days_of_the_calendar_are_due_soon(yard: Yard) -> None:
    assert overdue.due_soon_until(date.max, 7) == date.max
    assert overdue.due_soon_until(TODAY, 10**12) == date.max
    lending.check_out(yard.oven, yard.borrower, TODAY, due_on=date.max)
    assert overdue.select_soon(date.max - DAY, 60).count() == 1


def test_a_household_s_loans_are_those_it_lends_and_those_it_borrows(yard: Yard) -> None:
    lent = lending.check_out(yard.oven, yard.borrower, TODAY)
    hers = inventory.add_item(yard.borrower, name="锅", category="厨房")
    borrowed = lending.check_out(hers, yard.lender, TODAY)
    lending.check_out(yard.drill, yard.other, TODAY)
    found = loans.all_loans(None, household_id=yard.borrower)
    assert [loan.id for loan in found] == [lent.id, borrowed.id]


def test_a_household_s_loans_are_looked_up_not_looked_through(yard: Yard) -> None:
    query = loans.of(loans.select_loans(), None, yard.borrower)
    statement, values = query.sql()
    plan = [row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert [step for step in plan if step.startswith("SCAN")] == []
