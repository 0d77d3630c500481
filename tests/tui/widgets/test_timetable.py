"""The timetable fits its window, and its cursor goes from day to day."""

from __future__ import annotations

import pytest

from tests.tui.screendump import dump, sent
from tests.tui.widgets.stage import Stage
from tui.widgets.look import OWN, on_terminal
from tui.widgets.painted import RED
from tui.widgets.timetable import Head, Slot, SlotRow, Timetable, fullest

DAYS = ("Mon", "Tue", "Wed")
HEADS = [Head((f"{day} {number}",)) for number, day in enumerate(DAYS, 23)]


def slot(key: str) -> Slot:
    return Slot(key, ("●●○○!", "2/4!"), below=("刘芳 王丽",), style=RED)


ROWS = [
    SlotRow("07:00 浇水", (slot("a1"), slot("a2"), None), "Farmers"),
    SlotRow("15:30 采收", (None, None, slot("b3")), "Farmers"),
    SlotRow("09:30 市集", (None, slot("c2"), None), "Squad"),
]


def shown(width: int, height: int) -> list[str]:
    table = Timetable()
    table.set_table(HEADS, ROWS)
    return ["".join(text for text, _style in line).rstrip() for line in table.draw(width, height)]


def test_names_stand_beneath_where_there_is_room() -> None:
    assert shown(50, 20) == [
        "            Mon 23       Tue 24       Wed 25",
        "Farmers",
        "07:00 浇水 [●●○○!      ] ●●○○!",
        "           [刘芳 王丽  ] 刘芳 王丽",
        "15:30 采收                            ●●○○!",
        "                                      刘芳 王丽",
        "Squad",
        "09:30 市集               ●●○○!",
        "                         刘芳 王丽",
    ]


def test_headings_go_where_the_rows_fit_only_without() -> None:
    lines = shown(50, 4)
    assert "Farmers" not in "".join(lines)
    assert "市集" in lines[3]


def test_what_does_not_fit_is_on_another_page() -> None:
    lines = shown(50, 3)
    assert lines[0].startswith("▼")
    assert lines[1] == "Farmers"
    assert "市集" not in "".join(lines)


def test_a_narrow_window_has_shorter_forms_and_then_fewer_columns() -> None:
    assert "2/4!" in shown(30, 4)[1]
    narrow = shown(24, 8)
    assert narrow[0].startswith("›")
    assert "Wed" not in narrow[0]


async def test_no_color_leaves_the_glyphs() -> None:
    table = Timetable()
    async with Stage(table).run_test(size=(50, 12)) as pilot:
        table.set_table(HEADS, ROWS)
        await pilot.pause()
        assert "●●○○!" in dump(pilot.app)
        assert "\x1b[31m" in sent(pilot.app)
        assert "\x1b[31m" not in sent(pilot.app, on_terminal(OWN, {"NO_COLOR": "1"}))


@pytest.mark.parametrize(
    ("start", "moves", "end"),
    [
        ("a1", [(1, 0)], "a2"),
        ("a1", [(1, 0), (1, 0)], "b3"),  # the nearest row of the next day
        ("a1", [(1, 0), (1, 0), (-1, 0)], "a2"),  # and back to the row it came from
        ("b3", [(1, 0)], "b3"),
        ("a1", [(0, 1)], "b3"),  # the next row, wherever its slots are
        ("a1", [(0, 1), (0, 1)], "c2"),
        ("c2", [(0, 1)], "c2"),
    ],
)
def test_moves(start: str, moves: list[tuple[int, int]], end: str) -> None:
    table = Timetable()
    table.set_table(HEADS, ROWS, start)
    for dx, dy in moves:
        table.move(dx, dy)
    assert table.cursor_key == end


def test_an_empty_table_has_no_cursor() -> None:
    table = Timetable()
    table.set_table(HEADS, [])
    table.move(1, 1)
    table.page(1)
    assert table.cursor_key is None


def test_the_fullest_form_that_fits() -> None:
    forms = ("× cancelled", "× off", "×")
    assert [fullest(forms, room) for room in (11, 10, 5, 1, 0)] == [
        "× cancelled", "× off", "× off", "×", "×",
    ]  # fmt: skip
