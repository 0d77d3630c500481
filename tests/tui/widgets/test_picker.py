"""A picker answers with one key."""

from __future__ import annotations

from tests.tui.screendump import dump
from tests.tui.widgets.stage import Stage
from tui.widgets.listing import Column, ListingRow
from tui.widgets.picker import Picker

ROWS = [ListingRow(f"h{n}", (f"3-50{n}", "王家")) for n in range(9)]


def picker() -> Picker:
    columns = (Column("住址", 10), Column("户名", 10, 1))
    return Picker("借给谁？", columns, lambda text: [r for r in ROWS if text in r.fields[0]])


async def test_typing_finds_and_enter_takes() -> None:
    stage = Stage(picker())
    async with stage.run_test(size=(60, 20)) as pilot:
        await pilot.press("down", "down")
        assert dump(stage).splitlines()[2:5] == [
            "   3-500      王家",
            "   3-501      王家",
            "▸  3-502      王家",
        ]
        await pilot.press("0", "4")
        assert dump(stage).splitlines()[1:4] == ["04", "▸  3-504      王家", ""]
        await pilot.press("enter")
    assert stage.answer == "h4"


async def test_nothing_found_is_said_and_escape_leaves() -> None:
    stage = Stage(picker())
    async with stage.run_test(size=(60, 20)) as pilot:
        await pilot.press("x", "enter")
        assert dump(stage).splitlines()[2] == "Nothing found. Delete some of what is typed."
        await pilot.press("escape")
    assert stage.answer is None
