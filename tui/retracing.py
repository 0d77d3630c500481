"""The way to a form, from the room of the desk on; and going it again, as far as it still leads."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from store import database
from store.errors import StoreError
from store.neighbours import compounds
from tui.room import Place, Room, Step
from tui.widgets.form import Form
from tui.widgets.painted import Painted
from tui.widgets.picker import Picker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import Screen

    from tui.main import QiaomenApp


LARGEST = 2**63 - 1  # number that a store can hold
PATIENCE = 0.5  # seconds that the layout of a room is waited for
A_FRAME = 1 / 60  # seconds from one painting to the next
ATTEMPTS = 3  # to stand where one stood: a list finds its row once it has room for any


class Way(NamedTuple):
    """The compound and the room of the desk, then a step in each room on top of another."""

    compound: int | None
    room: str
    steps: list[Step]

    @classmethod
    def read(cls, kept: Any) -> Way | None:
        """A way that was kept as JSON; None where it is none that this program knows."""
        try:
            compound, room, steps = kept
            way = cls(compound, room, [Step(*step) for step in steps])
        except (TypeError, ValueError):
            return None
        return way if way._is_sound() else None

    def _is_sound(self) -> bool:
        """Whether it is made of what a way is made of; where it leads is another question."""
        return (
            (self.compound is None or _is_number(self.compound))
            and isinstance(self.room, str)
            and all(map(_is_step, self.steps))
        )


def _is_step(step: Step) -> bool:
    return (
        isinstance(step.action, str)
        and isinstance(step.place, dict)
        and all(map(_is_of_a_place, step.place.values()))
        and isinstance(step.picks, list)
        and all(isinstance(pick, str) for pick in step.picks)
    )


def _is_of_a_place(value: Any) -> bool:
    each = value if isinstance(value, list) else [value]
    return all(part is None or isinstance(part, str) or _is_number(part) for part in each)


def _is_number(value: Any) -> bool:
    return type(value) is bool or (type(value) is int and abs(value) <= LARGEST)


def way_to(desk: QiaomenApp, form: Screen[Any]) -> Way | None:
    """How one came to `form`; None where another form's answer led there."""
    steps = []
    for screen in desk.screen_stack[: desk.screen_stack.index(form)]:
        if not isinstance(screen, Room) or screen.step is None:
            return None
        steps.append(screen.step)
    compound = None if desk.stands_alone or desk.compound is None else desk.compound.id
    return Way(compound, desk.current_mode, steps)


async def go(desk: QiaomenApp, way: Way | None) -> Form[Any] | None:
    """Go `way` from its beginning, whatever is shown now; see `go_on`."""
    if way is None or way.room not in desk.MODES:
        return None
    if way.compound is not None and compounds.exists(way.compound):
        desk.compound = compounds.get(way.compound)
    desk.enter(way.room)
    return await go_on(desk, way.steps)


async def go_on(desk: QiaomenApp, steps: Sequence[Step]) -> Form[Any] | None:
    """Do `steps` again from the room that is on top, changing nothing by that.

    Answers with the form to which they lead, or None where they do not lead to one any more.
    """
    for step in steps:
        await desk.typing.settle()
        room = desk.screen
        if not isinstance(room, Room) or not _knows(room, step):
            return None
        await stand(room, step.place)
        with database.only_looking():
            room.action_do(step.action)
        for pick in step.picks:
            await desk.typing.settle()
            if not isinstance(desk.screen, Picker):
                return None
            desk.screen.answer(pick)
    await desk.typing.settle()
    return desk.screen if isinstance(desk.screen, Form) else None


def declared_now(desk: QiaomenApp, step: Step) -> dict[str, str] | None:
    """What the form that `step` opened would show now; it is not opened for that.

    None where there would be no such form any more.
    """
    room = desk.screen_stack[-2]
    if not isinstance(room, Room):
        return None
    doing = room.doing
    with suppress(StoreError), database.only_looking(), desk.opening_nothing() as opened:
        room.fill()
        if room.where() == step.place:
            room.action_do(step.action)
            for pick in step.picks:
                _picker, picked = opened.pop()
                assert picked is not None
                picked(pick)
    room.step, room.doing = step, doing
    form = opened[-1][0] if opened else None
    return form.declared() if isinstance(form, Form) else None


def _knows(room: Room, step: Step) -> bool:
    """Whether there is such a place, and such a key, as there was when the step was kept."""
    offered = any(action.id == step.action for action in room.OFFERED)
    here = room.where()
    return (
        offered
        and here.keys() == step.place.keys()
        and all(isinstance(step.place[key], list) == isinstance(here[key], list) for key in here)
    )


async def stand(room: Room, place: Place) -> None:
    """Go where `place` was, in a room of its kind that may still be filling up."""
    room.refill()
    for _attempt in range(ATTEMPTS):
        here = room.where()
        if here == place or here.keys() != place.keys():
            return
        with room.complaining():
            room.stand_at(place)
        await room.desk.typing.settle()
        await _laid_out(room)


async def _laid_out(room: Room) -> None:
    """Wait until what was not shown before, as another view's list, has its room."""
    until = monotonic() + PATIENCE
    while monotonic() < until:
        done = asyncio.Event()
        if not room.call_after_refresh(done.set):
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), PATIENCE)
        if all(widget.size for widget in room.query(Painted) if widget.display):
            return
        await asyncio.sleep(A_FRAME)
