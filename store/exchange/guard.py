"""Cells on the way out: values written, formulas made harmless, and plain again on the way in."""

from __future__ import annotations

import re
from datetime import date

# Spreadsheets of East Asia take the wide signs for the narrow ones.
_RISKY = frozenset("=+-@\t\r\n'＝＋－＠")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def written(value: object) -> str:
    """A value as a cell holds it: nothing for None, a day in ISO form."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def guarded(text: str) -> str:
    """`text` with a `'` before it where a spreadsheet would run it; a plain number stays."""
    if text[:1] in _RISKY and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def plain(cell: str) -> str:
    """What stood in the cell before `guarded`; other text as it is."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _RISKY else cell
