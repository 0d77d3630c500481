"""The team's list and one member: entered, changed and looked at by keyboard."""

from __future__ import annotations

from datetime import date

import pytest

from store import language
from store.farm import attendance, availability, hours, team
from store.farm.windows import Window
from store.language import LANGUAGES
from tests.conftest import TODAY
from tests.store.farm.conftest import Village
from tests.tui.screendump import EverySize, dump
from tui.farm.member import MemberScreen
from tui.farm.members import MembersScreen
from tui.main import QiaomenApp


async def test_a_member_is_added_with_the_mean_hours_of_the_team(
    desk: QiaomenApp, village: Village
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(MembersScreen(village.team))
        await pilot.press("a", *"孙丽", "ctrl+s")
        await pilot.pause()
        assert "Added 孙丽." in dump(desk)
        member = team.find_member("孙丽")
        assert member.team_ids == (village.team,)
        assert member.minutes_before == 5 * 60
        assert any(line.startswith("▸  孙丽") for line in dump(desk).splitlines())
        await pilot.press("u")
        await pilot.pause()
        assert "孙丽" not in dump(desk).partition("undid")[0]


async def test_an_error_keeps_what_was_typed(desk: QiaomenApp, village: Village) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(MembersScreen(village.team))
        await pilot.press("a", *"张伟", *["tab"] * 6, "x", "ctrl+s")
        await pilot.pause()
        assert "! Please type a whole number." in dump(desk)
        assert "! There is a member “张伟” already." in dump(desk)
        await pilot.press(*["tab"] * 6, "backspace", "1", "ctrl+s")
        await pilot.pause()
        assert "Please type a whole number." not in dump(desk)
        assert "There is a member “张伟” already." in dump(desk)


async def test_hours_shown_to_the_tenth_stay_to_the_minute(
    desk: QiaomenApp, village: Village
) -> None:
    seen = team.member(village.members["张伟"])
    team.edit_member(
        seen,
        name="张伟",
        phone="",
        resident_id=None,
        skills=(),
        max_per_week=None,
        max_per_month=None,
        minutes_before=754,
        note="",
    )
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(MemberScreen(village.members["张伟"]))
        await pilot.press("e", *["tab"] * 4, "3", "ctrl+s")
        await pilot.pause()
        assert "Saved 张伟." in dump(desk)
    changed = team.member(village.members["张伟"])
    assert (changed.max_per_week, changed.minutes_before) == (3, 754)


async def test_times_absences_and_pairs_are_noted_and_removed(
    desk: QiaomenApp, village: Village
) -> None:
    member = village.members["李秀兰"]
    async with desk.run_test(size=(80, 40)) as pilot:
        await desk.push_screen(MemberScreen(member))
        await pilot.press("o", *"1-5 7-11", "ctrl+s")
        await pilot.press("d", *"12-1", "tab", *"12-3", "ctrl+s")
        await pilot.press("w", *"99", "ctrl+s")
        await pilot.pause()
        assert "Please choose a member." in dump(desk)
        await pilot.press("escape", "w", *"张伟", "tab", "right", "ctrl+s")
        await pilot.pause()
        assert availability.windows(member) == tuple(Window(d, 420, 660) for d in range(1, 6))
        (away,) = availability.absences(member)
        assert (away.first, away.last) == (date(2026, 12, 1), date(2026, 12, 3))
        assert [(pair.member, pair.kind) for pair in availability.pairs(member)] == [
            ("张伟", "apart")
        ]
        await pilot.press("d", *"12-5", "enter", "ctrl+s")
        await pilot.pause()
        assert "李秀兰 is away on Sat 2026-12-05." in dump(desk)
        await pilot.press("u")
        room = desk.screen
        assert isinstance(room, MemberScreen)
        room.list.cursor_key = f"absence {away.id}"
        await pilot.press("x")
        await pilot.pause()
        assert availability.absences(member) == ()
        await pilot.press("u")
        await pilot.pause()
        assert len(availability.absences(member)) == 1


async def test_hours_are_corrected_in_the_ledger(desk: QiaomenApp, village: Village) -> None:
    member = village.members["赵敏"]
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(MemberScreen(member))
        await pilot.press("h", *"2.5", "tab", "tab", *"compost", "ctrl+s")
        await pilot.pause()
        assert "Noted 2.5 h for 赵敏." in dump(desk)
        assert hours.loads([member]) == {member: 150}
        await pilot.press("u")
        await pilot.pause()
        assert hours.minutes_by_member([member]) == {member: 0}


async def test_a_member_joins_and_leaves_a_team(desk: QiaomenApp, village: Village) -> None:
    member = village.members["赵敏"]
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(MemberScreen(member))
        await pilot.press("T", "down", "enter")
        await pilot.pause()
        assert team.member(member, TODAY).team_ids == (village.team, village.squad)
        await pilot.press("T", "enter")
        await pilot.pause()
        assert team.member(member, TODAY).team_ids == (village.squad,)


async def test_who_is_looked_for_is_found_by_pinyin(desk: QiaomenApp, village: Village) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(MembersScreen())
        await pilot.press("slash", *"cj", "enter", "enter")
        await pilot.pause()
        assert dump(desk).startswith("Qiaomen  陈静  快乐农夫队, 创业小分队")


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_what_members_look_like(
    desk: QiaomenApp, village: Village, in_every_size: EverySize, spoken: str
) -> None:
    member = village.members["李秀兰"]
    came = village.place(village.now, "李秀兰")
    village.place(village.weeding, "李秀兰")
    attendance.record([came], "late", TODAY)
    availability.set_windows(member, [Window(2, 420, 660), Window(6, 0, 1440)])
    availability.add_absence(member, date(2026, 12, 1), date(2026, 12, 3), "回老家")
    availability.add_absence(village.members["张伟"], TODAY, TODAY)
    availability.add_exemption(member, date(2026, 12, 1), date(2026, 12, 31), 50, "腰疼")
    availability.set_pair(member, village.members["张伟"], "together")
    language.speak(spoken)
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(MembersScreen())
        await pilot.pause()
        await in_every_size(pilot, "members")
        await pilot.press("a")
        await pilot.pause()
        await in_every_size(pilot, "member-add")
        await pilot.press("escape")
        await desk.push_screen(MemberScreen(member))
        await pilot.pause()
        await in_every_size(pilot, "member")
        await pilot.press("end")
        await pilot.pause()
        await in_every_size(pilot, "member-ledger")
