"""Speaking the other language at once: every room is made anew, and stands where it stood."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import TYPE_CHECKING, cast

from store import language
from store.language import _
from tui import retracing
from tui.room import Place, Room, Step
from tui.widgets.desk import Desk

if TYPE_CHECKING:
    from tui.main import QiaomenApp

STAND_IN = "stand-in"


def tell() -> str:
    """Which language is spoken from now on, and how to begin with it another time."""
    return _("English until you leave; QIAOMEN_LANG=en or --lang en begins with it.")


async def turn(desk: QiaomenApp, *, to_help: bool) -> None:
    """Speak the other language in the room that is on top, and in every other.

    Rooms on top of the desk's own are opened again by what opened them, as far as that still
    leads there; with `to_help` the help, too.
    """
    rooms = [screen for screen in desk.screen_stack if isinstance(screen, Room)]
    places = [room.where() for room in rooms]
    steps = list(takewhile(bool, (room.step for room in rooms[:-1])))
    language.speak(language.other())
    _make_anew(desk)
    await _stand_again(desk, [step for step in steps if step], places)
    room = desk.screen
    if isinstance(room, Room):
        room.say(tell())
        if to_help:
            room.action_do("help")


async def _stand_again(desk: QiaomenApp, steps: list[Step], places: list[Place]) -> None:
    await retracing.go_on(desk, steps)
    room = desk.screen
    if isinstance(room, Room) and len(steps) == len(places) - 1:
        await retracing.stand(room, places[-1])


def _make_anew(desk: QiaomenApp) -> None:
    """Let every room be made again when it is entered, to stand where it stood.

    So that the one shown now can be made again, too, another screen stands in for it meanwhile.
    """
    shown = desk.current_mode
    desk.enter(shown)
    if desk.is_screen_installed("history"):
        desk.uninstall_screen("history")
    desk.add_mode(STAND_IN, Desk)
    desk.switch_mode(STAND_IN)
    for mode, make in desk.MODES.items():
        room = desk.room_of(mode)
        if room is not None:
            desk.remove_mode(mode)
            desk.add_mode(mode, _returning(cast("Callable[[], Room]", make), room.where()))
    desk.switch_mode(shown)
    desk.remove_mode(STAND_IN)


def _returning(make: Callable[[], Room], place: Place) -> Callable[[], Room]:
    def made() -> Room:
        room = make()
        room.returns_to = place
        return room

    return made
