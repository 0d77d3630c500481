"""The year's settings, its ranking and the what-if of the next one, by keyboard."""

from __future__ import annotations

import pytest

from store.errors import Refused
from store.programme import years
from tests.tui.programme.garden import YUAN, Garden
from tests.tui.screendump import dump
from tui.main import QiaomenApp
from tui.programme.ranking import RankingScreen
from tui.programme.what_if import WhatIfScreen
from tui.programme.year import YearScreen, read_criteria, say_criteria


async def test_the_year_shows_what_is_committed_and_refuses_lower_caps(
    desk: QiaomenApp, garden: Garden
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(RankingScreen(2026))
        await desk.push_screen(YearScreen(2026))
        await pilot.press("tab", *"9万", "ctrl+s")
        await pilot.pause()
        assert "共享菜园 has ¥98,000 committed already" in dump(desk)
        assert "9万" in dump(desk)
        await pilot.press("backspace", "backspace", *"12万", "ctrl+s")
        await pilot.pause()
        assert "Set what holds in 2026" in dump(desk)
    assert years.get(2026).project_cap == 120_000 * YUAN


def test_criteria_are_read_as_they_are_said() -> None:
    rows = read_criteria("参与 30；成效: 50/20; resident voice 20")
    assert [(row.name, row.weight, row.most) for row in rows] == [
        ("参与", 30, 100),
        ("成效", 50, 20),
        ("resident voice", 20, 100),
    ]
    assert say_criteria(rows) == "参与 30; 成效 50/20; resident voice 20"
    with pytest.raises(Refused, match="a name and its weight"):
        read_criteria("参与")


async def test_the_ranking_leads_to_the_what_if_with_other_figures(
    desk: QiaomenApp, garden: Garden
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(RankingScreen(2026))
        await pilot.pause()
        assert "2 projects, 1 reviewed, 1 passed (pass mark 60)." in dump(desk)
        await pilot.press("enter")
        await pilot.pause()
        assert "[Reviews]" in dump(desk)
        await pilot.press("escape", "W", "e", *"5万", "tab", *"0", "ctrl+s")
        await pilot.pause()
        assert "Please keep one project or more." in dump(desk)
        await pilot.press("backspace", *"1", "ctrl+s")
        await pilot.pause()
        assert isinstance(desk.screen, WhatIfScreen)
        assert "2 projects with ¥79,000 each on average → 1 with ¥50,000." in dump(desk)
