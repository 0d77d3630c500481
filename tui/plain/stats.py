"""The neighbourhood in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.calendar import say_day
from store.language import N_, _
from store.sharing import participation
from store.sharing.participation import Stats
from tui.cells import fit, width
from tui.plain import asked
from tui.plain.output import Field, as_object, say, write_object, write_rows

FIELDS: Sequence[Field[Stats]] = (
    Field("as_of", lambda row: row.as_of),
    Field("households", lambda row: row.households, N_("Households")),
    Field("vacant", lambda row: row.vacant, N_("Vacant")),
    Field("participating", lambda row: row.participating, N_("Taking part")),
    Field("items", lambda row: row.items, N_("Items on the board")),
    Field("loans", lambda row: row.loans, N_("Loans in all")),
    Field("open", lambda row: row.open, N_("Lent now")),
    Field("overdue", lambda row: row.overdue, N_("Overdue")),
)


def write(today: date, form: str, *, compound: str | None) -> None:
    """Write who takes part and what is lent, as of `today`. Raises NotFound, Ambiguous."""
    stats = participation.stats(today, asked.compound_id(compound))
    if form == "json":
        write_object(as_object(FIELDS, stats))
    elif form == "csv":
        write_rows(FIELDS, (), [stats], form)
    else:
        say(say_day(today))
        _write_figures(stats)


def _write_figures(stats: Stats) -> None:
    figures = [(_(field.title), str(field.value(stats))) for field in FIELDS if field.title]
    titles = max(width(title) for title, _figure in figures)
    digits = max(width(figure) for _title, figure in figures)
    for title, figure in figures:
        say(f"{fit(title, titles)}  {fit(figure, digits, 'right')}")


def write_line(today: date, path: str) -> None:
    """Say on one line what the store at `path` holds."""
    stats = participation.stats(today)
    say(
        _(
            "{path}: households {households}, taking part {participating}, "
            "items {items}, loans {loans}."
        ).format(
            path=path,
            households=stats.households,
            participating=stats.participating,
            items=stats.items,
            loans=stats.loans,
        )
    )
