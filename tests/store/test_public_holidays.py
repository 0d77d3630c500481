"""Public holidays: which days they are, loading them once, and looking again in time."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from store import database, history, opendays, public_holidays, runs, settings
from store.errors import Refused
from store.opendays import CalendarDay, HolidayYear
from tests.conftest import TODAY

# What the State Council announced for 2026, as whole breaks and the weekend days worked for them.
BREAKS_2026 = [
    (date(2026, 1, 1), 3),
    (date(2026, 2, 15), 9),
    (date(2026, 4, 4), 3),
    (date(2026, 5, 1), 5),
    (date(2026, 6, 19), 3),
    (date(2026, 9, 25), 3),
    (date(2026, 10, 1), 7),
]
WORKED_2026 = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def of_kind(year: int, kind: str) -> list[date]:
    return [row.day for row in opendays.days_of(year) if row.kind == kind]


def official(year: int) -> bool:
    return public_holidays.years_known()[year]


def test_a_year_is_as_it_was_announced(store: Path) -> None:
    public_holidays.ensure(2026, 2026, TODAY)
    announced = [
        first + timedelta(ahead) for first, length in BREAKS_2026 for ahead in range(length)
    ]
    assert of_kind(2026, "holiday") == announced
    assert [f"{day:%m-%d}" for day in of_kind(2026, "open")] == WORKED_2026
    names = {row.day: row.name for row in opendays.days_of(2026)}
    assert (names[date(2026, 6, 19)], names[date(2026, 2, 28)]) == ("端午节", "调休上班")
    assert not any(row.by_hand for row in opendays.days_of(2026))


def test_a_break_reaches_over_the_turn_of_the_year(store: Path) -> None:
    """New Year's Day 2024 was a Monday: the weekend before was part of it."""
    public_holidays.ensure(2023, 2023, TODAY)
    assert of_kind(2023, "holiday")[-2:] == [date(2023, 12, 30), date(2023, 12, 31)]


def test_only_the_years_asked_for_are_loaded_and_only_once(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_holidays.ensure(2017, 2017, TODAY)
    public_holidays.ensure(2016, 2017, TODAY)
    assert sorted(public_holidays.years_known()) == [2016, 2017]
    told = history.latest(10)
    assert [(deed.who, deed.label) for deed in told] == [
        ("qiaomen", "looked up the public holidays of 2016"),
        ("qiaomen", "looked up the public holidays of 2017"),
    ]
    asked: list[str] = []
    monkeypatch.setattr(database.db.obj, "execute_sql", _noting(asked))
    public_holidays.ensure(2016, 2017, TODAY)
    assert len(asked) == 1


def _noting(asked: list[str]):
    execute = database.db.obj.execute_sql

    def noted(sql: str, *given):
        asked.append(sql)
        return execute(sql, *given)

    return noted


def test_a_year_that_nobody_knows_is_loaded_empty(store: Path) -> None:
    public_holidays.ensure(9999, 9999, TODAY)
    public_holidays.ensure(1, 1, TODAY)
    assert CalendarDay.select().count() == 0
    with pytest.raises(Refused, match="1950 to 2100"):
        public_holidays.load(2101, TODAY)


def test_what_is_set_by_hand_outlives_loading(store: Path) -> None:
    opendays.set_day(date(2026, 6, 19), "open", "boat race at the gate")
    public_holidays.ensure(2026, 2026, TODAY)
    (race,) = [row for row in opendays.days_of(2026) if row.by_hand]
    CalendarDay.update(name="old").where(CalendarDay.day == date(2026, 6, 20)).execute()
    CalendarDay.insert(day=date(2026, 6, 24), kind="holiday", name="gone", by_hand=False).execute()
    CalendarDay.delete().where(CalendarDay.day == date(2026, 6, 21)).execute()
    public_holidays.load(2026, TODAY)
    june = {row.day.day: row for row in opendays.days_of(2026) if row.day.month == 6}
    assert june[19] == race
    assert (june[20].name, june[21].name) == ("周末连休", "周末连休")
    assert 24 not in june


def test_a_year_is_foreseen_until_its_workdays_are_announced(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From October on the next year is wanted; it is looked up again once a week."""
    public_holidays.ensure(2026, 2026, date(2026, 9, 1))
    public_holidays.refresh(date(2026, 9, 30))
    assert public_holidays.trouble(date(2026, 9, 30)) is None
    assert "qiaomen calendar load 2027" in (public_holidays.trouble(date(2026, 10, 1)) or "")
    known = public_holidays.known_days
    foreseen = {day: said for day, said in known("CN", 2027).items() if said[0] != "open"}
    monkeypatch.setattr(
        public_holidays, "known_days", lambda country, year: foreseen if year == 2027 else {}
    )
    public_holidays.refresh(date(2026, 10, 1))
    assert not official(2027)
    trouble = public_holidays.trouble(date(2026, 10, 1)) or ""
    assert "`holidays` library" in trouble
    assert "qiaomen calendar load 2027" in trouble
    assert public_holidays.trouble(date(2027, 1, 1)) == trouble  # a new year settles nothing

    announced = foreseen | {date(2027, 2, 20): ("open", "调休上班")}
    monkeypatch.setattr(
        public_holidays, "known_days", lambda country, year: announced if year == 2027 else {}
    )
    public_holidays.refresh(date(2026, 10, 7))
    assert not official(2027)
    public_holidays.refresh(date(2026, 10, 8))
    assert official(2027)
    assert opendays.read().is_open(date(2027, 2, 20))
    assert public_holidays.trouble(date(2026, 10, 8)) is None
    assert public_holidays.trouble(date(2027, 1, 1)) is None


def test_looking_again_is_no_deed_unless_it_brings_news(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is done once a week, whichever nights were missed, and undo is not in its way."""
    asked_on: list[date] = []
    foreseen = {date(2027, 1, 1): ("holiday", "元旦")}
    today = date(2026, 10, 1)

    def known(country: str, year: int) -> public_holidays.KnownDays:
        asked_on.append(today)
        return foreseen if year == 2027 else {}

    monkeypatch.setattr(public_holidays, "known_days", known)
    public_holidays.ensure(2026, 2027, today)
    public_holidays.load(2027, today)
    told = len(history.latest(100))
    asked_on.clear()
    for days in (1, 6, 7, 8, 13, 16, 17, 21, 28):
        today = date(2026, 10, 1) + timedelta(days)
        runs.begin(today, None)
        public_holidays.refresh(today)
    assert [day.day for day in dict.fromkeys(asked_on)] == [8, 17, 22, 29]
    assert len(history.latest(100)) == told
    history.undo()


def test_a_calendar_not_in_use_wants_nothing(store: Path) -> None:
    public_holidays.refresh(TODAY)
    assert public_holidays.years_known() == {}
    assert public_holidays.trouble(TODAY) is None


def test_a_calendar_in_use_has_the_year_that_is(store: Path) -> None:
    """Where closed days do not count as late ones, the rule of lateness wants them."""
    public_holidays.ensure(2017, 2017, date(2017, 5, 1))
    public_holidays.refresh(date(2026, 9, 30))
    assert sorted(public_holidays.years_known()) == [2017, 2026]
    public_holidays.refresh(date(2026, 10, 1))
    assert sorted(public_holidays.years_known()) == [2017, 2026, 2027]


def test_a_new_announcement_may_change_the_december_before(store: Path) -> None:
    """29 December 2018 was worked for the break of 2019, which was announced that month."""
    public_holidays.ensure(2018, 2018, date(2018, 1, 1))
    CalendarDay.delete().where(CalendarDay.day >= date(2018, 12, 29)).execute()
    public_holidays.ensure(2019, 2019, date(2018, 12, 10))
    assert of_kind(2018, "open")[-1] == date(2018, 12, 29)
    assert of_kind(2018, "holiday")[-1] == date(2018, 12, 31)


def test_another_country_replaces_every_year_and_undo_brings_the_first_back(store: Path) -> None:
    public_holidays.ensure(2025, 2026, TODAY)
    before = opendays.days_of(2025), opendays.days_of(2026)
    public_holidays.set_country(" de ", TODAY)
    assert settings.text("holiday_country") == "DE"
    names = [row.name for row in opendays.days_of(2026)]
    assert "Karfreitag" in names
    assert "国庆节" not in names
    assert official(2026)
    history.undo()
    assert (opendays.days_of(2025), opendays.days_of(2026)) == before
    public_holidays.set_country("", TODAY)
    public_holidays.ensure(2027, 2027, TODAY)
    assert CalendarDay.select().count() == 0
    assert public_holidays.trouble(TODAY) is None


@pytest.mark.parametrize("country", ["XX", "C", "China", "中国", "../CN"])
def test_an_unknown_country_is_refused_in_a_sentence(store: Path, country: str) -> None:
    with pytest.raises(Refused, match="qiaomen calendar country CN"):
        public_holidays.set_country(country, TODAY)
    assert settings.text("holiday_country") == "CN"


def test_names_fit_the_calendar_in_every_country() -> None:
    import holidays

    for country in holidays.list_supported_countries(include_aliases=False):
        for _kind, name in public_holidays.known_days(country, 2026).values():
            assert 0 < len(name) <= opendays.NAME_LENGTH


def test_the_library_is_not_asked_for_years_in_the_store(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_holidays.ensure(2026, 2027, TODAY)
    HolidayYear.update(official=True).execute()
    monkeypatch.setitem(sys.modules, "holidays", None)
    public_holidays.ensure(2026, 2027, TODAY)
    public_holidays.refresh(TODAY)
    calendar = public_holidays.CalendarByYear(TODAY)
    assert calendar.of(date(2026, 10, 1)).is_holiday(date(2026, 10, 1))
    with pytest.raises(ImportError):
        public_holidays.ensure(2028, 2028, TODAY)
