"""An unknown key says what is near, and an input method that is on does no harm."""

from __future__ import annotations

import pytest

from store import history, language
from store.errors import NotFound
from tests.tui.onepiece import press_at_once
from tests.tui.screendump import dump
from tui import nearby
from tui.farm.rota import RotaRoom
from tui.main import QiaomenApp
from tui.opendays.room import CalendarRoom
from tui.programme.proposals import ProposalsRoom
from tui.programme.room import ProjectsRoom
from tui.room import Room
from tui.sharing.inventory import GridRoom
from tui.sharing.overdue import OverdueRoom

ROOMS: dict[str, type[Room]] = {
    "1": GridRoom, "2": OverdueRoom, "3": RotaRoom, "4": ProjectsRoom, "5": ProposalsRoom,
    "8": CalendarRoom,
}  # fmt: skip


@pytest.mark.parametrize(
    ("room", "key", "told"),
    [
        (GridRoom, "y", "y does nothing here; near: y reminder on 2, u undo."),
        (OverdueRoom, "D", "D does nothing here; near: d knocked."),
        (OverdueRoom, "W", "W does nothing here; near: w route, W closure on 8."),
        (ProjectsRoom, "t", "t does nothing here; near: t called on 2, y message."),
        (GridRoom, "z", "z does nothing here; ? shows the keys."),
        (GridRoom, " ", "␣ does nothing here; ? shows the keys."),
        (GridRoom, "借", "“借” comes from an input method: please switch it to English."),
    ],
)
def test_what_is_near_is_named(room: type[Room], key: str, told: str) -> None:
    assert nearby.say(key, room.OFFERED) == told


def test_what_another_room_is_said_to_do_it_does() -> None:
    wrong = {
        (digit, action_id)
        for digit, ids in nearby.ELSEWHERE.items()
        for action_id in ids
        if action_id not in {action.id for action in ROOMS[digit].OFFERED}
    }
    assert wrong == set()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("：", "palette"), ("？", "help"), ("／", "search"), ("、", "search"), ("。", "repeat"),
     ("【", "previous"), ("２", "show_overdue"), ("ｌ", None), ("王", None), ("，", None)],
)  # fmt: skip
def test_signs_of_an_input_method_do_what_their_keys_do(typed: str, meant: str | None) -> None:
    action = nearby.meant(typed, GridRoom.OFFERED)
    assert (action.id if action else None) == meant


async def test_what_no_key_knows_changes_nothing(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await press_at_once(pilot, *"借lxr")
        assert "! “借” comes from an input method" in dump(desk)
        assert "lend" in dump(desk).splitlines()[-1]  # no picker was opened by what came behind
        await press_at_once(pilot, *"y")
        assert "! y does nothing here; near: y reminder on 2, u undo." in dump(desk)
        await press_at_once(pilot, *"２")
        assert "[Overdue 9]" in dump(desk)
        await press_at_once(pilot, *"、")
        language.speak("zh_CN")
        await press_at_once(pilot, *"ｑ")
        assert "! “ｑ”是输入法打出来的" in dump(desk)
    with pytest.raises(NotFound):
        history.undoable()
