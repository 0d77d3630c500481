"""Bringing a CSV file in, and what came of it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from store.errors import StoreError
from store.exchange import NAMES, folder, imports, tables
from store.exchange.files import readable, refuse_needed, rejects_beside
from store.exchange.kinds import KINDS, said
from store.exchange.report import FieldChange, Report, to_correct, write_rejects
from store.exchange.tables import Table
from store.language import _, current, in_turn, ngettext
from tui.plain import streams
from tui.plain.output import say, write_object
from tui.plain.progress import Progress

# More rejected rows than this are counted on the screen, and told in the rejects file.
MOST_TOLD = 20

# What standard input is asked for by, and what its rejected rows are named after.
STDIN, STDIN_FILE = Path("-"), Path("stdin.csv")


def bring_in(
    kind: str,
    path: Path,
    today: date,
    form: str,
    *,
    compound: str | None,
    dry_run: bool,
    all_or_nothing: bool,
    rejects: Path | None,
) -> bool:
    """Import the file at `path` (`-`: standard input) and report; tells whether all was taken.

    Rejected rows are written to `rejects`, or beside the file; a dry run writes them only where
    that is asked for. Raises StoreErrors.
    """
    from_stdin = path == STDIN
    path = readable(STDIN_FILE if from_stdin else path)
    if rejects is not None:
        rejects = folder.target(rejects)
        refuse_needed(rejects, path)
    table = _stdin() if from_stdin else tables.read_table(path)
    with Progress() as tell:
        report = imports.run(
            kind,
            table,
            today,
            compound=compound,
            dry_run=dry_run,
            all_or_nothing=all_or_nothing,
            progress=tell and (lambda rows: tell(_("{rows} rows read").format(rows=rows))),
        )
    if not report.rejected:
        rejects = None
    elif rejects is None and not dry_run:
        rejects = rejects_beside(path)
    unwritten = None
    if rejects is not None:
        try:
            write_rejects(report, table, rejects)
        except StoreError as trouble:
            rejects, unwritten = None, trouble
    if form == "json":
        write_object(_as_object(report, table.name, dry_run, rejects))
    else:
        _tell(report, table.name, dry_run, all_or_nothing)
    if unwritten is not None:
        raise unwritten
    if report.rejected:
        streams.complain(_rejected(len(report.rejected), rejects))
    return not report.rejected


def _stdin() -> Table:
    return tables.read_stream("stdin", sys.stdin.buffer)


def _as_object(report: Report, file: str, dry_run: bool, rejects: Path | None) -> dict[str, Any]:
    rejected = [{"file": file} | asdict(rejection) for rejection in report.rejected]
    told = {"file": file, "dry_run": dry_run} | asdict(report) | {"rejected": rejected}
    return told | {"rejects": rejects and str(rejects)}


def _tell(report: Report, file: str, dry_run: bool, all_or_nothing: bool) -> None:
    for warning in report.warnings:
        say(warning)
    for change in report.changes:
        say(_told_change(report.kind, change))
    for rejection in report.rejected[:MOST_TOLD]:
        where = _("line {line}").format(line=rejection.line)
        column = f" · {rejection.column}" if rejection.column else ""
        say(f"{file} · {where}{column}: {rejection.reason}")
    untold = len(report.rejected) - MOST_TOLD
    if untold > 0:
        say(
            ngettext("… and {count} more row", "… and {count} more rows", untold).format(
                count=untold
            )
        )
    if dry_run:
        say(_("This would happen; nothing was changed:"))
    elif all_or_nothing and report.rejected:
        say(_("Nothing was imported; without --all-or-nothing this would happen:"))
    say(
        _(
            "{file}, {kind}: added {added}, changed {changed}, "
            "unchanged {unchanged}, rejected {rejected}."
        ).format(
            file=file,
            kind=_(NAMES[report.kind]),
            added=report.added,
            changed=report.changed,
            unchanged=report.unchanged,
            rejected=len(report.rejected),
        )
    )


def _told_change(kind: str, change: FieldChange) -> str:
    where = _("line {line}").format(line=change.line)
    if not change.field:
        return _("{where}: new: {what}").format(where=where, what=change.what)
    return _("{where}: {what}: {field}: “{before}” becomes “{after}”").format(
        where=where,
        what=change.what,
        field=KINDS[kind].column(change.field).header(current()),
        before=said(change.field, change.before),
        after=said(change.field, change.after),
    )


def _rejected(count: int, rejects: Path | None) -> str:
    said = ngettext("{count} row was rejected.", "{count} rows were rejected.", count).format(
        count=count
    )
    if rejects is None:
        return said
    return in_turn((said, to_correct(rejects)))
