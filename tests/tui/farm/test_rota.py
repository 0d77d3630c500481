"""The rota room: a week, a month, a list, and what is done to a shift from there."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from fixtures.loader import load_sample
from store import database, history, opendays
from store.exchange import ics
from store.farm import announcing, changes, shift_changes, shifts
from store.farm.models import Series
from store.neighbours import compounds
from tests.conftest import TODAY
from tests.store.farm.conftest import SQUAD, TEAM, Village
from tests.tui.screendump import dump
from tui.farm.rota import RotaRoom
from tui.main import QiaomenApp

SIZE = (80, 24)


def line_with(desk: QiaomenApp, text: str) -> str:
    return next((line for line in dump(desk).splitlines() if text in line), "")


def rota(desk: QiaomenApp) -> RotaRoom:
    assert isinstance(desk.screen, RotaRoom)
    return desk.screen


async def test_a_week_at_a_glance(desk: QiaomenApp, village: Village) -> None:
    village.place(village.harvest, "李秀兰")
    village.place(village.now, "王建国", attendance="present")
    shift_changes.cancel([village.gate], "雨", TODAY)
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3")
        await pilot.pause()
        lines = dump(desk).splitlines()
        assert lines[0].startswith("Rota  all teams  2026-11-23 – 11-29  ● 2/8  ! short 3")
        assert lines[1].split() == [
            "Mon", "23", "Tue", "24", "Wed", "25", "Thu", "26", "Fri", "27", "Sat", "28", "Sun",
            "29",
        ]  # fmt: skip
        assert lines[2].split() == ["today"]
        assert "[●○✓" in line_with(desk, "07:00 浇水")
        assert "○○!" in line_with(desk, "07:00 浇水")
        assert "●○○!" in line_with(desk, "08:00 采收")
        assert "× off" in line_with(desk, "09:00 开门")
        assert [line for line in lines if line in (TEAM, SQUAD)] == [SQUAD, TEAM]
        assert line_with(desk, "Attendance is noted of 1 of 1.")


async def test_the_cursor_goes_from_day_to_day_and_on_to_the_next_week(
    desk: QiaomenApp, village: Village
) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "right", "down")
        await pilot.pause()
        assert line_with(desk, "08:00–11:00").startswith("Tue 2026-11-24 08:00–11:00  采收")
        assert line_with(desk, "3 of 3 missing")
        await pilot.press("right", "right", "right")
        await pilot.pause()
        assert line_with(desk, "2026-11-30 – 12-06")
        assert line_with(desk, "Mon 2026-11-30 14:00–15:30  除草")
        await pilot.press("left_square_bracket", "left_square_bracket")
        await pilot.pause()
        assert line_with(desk, "Sun 2026-11-22 07:00–09:00  浇水")
        await pilot.press("t")
        await pilot.pause()
        assert rota(desk).shift == shifts.get(village.now)


async def test_a_month_leads_to_the_week_of_a_day(desk: QiaomenApp, village: Village) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "v", "right")
        await pilot.pause()
        assert line_with(desk, "Rota  all teams  2026-11  ● 0/13")
        assert "0/5 -5!" in dump(desk)
        assert line_with(desk, "07:00 浇水 0/2!, 08:00 采收 0/3!")
        await pilot.press("x")
        await pilot.pause()
        assert line_with(desk, "! This is for one shift: Enter shows the week of this day.")
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert line_with(desk, "Rota  all teams  2026-12")
        assert line_with(desk, "No shift on this day.")
        await pilot.press("left_square_bracket", *["down"] * 3, "right", "right", "enter")
        await pilot.pause()
        assert rota(desk).shift == shifts.get(village.watering)


async def test_the_list_begins_where_the_week_stood(desk: QiaomenApp, village: Village) -> None:
    village.place(village.selling, "刘洋")
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "v", "v")
        await pilot.pause()
        assert rota(desk).shift == shifts.get(village.now)
        await pilot.press("down", "down", "down", "down")
        await pilot.pause()
        assert line_with(desk, "▸").split()[-1] == "刘洋"
        assert line_with(desk, "Every place is filled.")
        await pilot.press("escape")
        await pilot.pause()
        assert rota(desk).shift == shifts.get(village.selling)


async def test_the_list_turns_its_pages(desk: QiaomenApp, village: Village) -> None:
    later = [village.add_shift("松土", f"2026-12-{day:02}T07:00") for day in range(1, 31)]
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "v", "v", "end")
        await pilot.pause()
        assert rota(desk).shift == shifts.get(later[-1])
        first_of_page = dump(desk).splitlines()[3]
        await pilot.press("pageup", "pagedown")
        await pilot.pause()
        assert dump(desk).splitlines()[3] == first_of_page
        await pilot.press("home")
        await pilot.pause()
        assert rota(desk).shift == shifts.get(village.past)


async def test_f_shows_one_team_after_another(desk: QiaomenApp, village: Village) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "f", "f")
        await pilot.pause()
        assert line_with(desk, f"Rota  {SQUAD}")
        assert not line_with(desk, "浇水")
        await pilot.press("f")
        await pilot.pause()
        assert line_with(desk, "Rota  all teams")


async def test_m_notes_the_whole_shift_as_present(desk: QiaomenApp, village: Village) -> None:
    for name in ("李秀兰", "王建国"):
        village.place(village.now, name)
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "m")
        await pilot.pause()
        assert line_with(desk, "Noted as present in 浇水, Mon 2026-11-23: 2 people.")
        assert [place.attendance for place in shifts.places(village.now)] == ["present"] * 2
        await pilot.press("m")
        await pilot.pause()
        assert line_with(desk, "Everybody here is noted already.")
        await pilot.press("u", "right", "m")
        await pilot.pause()
        assert line_with(desk, "! Nobody is in this shift.")
    assert {place.attendance for place in shifts.places(village.now)} == {None}


async def test_x_brings_a_cancelled_shift_back(desk: QiaomenApp, village: Village) -> None:
    village.place(village.now, "李秀兰")
    shift_changes.cancel([village.now], "雨", TODAY)
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3")
        await pilot.pause()
        assert line_with(desk, "× This shift is cancelled (雨): who was in it is excused.")
        assert not line_with(desk, "Nobody is in it yet.")
        await pilot.press("x")
        await pilot.pause()
        assert line_with(desk, "takes place again")
    assert shifts.get(village.now).is_planned


async def test_x_asks_nothing_where_nobody_is_to_be_told(
    desk: QiaomenApp, village: Village
) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "x")
        await pilot.pause()
        assert line_with(desk, "is cancelled, nobody was in it; u takes it back.")
        await pilot.press("u", "left_square_bracket", "x")
        await pilot.pause()
        assert line_with(desk, "! This shift is over; Enter shows it, to note who came.")
    assert shifts.get(village.now).is_planned
    assert shifts.get(village.past).is_planned


async def test_capital_o_writes_calendar_files(
    desk: QiaomenApp, village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    village.place(village.now, "李秀兰")
    village.place(village.selling, "刘洋")
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "O")
        await pilot.pause()
        assert f"To{tmp_path / 'rota.ics'}." in "".join(dump(desk).split())
        await pilot.press("enter")
        await pilot.pause()
        await desk.workers.wait_for_complete()
        await pilot.pause()
        assert line_with(desk, "The calendar is in")
        assert (tmp_path / "rota.ics").read_bytes() == ics.calendar()
        await pilot.press("O", *"each", "tab", "right", "tab", "right", "right", "enter")
        await pilot.pause()
        await desk.workers.wait_for_complete()
        await pilot.pause()
        assert {path.name for path in (tmp_path / "each").iterdir()} == {"刘洋.ics"}
        await pilot.press("O", *"no/such/rota", "enter")
        await pilot.pause()
        await desk.workers.wait_for_complete()
        await pilot.pause()
        assert line_with(desk, "! ")
        assert isinstance(desk.screen, RotaRoom)


async def test_y_copies_what_the_chat_is_to_hear(desk: QiaomenApp, village: Village) -> None:
    village.place(village.now, "李秀兰")
    village.place(village.now, "赵敏", state="standby")
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "y")
        await pilot.pause()
        assert desk.clipboard == (
            "浇水 on Mon 23 Nov, 07:00 to 09:00. With 李秀兰. On standby: 赵敏. "
            "1 more is wanted: who can come?"
        )
        await pilot.press("Y")
        await pilot.pause()
        ids = [shift.id for shift in shifts.between(TODAY, TODAY + timedelta(6))]
        assert desk.clipboard == announcing.text(ids, TODAY)
        assert "07:00 浇水: 李秀兰, 1 more wanted" in desk.clipboard.splitlines()


async def test_other_peoples_deeds_appear_by_themselves(desk: QiaomenApp, village: Village) -> None:
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "right")
        await pilot.pause()
        with sqlite3.connect(database.file_path()) as other:
            other.execute("UPDATE shift SET name = '施肥' WHERE id = ?", (village.harvest,))
        other.close()
        desk._look_for_others()
        await pilot.pause()
        assert line_with(desk, "08:00 施肥")
        assert rota(desk).shift == shifts.get(village.watering)


async def test_shifts_are_laid_out_when_the_room_is_entered(
    desk: QiaomenApp, village: Village
) -> None:
    Series.insert(
        team=village.team, name="松土", rule="FREQ=WEEKLY;BYDAY=FR", starts_on=date(2026, 1, 2),
        at=600, minutes=60, least=1, wanted=2, most=3,
    ).execute()  # fmt: skip
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3")
        await pilot.pause()
        await pilot.pause()
        assert line_with(desk, "10:00 松土")
        await pilot.press("u")
        await pilot.pause()
        assert line_with(desk, "10:00 松土")  # the program's deed is nobody's to take back


async def test_forecast_and_standby_are_told(desk: QiaomenApp, village: Village) -> None:
    changes.join(village.watering, village.members["李秀兰"])
    changes.stand_by(village.watering, village.members["赵敏"])
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3", "right")
        await pilot.pause()
        assert line_with(desk, "李秀兰  On standby: 赵敏.")
        told = line_with(desk, "1 of 2 missing.")
        assert told == "1 of 2 missing. Expected: 0.9; at least 1 come with 90 %."


async def test_a_store_without_a_compound_reaches_the_rota(store: Path) -> None:
    desk = QiaomenApp(TODAY, None, load_sample)
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.press("3")
        await pilot.pause()
        assert line_with(desk, "There is no team yet.")
        await pilot.press("g")
        await pilot.pause()
        assert line_with(desk, "! There is no team yet: p adds a team")
        await pilot.press("8")
        await pilot.pause()
        assert line_with(desk, "! There is no compound yet")
        await pilot.press("1")
        await pilot.pause()
        assert line_with(desk, "Welcome!")


async def test_a_village_without_a_compound_begins_at_its_rota(
    desk: QiaomenApp, village: Village
) -> None:
    history.undo(None)
    assert compounds.is_empty()
    desk = QiaomenApp(TODAY, None, load_sample)
    async with desk.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert line_with(desk, "07:00 浇水")
        village.place(village.now, "李秀兰")
        await pilot.press("m", "u")
        await pilot.pause()
        assert line_with(desk, "07:00 浇水")
        await pilot.press("8", "a", *"12-2", "ctrl+s")
        await pilot.pause()
        assert line_with(desk, "Closed Wed 2026-12-02.")
        await pilot.press("o", *"sun", "ctrl+s")
        await pilot.pause()
        assert line_with(desk, "Closed every week: Sun")
        await pilot.press("W", *"12-7", "ctrl+s", "enter", "u", "u", "escape")
        await pilot.pause()
        assert isinstance(desk.screen, RotaRoom)
        days = opendays.read().days
        assert days[date(2026, 12, 2)] == ("closed", "")
        assert date(2026, 12, 7) not in days
        await pilot.press("1")
        await pilot.pause()
        assert line_with(desk, "There is no compound yet. How shall it begin?")
