"""The screen of one shift by keyboard: who is in it, stand-ins, swaps and attendance."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store import language
from store.farm import attendance, availability, changes, hours, shifts, swaps
from store.farm.windows import Window
from store.language import LANGUAGES
from tests.conftest import TODAY
from tests.store.farm.conftest import Village
from tests.tui.screendump import EverySize, dump
from tui.farm.shift import ShiftScreen
from tui.main import QiaomenApp


@pytest.fixture(autouse=True)
def people(village: Village) -> None:
    """Two people weed next Monday and one stands by, one waters tomorrow."""
    village.place(village.weeding, "李秀兰")
    village.place(village.weeding, "王建国", by_hand=False)
    village.place(village.weeding, "陈静", state="standby")
    village.place(village.watering, "张伟")


STILL_TO_COME = "! This shift is still to come; attendance is noted from its day on."


def planned(shift_id: int) -> list[str]:
    return [place.member for place in shifts.places(shift_id) if place.state == "planned"]


async def test_a_stand_in_takes_the_place_and_undo_gives_it_back(
    desk: QiaomenApp, village: Village
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ShiftScreen(village.weeding))
        await pilot.press("down", "s", *"张", "enter")
        await pilot.pause()
        assert "张伟 stands in for 王建国." in dump(desk)
        assert planned(village.weeding) == ["李秀兰", "张伟"]
        await pilot.press("u")
        await pilot.pause()
        assert planned(village.weeding) == ["李秀兰", "王建国"]


async def test_candidates_come_by_hours_and_the_impossible_say_why(
    desk: QiaomenApp, village: Village
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        village.place(village.now, "赵敏")
        await desk.push_screen(ShiftScreen(village.harvest))
        await pilot.press("a")
        await pilot.pause()
        names = [line[3:9].strip() for line in dump(desk).splitlines()[3:8]]
        assert names == ["陈静", "王建国", "赵敏", "李秀兰", "张伟"]
        assert "张伟 is in 浇水 (11-24 07:00) at that time" in dump(desk)
        await pilot.press(*"zw", "enter")
        await pilot.pause()
        assert dump(desk).splitlines()[-2].startswith("! 张伟 is in 浇水")
        assert planned(village.harvest) == []


async def test_two_who_have_agreed_swap_at_once(desk: QiaomenApp, village: Village) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ShiftScreen(village.weeding))
        await pilot.press("w", *"张伟", "enter", "enter")
        await pilot.pause()
        assert "李秀兰 and 张伟 have swapped." in dump(desk)
        assert "▸  张伟" in dump(desk)
        assert planned(village.weeding) == ["王建国", "张伟"]
        assert planned(village.watering) == ["李秀兰"]
        await pilot.press("u")
        await pilot.pause()
        # What does not fit into the line of news goes on below, also when the cursor has moved.
        assert dump(desk).splitlines()[-1].split("  ")[0] == "07:00)"
    assert planned(village.weeding) == ["李秀兰", "王建国"]


async def test_a_swap_is_offered_and_accepted(desk: QiaomenApp, village: Village) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ShiftScreen(village.weeding))
        await pilot.press("w", *"张伟", "enter", "right", "enter")
        await pilot.pause()
        (swap,) = swaps.open_swaps(TODAY)
        assert (swap.member, swap.other) == ("李秀兰", "张伟")
        assert "wants 浇水 11-24 07:00" in dump(desk)
        await pilot.press("w")
        await pilot.pause()
        assert "李秀兰 and 张伟 have swapped." in dump(desk)
    assert planned(village.weeding) == ["王建国", "张伟"]
    assert planned(village.watering) == ["李秀兰"]


async def test_an_offer_is_shown_on_the_other_side_and_refused(
    desk: QiaomenApp, village: Village
) -> None:
    mine, theirs = shifts.places(village.weeding)[0], shifts.places(village.watering)[0]
    swaps.offer(mine.assignment_id, theirs.assignment_id, TODAY, TODAY)
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ShiftScreen(village.watering))
        await pilot.press("end")
        await pilot.pause()
        assert "gives 除草 11-30 14:00" in dump(desk)
        await pilot.press("x", "enter")
        await pilot.pause()
        assert "张伟 refused the swap." in dump(desk)
        assert swaps.open_swaps(TODAY) == ()


async def test_the_whole_morning_then_the_exceptions(desk: QiaomenApp, village: Village) -> None:
    for name in ("李秀兰", "王建国", "陈静"):
        village.place(village.now, name)
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ShiftScreen(village.now))
        await pilot.pause()
        assert "m all came  p present  l late  o excused  n did not come" in dump(desk)
        await pilot.press("m", "down", "n", "down", "l")
        await pilot.press("full_stop")  # is noted so already, and stays
        await pilot.pause()
        assert "! Here this is so already: “late”." in dump(desk)
        found = {row.member: row.attendance for row in shifts.places(village.now)}
        assert found == {"李秀兰": "present", "王建国": "absent", "陈静": "late"}
        await pilot.press("h", *["backspace"] * 3, *"1.5", "ctrl+s")
        await pilot.pause()
        assert "Noted 1.5 h for 陈静." in dump(desk)
        await pilot.press("h")
        await pilot.pause()
        assert "Hours  1.5\n" in dump(desk)
    assert hours.minutes_by_member([village.members["陈静"]]) == {village.members["陈静"]: 90}


async def test_giving_up_names_who_is_first_on_standby(desk: QiaomenApp, village: Village) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ShiftScreen(village.weeding))
        await pilot.press("x", *"ill", "enter")
        await pilot.pause()
        assert "陈静 is first on standby" in dump(desk)
        assert "○free place" in dump(desk)
        await pilot.press("home", "down", "down", "a")
        await pilot.pause()
        assert "陈静 has a place." in dump(desk)
    assert planned(village.weeding) == ["王建国", "陈静"]


async def test_why_tells_who_else_could_and_at_what_cost(
    desk: QiaomenApp, village: Village
) -> None:
    village.place(village.harvest, "赵敏")
    availability.set_windows(village.members["王建国"], [Window(6, 480, 720)])
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ShiftScreen(village.harvest))
        await pilot.press("i")
        await pilot.pause()
        told = dump(desk)
        assert "赵敏 has 3.0 h with this place; 3 other people could have it." in told
        could, _heading, could_not = told.partition("Could as well\n")[2].partition("Could not")
        rows = could.splitlines()
        assert [row[3:9].strip() for row in rows] == ["陈静", "李秀兰", "王建国"]
        # 9 h² for 陈静 at 0 h as for 赵敏; 李秀兰 goes from 21.5 h to 24.5 h, 138 h², instead of 9.
        assert "+0.0" in rows[0]
        assert "+129.0" in rows[1]
        assert "this is outside 王建国's usual times" in could
        assert "张伟 is in 浇水" in could_not


async def test_what_cannot_be_done_says_why(desk: QiaomenApp, village: Village) -> None:
    changes.leave(shifts.places(village.weeding)[0].assignment_id, TODAY)
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ShiftScreen(village.weeding))
        for keys, told in (
            (("m",), STILL_TO_COME),
            (("p",), STILL_TO_COME),
            (("h",), "! Please note first that 王建国 came."),
            (("down", "s"), "! Nobody is here: a shows who could come."),
            (("down", "s"), "! 陈静 is on standby only: a gives a place."),
            (("down", "s"), "! 李秀兰 is in this shift no more."),
        ):
            await pilot.press(*keys)
            await pilot.pause()
            assert dump(desk).splitlines()[-2] == told


async def test_others_deeds_appear_by_themselves(desk: QiaomenApp, village: Village) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ShiftScreen(village.watering))
        await pilot.pause()
        changes.join(village.watering, village.members["陈静"])
        desk._seen = None
        desk._look_for_others()
        await pilot.pause()
        assert "陈静" in dump(desk)


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_what_a_shift_looks_like(
    desk: QiaomenApp, village: Village, in_every_size: EverySize, spoken: str
) -> None:
    mine, theirs = shifts.places(village.weeding)[0], shifts.places(village.watering)[0]
    until = TODAY + timedelta(1)
    swaps.offer(mine.assignment_id, theirs.assignment_id, until, TODAY)
    changes.leave(shifts.places(village.weeding)[1].assignment_id, TODAY, "腰疼")
    came = village.place(village.now, "张伟")
    village.place(village.now, "赵敏")
    attendance.record([came], "late", TODAY)
    language.speak(spoken)
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ShiftScreen(village.now))
        await pilot.pause()
        await in_every_size(pilot, "shift-today")
        await desk.push_screen(ShiftScreen(village.weeding))
        await pilot.press("down")
        await pilot.pause()
        await in_every_size(pilot, "shift")
        await pilot.press("a")
        await pilot.pause()
        await in_every_size(pilot, "shift-who")
