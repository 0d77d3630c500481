"""The desk under somebody's hands: keys held, letters sought, screens turned, a bad line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from tests.bench.sessions import (
    DEAD_KEY,
    DOWN,
    KEY_QUIET,
    QUIET,
    UP,
    Walk,
    joined,
    leave,
    opened,
    walk,
)
from tests.bench.terminal import Chunk, Terminal, Window

SCREENS = (b"2", b"3", b"4", b"5", b"8", b"9", b"1")
SOUGHT = ("k", "x", "d", "s", "箱", "3", "y", "b")  # what items, people and doors begin with
ESCAPE, ENTER = b"\x1b", b"\r"

HELD_EVERY, HELD = 1 / 30, 60  # seconds between repeats, and how many
STILL = 20.0  # seconds without a key, to tell the processor's time

# A bad line: seconds that anything takes to the other side, and bytes a second that come back.
DELAY, BANDWIDTH = 0.2, 64_000 / 8


@dataclass(frozen=True)
class Search:
    """Letters typed into the search: seconds until one stands there, and until its answers do."""

    echo: tuple[float, ...]
    answers: tuple[float, ...]


@dataclass(frozen=True)
class Hands:
    """One session; `lag` is the seconds from the last repeat of a held key to its last byte.

    `first` is each screen shown for the first time, `turned` shown again; `still` is the
    processor's seconds in a second without a key; `lent` is the seconds of lending on a bad line.
    """

    lag: tuple[float, ...]
    search: Search
    first: Walk
    turned: Walk
    still: float
    lent: float


def session(command: Sequence[str], window: Window, rounds: int) -> Hands:
    """Do all of it in one session on a store that may be written to."""
    terminal = opened(command, window)
    first = walk(terminal, SCREENS, quiet=QUIET)
    turned = joined(walk(terminal, SCREENS, quiet=QUIET) for _round in range(rounds))
    search = _search(terminal, rounds)
    walk(terminal, (b"2",), quiet=QUIET)
    lag = tuple(_held(terminal) for _round in range(rounds))
    walk(terminal, (b"1",), quiet=QUIET)
    still = _processor(terminal)
    lent = _lent(terminal)
    leave(terminal)
    return Hands(lag, search, first, turned, still, lent)


def stillness(command: Sequence[str], window: Window) -> float:
    """The processor's seconds in a second without a key."""
    terminal = opened(command, window)
    still = _processor(terminal)
    leave(terminal)
    return still


def _held(terminal: Terminal) -> float:
    """Keys as fast as a held one repeats, for two seconds, none of them at an edge.

    Answers how long the screen goes on after the last of them.
    """
    begin = perf_counter()
    for repeat, key in enumerate((DOWN, UP) * (HELD // 2)):
        _read_until(terminal, begin + repeat * HELD_EVERY)
        pressed = terminal.send(key)
    answer = terminal.settle(KEY_QUIET, first=DEAD_KEY)
    return answer[-1].at - pressed if answer else 0.0


def _read_until(terminal: Terminal, moment: float) -> None:
    while (left := moment - perf_counter()) > 0:
        terminal.read(left)


def _search(terminal: Terminal, rounds: int) -> Search:
    """A letter at a time into the search of the grid."""
    echo, answers = [], []
    for letter in SOUGHT * rounds:
        walk(terminal, (b"/",), quiet=QUIET)
        pressed = terminal.send(letter.encode())
        answer = terminal.settle(KEY_QUIET, first=DEAD_KEY)
        if answer:
            echo.append(answer[0].at - pressed)
            answers.append(answer[-1].at - pressed)
        walk(terminal, (ESCAPE, ESCAPE), quiet=QUIET)
    return Search(tuple(echo), tuple(answers))


def _processor(terminal: Terminal) -> float:
    """What the program uses of a processor while nobody types, all its threads together."""
    before = _used(terminal.pid)
    sleep(STILL)
    return (_used(terminal.pid) - before) / STILL


def _used(pid: int) -> float:
    """Seconds on a processor so far."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def _lent(terminal: Terminal) -> float:
    """Lend an item from the home screen over a bad line, going on when each screen has come.

    The line is computed: each step takes its delay there, the program's own time, and each
    piece of the answer its delay back and its turn in the bandwidth.
    """
    seconds = 0.0
    for keys in (b"/", "烤箱".encode(), ENTER, b"l", b"1-1", ENTER):
        pressed = terminal.send(keys)
        answer = terminal.settle(QUIET, first=2.0)
        seconds += DELAY + _arrival(answer, pressed)
    return seconds


def _arrival(answer: Sequence[Chunk], pressed: float) -> float:
    """Seconds from the key's arrival to that of the last byte."""
    free = 0.0
    for chunk in answer:
        free = max(free, chunk.at - pressed) + len(chunk.data) / BANDWIDTH
    return free + DELAY
