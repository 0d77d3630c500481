"""The screen of a running app as plain text, for people to read in a diff."""

from __future__ import annotations

from typing import Any

from textual.app import App

from tui.widgets.look import OWN, Look
from tui.widgets.wire import Frame, LeanUpdate


def dump(app: App[Any]) -> str:
    """The current screen, one line each, blanks at the right left out."""
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text.rstrip() for strip in strips)


def sent(app: App[Any], look: Look = OWN) -> str:
    """What a terminal of which nothing is known is sent for the current screen."""
    update = app.screen._compositor.render_full_update()
    assert isinstance(update, LeanUpdate)
    return update.render_segments(app.console, Frame(), look)
