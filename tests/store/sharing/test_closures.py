"""Closures: what they close and move, how evenly, and that undo takes all of it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from store import database, history, opendays, public_holidays
from store.errors import Refused
from store.neighbours import compounds, households, plan
from store.opendays import CalendarDay
from store.sharing import closures, inventory, lending
from store.sharing.closures import ClosurePlan
from store.sharing.models import Loan
from tests.conftest import TODAY, open_fresh
from tests.store.sharing.conftest import Yard
from tests.store.test_history import everything

FIRST, LAST = date(2026, 12, 5), date(2026, 12, 11)
DOORS = [f"{unit}-{floor}0{door}" for unit in (1, 2) for floor in (2, 3, 4) for door in (1, 2, 3)]


def lend(yard: Yard, door: str, due_on: date) -> int:
    item = inventory.add_item(yard.lender, name=f"thing for {door}", category="things")
    loan = lending.check_out(item, households.find(door, yard.compound).id, TODAY, due_on=due_on)
    return loan.id


def moved(plan: ClosurePlan) -> dict[int, date]:
    return {move.loan.id: move.new for move in plan.moves}


def test_it_closes_moves_and_is_undone_as_one(yard: Yard) -> None:
    public_holidays.ensure(2026, 2026, TODAY)
    early, late = lend(yard, "2-301", FIRST - timedelta(1)), lend(yard, "2-302", LAST)
    before = everything()
    planned = closures.preview(FIRST, LAST, 3, TODAY, "Repairs")
    assert everything() == before
    closures.close(planned, TODAY)
    assert [Loan.get_by_id(loan).due_on for loan in (early, late)] == [
        FIRST - timedelta(1),
        LAST + timedelta(1),
    ]
    calendar = opendays.read()
    assert {calendar.why_closed(day) for day in planned.closed} == {"closed: Repairs"}
    assert len(planned.closed) == 7
    told = history.undoable()
    assert (told.label, told.large) == (
        "closed 2026-12-05 to 2026-12-11; due dates moved: 1",
        True,
    )
    history.undo()
    assert everything() == before


def test_only_what_is_out_and_not_late_moves(yard: Yard) -> None:
    """The closure began yesterday: what was due before today is late, and stays so."""
    late, today = lend(yard, "2-301", TODAY), lend(yard, "2-302", TODAY + timedelta(1))
    back = lend(yard, "2-303", TODAY + timedelta(1))
    tomorrow = TODAY + timedelta(1)
    lending.check_in([back], tomorrow)
    planned = closures.preview(TODAY, tomorrow, 1, tomorrow)
    assert set(moved(planned)) == {today}
    assert late not in moved(planned)


def test_holidays_stay_what_they_are_and_worked_days_are_closed(yard: Yard) -> None:
    """Due dates go on moving off the holidays within a closure."""
    opendays.set_day(date(2026, 10, 9), "closed", "mine")
    planned = closures.preview(date(2026, 10, 5), date(2026, 10, 12), 1, date(2026, 9, 1), "Trip")
    assert [day.day for day in planned.closed] == [8, 10, 11, 12]
    closures.close(planned, date(2026, 9, 1))
    october = {
        row.day.day: (row.kind, row.name) for row in opendays.days_of(2026) if row.day.month == 10
    }
    assert october[5][0] == "holiday"
    assert (october[9], october[10]) == (("closed", "mine"), ("closed", "Trip"))


def test_returns_come_on_days_that_are_open(yard: Yard) -> None:
    opendays.set_closed_weekdays((5, 6))
    opendays.set_day(date(2026, 12, 15), "closed")
    opendays.set_day(date(2026, 12, 19), "open")
    loans = [lend(yard, door, LAST) for door in DOORS[:6]]
    planned = closures.preview(FIRST, LAST, 5, TODAY)
    assert [moved(planned)[loan].day for loan in loans] == [14, 14, 16, 17, 18, 19]


def test_returns_come_after_the_holidays_of_a_year_not_yet_loaded(yard: Yard) -> None:
    """New Year's Day 2027 is a Friday."""
    loan = lend(yard, "2-301", date(2026, 12, 31))
    planned = closures.preview(date(2026, 12, 28), date(2026, 12, 31), 1, TODAY)
    assert public_holidays.years_known() == {}
    assert moved(planned) == {loan: date(2027, 1, 4)}
    closures.close(planned, TODAY)
    assert sorted(public_holidays.years_known()) == [2026, 2027]


def test_a_households_loans_come_together_in_the_order_they_were_due(yard: Yard) -> None:
    last = [lend(yard, "1-401", LAST), lend(yard, "1-402", LAST)]
    two = [lend(yard, "2-401", LAST), lend(yard, "2-401", FIRST)]
    first = lend(yard, "2-301", FIRST)
    planned = closures.preview(FIRST, LAST, 5, TODAY)
    day = moved(planned)
    assert [move.loan.borrower for move in planned.moves] == [
        "2-301",
        "2-401",
        "2-401",
        "1-401",
        "1-402",
    ]
    assert day[two[0]] == day[two[1]] == LAST + timedelta(2)
    assert [day[loan] - LAST for loan in (first, *last)] == [
        timedelta(1),
        timedelta(4),
        timedelta(5),
    ]


def test_where_due_dates_never_move_they_are_named_as_kept(yard: Yard) -> None:
    lend(yard, "2-301", FIRST)
    compounds.set_policy(yard.compound, "never", closed_days_late=True)
    planned = closures.preview(FIRST, LAST, 5, TODAY)
    assert (planned.moves, planned.kept) == ((), (closures.Kept("Test Yard", 1),))
    closures.close(planned, TODAY)
    assert Loan.get().due_on == FIRST


def test_each_compound_is_spread_by_itself(yard: Yard) -> None:
    other = compounds.create("Other Yard", plan.parse("1: 2 x 2"))
    lender = households.find("1-101", other).id
    item = inventory.add_item(lender, name="book", category="books")
    borrower = households.find("1-201", other).id
    theirs = lending.check_out(item, borrower, TODAY, due_on=LAST).id
    ours = [lend(yard, door, FIRST) for door in DOORS[:4]]
    day = moved(closures.preview(FIRST, LAST, 2, TODAY))
    assert [(day[loan] - LAST).days for loan in (*ours, theirs)] == [1, 1, 2, 2, 1]


def _returned(yard: Yard, loan: int) -> None:
    lending.check_in([loan], TODAY)


def _renewed(yard: Yard, loan: int) -> None:
    lending.renew([loan], TODAY)


def _one_more(yard: Yard, loan: int) -> None:
    lend(yard, "2-201", FIRST)


def _other_day_closed(yard: Yard, loan: int) -> None:
    opendays.set_day(LAST + timedelta(1), "closed")


def _closed_already(yard: Yard, loan: int) -> None:
    opendays.set_day(FIRST, "closed")


def _never(yard: Yard, loan: int) -> None:
    compounds.set_policy(yard.compound, "never", closed_days_late=True)


@pytest.mark.parametrize(
    "meanwhile", [_returned, _renewed, _one_more, _other_day_closed, _closed_already, _never]
)
def test_a_plan_that_no_longer_fits_is_refused(
    yard: Yard, meanwhile: Callable[[Yard, int], None]
) -> None:
    loan = lend(yard, "2-301", FIRST)
    planned = closures.preview(FIRST, LAST, 5, TODAY)
    meanwhile(yard, loan)
    before = everything()
    with pytest.raises(Refused, match="changed meanwhile"):
        closures.close(planned, TODAY)
    assert everything() == before


def test_a_new_name_for_somebody_does_not_spoil_a_plan(yard: Yard) -> None:
    loan = lend(yard, "2-301", FIRST)
    planned = closures.preview(FIRST, LAST, 5, TODAY)
    Loan.update(note="by the way").execute()
    closures.close(planned, TODAY)
    assert Loan.get_by_id(loan).due_on == LAST + timedelta(1)


def test_a_closure_may_be_repeated_for_what_was_lent_since(yard: Yard) -> None:
    closures.close(closures.preview(FIRST, LAST, 5, TODAY), TODAY)
    again = closures.preview(FIRST, LAST, 5, TODAY)
    with pytest.raises(Refused, match="closed already"):
        closures.close(again, TODAY)
    loan = lend(yard, "2-301", FIRST)
    closures.close(closures.preview(FIRST, LAST, 5, TODAY), TODAY)
    assert Loan.get_by_id(loan).due_on == LAST + timedelta(1)


@pytest.mark.parametrize(
    ("first", "last", "spread_days", "complaint"),
    [
        (LAST, FIRST, 5, "not before its first"),
        (TODAY - timedelta(3), TODAY - timedelta(1), 5, "have passed"),
        (TODAY, TODAY + timedelta(60), 5, "at most 60 days"),
        (FIRST, LAST, 0, "1 to 60"),
        (FIRST, LAST, 61, "1 to 60"),
        (date.max, date.max, 1, "Too few days"),
    ],
)
def test_what_cannot_be_is_refused(
    yard: Yard, first: date, last: date, spread_days: int, complaint: str
) -> None:
    with pytest.raises(Refused, match=complaint):
        closures.preview(first, last, spread_days, TODAY)


def test_sixty_days_may_be_closed_and_a_name_must_fit(yard: Yard) -> None:
    whole = closures.preview(TODAY, TODAY + timedelta(59), 60, TODAY)
    assert len(whole.closed) == 60 - 3  # New Year's Day and its weekend are holidays
    with pytest.raises(Refused, match="at most 60 fit"):
        closures.preview(FIRST, LAST, 5, TODAY, "x" * 61)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[int]]:
    """A store with a loan to each door; answers with the loans' ids."""
    open_fresh(tmp_path_factory.mktemp("closures") / "desk.db")
    compounds.create("Yard", plan.parse("1: 4 x 3; 2: 4 x 3"))
    lender = households.find("1-101").id
    loans = []
    for place in range(3 * len(DOORS)):
        item = inventory.add_item(lender, name=f"book {place}", category="books")
        borrower = households.find(DOORS[place % len(DOORS)]).id
        loans.append(lending.check_out(item, borrower, TODAY, due_on=TODAY).id)
    public_holidays.ensure(2026, 2027, TODAY)
    yield loans
    database.close_store()


@given(
    dues=st.lists(st.integers(0, 90), min_size=54, max_size=54),
    start=st.integers(0, 40),
    length=st.integers(1, 60),
    spread_days=st.integers(1, 60),
    weekly=st.frozensets(st.integers(0, 6), max_size=4),
    odd=st.dictionaries(st.integers(0, 120), st.sampled_from(["closed", "open"]), max_size=15),
)
@settings_of_hypothesis(max_examples=25, deadline=None)
def test_every_closure_spreads_evenly_and_is_undone_exactly(
    busy: list[int],
    dues: list[int],
    start: int,
    length: int,
    spread_days: int,
    weekly: frozenset[int],
    odd: dict[int, str],
) -> None:
    for loan, ahead in zip(busy, dues, strict=True):
        Loan.update(due_on=TODAY + timedelta(ahead)).where(Loan.id == loan).execute()
    CalendarDay.delete().where(CalendarDay.by_hand).execute()
    opendays.set_closed_weekdays(weekly)
    for ahead, kind in odd.items():
        opendays.put_days((TODAY + timedelta(ahead),), kind, "odd")
    first, last = TODAY + timedelta(start), TODAY + timedelta(start + length - 1)
    before = everything()
    planned = closures.preview(first, last, spread_days, TODAY, "Test")
    assume(planned.closed or planned.moves)  # else there is nothing to do, which is refused
    closures.close(planned, TODAY)

    calendar = opendays.read()
    assert not any(calendar.is_open(first + timedelta(ahead)) for ahead in range(length)), (
        "the closure is closed"
    )
    inside = {
        loan for loan, ahead in zip(busy, dues, strict=True) if start <= ahead < start + length
    }
    assert set(moved(planned)) == inside
    assert all(Loan.get_by_id(loan).due_on == day for loan, day in moved(planned).items())
    open_after = [
        day for ahead in range(1, 200) if calendar.is_open(day := last + timedelta(ahead))
    ][:spread_days]
    _spread_evenly(planned, open_after)

    history.undo()
    assert everything() == before


def _spread_evenly(planned: ClosurePlan, open_after: list[date]) -> None:
    """Days in order, one for each household, and none with much more than its share."""
    days = [move.new for move in planned.moves]
    assert days == sorted(days)
    assert set(days) <= set(open_after)
    of_household: dict[str, set[date]] = {}
    for move in planned.moves:
        of_household.setdefault(move.loan.borrower, set()).add(move.new)
    assert all(len(of_one) == 1 for of_one in of_household.values())
    most_together = max(Counter(move.loan.borrower for move in planned.moves).values(), default=0)
    share = len(days) / len(open_after)
    counts = Counter(days)
    assert all(abs(counts[day] - share) < most_together + 1 for day in open_after)
