"""Choosing one of many: by its number in a list told ten at a time, or by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from store.language import _, listed
from store.text import shown
from tui.plain.conversation.talk import ask, letter_of, not_understood, plain
from tui.plain.output import say

Row = TypeVar("Row")

# Up to so many rows that follow a row; None: the first ones.
Following = Callable[[Row | None, int], Sequence[Row]]

PIECE = 10  # rows that are told at once
MOST_DIGITS = 9  # of a number that may be one of a list
FEW = 4  # letters that a question names
BACK = "b"  # as well as an empty line, which asks for more where there is more


class Told(Generic[Row]):
    """A list that is told in pieces; what has been told can be chosen by its number, if it has."""

    def __init__(
        self, following: Following[Row], say_row: Callable[[Row], str], *, has_numbers: bool = True
    ) -> None:
        self._has_numbers = has_numbers
        self._following = following
        self._say_row = say_row
        self._told: list[Row] = []
        self._coming: Sequence[Row] = following(None, PIECE + 1)

    @property
    def has_more(self) -> bool:
        """Whether there is more to tell."""
        return bool(self._coming)

    def begin(self) -> None:
        """Say the first piece, unless that was done."""
        if self._coming and not self._told:
            self.tell()

    def tell(self) -> None:
        """Say the next piece, a row a line."""
        piece, rest = self._coming[:PIECE], self._coming[PIECE:]
        for row in piece:
            self._told.append(row)
            number = f"{len(self._told)} " if self._has_numbers else ""
            say(f"{number}{self._say_row(row)}")
        self._coming = self._following(piece[-1], PIECE + 1) if rest else ()

    def numbered(self, typed: str) -> Row | None:
        """The row of this number among those told, if it is one."""
        known = range(1, len(self._told) + 1) if self._has_numbers else ()
        if not typed.isdecimal() or len(typed) > MOST_DIGITS or int(typed) not in known:
            return None
        return self._told[int(typed) - 1]

    def numbers(self) -> str:
        """What numbers may be typed, for a sentence; nothing where there are none."""
        count = len(self._told) if self._has_numbers else 0
        if count <= 2:
            return listed(str(number) for number in range(1, count + 1))
        return _("1 to {count}").format(count=count)


def one_after_another(rows: Iterable[Row]) -> Following[Row]:
    """Rows that are there already, as a list asks for them."""
    there = tuple(rows)
    behind = {id(row): place for place, row in enumerate(there, 1)}

    def following(last: Row | None, limit: int) -> Sequence[Row]:
        start = 0 if last is None else behind[id(last)]
        return there[start : start + limit]

    return following


def choose(
    told: Told[Row], letters: Mapping[str, str], *, takes_text: bool = False
) -> Row | str | None:
    """The row whose number was typed, or one of `letters`, each with what it does.

    Nothing for BACK, or for an empty line where the list has ended; with `takes_text` any other
    line as it is. Raises Left and Ended.
    """
    told.begin()
    others = [_("a letter (? lists them)")] if len(letters) > FEW else list(letters)
    keys = dict(letters)
    if takes_text:
        others.append(_("other letters"))
        keys[_("other letters")] = _("look for them instead")
    while True:
        may_type = listed(filter(None, (told.numbers(), *others)))
        line = ask(_question(may_type, more=told.has_more), _help(told.numbers(), keys))
        typed = plain(line)
        row = told.numbered(typed)
        if row is not None:
            return row
        if letter := letter_of(typed, letters):
            return letter
        if typed.lower() == BACK or not (typed or told.has_more):
            return None
        if not typed:
            told.tell()
        elif takes_text and not (typed.isdecimal() and told.numbers()):
            return line
        else:
            say(not_understood(line, may_type or _("Enter alone")).sentence)


def choose_letter(letters: Mapping[str, str]) -> str | None:
    """The one of `letters` that was typed, None for an empty line. Raises Left and Ended."""
    return choose(Told(one_after_another(()), str), letters)


def find(
    question: str,
    help: Sequence[str],
    answers: Callable[[str], Sequence[Row]],
    say_row: Callable[[Row], str],
) -> Row | None:
    """What is meant by a few letters, chosen where that is more than one, and said.

    Instead of a number more letters may be typed. Raises Left and Ended.
    """
    line = ask(question, help)
    row = chosen(line, answers, say_row) if line else None
    if row is not None:
        say(say_row(row))
    return row


def chosen(
    line: str,
    answers: Callable[[str], Sequence[Row]],
    say_row: Callable[[Row], str],
) -> Row | None:
    """What is meant by the letters in `line`, as `find` has it. Raises Left and Ended."""
    typed: Row | str | None = line
    while isinstance(typed, str):
        found = answers(typed)
        if len(found) == 1:
            return found[0]
        if not found:
            say(_("Nothing answers to “{typed}”.").format(typed=shown(typed, 30)))
        typed = choose(Told(one_after_another(found), say_row), {}, takes_text=True)
    return typed


def _question(may_type: str, *, more: bool) -> str:
    if more and not may_type:
        return _("{back} for back, or Enter for more:").format(back=BACK)
    if more:
        told = _("{choices}, {back} for back, or Enter for more:")
        return told.format(choices=may_type, back=BACK)
    if may_type:
        return _("{choices}, or Enter:").format(choices=may_type)
    return _("Enter:")


def _help(numbers: str, keys: Mapping[str, str]) -> Sequence[str]:
    all_keys = {numbers: _("choose"), **keys} if numbers else keys
    return [_("{key}: {what}").format(key=key, what=what) for key, what in all_keys.items()]
