"""Cells on the way out: values written, formulas made harmless, and plain again on the way in."""

from __future__ import annotations

import re
from datetime import date

from store.text import legible

# What a formula begins with, and the sign that makes it text; spreadsheets of East Asia take the
# wide signs for the narrow ones.
_SIGN = "[-=+@'＝＋－＠]"
# What nobody sees before it.
_UNSEEN = "[\\s\xad\u0600-\u0605\u061c\u180e\u200b-\u200f\u2060-\u206f\ufeff\U000e0001-\U000e007f]*"
# Where somebody's spreadsheet may let a cell begin: many also split a line at `;` or at a tab.
_BEGIN = "(?:^|(?<=[;\t]))"
_RISKY = f"(?={_UNSEEN}{_SIGN}|[\t\r\n])"
_NUMBER = "-?[0-9]+(?:[.][0-9]+)?(?:[;\t]|$(?!\n))"
# Compiled when they are first needed, which takes a millisecond.
_RISK = f"{_BEGIN}(?!{_NUMBER}){_RISKY}"
_GUARDED = f"{_BEGIN}'{_RISKY}"


def written(value: object) -> str:
    """A value as a cell holds it: nothing for None, a day in ISO form."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def harmless(text: str) -> str:
    """`text` as a cell that neither a spreadsheet nor a terminal takes for a command.

    A new line is none: the cell is put in quotes.
    """
    if not text or text.isalnum():  # as most are
        return text
    return guarded(legible(text.replace("\r\n", "\n"), but="\t\n"))


def guarded(text: str) -> str:
    """`text` with a `'` wherever a spreadsheet would run what follows; a plain number stays."""
    if text[:1].isalnum() and ";" not in text and "\t" not in text:
        return text
    return re.sub(_RISK, "'", text)


def plain(cell: str) -> str:
    """What stood in the cell before `guarded`; other text as it is."""
    return re.sub(_GUARDED, "", cell) if "'" in cell else cell
