"""The figures of the programme as Markdown tables, each beside the target it is held to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median

from tests.bench import programme
from tests.bench.report import bytes_of, surroundings, table, times_of
from tests.bench.sessions import Room, Walk
from tests.bench.terminal import Window

# What these figures stand between in the file.
MARKERS = ("<!-- figures of the programme: begin -->", "<!-- figures of the programme: end -->")

_ROOMS = {
    "list": "list of projects",
    "timeline": "timeline",
    "milestones": "list of milestones",
}
WALKS: dict[str, Callable[[Room], Walk]] = {
    "shown": lambda room: room.shown,
    "cursor": lambda room: room.walked,
    "a page": lambda room: room.turned,
}


def tables(figures: programme.Figures) -> str:
    """All tables: the rooms beside the unit grid in each window, and the selections."""
    rooms = [_room_table(window, sizes) for window, sizes in figures.rooms.items()]
    return "\n\n".join([surroundings("unit grid"), *rooms, _selection_table(figures)])


def _room_table(window: Window, sizes: Mapping[int, Mapping[str, Room]]) -> str:
    rows = [
        [f"{window}, projects", *(f"{size:,}" for size in sizes), "target"],
        ["---", *["---:"] * len(sizes), "---"],
    ]
    for name, tell in WALKS.items():
        grid = [tell(rooms["grid"]) for rooms in sizes.values()]
        of_grid = "`[` and `]`" if name == "a page" else name
        rows.append([f"unit grid, {of_grid}", *map(both, grid), ""])
        for room, said in _ROOMS.items():
            walks = [tell(rooms[room]) for rooms in sizes.values()]
            told = [
                f"{both(walk)}, {ratio(walk, beside)}"
                for walk, beside in zip(walks, grid, strict=True)
            ]
            rows.append([f"{said}, {name}", *told, "≤ 1.2 ×"])
    return table(rows)


def both(walk: Walk) -> str:
    """The bytes and the time of a key."""
    return f"{bytes_of(walk)} B, {times_of(walk)}"


def ratio(walk: Walk, beside: Walk) -> str:
    """How many times as long as the keys beside it."""
    return f"{median(walk.seconds) / median(beside.seconds):.2f} ×"


def _selection_table(figures: programme.Figures) -> str:
    proposals, ballots = programme.PROPOSALS, programme.BALLOTS
    rows = [
        [f"{proposals} proposals, {ballots:,} ballots", "whole command", "taken", "of the money"],
        ["---", "---:", "---:", "---:"],
    ]
    rows += [
        [name, f"{one.seconds:.1f} s", str(one.proposals), f"{one.spent:.1%}"]
        for name, one in figures.selections.items()
    ]
    return table(rows)
