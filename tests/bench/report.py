"""The figures as Markdown tables, each beside the target it is held to."""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles

from store import calendar
from tests.bench import nightly
from tests.bench.hands import Hands
from tests.bench.importing import Import
from tests.bench.sessions import Opening, Visit, Walk
from tests.bench.terminal import Window

# What the figures stand between in the file.
MARKERS = ("<!-- figures: begin -->", "<!-- figures: end -->")


@dataclass(frozen=True)
class Figures:
    """Everything measured in one window; the desk's by number of households."""

    window: Window
    bare: list[Opening]
    bare_peak: int
    openings: dict[int, list[Opening]]
    visits: dict[int, Visit]
    bare_still: float
    hands: dict[int, Hands]


def tables(
    figures: Iterable[Figures],
    imports: Sequence[Import],
    items: int,
    nights: nightly.Figures | None,
) -> str:
    """All tables, a heading to each."""
    parts = [surroundings(), *map(_window_table, figures)]
    if imports:
        parts.append(_import_table(imports, items))
    if nights:
        parts += [_start_table(nights), _night_table(nights)]
    return "\n\n".join(parts)


def write(path: Path, text: str, markers: tuple[str, str]) -> None:
    """Put `text` between the markers in the file at `path`."""
    begin, end = markers
    old = path.read_text(encoding="utf-8")
    new, found = re.subn(f"{begin}.*{end}", lambda _: f"{begin}\n{text}\n{end}", old, flags=re.S)
    if not found:
        raise ValueError(f"{path} has no {begin} … {end}")
    path.write_text(new, encoding="utf-8")


def surroundings(against: str = "bare app", libraries: Sequence[str] = ()) -> str:
    """When and on what this was measured, with which `libraries`, and what × is against."""
    named = ", ".join(f"{name} {version(name)}" for name in ("textual", "peewee", *libraries))
    return (
        f"{calendar.today().isoformat()}, Python {platform.python_version()}, {named},"
        f" {platform.system()} {platform.machine()}. × is against the {against} of the same run."
    )


def _window_table(figures: Figures) -> str:
    paint = median(opening.paint for opening in figures.bare)
    left = median(opening.quit for opening in figures.bare)
    sizes = sorted(figures.openings)

    def opened(tell: Callable[[list[Opening]], str]) -> list[str]:
        return [tell(figures.openings[size]) for size in sizes]

    def visited(tell: Callable[[Visit], str]) -> list[str]:
        return [tell(figures.visits[size]) for size in sizes]

    def handled(tell: Callable[[Hands], str]) -> list[str]:
        return [tell(figures.hands[size]) for size in sizes]

    rows = [
        [f"{figures.window}, households", "bare app", *(f"{size:,}" for size in sizes), "target"],
        ["---", *["---:"] * (len(sizes) + 1), "---"],
        [
            "first full paint",
            ms(paint),
            *opened(lambda runs: _ratio(median(run.paint for run in runs), paint)),
            "≤ 1.1 ×",
        ],
        [
            "bytes of the start",
            f"{median(run.written for run in figures.bare):.0f}",
            *opened(lambda runs: f"{median(run.written for run in runs):.0f}"),
            "",
        ],
        [
            "cursor in the grid, bytes",
            "",
            *visited(lambda seen: bytes_of(seen.grid)),
            "≤ 700",
        ],
        ["cursor in the grid, time", "", *visited(lambda seen: times_of(seen.grid)), "≤ 8 ms"],
        ["cursor in a list, bytes", "", *visited(lambda seen: bytes_of(seen.overdue)), "≤ 300"],
        [
            "cursor in a list, time",
            "",
            *visited(lambda seen: times_of(seen.overdue)),
            "≤ 4 ms, p99 ≤ 12",
        ],
        [
            "peak memory (bare app with Peewee)",
            f"{figures.bare_peak / 1024:.1f} MB",
            *visited(
                lambda seen: f"{seen.peak / 1024:.1f} MB, {seen.peak / figures.bare_peak:.2f} ×"
            ),
            "≤ 1.2 ×, flat",
        ],
        [
            "a held key, 30/s: behind it by",
            "",
            *handled(lambda seen: f"{median(seen.lag) * 1000:.1f} ms"),
            "≤ 10 ms",
        ],
        [
            "a letter in the search stands there",
            "",
            *handled(lambda seen: f"{median(seen.search.echo) * 1000:.1f} ms"),
            "≤ 5 ms",
        ],
        [
            "its answers stand there",
            "",
            *handled(lambda seen: f"{median(seen.search.answers) * 1000:.1f} ms"),
            "≤ 30 ms",
        ],
        ["another screen, bytes", "", *handled(lambda seen: bytes_of(seen.turned)), "≤ 8 KB"],
        ["another screen, time", "", *handled(lambda seen: times_of(seen.turned)), "≤ 80 ms"],
        ["a screen's first time", "", *handled(lambda seen: times_of(seen.first)), ""],
        [
            "lend from the home screen at 200 ms and 64 kbit/s",
            "",
            *handled(lambda seen: f"{seen.lent:.2f} s"),
            "< 4 s",
        ],
        ["idle, bytes", "", *visited(lambda seen: str(seen.idle)), "0"],
        [
            "idle, of a processor",
            f"{figures.bare_still:.2%}",
            *handled(lambda seen: f"{seen.still:.2%}"),
            "≤ bare + 0.1 %",
        ],
        [
            "from `q` to the end",
            ms(left),
            *opened(lambda runs: _ratio(median(run.quit for run in runs), left)),
            "≤ 1.0 ×",
        ],
    ]
    return table(rows)


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as Markdown; the second one rules the columns."""
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _import_table(imports: Sequence[Import], items: int) -> str:
    command = median(run.command for run in imports)
    plain = median(run.plain for run in imports)
    return "\n".join(
        [
            f"| {items:,} items | `sqlite3.executemany` | `qiaomen import items` | target |",
            "|---|---:|---:|---|",
            f"| until they are safe on disk | {plain:.2f} s"
            f" | {command:.2f} s, {command / plain:.2f} × | ≤ 3 × |",
        ]
    )


def _start_table(figures: nightly.Figures) -> str:
    start = figures.start
    bare = median(start.bare)
    return table(
        [
            [f"{figures.small:,} loans", "`import peewee`", "a night", "`--dry-run`", "target"],
            ["---", "---:", "---:", "---:", "---"],
            [
                "whole command",
                f"{bare * 1000:.1f} ms",
                _ratio(median(start.night), bare),
                _ratio(median(start.rehearsal), bare),
                "≤ 1.25 ×",
            ],
        ]
    )


def _night_table(figures: nightly.Figures) -> str:
    nights = figures.nights

    def asked(tell: Callable[[nightly.Nights], nightly.Question]) -> list[str]:
        return [_answered(tell(night)) for night in nights]

    def peaks(tell: Callable[[nightly.Nights], nightly.Question]) -> list[str]:
        return [
            f"{tell(night).their_peak / 1024:.1f} MB → {tell(night).our_peak / 1024:.1f} MB"
            for night in nights
        ]

    return f"Beside us asks {nightly.asker()}; its figure → ours.\n\n" + table(
        [
            ["loans", *(f"{night.loans:,}" for night in nights), "target"],
            ["---", *["---:"] * len(nights), "---"],
            ["the counts", *asked(lambda night: night.counts), "≤ 1.4 × where it is large"],
            ["the list as CSV", *asked(lambda night: night.sheet), "≤ 2.2 × where it is large"],
            ["peak memory, counts", *peaks(lambda night: night.counts), "flat"],
            ["peak memory, list", *peaks(lambda night: night.sheet), "flat"],
            ["first night", *(f"{night.first:.2f} s" for night in nights), ""],
            ["second night", *(f"{night.second:.2f} s" for night in nights), ""],
        ]
    )


def _answered(question: nightly.Question) -> str:
    ours, theirs = median(question.ours), median(question.theirs)
    return f"{ms(theirs)} → {_ratio(ours, theirs)}"


def ms(seconds: float) -> str:
    """Seconds told in milliseconds."""
    return f"{seconds * 1000:.0f} ms"


def _ratio(seconds: float, bare: float) -> str:
    return f"{ms(seconds)}, {seconds / bare:.2f} ×"


def bytes_of(walk: Walk) -> str:
    """Median and greatest number of bytes of a walk's keys."""
    return f"{median(walk.sizes):.0f} (most {max(walk.sizes)})" if walk.sizes else "no answer"


def times_of(walk: Walk) -> str:
    """Median and 99th percentile of the seconds of a walk's keys, in milliseconds."""
    if len(walk.seconds) < 2:
        return "no answer"
    most = quantiles(walk.seconds, n=100, method="inclusive")[98]
    return f"{median(walk.seconds) * 1000:.1f} ms (p99 {most * 1000:.1f})"
