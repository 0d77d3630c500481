"""Screen 4 by keyboard: filters, the three views, and what is done from there."""

from __future__ import annotations

from datetime import date

import pytest

from store import language
from store.language import LANGUAGES
from store.programme import milestones, projects
from tests.tui.programme.garden import Garden
from tests.tui.screendump import EverySize, dump
from tui.main import QiaomenApp
from tui.programme.project import ProjectScreen


async def test_late_ones_are_found_moved_and_undone(desk: QiaomenApp, garden: Garden) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("4", "l")
        await pilot.pause()
        assert "list · only late · 1 project" in dump(desk)
        await pilot.press("v", "v")
        await pilot.pause()
        assert "milestones · only late · 1 milestone" in dump(desk)
        await pilot.press("y")
        await pilot.pause()
        assert "“设计”" in desk.clipboard
        await pilot.press("e", *"12-1", "tab", *"雨季", "enter")
        await pilot.pause()
        assert "Nothing answers to these filters; F shows all again." in dump(desk)
        await pilot.press("u")
        await pilot.pause()
        assert milestones.get(garden.design).forecast == date(2026, 11, 10)
        await pilot.press("m", "enter")
        await pilot.pause()
    assert milestones.get(garden.design).actual is not None


async def test_filters_take_turns_and_all_come_again(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("4", "g", "d", "s", "s")
        await pilot.pause()
        assert "list · 人 people · rural · funded · 1 project" in dump(desk)
        await pilot.press("g")
        await pilot.pause()
        assert "口袋公园" in dump(desk)
        await pilot.press("F")
        await pilot.pause()
        assert "list · 2 projects" in dump(desk)
        await pilot.press("]")
        await pilot.pause()
        assert "projects  all years" in dump(desk)


async def test_a_project_is_added_found_and_opened(desk: QiaomenApp) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.press("4", "a", *"夜校", "tab", *"五星", "down", "ctrl+s")
        await pilot.pause()
        assert "A dimension is needed" in dump(desk)
        await pilot.press(*"人文", "ctrl+s")
        await pilot.pause()
        assert "▸  夜校" in dump(desk)
        await pilot.press("slash", *"gy", "enter", "enter")
        await pilot.pause()
        assert isinstance(desk.screen, ProjectScreen)
        assert "口袋公园" in dump(desk)
    added = projects.find("夜校")
    assert (added.community, added.dimensions) == ("五星村", ("people", "culture"))


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_what_the_programme_looks_like(
    desk: QiaomenApp, in_every_size: EverySize, spoken: str
) -> None:
    language.speak(spoken)
    async with desk.run_test(size=(80, 24)) as pilot:
        for name, keys in (
            ("projects", ("4",)),
            ("projects-timeline", ("v",)),
            ("projects-milestones", ("v",)),
            ("project", ("enter",)),
            ("project-money", ("]",)),
            ("project-grant", ("g", *"100500")),
            ("project-reviews", ("escape", "]")),
        ):
            await pilot.press(*keys)
            await pilot.pause()
            await in_every_size(pilot, name)
