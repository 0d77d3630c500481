"""The cursor stays in the grid, and the grid in its window."""

from __future__ import annotations

import pytest

from tests.tui.screendump import dump
from tests.tui.widgets.stage import Stage
from tui.widgets.grid import Grid, GridCell, GridRow


def cell(key: str, **looks: bool) -> GridCell:
    return GridCell(key, f"{key} 王家", marks="3◐", **looks)


BUILDING = [
    GridRow("3F", (cell("301"), None, cell("303", lit=True))),
    GridRow("2F", (cell("201", dimmed=True), cell("202"), cell("203"))),
    GridRow("1F", (cell("店"),)),
]


def tower(floors: int, doors: int) -> list[GridRow]:
    return [
        GridRow(f"{floor}F", tuple(cell(f"{floor}{door:02}") for door in range(1, doors + 1)))
        for floor in range(floors, 0, -1)
    ]


async def test_a_building_at_a_glance() -> None:
    grid = Grid()
    async with Stage(grid).run_test(size=(60, 12)) as pilot:
        grid.set_cells(BUILDING)
        grid.focus()
        await pilot.pause()
        assert dump(pilot.app).splitlines()[:6] == [
            "3F [301 王家      ]                *303 王家",
            "   [            3◐]                             3◐",
            "2F  ·201 王家       202 王家        203 王家",
            "                3◐              3◐              3◐",
            "1F  店 王家",
            "                3◐",
        ]


@pytest.mark.parametrize(
    ("start", "moves", "end"),
    [
        ("301", [(1, 0)], "303"),  # over the gap
        ("303", [(1, 0)], "303"),
        ("301", [(-1, 0), (0, -1)], "301"),
        ("203", [(0, 1)], "店"),  # to the nearest cell
        ("203", [(0, 1), (0, 1), (0, -1)], "203"),  # and back to the wanted column
        ("202", [(0, -1)], "301"),
        ("301", [(0, 99)], "店"),
    ],
)
def test_moves(start: str, moves: list[tuple[int, int]], end: str) -> None:
    grid = Grid()
    grid.set_cells(BUILDING, keep_cursor=start)
    for dx, dy in moves:
        grid.move(dx, dy)
    assert grid.cursor_key == end


def test_the_cursor_survives_new_cells_and_none() -> None:
    grid = Grid()
    grid.move(1, 1)
    assert grid.cursor_key is None
    grid.set_cells(BUILDING, keep_cursor="203")
    grid.set_cells(BUILDING[:2])
    assert grid.cursor_key == "203"
    grid.set_cells([BUILDING[0], GridRow("2F", (cell("201"),))])
    assert grid.cursor_key == "201"
    grid.set_cells([])
    assert grid.cursor_key is None


async def test_more_than_fits_is_flipped() -> None:
    grid = Grid(empty="没有门户")
    async with Stage(grid).run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert dump(pilot.app).startswith("没有门户")
        grid.set_cells(tower(33, 12))
        await pilot.pause()
        assert dump(pilot.app).splitlines()[0].split() == ["1-5/12", "›", "33F-15F", "▼"]
        grid.end()
        grid.page(1)
        await pilot.pause()
        lines = dump(pilot.app).splitlines()
        assert lines[0].split() == ["‹", "11-12/12", "▲", "14F-1F"]
        assert grid.cursor_key == "1412"
        assert (
            len([line for line in lines if line]) == 15
        )  # fourteen floors under the line that says which


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (250, 70), (41, 10)])
@pytest.mark.parametrize("shape", [(1, 1), (7, 4), (33, 2), (6, 60)])
def test_every_line_fits(size: tuple[int, int], shape: tuple[int, int]) -> None:
    from tui import cells

    grid = Grid()
    grid.set_cells(tower(*shape), keep_cursor="101")
    lines = grid.draw(*size)
    assert len(lines) <= size[1]
    assert all(sum(cells.width(text) for text, _ in line) <= size[0] for line in lines)
    assert any(text == "[" for line in lines for text, _ in line)
