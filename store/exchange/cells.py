"""Reading one cell: each reader remembers what it has read, for tables repeat themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from store import calendar, phones
from store.errors import Refused
from store.exchange import kinds
from store.exchange.guard import plain
from store.exchange.kinds import Column
from store.language import _, current, listed
from store.text import clean, search_key, shown

T = TypeVar("T")

# Beyond so many different cells a reader forgets and begins anew.
_MOST_REMEMBERED = 50_000

# The greatest number that a row may have, and the greatest that a file may give to something new:
# what the desk adds after that one is counted on from it, and must still be read.
MOST_NUMBER = 999_999_999_999
MOST_NEW_NUMBER = 999_999_999

# Several things in one cell are set apart by `;`; one that is part of a name has a `\` before it.
_APART = re.compile(r"(?:\\.|[^;；\\])+", re.DOTALL)
_MARKED = re.compile(r"\\([;；\\])")
_TO_MARK = re.compile(r"[;；\\]")

# A telephone number as spreadsheets write what they took for an amount.
_MANGLED = re.compile(r"(?P<digits>\d{5,})\.0|\d(?:\.\d+)?E\+\d+")


class BadCell(Refused):
    """A cell that cannot be stored; `column` is its key, or empty where the whole row is bad."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(_("Bad row"), sentence)
        self.column = column


class Reader(dict[str, T]):
    """What each cell of one column means; asked like a dict, it raises BadCell."""

    def __init__(self, column: Column, read: Callable[[str], T]) -> None:
        super().__init__()
        self.column = column
        self._read = read

    def __missing__(self, cell: str) -> T:
        try:
            meant = self._read(plain(cell))
        except BadCell:
            raise
        except Refused as refused:
            raise BadCell(self.column.key, refused.sentence) from None
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[cell] = meant
        return meant


def text(column: Column, most: int) -> Reader[str]:
    """Reads text of at most `most` characters; a required column needs some."""

    def read(cell: str) -> str:
        cleaned = clean(cell, most, label(column))
        if column.required and not cleaned:
            raise BadCell(column.key, empty(column))
        return cleaned

    return Reader(column, read)


def phone(column: Column, most: int) -> Reader[str]:
    """Reads a telephone number, also one that a spreadsheet took for a number: `13800000000.0`.

    Where it wrote `1.38E+10` the digits are lost.
    """

    def read(cell: str) -> str:
        cleaned = clean(cell, most, label(column))
        if wrong := phones.whole(column.key, cleaned):
            raise BadCell(column.key, wrong[0].sentence)
        mangled = _MANGLED.fullmatch(cleaned)
        if mangled is None:
            return cleaned
        if mangled["digits"]:
            return mangled["digits"]
        raise BadCell(
            column.key,
            _(
                "“{cell}” has lost its digits in a spreadsheet. "
                "Please format the column as text and type the number again."
            ).format(cell=shown(cleaned)),
        )

    return Reader(column, read)


def needed(column: Column, parse: Callable[[str], T]) -> Reader[T]:
    """Reads what `parse` understands or refuses; an empty cell will not do."""

    def read(cell: str) -> T:
        if not cell.strip():
            raise BadCell(column.key, empty(column))
        return parse(cell)

    return Reader(column, read)


def searched(column: Column, most: int) -> Reader[tuple[str, str]]:
    """Reads required text together with its search key."""

    def read(cell: str) -> tuple[str, str]:
        cleaned = clean(cell, most, label(column))
        if not cleaned:
            raise BadCell(column.key, empty(column))
        return cleaned, search_key(cleaned)

    return Reader(column, read)


def word(column: Column, words: Mapping[str, str], default: str) -> Reader[str]:
    """Reads one of a few words, Chinese or English; an empty cell means `default`."""

    def read(cell: str) -> str:
        if not cell.strip():
            return default
        meant = kinds.value(cell, words)
        if meant is None:
            known = words.values() if current() == "zh_CN" else words
            raise BadCell(
                column.key,
                _("“{cell}” is not known here. Please write one of: {words}.").format(
                    cell=shown(cell), words=listed(known)
                ),
            )
        return meant

    return Reader(column, read)


def number(column: Column, least: int, most: int) -> Reader[int | None]:
    """Reads a whole number; an empty cell is None."""

    def read(cell: str) -> int | None:
        digits = unicodedata.normalize("NFKC", cell).strip().removeprefix("#")
        if not digits:
            return None
        if digits.removeprefix("-").isdecimal() and len(digits) < 15:
            meant = int(digits)
            if least <= meant <= most:
                return meant
        raise BadCell(
            column.key,
            _("“{cell}” is not a number from {least} to {most}.").format(
                cell=shown(cell), least=least, most=most
            ),
        )

    return Reader(column, read)


def day(column: Column) -> Reader[date | None]:
    """Reads a date with its year; an empty cell is None."""

    def read(cell: str) -> date | None:
        if not cell.strip():
            return None
        try:
            return calendar.parse_iso(cell)
        except Refused:
            raise BadCell(
                column.key,
                _("“{cell}” is not a date. Please write it like 2026-12-03.").format(
                    cell=shown(cell.strip())
                ),
            ) from None

    return Reader(column, read)


def apart(cell: str) -> list[str]:
    """The things that one cell holds, as `together` put them: `启动会;方案`."""
    parts = (_MARKED.sub(r"\1", part).strip() for part in _APART.findall(cell))
    return [part for part in parts if part]


def together(parts: Iterable[str]) -> str:
    """Several things as one cell holds them."""
    return ";".join(_TO_MARK.sub(r"\\\g<0>", part) for part in parts)


def label(column: Column) -> str:
    """What the column is called in the language spoken now."""
    return column.header(current())


def empty(column: Column) -> str:
    """What is said of an empty cell that must not be."""
    return _("{column} is empty.").format(column=label(column))
