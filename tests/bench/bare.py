"""The yardstick: the smallest Textual app that shows a screen with a footer.

With `--peewee` it also imports Peewee, as the yardstick of memory.
"""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Footer

if "--peewee" in sys.argv:
    import peewee  # noqa: F401


class BareScreen(Screen[None]):
    """A screen with nothing but a footer."""

    BINDINGS = [("q", "app.quit", "Quit")]

    def compose(self) -> ComposeResult:
        yield Footer()


class Bare(App[None]):
    """An app with one screen."""

    def get_default_screen(self) -> BareScreen:
        return BareScreen()


if __name__ == "__main__":
    Bare().run()
