"""The nightly summary as people and programs read it: printed, or as a message.

Each form is a module of its own, imported when it is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.sharing.summary import Night

FORMS = ("plain", "markdown", "html", "json", "csv")

# A message tells so many loans at most.
MOST = 100


def write(night: Night, form: str, *, phones: bool) -> None:
    """Write a night in one of FORMS, row by row; phones are masked unless `phones`."""
    if form == "plain":
        from tui.plain.summary import plain

        plain.write(night, phones)
    elif form == "json":
        from tui.plain.summary import objects

        objects.write(night, phones)
    elif form == "csv":
        from tui.plain.summary import sheet

        sheet.write(night, phones)
    else:
        from tui.plain.streams import speak_utf8
        from tui.plain.summary.document import heading

        speak_utf8()
        for piece in _pieces(night, form, heading(night), None, phones):
            sys.stdout.write(piece)
    sys.stdout.flush()


def write_counts(night: Night, form: str) -> None:
    """Write the closing counts alone, `plain` or as `json`."""
    if form == "json":
        from tui.plain.summary import objects

        objects.write_counts(night)
    else:
        from tui.plain.summary import plain

        plain.write_counts(night)
    sys.stdout.flush()


def render(night: Night, form: str, *, phones: bool = False) -> tuple[str, str]:
    """A night as a message, its title and its body; `form` is text, markdown or html.

    It tells MOST loans at most, and how many more there are.
    """
    from tui.plain.summary.document import title

    return title(night), "".join(_pieces(night, form, "", MOST, phones))


def _pieces(night: Night, form: str, heading: str, most: int | None, phones: bool) -> Iterator[str]:
    from tui.plain.summary import document
    from tui.plain.summary.loans import Saying

    parts, saying = document.parts(night, most), Saying(night.today, phones)
    if form == "markdown":
        from tui.plain.summary import markdown

        return markdown.pieces(heading, parts, saying)
    if form == "html":
        from tui.plain.summary import html

        return html.pieces(heading, parts, saying)
    from tui.plain.summary import text

    return text.pieces(parts, saying)
