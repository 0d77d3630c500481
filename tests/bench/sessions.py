"""What a coordinator does at the desk, measured: open it, walk about, leave it alone, quit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tests.bench.terminal import Terminal, Window, drawn, whole_at

UP, DOWN, RIGHT, LEFT = b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D"

ROUND_THE_GRID = (RIGHT, RIGHT, DOWN, DOWN, DOWN, LEFT, DOWN, LEFT, UP, UP, UP, UP)
DOWN_THE_LIST = (DOWN,) * 6 + (UP,) * 6
THERE_AND_BACK = (b"]", b"[")
PAGES = (b"\x1b[6~", b"\x1b[6~", b"\x1b[5~", b"\x1b[5~")

# Both programs show a footer with the word quit; an error message does not.
FOOTER = "uit"

QUIET = 0.3  # seconds of silence after which a screen is taken to be whole
KEY_QUIET = 0.06  # the same after a key
DEAD_KEY = 0.2  # seconds after which a key is taken to have done nothing


@dataclass(frozen=True)
class Opening:
    """One start: seconds to the whole first screen, all bytes of it, and seconds to quit."""

    paint: float
    written: int
    quit: float


@dataclass(frozen=True)
class Walk:
    """Keys that did something: seconds from the key to its last byte, and the bytes of each."""

    seconds: tuple[float, ...]
    sizes: tuple[int, ...]


@dataclass(frozen=True)
class Visit:
    """One longer session; `peak` is its greatest resident memory in kB."""

    grid: Walk
    overdue: Walk
    idle: int
    peak: int


@dataclass(frozen=True)
class Room:
    """One room of the desk: shown by its number, walked about, turned to what is beside it."""

    shown: Walk
    walked: Walk
    turned: Walk


class Station(NamedTuple):
    """A room on a round: the key that shows it, those to walk about in it, and to turn pages.

    One without a name is only passed through.
    """

    name: str
    key: bytes
    walk: tuple[bytes, ...] = ()
    turn: tuple[bytes, ...] = ()


def opening(command: Sequence[str], window: Window) -> Opening:
    """Start `command`, and quit as soon as its screen is whole."""
    terminal = opened(command, window)
    paint = whole_at(terminal.chunks, window) - terminal.started
    written = sum(len(chunk.data) for chunk in terminal.chunks)
    return Opening(paint, written, leave(terminal))


def visit(command: Sequence[str], window: Window, rounds: int, idle: float) -> Visit:
    """Walk about the grid and the overdue list `rounds` times, then sit still."""
    terminal = opened(command, window)
    grid = walk(terminal, ROUND_THE_GRID * rounds)
    terminal.send(b"2")
    terminal.settle(QUIET)
    overdue = walk(terminal, DOWN_THE_LIST * rounds)
    before = len(terminal.chunks)
    terminal.settle(quiet=idle, first=idle, timeout=idle)
    still = sum(len(chunk.data) for chunk in terminal.chunks[before:])
    peak = terminal.status("VmHWM")
    leave(terminal)
    return Visit(grid, overdue, still, peak)


def in_turns(
    command: Sequence[str], window: Window, rounds: int, stations: Sequence[Station]
) -> dict[str, Room]:
    """Go round the stations `rounds` times, after one round to warm up."""
    terminal = opened(command, window)
    walks: dict[str, list[tuple[Walk, Walk, Walk]]] = {}
    for number in range(-1, rounds):
        for station in stations:
            measured = (
                walk(terminal, (station.key,), quiet=QUIET),
                walk(terminal, station.walk),
                walk(terminal, station.turn),
            )
            if number >= 0 and station.name:
                walks.setdefault(station.name, []).append(measured)
    leave(terminal)
    return {
        name: Room(*map(joined, zip(*measured, strict=True))) for name, measured in walks.items()
    }


def peak_memory(command: Sequence[str], window: Window) -> int:
    """The greatest resident memory in kB of a program that is only opened."""
    terminal = opened(command, window)
    peak = terminal.status("VmHWM")
    leave(terminal)
    return peak


def opened(command: Sequence[str], window: Window) -> Terminal:
    """The program with its first screen whole. Raises RuntimeError if it shows no footer."""
    terminal = Terminal(command, window)
    shown: tuple[str, ...] = ("",)
    while FOOTER not in shown[-1]:
        news = terminal.settle(QUIET, first=10.0)
        shown = drawn(terminal.chunks, window)
        if not news:
            terminal.stop()
            raise RuntimeError(f"{' '.join(command)} shows no footer:\n" + "\n".join(shown))
    return terminal


def walk(terminal: Terminal, keys: Sequence[bytes], quiet: float = KEY_QUIET) -> Walk:
    """Press one key after the other, each when `quiet` seconds of silence followed the last."""
    seconds, sizes = [], []
    for key in keys:
        pressed = terminal.send(key)
        answer = terminal.settle(quiet, first=DEAD_KEY)
        if answer:
            seconds.append(answer[-1].at - pressed)
            sizes.append(sum(len(chunk.data) for chunk in answer))
    return Walk(tuple(seconds), tuple(sizes))


def joined(walks: Iterable[Walk]) -> Walk:
    """Several walks as one."""
    walks = tuple(walks)
    return Walk(
        tuple(second for walk in walks for second in walk.seconds),
        tuple(size for walk in walks for size in walk.sizes),
    )


def leave(terminal: Terminal) -> float:
    """Quit; the seconds until the program is gone."""
    pressed = terminal.send(b"q")
    return terminal.wait() - pressed
