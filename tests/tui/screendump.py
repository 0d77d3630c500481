"""The screen of a running app as plain text, for people to read in a diff."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from tui.widgets.look import OWN, Look
from tui.widgets.wire import Frame, LeanUpdate

MOST_PAUSES = 8  # on a busy machine the first ones may end before the screen is drawn

EverySize = Callable[[Pilot[Any], str], Awaitable[None]]
"""What the fixture `in_every_size` is."""


def dump(app: App[Any]) -> str:
    """The current screen, one line each, blanks at the right left out."""
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text.rstrip() for strip in strips)


def sent(app: App[Any], look: Look = OWN) -> str:
    """What a terminal of which nothing is known is sent for the current screen."""
    update = app.screen._compositor.render_full_update()
    assert isinstance(update, LeanUpdate)
    return update.render_segments(app.console, Frame(), look)


async def resized(pilot: Pilot[Any], width: int, height: int) -> None:
    """Give the app another window, and wait until it is laid out in it."""
    await pilot.resize_terminal(width, height)
    for _pause in range(MOST_PAUSES):
        strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
        if {strip.cell_length for strip in strips} == {width}:
            break
        await pilot.pause()
