"""One line said, one line heard: what may be typed at every question."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from typing import TypeVar

from store.errors import Refused, StoreError
from store.language import _
from store.text import shown
from tui.cells import safe
from tui.plain.output import say

Read = TypeVar("Read")

HELP, END, YES = "?", "q", "y"

# What may stand around a line: a byte order mark, too, where a file is piped in.
_BLANK = " \r\n\u3000\ufeff"

# What a Chinese input method writes for the keys of the week before and the next.
_BRACKETS = str.maketrans("【】「」", "[][]")


class Left(Exception):
    """The question was left by Ctrl+C; nothing more is to be asked for this task."""


class Ended(Exception):
    """Whoever was at the desk has gone, or there is nothing more to hear."""


def ask(question: str, help: Sequence[str]) -> str:
    """The line that was typed, nothing for an empty one; `?` says `help` and asks again.

    Raises Left and Ended.
    """
    while True:
        line = _heard(question)
        typed = plain(line)
        if typed == HELP:
            say_help(help)
        elif typed.lower() == END:
            raise Ended
        elif any(unicodedata.category(character) == "Cc" for character in line):
            say(_("A key in that line is no letter, perhaps an arrow. Please type it again."))
        else:
            return line


def ask_for(question: str, help: Sequence[str], read: Callable[[str], Read]) -> Read | None:
    """What `read` makes of the line typed, or does with it; None for an empty one.

    What it raises a StoreError for is asked again. Raises Left and Ended.
    """
    while line := ask(question, help):
        with saying_refusals():
            return read(line)
    return None


@contextmanager
def saying_refusals() -> Iterator[None]:
    """Say what the store refuses, and go on."""
    try:
        yield
    except StoreError as trouble:
        say(trouble.sentence)
    except OverflowError:
        say(_("That day is too far away for the calendar. Please check the date."))


def agreed(question: str) -> bool:
    """Whether `y` was the answer to a question of yes or no. Raises Left and Ended."""
    help = (_("y: yes. Enter alone: no."),)

    def read(line: str) -> bool:
        if plain(line).lower() not in (YES, "yes", "是"):
            raise not_understood(line, _("y for yes, or Enter alone for no"))
        return True

    return bool(ask_for(_("{question} y or Enter:").format(question=question), help, read))


def plain(line: str) -> str:
    """A line as commands are read: full-width letters and digits as narrow ones."""
    return unicodedata.normalize("NFKC", line).translate(_BRACKETS).strip()


def letter_of(typed: str, letters: Container[str]) -> str | None:
    """The one of `letters` that was typed, also as a capital where that is none of its own."""
    return next((letter for letter in (typed, typed.lower()) if letter in letters), None)


def not_understood(line: str, what: str) -> Refused:
    """That a line means nothing here, and what may be typed instead."""
    sentence = _("“{typed}” is not understood here. Please type {what}; ? helps.")
    return Refused(_("What?"), sentence.format(typed=shown(line, 30), what=what))


def together(parts: Iterable[str]) -> str:
    """What is said of one thing, in one line; what is empty is left out."""
    return reduce(
        lambda said, more: _("{said}, {more}").format(said=said, more=more), filter(None, parts)
    )


def say_help(lines: Sequence[str]) -> None:
    """Say what may be typed now, and what may be typed always."""
    for line in lines:
        say(line)
    say(_("Enter alone: back. Ctrl+C: leave the question. q: end."))


def _heard(question: str) -> str:
    sys.stdout.write(safe(question) + " ")
    sys.stdout.flush()
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        say()
        raise Left from None
    if not line:
        say()
        raise Ended
    line = line.replace("\t", " ").strip(_BLANK)
    if not sys.stdin.isatty():
        say(line)  # a terminal would have shown what was typed
    return line
