"""A form that tells the room beneath it what it did."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from textual.await_complete import AwaitComplete
from textual.screen import Screen

from tui.room import Room
from tui.widgets.form import Form

if TYPE_CHECKING:
    from tui.main import QiaomenApp


def today_of(screen: Screen[Any]) -> date:
    """The day on which the desk stands that `screen` belongs to."""
    return cast("QiaomenApp", screen.app).today


class Answering(Form[str]):
    """A form that does its deed by itself and tells the news to the room beneath it."""

    def action_save(self) -> None:
        """Save, or show what is to be seen by now where that was refused."""
        super().action_save()
        if self.is_current:
            self._say_below()

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Leave, and let the room that comes to light say what was done."""
        beneath = self.app.screen_stack[-2]
        left = super().dismiss(result)
        if result is not None and isinstance(beneath, Room):
            beneath.call_after_refresh(beneath.done, result)
        return left
