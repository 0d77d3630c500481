"""Saving what can be read of a damaged store, and what became of each table."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from store.keeping.salvage import salvaging
from store.keeping.salvage.rows import Span
from store.keeping.salvage.salvaging import Report, Saved
from store.language import _, in_turn, listed, ngettext
from tui.plain.output import say, write_object
from tui.plain.progress import Progress

# So many spans of lost ids are named; all of them are in the JSON.
_MOST_SPANS = 6


def run(damaged: str, new: str, form: str) -> bool:
    """Salvage, and say what could not be saved; tells whether all was. Raises StoreErrors."""
    source, target = (Path(os.path.expanduser(named)) for named in (damaged, new))
    with Progress() as tell:
        report = salvaging.salvage(source, target, tell)
    if form == "json":
        write_object(_as_object(report))
    else:
        _tell(report, target)
    return report.is_whole


def _tell(report: Report, new: Path) -> None:
    rows = sum(table.rows for table in report.tables)
    said = ngettext(
        "{count} row was saved into {path}.", "{count} rows were saved into {path}.", rows
    )
    say(said.format(count=rows, path=new))
    for table in report.tables:
        losses = tuple(_losses(table))
        if losses:
            say(f"{table.table}: {in_turn(losses)}")
    if report.is_whole:
        say(_("Nothing was lost, as far as can be known."))
    if report.left_out:
        say(_("What was read and left out stands in {path}.").format(path=report.left_out))
    if report.chain_begins_anew:
        say(_("The journal is not whole, so it is sealed anew from here on."))
    for broken in report.broken:
        say(broken)


def _losses(table: Saved) -> Iterator[str]:
    """What is not as it was in a table, a sentence each."""
    if table.is_missing:
        yield _("It could not be found at all.")
        return
    if table.is_cut:
        yield _("Some rows could not be read; nobody knows how many there were.")
    if table.lost:
        yield _("Could not be read: {ids}.").format(ids=_said(table.lost))
    if table.unsure:
        yield _("Could not be read, if they were there: {ids}.").format(ids=_said(table.unsure))
    if table.rebuilt:
        told = ngettext(
            "{count} row was put together from an index: please look it over.",
            "{count} rows were put together from an index: please look them over.",
            table.rebuilt,
        )
        yield told.format(count=table.rebuilt)
    if table.doubtful:
        yield _("An index says otherwise, so please look over: {ids}.").format(
            ids=_said(table.doubtful)
        )
    if table.left_out:
        told = ngettext(
            "{count} row refers to what is gone or is no good, and was left out.",
            "{count} rows refer to what is gone or are no good, and were left out.",
            table.left_out,
        )
        yield told.format(count=table.left_out)
    if table.loosened:
        told = ngettext(
            "{count} row was kept without what it referred to.",
            "{count} rows were kept without what they referred to.",
            table.loosened,
        )
        yield told.format(count=table.loosened)


def _said(spans: Sequence[Span]) -> str:
    """Spans of ids as one writes them, the first few."""
    said = [str(first) if first == last else f"{first}–{last}" for first, last in spans]
    return listed((*said[:_MOST_SPANS], "…") if len(said) > _MOST_SPANS else said)


def _as_object(report: Report) -> dict[str, Any]:
    return {
        "whole": report.is_whole,
        "tables": [table._asdict() for table in report.tables],
        "left_out": report.left_out and str(report.left_out),
        "chain_begins_anew": report.chain_begins_anew,
        "broken": list(report.broken),
    }
