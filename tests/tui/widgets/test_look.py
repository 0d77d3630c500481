"""Each theme says everything without colour, and shows what it says on its own grounds."""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import east_asian_width

import pyte
import pytest
from rich.style import Style

import tui
from tui.cells import width
from tui.widgets.look import OWN, THEMES, in_font, on_terminal
from tui.widgets.painted import BOLD, DIM, MAGENTA, PLAIN, RED, REVERSE
from tui.widgets.wire import sgr

EVERY_STYLE = [PLAIN, BOLD, DIM, REVERSE, RED, MAGENTA, RED + BOLD, REVERSE + BOLD, None]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "terminal", [{"NO_COLOR": "1", "TERM": "xterm-256color"}, {"TERM": "vt220"}]
)
def test_without_colour_only_attributes_are_left(theme: str, terminal: dict[str, str]) -> None:
    look = on_terminal(THEMES[theme], terminal)
    codes = {code for style in EVERY_STYLE for code in sgr(style, look).split(";")}
    assert codes <= {"", "1", "2", "7"}


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
@pytest.mark.parametrize("style", EVERY_STYLE)
def test_a_theme_brings_its_own_grounds(theme: str, style: Style | None) -> None:
    screen = pyte.Screen(2, 1)
    pyte.Stream(screen).feed(f"\x1b[{sgr(style, THEMES[theme])}mx")
    shown = screen.buffer[0][0]
    assert "default" not in (shown.fg, shown.bg)
    assert shown.fg != shown.bg


def test_high_contrast_dims_nothing() -> None:
    assert sgr(DIM, THEMES["contrast"]) == sgr(PLAIN, THEMES["contrast"])
    assert sgr(DIM, THEMES["own"]) == "2"


def test_an_empty_no_color_is_none_as_is_any_other_terminal() -> None:
    for terminal in ({"NO_COLOR": ""}, {"TERM": "screen"}, {"TERM": "xterm-direct"}):
        assert on_terminal(OWN, terminal) == OWN


def test_all_that_the_desk_draws_of_itself_has_a_narrow_stand_in() -> None:
    console = on_terminal(OWN, {"TERM": "linux"})
    sources = Path(tui.__file__).parent.rglob("*.py")
    drawn = {
        glyph
        for source in sources
        if source.name != "cells.py"
        for said in re.findall(r'"[^"\n]*"', source.read_text(encoding="utf-8"))
        for glyph in said
        if width(glyph) == 1 and not glyph.isascii() and not glyph.isalpha()
    }
    assert {"…", "●", "▷", "␣"} <= drawn
    for glyph in drawn:
        assert east_asian_width(glyph) != "A" or in_font(glyph, console).isascii()
        assert in_font(glyph, console).encode("cp437")


def test_every_other_terminal_is_sent_the_glyphs_themselves() -> None:
    assert in_font("●○…", on_terminal(OWN, {"TERM": "xterm"})) == "●○…"
