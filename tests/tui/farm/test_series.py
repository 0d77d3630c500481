"""The forms of series and shifts: few keystrokes, a preview, the change of one, some or all."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from store import language
from store.farm import changes, series, shift_changes, shifts
from store.farm.series import SeriesValues
from store.farm.shifts import ShiftRow
from store.language import LANGUAGES
from tests.conftest import TODAY
from tests.store.farm.conftest import Village
from tests.tui.screendump import EverySize, dump
from tui.farm import series as forms
from tui.farm import when
from tui.farm.preview import PreviewScreen
from tui.farm.shift import ShiftScreen
from tui.farm.when import When
from tui.main import QiaomenApp
from tui.room import Room
from tui.widgets.entry import Entry


@pytest.fixture
def watering(village: Village) -> int:
    """Every Tue and Sat at 7:00 the team waters; tomorrow 张伟 does."""
    rule = "FREQ=WEEKLY;BYDAY=TU,SA"
    series_id = series.add(
        SeriesValues(village.team, "浇菜", rule, TODAY, None, 420, 60, 2, 4, 6), TODAY
    )
    changes.join(first(series_id).id, village.members["赵敏"])
    return series_id


def shifts_of(series_id: int) -> list[ShiftRow]:
    found = shifts.between(TODAY, TODAY + timedelta(366))
    return [shift for shift in found if shift.series_id == series_id]


def first(series_id: int) -> ShiftRow:
    return shifts_of(series_id)[0]


def room(desk: QiaomenApp) -> Room:
    assert isinstance(desk.screen, Room)
    return desk.screen


async def test_a_series_in_a_few_keystrokes(desk: QiaomenApp, village: Village) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        forms.add_series(room(desk), village.team, TODAY)
        await pilot.pause()
        await pilot.press(*"26 7 2 4")
        await pilot.pause()
        assert "every Tue and Sat: 07:00, 2 h, 4 people" in dump(desk)
        assert "Next: Tue 24 Nov, Sat 28 Nov" in dump(desk)
        await pilot.press("tab", *"weed", "ctrl+s")
        await pilot.pause()
        assert "Added the series “weed”" in dump(desk)
        (added,) = series.all_series(village.team)
        assert (added.rule, added.at, added.minutes) == ("FREQ=WEEKLY;BYDAY=TU,SA", 420, 120)
        assert (added.least, added.wanted, added.most) == (4, 4, 4)
        assert len(shifts_of(added.id)) == 16
        await pilot.press("u", "u")
        await pilot.pause()
        assert series.all_series(village.team) == ()


WRONG = {
    "26": "! Please type the time too",
    "26 7": "! Please type how long it takes too",
    "26 7 2": "! Please type how many people too",
    "xyz": "! “xyz” is not understood.",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30 7 2 4": "! This rule never occurs",
    "FREQ=HOURLY 7 2 4": "! A series has one shift a day at most.",
}


async def test_what_is_missing_or_wrong_is_said_while_typing(
    desk: QiaomenApp, village: Village
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        forms.add_series(room(desk), village.team, TODAY)
        await pilot.pause()
        when = desk.screen.query(Entry).first()
        for typed, told in WRONG.items():
            when.put(typed)
            await pilot.pause()
            assert told in dump(desk)
            await pilot.press("ctrl+s")
            await pilot.pause()
            assert typed in dump(desk)
    assert series.all_series() == ()


async def test_this_and_the_following_are_previewed_then_changed(
    desk: QiaomenApp, watering: int
) -> None:
    second = shifts_of(watering)[1]
    async with desk.run_test(size=(80, 24)) as pilot:
        forms.edit(room(desk), second)
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "When         26 07:00 1h 2-4-6" in dump(desk)
        await pilot.press("home", "ctrl+k", *"26 8", "ctrl+s")
        await pilot.pause()
        assert "The series ends before Sat 2026-11-28" in dump(desk)
        assert "07:00 → 08:00" in dump(desk)
        assert len(series.all_series()) == 1
        await pilot.press("escape")
        await pilot.pause()
        assert "26 8" in dump(desk)
        await pilot.press("ctrl+s", "enter")
        await pilot.pause()
        assert "Changed the series “浇菜”" in dump(desk)
    assert first(watering).starts_at.hour == 7
    assert shifts.get(second.id).starts_at.hour == 8
    assert len(series.all_series()) == 2


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=MO,TU,SU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=WEEKLY;BYMONTH=3,4,5;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2",
    ],
)
def test_a_form_shows_a_rule_as_it_may_be_typed(store: Path, rule: str, spoken: str) -> None:
    language.speak(spoken)
    shown = when.typed(When(rule, 420, 90, 2, 4, 6))
    assert ("FREQ" in shown) == ("BYSETPOS" in rule)
    assert when.read(shown) == When(rule, 420, 90, 2, 4, 6)


def test_an_end_in_utc_is_the_day_that_it_is_here(store: Path) -> None:
    """In Chengdu the new year has begun by then."""
    rule = "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261231T170000Z"
    assert when.read(f"{rule} 7 2h 4").rule == "FREQ=WEEKLY;BYDAY=FR;UNTIL=20270101"
    values = SeriesValues(1, "浇菜", rule, TODAY, None, 420, 60, 2, 4, 6)
    assert series.check(values).rule == "FREQ=WEEKLY;BYDAY=FR;UNTIL=20270101"


async def test_only_one_shift_is_changed_and_keeps_that(desk: QiaomenApp, watering: int) -> None:
    shift = first(watering)
    async with desk.run_test(size=(80, 24)) as pilot:
        forms.edit(room(desk), shift)
        await pilot.pause()
        await pilot.press("enter", "tab", "home", "ctrl+k", *"9 90m", "ctrl+s")
        await pilot.pause()
        assert "Changed 浇菜 (Tue 24 Nov 09:00)." in dump(desk)
    changed = shifts.get(shift.id)
    assert (changed.starts_at.hour, changed.minutes, changed.wanted) == (9, 90, 4)
    assert set(changed.edited.split()) == {"at", "minutes"}


async def test_a_day_left_out_names_who_is_excused(desk: QiaomenApp, watering: int) -> None:
    shift = first(watering)
    async with desk.run_test(size=(80, 24)) as pilot:
        forms.edit(room(desk), shift)
        await pilot.pause()
        await pilot.press(*"leave", "enter")
        await pilot.pause()
        assert isinstance(desk.screen, PreviewScreen)
        assert "赵敏" in dump(desk)
        await pilot.press("enter")
        await pilot.pause()
    assert shifts.get(shift.id).state == "cancelled"


async def test_cancelling_says_who_is_to_be_told(desk: QiaomenApp, watering: int) -> None:
    shift = first(watering)
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ShiftScreen(shift.id))
        forms.cancel(room(desk), shift)
        await pilot.pause()
        assert "Excused and to be told: 赵敏." in dump(desk)
        await pilot.press(*"rain", "enter")
        await pilot.pause()
        assert "1 person is excused" in dump(desk)
        assert "× This shift is cancelled" in dump(desk)
        await pilot.press("a")
        await pilot.pause()
        assert "! This shift is cancelled; x in the rota brings it back." in dump(desk)


async def test_one_shift_by_itself(desk: QiaomenApp, village: Village) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        forms.add_shift(room(desk), village.squad, TODAY)
        await pilot.pause()
        await pilot.press("tab", *"14 3 1-2-4", "tab", *"fair", "ctrl+s")
        await pilot.pause()
        assert "Added fair (Mon 23 Nov 14:00)." in dump(desk)
    (added,) = (shift for shift in shifts.between(TODAY, TODAY) if shift.name == "fair")
    assert shift_changes.values_of(added)[:8] == (
        village.squad, "fair", TODAY, 14 * 60, 180, 1, 2, 4,
    )  # fmt: skip


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_what_the_forms_look_like(
    desk: QiaomenApp, village: Village, watering: int, in_every_size: EverySize, spoken: str
) -> None:
    shift_changes.edit(shifts_of(watering)[2], name="间苗")
    changes.join(first(watering).id, village.members["陈静"])
    language.speak(spoken)
    async with desk.run_test(size=(80, 24)) as pilot:
        forms.add_series(room(desk), village.team, date(2026, 12, 1))
        await pilot.pause()
        await pilot.press(*"26 7 2 2-4")
        await pilot.pause()
        await in_every_size(pilot, "series")
        await pilot.press("escape")
        await pilot.pause()
        forms.edit(room(desk), first(watering))
        await pilot.pause()
        await in_every_size(pilot, "series-which")
        await pilot.press("down", "down", "enter")
        await pilot.press("home", "ctrl+k", *"36 7:30", "ctrl+s")
        await pilot.pause()
        await in_every_size(pilot, "series-preview")
