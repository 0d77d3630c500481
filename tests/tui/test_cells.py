"""Text is measured alike by Textual, by other terminals, and by us."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcswidth

from tui import cells

HOSTILE = "👨‍👩‍👧‍👦☁️🇨🇳👍🏽e\u0301\u0301\u0301\u0301क्षि\u202e\x1b[31m\t\n\x00\ud800한\u1100\u1161[/]"
anything = st.text(st.characters(exclude_categories=()) | st.sampled_from(HOSTILE))


@given(anything, st.integers(0, 40), st.sampled_from(["left", "right", "centre"]))
@example(HOSTILE, 12, "left")
def test_fit_is_exactly_as_wide_as_asked(text: str, asked: int, align: cells.Align) -> None:
    fitted = cells.fit(text, asked, align)
    assert cell_len(fitted) == asked
    assert wcswidth(fitted) == asked


@given(anything)
def test_safe_text_is_stable_and_torn_apart_without_loss(text: str) -> None:
    shown = cells.safe(text)
    assert cells.safe(shown) == shown
    pieces = list(cells.clusters(shown))
    assert "".join(piece for piece, _ in pieces) == shown
    assert sum(size for _, size in pieces) == cells.width(text) == wcswidth(shown)
    assert all(size in (1, 2) for _, size in pieces)


def test_every_character_is_measured_as_other_terminals_do() -> None:
    for code in range(0x10000):
        shown = cells.safe(chr(code))
        assert cells.width(shown) == wcswidth(shown), hex(code)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("烤箱 oven", "烤箱 oven"),
        ("a\tb\nc\x1bd\x00", "a�b�c�d�"),
        ("👨‍👩‍👧", "👨👩👧"),
        ("🇨🇳", "CN"),
        ("👍🏽☁️", "👍☁"),
        ("e\u0301" + "\u0302" * 50, "é\u0302\u0302"),
        ("a\u202eb", "a�b"),
        ("שלום", "שלום"),
        ("\ud800", "�"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert cells.safe(text) == shown


@pytest.mark.parametrize(
    ("text", "asked", "align", "fitted"),
    [
        ("电动螺丝刀", 7, "left", "电动螺…"),
        ("电动螺丝刀", 8, "left", "电动螺… "),
        ("电动", 7, "right", "   电动"),
        ("电动", 7, "centre", " 电动  "),
        ("电动", 1, "left", "…"),
        ("电动", 0, "left", ""),
    ],
)
def test_chinese_is_cut_at_a_cell_boundary(
    text: str, asked: int, align: cells.Align, fitted: str
) -> None:
    assert cells.fit(text, asked, align) == fitted


def test_columns_vanish_by_priority_and_grow_by_flex() -> None:
    least, flex, priorities = (10, 6, 8), (2, 0, 1), (9, 1, 5)
    assert cells.share(least, flex, priorities, 35) == (16, 6, 11)
    assert cells.share(least, flex, priorities, 20) == (10, 0, 9)
    assert cells.share(least, flex, priorities, 12) == (12, 0, 0)
    assert cells.share(least, flex, priorities, 5) == (5, 0, 0)
    assert cells.columns(("烤箱", "x", "3"), (6, 0, 3), ("left", "left", "right")) == "烤箱     3"


def test_measuring_does_not_load_textual() -> None:
    code = "import sys, tui.cells; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@given(anything, st.integers(2, 30))
def test_wrapped_lines_fit(text: str, asked: int) -> None:
    lines = cells.wrap(text, asked)
    assert all(cell_len(line) <= asked for line in lines)
    assert "".join(lines).replace(" ", "") == cells.safe(text).replace(" ", "")


def test_words_stay_whole_and_chinese_breaks_anywhere() -> None:
    assert cells.wrap("the oven is lent", 9) == ["the oven", "is lent"]
    assert cells.wrap("窗口太小了 now", 7) == ["窗口太", "小了", "now"]
    assert cells.wrap("新增 7 天不开放。", 15) == ["新增 7 天不开", "放。"]
    assert cells.wrap("换回“烤箱”", 6) == ["换回", "“烤箱”"]
