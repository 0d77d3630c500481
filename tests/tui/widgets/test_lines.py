"""Tabs and bars in one line."""

from __future__ import annotations

from tests.tui.screendump import dump
from tests.tui.widgets.stage import Stage
from tui import cells
from tui.widgets.bar import Bar, KeyBar, KeyHint, Lines
from tui.widgets.painted import PLAIN, Painted
from tui.widgets.tabs import Tab, TabStrip

UNITS = [Tab(f"u{n}", f"{n}单元", "3·2" if n % 2 else "") for n in range(1, 15)]


def line(widget: Painted, width: int) -> str:
    """What a one-line widget shows."""
    shown = "".join(text for text, _ in widget.draw(width, 1)[0])
    assert cells.width(shown) <= width
    return shown.rstrip()


def test_tabs_are_flipped_when_they_do_not_fit() -> None:
    strip = TabStrip(UNITS)
    assert line(strip, 40) == "  [1单元 3·2] 2单元  3单元 3·2  4单元  ›"
    strip.previous()
    assert strip.selected == "u14"
    assert line(strip, 40).startswith("‹ ")
    assert "[14单元]" in line(strip, 40)
    strip.next()
    assert strip.selected == "u1"
    strip.select("nobody")
    strip.select("u3")
    strip.set_tabs(UNITS[1:])
    assert strip.selected == "u3"
    strip.set_tabs([])
    strip.next()
    assert strip.selected is None
    assert line(strip, 40) == ""
    assert "…" in line(TabStrip([Tab("a", "很长的名字" * 20)]), 40)


def test_a_bar_cuts_the_left_first() -> None:
    bar = Bar("晋平街26号院", "2026-11-23")
    assert line(bar, 30) == "晋平街26号院        2026-11-23"
    assert line(bar, 20) == "晋平街26… 2026-11-23"
    assert line(bar, 5) == "2026…"
    assert line(Bar("[/]\x1b"), 10) == "[/]�"


def test_the_least_important_key_goes_first_and_some_never() -> None:
    bar = KeyBar(
        [
            KeyHint("l", "借出", priority=5),
            KeyHint("r", "归还", priority=4, enabled=False),
            KeyHint("y", "复制", priority=1),
            KeyHint("u", "撤销", always=True),
            KeyHint("q", "退出", always=True),
        ]
    )
    assert line(bar, 80) == "l 借出  (r 归还)  y 复制  u 撤销  q 退出"
    assert line(bar, 36) == "l 借出  (r 归还)  u 撤销  q 退出"
    assert line(bar, 24) == "l 借出  u 撤销  q 退出"
    assert line(bar, 15) == "u 撤销  q 退出"


async def test_a_window_too_small_says_so() -> None:
    async with Stage(Bar("晋平街")).run_test(size=(30, 8)) as pilot:
        await pilot.pause()
        assert dump(pilot.app).split("\n")[0].startswith("The window is too small")
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert dump(pilot.app).startswith("晋平街")


async def test_sentences_take_as_many_lines_as_they_need() -> None:
    lines, below = Lines(), Bar("below")
    async with Stage(lines, below).run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert dump(pilot.app).splitlines()[0] == "below"
        lines.say([("院" * 30, PLAIN), ("[/]", PLAIN)])
        await pilot.pause()
        assert dump(pilot.app).splitlines()[:4] == ["院" * 20, "院" * 10, "[/]", "below"]
        await pilot.resize_terminal(80, 10)
        await pilot.pause()
        assert dump(pilot.app).splitlines()[:3] == ["院" * 30, "[/]", "below"]
        lines.say([])
        await pilot.pause()
        assert dump(pilot.app).splitlines()[0] == "below"
