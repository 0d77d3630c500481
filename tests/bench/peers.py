"""Other programs for the terminal beside the desk: what they take to open, move, and quit.

They are no dependencies: those found on the PATH are measured (`pip install visidata`, `posting`,
`bagels`, each in an environment of its own). Of one whose screen never rests, because something on
it moves, the first full paint is the moment from which half of its lines are filled.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import which
from statistics import median
from time import perf_counter
from typing import NamedTuple

from tests.bench.report import bytes_of, ms, surroundings, table, times_of
from tests.bench.sessions import DOWN, UP, Walk, joined, walk
from tests.bench.terminal import Chunk, Emulator, Terminal, Window, whole_at

MARKERS = ("<!-- figures beside peers: begin -->", "<!-- figures beside peers: end -->")
WINDOW = Window(80, 24)
PATIENCE = 20.0  # seconds for a screen that never rests
WHOLE = 1.0  # seconds of silence after which a screen is taken to be whole: some draw it in parts


class Peer(NamedTuple):
    """A program: its command, and the keys that end it."""

    name: str
    command: tuple[str, ...]
    leave: bytes


class Seen(NamedTuple):
    """One program: seconds to its first screen and to quit, keys up and down, memory in kB."""

    name: str
    paint: float
    written: int
    moved: Walk
    quit: float
    peak: int


def measure(
    desk: Sequence[str],
    bare: Sequence[str],
    scratch: Path,
    rounds: int,
    tell: Callable[[str], None],
) -> list[Seen]:
    """The bare app, the desk, and each peer that is installed, in turns."""
    scratch.mkdir(parents=True, exist_ok=True)
    items = scratch / "items.csv"
    subprocess.run([*desk, "export", "items", str(items)], check=True, capture_output=True)
    programs = [Peer("bare Textual app", tuple(bare), b"q"), Peer("Qiaomen", tuple(desk), b"q")]
    programs += _installed(items, scratch)
    seen: dict[str, list[Seen]] = {}
    for number in range(rounds + 1):
        tell(f"beside peers, round {number} of {rounds}")
        for program in tuple(programs):
            try:
                one = _visit(program)
            except RuntimeError as trouble:
                tell(str(trouble))
                programs.remove(program)
                continue
            if number:  # the first round only warms the caches
                seen.setdefault(program.name, []).append(one)
    return [_typical(visits) for visits in seen.values()]


def tables(seen: Sequence[Seen]) -> str:
    """The figures as a Markdown table."""
    rows = [
        ["80×24", *(each.name for each in seen)],
        ["---", *["---:"] * len(seen)],
        ["first full paint", *(ms(each.paint) for each in seen)],
        ["bytes of the start", *(str(each.written) for each in seen)],
        ["a step down or up, bytes", *(bytes_of(each.moved) for each in seen)],
        ["a step down or up, time", *(times_of(each.moved) for each in seen)],
        ["peak memory", *(f"{each.peak / 1024:.0f} MB" for each in seen)],
        ["until it is gone", *(ms(each.quit) for each in seen)],
    ]
    return f"{surroundings()}\n\n{table(rows)}"


def _installed(items: Path, scratch: Path) -> list[Peer]:
    peers = (
        Peer("VisiData", ("vd", "--overwrite=n", str(items)), b"q"),
        Peer("Bagels", ("bagels", "--at", str(scratch)), b"\x11"),
        Peer("posting", ("posting", "default", "--collection", str(scratch)), b"\x03"),
    )
    return [peer for peer in peers if which(peer.command[0])]


def _visit(program: Peer) -> Seen:
    terminal = Terminal(program.command, WINDOW)
    terminal.settle(WHOLE, first=20.0, timeout=PATIENCE)
    if terminal.ended is not None:
        raise RuntimeError(f"{program.name} did not stay")
    rests = terminal.chunks[-1].at < perf_counter() - WHOLE
    whole = whole_at if rests else _half_full_at
    paint = whole(terminal.chunks, WINDOW) - terminal.started
    written = sum(len(chunk.data) for chunk in terminal.chunks)
    moved = walk(terminal, (DOWN, DOWN, UP, UP))
    peak = terminal.status("VmHWM")
    pressed = terminal.send(program.leave)
    try:
        left = terminal.wait() - pressed
    except TimeoutError:  # it asks something first
        left = float("nan")
    return Seen(program.name, paint, written, moved, left, peak)


def _half_full_at(chunks: Sequence[Chunk], window: Window) -> float:
    emulator = Emulator(window)
    for chunk in chunks:
        emulator.feed(chunk.data)
        if sum(map(bool, map(str.strip, emulator.shown()))) * 2 >= window.lines:
            return chunk.at
    return chunks[-1].at


def _typical(visits: Sequence[Seen]) -> Seen:
    return Seen(
        visits[0].name,
        median(visit.paint for visit in visits),
        round(median(visit.written for visit in visits)),
        joined(visit.moved for visit in visits),
        median(visit.quit for visit in visits),
        max(visit.peak for visit in visits),
    )
