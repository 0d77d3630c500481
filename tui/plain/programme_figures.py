"""The programme in numbers, a column a year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from store.calendar import say_day
from store.language import N_, _
from store.programme import figures, terms
from store.programme.figures import Figures
from tui.plain.output import Field, as_object, say, write_object, write_rows, write_table
from tui.plain.programme_fields import in_fen


def _of_status(status: str, name: str) -> Field[Figures]:
    return Field(status, lambda row: row.statuses[status], name)


FIELDS: Sequence[Field[Figures]] = (
    Field("year", lambda row: row.year),
    Field("projects", lambda row: row.projects, N_("Projects")),
    Field("rural", lambda row: row.rural, N_("of them rural")),
    *(_of_status(status, name) for status, name in terms.STATUS_NAMES.items()),
    in_fen("granted", N_("Granted")),
    in_fen("committed", N_("Committed")),
    in_fen("paid", N_("Paid")),
    in_fen("left", N_("To be paid")),
    Field("milestones", lambda row: row.milestones, N_("Milestones")),
    Field("reached", lambda row: row.reached, N_("Reached")),
    Field("late", lambda row: row.late, N_("Late")),
    Field("proposals", lambda row: row.proposals, N_("Proposals")),
    Field("voting", lambda row: row.voting, N_("voting")),
    Field("voted", lambda row: row.voted, N_("voted on")),
    Field("adopted", lambda row: row.adopted, N_("adopted")),
    Field("became_projects", lambda row: row.became_projects, N_("became projects")),
)


class _Line(NamedTuple):
    """One figure of every year."""

    title: str
    told: tuple[str, ...]


def write(today: date, form: str) -> None:
    """Write the programme in numbers, its milestones as of `today`."""
    rows = figures.by_year(today)
    if form == "json":
        in_all = as_object(FIELDS[1:], figures.together(rows))
        years = [as_object(FIELDS, row) for row in rows]
        write_object({"as_of": today.isoformat(), **in_all, "years": years})
    elif form == "csv":
        write_rows(FIELDS, (), rows, form)
    else:
        say(say_day(today))
        _write_table(rows)


def _write_table(rows: tuple[Figures, ...]) -> None:
    columns = (*rows, figures.together(rows)) if len(rows) != 1 else rows
    lines = [
        _Line(_(field.title), tuple(_told(field, row) for row in columns))
        for field in FIELDS
        if field.title and any(field.value(row) for row in columns)
    ]
    years = [_("in all") if row.year is None else str(row.year) for row in columns]
    fields: list[Field[_Line]] = [Field("figure", lambda line: line.title, N_("Year"))]
    for place, year in enumerate(years):
        fields.append(Field(year, _teller(place), year, align="right"))
    write_table(fields, lines)


def _teller(place: int) -> Callable[[_Line], str]:
    return lambda line: line.told[place]


def _told(field: Field[Figures], row: Figures) -> str:
    return field.shown(row) if field.shown else str(field.value(row))
