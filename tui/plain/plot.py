"""A plot on standard output, or its figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from shutil import get_terminal_size

from store.language import N_, _
from tui import plots
from tui.plain import asked
from tui.plain.output import Field, say, write_rows
from tui.plain.streams import terminal_width
from tui.plots import PLOTS, Measured

CELLS, LINES = 80, 20  # where the output is no terminal
EVERY = 1_000_000  # rows, for programs

FIELDS: Sequence[Field[Measured]] = (
    Field("of", lambda row: row.of, N_("What")),
    Field("value", lambda row: row.value, N_("Value"), align="right"),
)


def write(name: str, today: date, form: str, *, compound: str | None) -> None:
    """Draw the plot called `name` as of `today`. Raises NotFound, Ambiguous."""
    plot = PLOTS[name]
    compound_id = asked.compound_id(compound)
    if form in ("json", "csv"):
        write_rows(FIELDS, (), plots.rows_of(plot, today, compound_id, EVERY), form)
        return
    cells = terminal_width()
    lines = LINES if cells is None else get_terminal_size().lines - 2
    rows = plots.rows_of(plot, today, compound_id, lines)
    say(_(plot.title))
    for line in plots.lines(plot, rows, cells or CELLS, lines):
        say(line)
