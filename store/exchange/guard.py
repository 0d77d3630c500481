"""Cells that a spreadsheet would run as a formula, made harmless on the way out and plain again."""

from __future__ import annotations

import re

# Spreadsheets of East Asia take the wide signs for the narrow ones.
_RISKY = frozenset("=+-@\t\r\n'＝＋－＠")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def guarded(text: str) -> str:
    """`text` with a `'` before it where a spreadsheet would run it; a plain number stays."""
    if text[:1] in _RISKY and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def plain(cell: str) -> str:
    """What stood in the cell before `guarded`; other text as it is."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _RISKY else cell
