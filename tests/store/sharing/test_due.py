"""Due dates: moved off closed days as each compound's policy says, and how they came about."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from store import database, history, journal, opendays, public_holidays, settings
from store.errors import NotFound, Refused
from store.exchange import imports
from store.exchange.tables import read_table
from store.journal_models import Change, Deed
from store.neighbours import compounds, plan
from store.opendays import CalendarDay, HolidayYear
from store.sharing import categories, closures, due, lending
from store.sharing.models import Loan
from tests.conftest import TODAY, open_fresh
from tests.store.sharing.conftest import Yard

MAY_DAY = date(2017, 5, 1)

window = st.dates(date(2026, 11, 1), date(2027, 1, 31))
calendars = st.dictionaries(window, st.sampled_from(opendays.KINDS), max_size=40)


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A compound in a store where 2026 and 2027 are known to have no public holidays."""
    open_fresh(tmp_path_factory.mktemp("due") / "desk.db")
    yard = compounds.create("Yard", plan.parse("1: 1 x 2"))
    for year in (2026, 2027):
        HolidayYear.create(year=year, country="CN", official=True, looked_on=TODAY)
    yield yard
    database.close_store()


@given(
    days=calendars,
    weekly=st.frozensets(st.integers(0, 6), max_size=6),
    moves=st.sampled_from(["never", "holidays", "closed"]),
    start=st.dates(date(2026, 11, 1), date(2026, 12, 31)),
    period=st.integers(1, 14),
)
@settings_of_hypothesis(max_examples=150, deadline=None)
def test_it_moves_on_to_the_first_day_that_is_not_blocked(
    two_years: int,
    days: dict[date, str],
    weekly: frozenset[int],
    moves: str,
    start: date,
    period: int,
) -> None:
    CalendarDay.delete().execute()
    for day, kind in days.items():
        CalendarDay.insert(day=day, kind=kind, name="", by_hand=True).execute()
    opendays.set_closed_weekdays(weekly)
    compounds.set_policy(two_years, moves, closed_days_late=True)
    calendar = opendays.read()

    def is_blocked(day: date) -> bool:
        if moves == "closed":
            return not calendar.is_open(day)
        return moves == "holidays" and days.get(day) == "holiday"

    due_on = due.DueDates().due_date(start, period, two_years)
    assert due_on >= start + timedelta(period)
    assert not is_blocked(due_on)
    assert all(
        is_blocked(start + timedelta(ahead)) for ahead in range(period, (due_on - start).days)
    )


def test_each_policy_moves_off_its_own_days(yard: Yard) -> None:
    """1 October 2026 begins a break of seven days; the 10th is a Saturday that is worked."""
    opendays.set_closed_weekdays((5, 6))
    opendays.set_day(date(2026, 10, 8), "closed")
    due_on = {}
    for moves in ("never", "holidays", "closed"):
        compounds.set_policy(yard.compound, moves, closed_days_late=True)
        due_on[moves] = due.DueDates().due_date(date(2026, 9, 24), 7, yard.compound)
    assert due_on == {
        "never": date(2026, 10, 1),
        "holidays": date(2026, 10, 8),
        "closed": date(2026, 10, 9),
    }
    assert due.DueDates().due_date(date(2026, 10, 3), 7, yard.compound) == date(2026, 10, 10)
    assert due.DueDates().due_date(date(2026, 10, 3), 8, yard.compound) == date(2026, 10, 12)


def test_asking_alone_writes_nothing_and_lending_loads_the_year(yard: Yard) -> None:
    assert due.DueDates().due_date(date(2016, 12, 18), 14, yard.compound) == date(2017, 1, 3)
    assert public_holidays.years_known() == {}
    loan = lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=date(2016, 12, 18))
    assert loan.due_on == date(2017, 1, 3)
    assert sorted(public_holidays.years_known()) == [2017]
    assert history.undo().label == "undid: lent 烤箱 to 1-202"


def test_a_break_over_the_turn_of_the_year_wants_both_years(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=date(2023, 12, 16))
    assert loan.due_on == date(2024, 1, 2)
    assert sorted(public_holidays.years_known()) == [2023, 2024]


def test_where_due_dates_never_move_no_year_is_loaded(yard: Yard) -> None:
    compounds.set_policy(yard.compound, "never", closed_days_late=True)
    lending.check_out(yard.oven, yard.borrower, TODAY)
    assert public_holidays.years_known() == {}


def test_a_refused_loan_leaves_no_year_behind(yard: Yard) -> None:
    with pytest.raises(Refused, match="still to come"):
        lending.check_out(yard.oven, yard.borrower, TODAY, lent_on=TODAY + timedelta(1))
    assert public_holidays.years_known() == {}


def test_what_is_typed_by_hand_never_moves(yard: Yard) -> None:
    opendays.set_day(TODAY + timedelta(3), "closed")
    compounds.set_policy(yard.compound, "closed", closed_days_late=True)
    loan = lending.check_out(yard.oven, yard.borrower, TODAY, due_on=TODAY + timedelta(3))
    assert loan.due_on == TODAY + timedelta(3)
    assert due.explain(loan.id, TODAY) == (
        "lent Mon 2026-11-23, due date set by hand → Thu 2026-11-26",
    )


def test_a_renewal_gives_a_full_period_and_moves_too(yard: Yard) -> None:
    opendays.set_day(TODAY + timedelta(14), "closed", "Stocktaking")
    compounds.set_policy(yard.compound, "closed", closed_days_late=True)
    loan = lending.check_out(yard.oven, yard.borrower, TODAY, due_on=TODAY)
    (renewed,) = lending.renew([loan.id], TODAY)
    assert renewed.due_on == TODAY + timedelta(15)
    assert due.explain(loan.id, TODAY)[1:] == (
        "renewed for 14 days → Mon 2026-12-07",
        "Mon 2026-12-07 is no open day (closed: Stocktaking) → Tue 2026-12-08",
    )


@pytest.mark.parametrize(("start", "period"), [(date(9999, 12, 25), 14), (date.max, 1)])
def test_the_calendar_ends_with_the_year_9999(yard: Yard, start: date, period: int) -> None:
    with pytest.raises(Refused, match="too far away"):
        due.DueDates().due_date(start, period, yard.compound)


def test_a_year_without_an_open_day_is_refused(yard: Yard) -> None:
    opendays.put_days((date(2030, 1, 1) + timedelta(ahead) for ahead in range(400)), "closed", "")
    compounds.set_policy(yard.compound, "closed", closed_days_late=True)
    with pytest.raises(Refused, match="check the calendar"):
        due.DueDates().due_date(date(2029, 12, 31), 1, yard.compound)


def test_a_policy_is_read_changed_and_undone(yard: Yard) -> None:
    usual = compounds.Policy("holidays", closed_days_late=True)
    assert compounds.policy(yard.compound) == usual
    changed = compounds.Policy("closed", closed_days_late=False)
    compounds.set_policy(yard.compound, *changed)
    ((compound, policy),) = compounds.policies()
    assert (compound.id, policy) == (yard.compound, changed)
    assert history.undo().label == "undid: changed what Test Yard does about closed days"
    assert compounds.policy(yard.compound) == usual
    with pytest.raises(Refused):
        compounds.set_policy(yard.compound, "sometimes", closed_days_late=True)
    with pytest.raises(NotFound):
        compounds.policy(99)
    with pytest.raises(NotFound):
        compounds.set_policy(99, "never", closed_days_late=True)


def _import_loans(folder: Path, rows: list[str]) -> None:
    path = folder / "loans.csv"
    head = "lender,item,borrower,lent_on,due_on,returned_on\n"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    report = imports.run("loans", read_table(path), TODAY)
    assert report.rejected == ()


def test_an_import_moves_what_has_no_due_date_and_reads_the_calendar_once_a_year(
    yard: Yard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = []
    read = opendays.read
    monkeypatch.setattr(opendays, "read", lambda: reads.append(1) or read())
    rows = [f"1-101,电钻,1-202,2025-{month:02}-02,,2025-{month:02}-20" for month in range(1, 13)]
    rows.append("1-101,烤箱,1-202,2026-09-20,,")
    rows.append("1-101,电钻,2-301,2026-09-20,2026-10-04,")
    _import_loans(tmp_path, rows)
    due_on = {loan.lent_on.isoformat(): loan.due_on for loan in Loan.select().where(Loan.id != 14)}
    assert due_on["2025-03-02"] == date(2025, 3, 16)
    assert due_on["2026-09-20"] == date(2026, 10, 8)
    assert Loan.get_by_id(14).due_on == date(2026, 10, 4)
    assert sorted(public_holidays.years_known()) == [2025, 2026]
    assert len(reads) == 2
    assert due.explain(13, date(2026, 10, 8)) == (
        "lent Sun 2026-09-20 → Thu 2026-10-08, imported from loans.csv",
    )
    history.undo()
    assert Loan.select().count() == 0


def test_a_dry_run_loads_nothing(yard: Yard, tmp_path: Path) -> None:
    path = tmp_path / "loans.csv"
    path.write_text("lender,item,borrower,lent_on\n1-101,烤箱,1-202,2026-09-20\n", encoding="utf-8")
    assert imports.run("loans", read_table(path), TODAY, dry_run=True).added == 1
    assert public_holidays.years_known() == {}


# How a due date came about


def test_the_story_of_the_dragon_boat_festival(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, MAY_DAY)
    lending.renew([loan.id], date(2017, 5, 10))
    assert due.explain(loan.id, date(2017, 5, 20)) == (
        "lent Mon 2017-05-01 for 14 days → Mon 2017-05-15",
        "renewed for 14 days → Mon 2017-05-29",
        "Mon 2017-05-29 to Tue 2017-05-30 are public holidays (端午节) → Wed 2017-05-31",
    )
    history.undo()
    lending.renew([loan.id], date(2017, 5, 17))
    assert due.explain(loan.id, date(2017, 6, 3))[2:] == (
        "Mon 2017-05-29 to Tue 2017-05-30 are public holidays (端午节) → Wed 2017-05-31",
        "undid: renewed 烤箱 for 1-202 until 2017-05-31 → Mon 2017-05-15",
        "renewed Wed 2017-05-17 for 14 days → Wed 2017-05-31",
        "3 days late",
    )
    lending.check_in([loan.id], date(2017, 6, 1))
    assert due.explain(loan.id, date(2017, 6, 3))[-2:] == (
        "came back Thu 2017-06-01",
        "1 day late",
    )


def test_it_begins_anew_where_a_loan_was_taken_back_and_done_again(yard: Yard) -> None:
    settings.change("loan_days", 1)
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    history.undo()
    history.redo()
    assert due.explain(loan.id, TODAY) == ("lent Mon 2026-11-23 for 1 day → Tue 2026-11-24",)


def test_what_moved_it_is_told_though_the_calendar_has_changed_since(yard: Yard) -> None:
    compounds.set_policy(yard.compound, "closed", closed_days_late=False)
    opendays.set_day(date(2026, 12, 7), "closed")
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    opendays.clear_day(date(2026, 12, 7))
    opendays.set_day(date(2026, 12, 9), "closed")
    assert due.explain(loan.id, date(2026, 12, 10))[1:] == (
        "Mon 2026-12-07 was closed then → Tue 2026-12-08",
        "1 day late, closed days not counted",
    )


def test_a_stretch_of_closed_days_is_told_as_one(yard: Yard) -> None:
    compounds.set_policy(yard.compound, "closed", closed_days_late=True)
    opendays.set_closed_weekdays((0, 1))
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    assert due.explain(loan.id, TODAY)[1] == (
        "Mon 2026-12-07 to Tue 2026-12-08 are no open days (closed every Monday) → Wed 2026-12-09"
    )


def test_loans_of_several_periods_renewed_together_keep_each_its_own(yard: Yard) -> None:
    categories.change_rules("工具", loan_days=3, renewal_limit=None)
    oven = lending.check_out(yard.oven, yard.borrower, TODAY)
    drill = lending.check_out(yard.drill, yard.borrower, TODAY)
    lending.renew([oven.id, drill.id], TODAY)
    assert due.explain(oven.id, TODAY)[1] == "renewed for 14 days → Mon 2026-12-21"
    assert due.explain(drill.id, TODAY)[1] == "renewed for 3 days → Sun 2026-11-29"


def test_a_closure_is_told_with_its_name(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    closed = date(2026, 12, 5), date(2026, 12, 8)
    closures.close(closures.preview(*closed, 3, TODAY, "Repairs"), TODAY)
    assert due.explain(loan.id, TODAY)[1:] == (
        "closed Sat 2026-12-05 to Tue 2026-12-08 (Repairs) → Wed 2026-12-09",
    )
    history.undo()
    assert due.explain(loan.id, TODAY)[2:] == (
        "undid: closed 2026-12-05 to 2026-12-08; due dates moved: 1 → Mon 2026-12-07",
    )
    closures.close(closures.preview(*closed, 3, TODAY), TODAY)
    assert (
        due.explain(loan.id, TODAY)[3] == "closed Sat 2026-12-05 to Tue 2026-12-08 → Wed 2026-12-09"
    )


def test_an_import_over_it_is_told(yard: Yard, tmp_path: Path) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    _import_loans(tmp_path, ["1-101,烤箱,1-202,2026-11-23,2026-12-30,"])
    assert due.explain(loan.id, TODAY)[1:] == ("imported from loans.csv → Wed 2026-12-30",)


def test_another_programs_changes_are_told_as_such(yard: Yard, store: Path) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    with sqlite3.connect(store) as other:
        other.execute("UPDATE loan SET due_on = '2026-12-24', note = 'x'")
        other.execute(
            "INSERT INTO loan (item_id, household_id, lent_on, due_on, renewals, note)"
            " VALUES (?, ?, '2026-11-20', '2026-11-30', 0, '')",
            (yard.drill, yard.borrower),
        )
    other.close()
    assert due.explain(loan.id, TODAY)[1:] == ("changed by another program → Thu 2026-12-24",)
    assert due.explain(loan.id + 1, TODAY) == (
        "lent Fri 2026-11-20 → Mon 2026-11-30, entered by another program",
    )


def test_a_loan_that_the_journal_does_not_know_is_told_as_it_stands(yard: Yard) -> None:
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    lending.renew([loan.id], TODAY)
    journal.remove_triggers(database.db.obj)
    Change.delete().where(Change.event == "insert").execute()
    assert due.explain(loan.id, TODAY) == (
        "lent Mon 2026-11-23 → Mon 2026-12-07",
        "renewed for 14 days → Mon 2026-12-21",
    )
    Change.delete().execute()
    assert due.explain(loan.id, TODAY) == ("lent Mon 2026-11-23 → Mon 2026-12-21",)
    with pytest.raises(NotFound):
        due.explain(99, TODAY)


def test_a_loan_of_an_older_program_is_told_without_its_period(yard: Yard) -> None:
    """Deeds did not always keep for how many days they were."""
    loan = lending.check_out(yard.oven, yard.borrower, TODAY)
    lending.renew([loan.id], TODAY)
    words = '{"item": "烤箱", "household": "1-202", "due": "2026-12-21"}'
    journal.remove_triggers(database.db.obj)
    Deed.update(words=words).where(Deed.verb.in_(["lend", "renew"])).execute()
    assert due.explain(loan.id, TODAY) == (
        "lent Mon 2026-11-23 → Mon 2026-12-07",
        "renewed 烤箱 for 1-202 until 2026-12-21 → Mon 2026-12-21",
    )
