"""Keys one at a time: none is handed on before the one before has had its effect.

A slow line, a paste or a barcode scanner delivers many keys in one piece. Handed on at once, they
would go to whatever has the focus now, though the first of them may open a form for the others.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

Typed = events.Key | events.Paste

# How long (in seconds) a part of the screen that never answers, as one that closes, is waited for.
PATIENCE = 0.5
# Effects of effects that are waited for: a form that opens, its first field that takes the focus …
MOST_ROUNDS = 12


class Typing:
    """What was typed and is still to be handed on."""

    def __init__(
        self,
        app: App,
        hand_on: Callable[[Typed], Awaitable[None]],
        settled: Callable[[], object],
    ) -> None:
        self._app = app
        self._hand_on = hand_on
        self._settled = settled
        self._waiting: deque[Typed] = deque()
        self._task: asyncio.Task[None] | None = None

    def add(self, typed: Typed) -> None:
        """Hand `typed` on in its turn."""
        self._waiting.append(typed)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    def drop(self) -> None:
        """Forget what is waiting: what it was meant for did not come."""
        self._waiting.clear()

    @property
    def is_idle(self) -> bool:
        """Whether everything typed has been handed on, and has had its effect."""
        return self._task is None or self._task.done()

    async def _work(self) -> None:
        while self._waiting:
            await self._hand_on(self._waiting.popleft())
            await self.settle()
            self._settled()

    async def settle(self) -> None:
        """Wait until what was handed on has gone all the way, and what it set off too."""
        for _round in range(MOST_ROUNDS):
            if not self._app.is_running:
                return
            screen, focused = self._app.screen, self._app.focused
            for pump in (focused or screen).ancestors_with_self:
                await _passed(pump)
            await _passed(self._app)
            if self._app.screen is screen and self._app.focused is focused:
                return


async def _passed(pump: MessagePump) -> None:
    """Wait until `pump` has dealt with all messages it has now."""
    passed = asyncio.Event()
    if pump.is_running and pump.call_later(passed.set):
        try:
            await asyncio.wait_for(passed.wait(), PATIENCE)
        except TimeoutError:
            return
