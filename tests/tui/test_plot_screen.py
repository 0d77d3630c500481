"""The plots on the screen: the one of the room first, each of the others a key away."""

from __future__ import annotations

import pytest

from fixtures.loader import load_sample
from store import language
from tests.conftest import TODAY
from tests.tui.screendump import EverySize, dump
from tui.main import QiaomenApp


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
async def test_the_screens(desk: QiaomenApp, in_every_size: EverySize, spoken: str) -> None:
    language.speak(spoken)
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("percent_sign")
        await in_every_size(pilot, "plot-loans")
        await pilot.press("escape", "4", "percent_sign")
        await in_every_size(pilot, "plot-slip")
        await pilot.press("left_square_bracket")
        await in_every_size(pilot, "plot-hours")


async def test_where_there_is_nothing_to_draw_it_says_so(compound: int, store: object) -> None:
    app = QiaomenApp(TODAY, None, load_sample)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("percent_sign", "right_square_bracket", "right_square_bracket")
        await pilot.pause()
        assert "Nobody has worked yet" in dump(app)
