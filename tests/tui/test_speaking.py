"""The other language, at once and everywhere, in the places where one stood."""

from __future__ import annotations

from store import language
from tests.tui.screendump import dump
from tui.farm.shift import ShiftScreen
from tui.main import QiaomenApp
from tui.room import Room
from tui.sharing.loan import LoanRoom
from tui.sharing.overdue import OverdueRoom


def first_of(room: OverdueRoom, count: int) -> list[str]:
    """The keys of the first rows of its list."""
    return [str(loan.id) for loan in room._selected.after(None, count)]


async def test_f2_turns_every_room_where_it_stood(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "down", "down", "1", "right", "question_mark", "f2")
        await desk.workers.wait_for_complete()
        await pilot.pause()
        assert language.current() == "zh_CN"
        assert "帮助：本屏按键" in dump(desk)
        await pilot.press("escape")
        assert "敲门  晋平街26号院" in dump(desk)
        assert "q 退出" in dump(desk)
        assert isinstance(desk.screen, Room)
        stands = desk.screen.where()
        await pilot.press("2")
        await pilot.pause()
        overdue = desk.screen
        assert isinstance(overdue, OverdueRoom)
        assert "应还日" in dump(desk)
        third = overdue.where()["row"]
        assert third == overdue.list.cursor_key == first_of(overdue, 3)[-1]
        await pilot.press("i", "f2")
        await desk.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(desk.screen, LoanRoom)
        assert "English until you leave" in dump(desk)
        rooms = [screen for screen in desk.screen_stack if isinstance(screen, Room)]
        rooms[0].step = None  # as where a form's answer has led here
        await pilot.press("f2")
        assert "This would be lost" in dump(desk)
        assert language.current() == "en"
        await pilot.press("escape")
        assert isinstance(desk.screen, OverdueRoom)
        assert desk.screen.where()["row"] == third
        await pilot.press("1")
        await pilot.pause()
        assert desk.screen.where() == stands
        assert "q quit" in dump(desk)
        await pilot.press("3", "v", "v")  # the rota's list
        await pilot.pause()
        await pilot.press("enter", "f2")  # a shift of it
        await desk.workers.wait_for_complete()
        assert isinstance(desk.screen, ShiftScreen)
