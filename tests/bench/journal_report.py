"""The figures of the journal as Markdown tables, each beside the target it is held to."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from tests.bench import journal
from tests.bench.programme_report import WALKS, both, ratio
from tests.bench.report import surroundings, table
from tests.bench.sessions import Room
from tests.bench.terminal import Window

# What these figures stand between in the file.
MARKERS = ("<!-- figures of the journal: begin -->", "<!-- figures of the journal: end -->")

_ROOMS = {"household": "history of a household", "everybody": "history of everybody"}


def tables(figures: journal.Figures) -> str:
    """All tables: deeds, and the history beside the unit grid in each window."""
    rooms = [_room_table(figures.changes, *room) for room in figures.rooms.items()]
    verified = (
        f"`qiaomen check` verifies the chain over {figures.changes:,} changes in "
        f"{figures.verified:.1f} s."
    )
    return "\n\n".join([surroundings("unit grid"), _deed_table(figures.deeds), *rooms, verified])


def _deed_table(deeds: journal.Deeds) -> str:
    rows = [
        ["another note for an item", "by `sqlite3`", "as a deed", "by `edit_item`", "target"],
        ["---", "---:", "---:", "---:", "---"],
        [
            "until it is safe on disk",
            *(
                f"{median(one) * 1000:.2f} ms, {median(one) / median(deeds.bare):.2f} ×"
                for one in deeds
            ),
            "≤ 2.5 × as a deed",
        ],
    ]
    return table(rows)


def _room_table(changes: int, window: Window, rooms: Mapping[str, Room]) -> str:
    rows = [[f"{window}, {changes:,} changes", *WALKS], ["---", *["---:"] * len(WALKS)]]
    grid = rooms["grid"]
    rows.append(["unit grid", *(both(tell(grid)) for tell in WALKS.values())])
    rows += [
        [
            said,
            *(
                f"{both(tell(rooms[room]))}, {ratio(tell(rooms[room]), tell(grid))}"
                for tell in WALKS.values()
            ),
        ]
        for room, said in _ROOMS.items()
    ]
    rows.append(["target", *["≤ 1.2 ×"] * len(WALKS)])
    return table(rows)
