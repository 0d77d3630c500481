"""Speaking the other language at once: every room is made anew, and stands where it stood."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from store import language
from store.errors import Refused
from store.language import _
from tui import retracing
from tui.room import Place, Room
from tui.widgets.desk import Desk

if TYPE_CHECKING:
    from tui.main import QiaomenApp

STAND_IN = "stand-in"


def tell() -> str:
    """Which language is spoken from now on, and how to begin with it another time."""
    return _("English until you leave; QIAOMEN_LANG=en or --lang en begins with it.")


def refuse_if_lost(desk: QiaomenApp) -> None:
    """Raise Refused where what is on top was made by a form's answer: nothing leads there again."""
    if any(room.step is None for room in _rooms(desk)[:-1]):
        raise Refused(
            _("Language"), _("This would be lost: finish it or leave it by Esc, then press F2.")
        )


def _rooms(desk: QiaomenApp) -> list[Room]:
    """The rooms on top of one another, without a help that may be above them."""
    return [screen for screen in desk.screen_stack if isinstance(screen, Room)]


async def turn(desk: QiaomenApp, *, to_help: bool) -> None:
    """Speak the other language in the room that is on top, and in every other.

    Rooms on top of the desk's own are opened again by what opened them; with `to_help` the help,
    too.
    """
    rooms = _rooms(desk)
    steps = [room.step for room in rooms[:-1] if room.step is not None]
    place = rooms[-1].where()
    language.speak(language.other())
    _make_anew(desk)
    await retracing.go_on(desk, steps)
    while not isinstance(desk.screen, Room):  # the way has ended at a question
        desk.pop_screen()
    room = desk.screen
    if len(_rooms(desk)) == len(rooms):
        await retracing.stand(room, place)
    room.say(tell())
    if to_help:
        room.action_do("help")


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
