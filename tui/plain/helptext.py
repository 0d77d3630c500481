"""How argparse reads and speaks here: help in cells, complaints that command no terminal."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from store.language import _
from tui.plain.streams import terminal_width

# The parts of a usage, as argparse tells them apart.
_PARTS = re.compile(r"\(.*?\)+(?=\s|$)|\[.*?\]+(?=\s|$)|\S+")
_HEADING = re.compile(r"^(\S.*):$", re.MULTILINE)
_ONE_LINE = 100_000  # cells: no usage is wider

_MOST_DIGITS = 6  # of a width; Python refuses to read thousands of them


class Parser(argparse.ArgumentParser):
    """argparse's parser, but for what it does to odd words."""

    def error(self, message: str) -> NoReturn:
        """Say on one line what is wrong, whatever characters the words hold, and end."""
        from tui.cells import safe

        super().error(safe(" ".join(message.split())))

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        """What an argument means. An option's `--` is text, which argparse would take away."""
        if action.option_strings and action.nargs is None and arg_strings == ["--"]:
            value = self._get_value(action, "--")
            self._check_value(action, value)
            return value
        return super()._get_values(action, arg_strings)


class CellFormatter(argparse.HelpFormatter):
    """Aligns and wraps by what a terminal shows; argparse itself counts characters."""

    def __init__(self, prog: str) -> None:
        # argparse, which makes a formatter for every argument, would import shutil for the width.
        columns = os.environ.get("COLUMNS", "")
        cells = int(columns[:_MOST_DIGITS]) if columns.isdecimal() else 0
        super().__init__(prog, width=(cells or terminal_width() or 80) - 2)

    def add_argument(self, action: argparse.Action) -> None:
        from tui.cells import width

        super().add_argument(action)
        if action.help is not argparse.SUPPRESS:
            needed = width(self._format_action_invocation(action)) + self._current_indent
            self._action_max_length = max(self._action_max_length, needed)

    def _format_action(self, action: argparse.Action) -> str:
        from tui.cells import width

        told = super()._format_action(action)
        named = self._format_action_invocation(action)
        extra = width(named) - len(named)
        before, _named, after = told.partition(named)
        gap = len(after) - len(after.lstrip(" "))
        if not gap:  # the help begins on a line of its own, or there is none
            return told
        if gap - extra < 2:
            start = len(before) + len(named) + gap
            return f"{before}{named}\n{' ' * start}{after[gap:]}"
        return before + named + after[extra:]

    def _format_usage(self, *asked: Any) -> str:
        """What may be typed, broken between its parts; a choice too wide for a line within it."""
        width, self._width = self._width, _ONE_LINE
        try:
            told = super()._format_usage(*asked)
        finally:
            self._width = width
        before, after = told.strip().partition(self._prog)[::2]
        return _in_lines(before + self._prog, _PARTS.findall(after), width) + "\n\n"

    def format_help(self) -> str:
        """The whole, with its headings as the language spoken now sets them."""
        return _HEADING.sub(
            lambda found: _("{heading}:").format(heading=found[1]), super().format_help()
        )

    def _split_lines(self, text: str, width: int) -> list[str]:
        from tui.cells import wrap

        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width))


def _in_lines(name: str, parts: Iterable[str], most: int) -> str:
    """`name` and `parts`, in lines of up to `most` cells that are indented behind the name."""
    from tui.cells import width

    indent = width(name) + 1
    lines, taken = [name], width(name)
    for part in parts:
        fits = width(part) <= most - indent
        for piece in [part] if fits else part.replace(" | ", "\0| ").split("\0"):
            if taken > indent and taken + 1 + width(piece) > most:
                lines.append(" " * (indent - 1))
                taken = indent - 1
            lines[-1] += " " + piece
            taken += 1 + width(piece)
    return "\n".join(lines)
