"""Keys in one piece, as a slow line or a held key delivers them."""

from __future__ import annotations

import asyncio

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tui.main import QiaomenApp


async def press_at_once(pilot: Pilot[None], *keys: str) -> None:
    """Press all of `keys`, and wait until the last has had its effect.

    Also signs that the pilot does not know; and faster, since nothing is waited for between them.
    """
    app = pilot.app
    assert isinstance(app, QiaomenApp)
    for key in keys:
        character = key if len(key) == 1 else None
        app.post_message(events.Key(_character_to_key(key) if character else key, character))
    received = asyncio.Event()
    app.call_later(received.set)
    await received.wait()
    while not app.typing.is_idle:
        await pilot.pause()
    await pilot.pause()
