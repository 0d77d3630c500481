"""The screen of a running app as plain text, for people to read in a diff."""

from __future__ import annotations

from typing import Any

from textual.app import App


def dump(app: App[Any]) -> str:
    """The current screen, one line each, blanks at the right left out."""
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text.rstrip() for strip in strips)
