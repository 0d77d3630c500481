"""The figures of the rota as Markdown tables, each beside the target it is held to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median

from tests import oracle
from tests.bench import rota
from tests.bench.report import bytes_of, ms, surroundings, table, times_of
from tests.bench.sessions import Room, Walk
from tests.bench.terminal import Window

# What these figures stand between in the file; the others take much longer to measure.
MARKERS = ("<!-- figures of the rota: begin -->", "<!-- figures of the rota: end -->")

NO_ORACLE = "no OR-tools"


def tables(figures: rota.Figures) -> str:
    """All tables: drafts of many villages, a large one, and the week beside the unit grid."""
    libraries = ("ortools",) if oracle.INSTALLED else ()
    parts = [surroundings("unit grid", libraries), _draft_table(figures)]
    if figures.large is not None:
        parts.append(_large_table(figures.large))
    return "\n\n".join([*parts, *(_week_table(*visit) for visit in figures.visits.items())])


def _draft_table(figures: rota.Figures) -> str:
    sorts = (figures.equal, figures.unequal)

    def told(tell: Callable[[list[rota.Drafted]], str]) -> list[str]:
        return [tell(drafts) for drafts in sorts]

    return table(
        [
            [
                f"{rota.MEMBERS} members, {rota.WEEKS} weeks, {rota.PLACES} places a week",
                f"{len(figures.equal)} of equal length",
                f"{len(figures.unequal)} of unequal length",
                "target",
            ],
            ["---", "---:", "---:", "---"],
            ["places wanted", *told(lambda each: f"{sum(one.wanted for one in each):,}"), ""],
            [
                "places filled, of the most there can be",
                *told(_filled),
                "all",
            ],
            ["at the least sum of squares", *told(_at_best), "all of equal length"],
            [
                "sum of squares above CP-SAT's bound",
                *told(_above),
                "0; ≤ 0.2 %",
            ],
            [
                "a draft",
                *told(lambda each: _seconds([one.seconds for one in each])),
                "≤ 1 s",
            ],
            ["CP-SAT", *told(lambda each: _seconds([one.best_seconds for one in each])), ""],
        ]
    )


def _filled(drafts: list[rota.Drafted]) -> str:
    filled = f"{sum(draft.filled for draft in drafts):,}"
    most = [draft.best.filled for draft in drafts if draft.best]
    return f"{filled} of {sum(most):,}" if most else filled


def _at_best(drafts: list[rota.Drafted]) -> str:
    """Where CP-SAT has proved nothing, being where it got counts."""
    reached = [
        draft.filled == draft.best.filled and draft.squares <= draft.best.squares
        for draft in drafts
        if draft.best
    ]
    return f"{sum(reached)} of {len(reached)}" if reached else NO_ORACLE


def _above(drafts: list[rota.Drafted]) -> str:
    above = [draft.squares / draft.best.bound - 1 for draft in drafts if draft.best]
    if not above:
        return NO_ORACLE
    return f"{median(above) * 100:.3f} % (most {max(above) * 100:.3f} %)"


def _seconds(seconds: Sequence[float]) -> str:
    return f"{median(seconds):.2f} s (most {max(seconds):.2f})" if any(seconds) else NO_ORACLE


def _large_table(large: rota.Large) -> str:
    members, weeks, places = rota.LARGE
    return table(
        [
            [f"{members} members, {weeks} weeks, {places} places a week", "", "target"],
            ["---", "---:", "---"],
            ["places filled", f"{large.filled:,} of {large.wanted:,} wanted", ""],
            ["a draft", f"{large.seconds:.1f} s", "≤ 30 s"],
            ["longest wait for progress", f"{large.silence:.2f} s ({large.told:,} times told)", ""],
            ["from stopping it to its end", ms(large.stop), ""],
        ]
    )


def _week_table(window: Window, rooms: Mapping[str, Room]) -> str:
    def row(name: str, tell: Callable[[Room], Walk]) -> list[list[str]]:
        grid, week = tell(rooms["grid"]), tell(rooms["week"])
        ratio = ""
        if grid.seconds and week.seconds:
            ratio = f", {median(week.seconds) / median(grid.seconds):.2f} ×"
        return [
            [f"{name}, bytes", bytes_of(grid), bytes_of(week), ""],
            [f"{name}, time", times_of(grid), times_of(week) + ratio, "≤ 1.2 ×"],
        ]

    return table(
        [
            [f"{window}", "unit grid", "week of the rota", "target"],
            ["---", "---:", "---:", "---"],
            *row("shown by its number", lambda room: room.shown),
            *row("cursor", lambda room: room.walked),
            *row("`[` and `]`", lambda room: room.turned),
        ]
    )
