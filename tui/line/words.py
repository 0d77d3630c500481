"""A line cut into its words, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

COMMAS = ",，、;；"
_WORD = re.compile(rf"[^\s{COMMAS}]+")
_PIECE = re.compile(rf"[^{COMMAS}]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


class Word(NamedTuple):
    """Some of a line, from `start` to `end`."""

    text: str
    start: int
    end: int

    def cut(self, length: int) -> tuple[Word, Word]:
        """Its first `length` characters, and the rest."""
        middle = self.start + length
        return (
            Word(self.text[:length], self.start, middle),
            Word(self.text[length:], middle, self.end),
        )


def words(line: str) -> list[Word]:
    """The words of a line; spaces and commas set them apart."""
    return [Word(found[0], found.start(), found.end()) for found in _WORD.finditer(line)]


def from_to(line: str, together: Sequence[Word]) -> Word:
    """Words that belong together, as one."""
    start, end = together[0].start, together[-1].end
    return Word(line[start:end], start, end)


def pieces(line: str, start: int) -> list[Word]:
    """What stands between commas from `start` on; without a comma all of it."""
    found = (Word(piece[0], piece.start(), piece.end()) for piece in _PIECE.finditer(line, start))
    return [piece for piece in map(_stripped, found) if piece.text]


def names(line: str, start: int) -> list[Word]:
    """The names that stand from `start` on: set apart by commas, or Chinese ones by spaces.

    `hair dryer` is one name, `榔头 改刀` are two.
    """
    cut = pieces(line, start)
    if len(cut) != 1:
        return cut
    apart = [word for word in words(line) if word.start >= start]
    return apart if all(_CHINESE.search(word.text) for word in apart) else cut


def listed_words(line: str, rest: Iterable[Word]) -> list[Word]:
    """Several things in a row: set apart by commas where there are any, else by spaces."""
    apart = list(rest)
    if not apart:
        return []
    cut = pieces(line, apart[0].start)
    return cut if len(cut) > 1 else apart


def _stripped(word: Word) -> Word:
    text = word.text.strip()
    start = word.start + len(word.text) - len(word.text.lstrip())
    return Word(text, start, start + len(text))
