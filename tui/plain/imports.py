"""Bringing a CSV file in, and what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from store.exchange import imports, kinds, tables
from store.exchange.report import FieldChange, Report, write_rejects
from store.language import _, ngettext
from store.text import shown
from tui.plain import streams
from tui.plain.output import say, write_object

# More rejected rows than this are counted on the screen, and told in the rejects file.
MOST_TOLD = 20


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
    """Import the file at `path` and report; answers whether every row was taken.

    Rejected rows are written to `rejects`, or beside the file; a dry run writes them only where
    that is asked for. Raises StoreErrors.
    """
    table = tables.read_table(path)
    with _Progress() as progress:
        report = imports.run(
            kind,
            table,
            today,
            compound=compound,
            dry_run=dry_run,
            all_or_nothing=all_or_nothing,
            progress=progress,
        )
    if not report.rejected:
        rejects = None
    elif rejects is None and not dry_run:
        rejects = path.with_suffix(".rejects.csv")
    if form == "json":
        answer = {"file": table.name, "dry_run": dry_run} | asdict(report)
        write_object(answer | {"rejects": rejects and str(rejects)})
    else:
        _tell(report, table.name, dry_run, all_or_nothing)
    if rejects is not None:
        write_rejects(report, table, rejects)
    if report.rejected:
        streams.complain(_rejected(len(report.rejected), rejects))
    return not report.rejected


class _Progress:
    """Counts rows on the terminal while somebody waits there, and wipes the count away after."""

    def __init__(self) -> None:
        self._counted = False

    def __enter__(self) -> Callable[[int], None] | None:
        return self._count if streams.errors_lead_to_terminal() else None

    def __exit__(self, *trouble: object) -> None:
        if self._counted:
            sys.stderr.write("\r\x1b[K")

    def _count(self, rows: int) -> None:
        self._counted = True
        sys.stderr.write("\r" + _("{rows} rows read").format(rows=rows))
        sys.stderr.flush()


def _tell(report: Report, file: str, dry_run: bool, all_or_nothing: bool) -> None:
    for warning in report.warnings:
        say(warning)
    for change in report.changes:
        say(_told_change(change))
    for rejection in report.rejected[:MOST_TOLD]:
        where = _("line {line}").format(line=rejection.line)
        column = f" · {rejection.column}" if rejection.column else ""
        say(f"{rejection.file} · {where}{column}: {rejection.reason}")
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
            kind=_(kinds.KINDS[report.kind].name),
            added=report.added,
            changed=report.changed,
            unchanged=report.unchanged,
            rejected=len(report.rejected),
        )
    )


def _told_change(change: FieldChange) -> str:
    where = _("line {line}").format(line=change.line)
    if not change.field:
        return _("{where}: new: {what}").format(where=where, what=change.what)
    return _("{where}: {what}: {field}: “{before}” becomes “{after}”").format(
        where=where,
        what=change.what,
        field=change.field,
        before=change.before,
        after=change.after,
    )


def _rejected(count: int, rejects: Path | None) -> str:
    said = ngettext("{count} row was rejected.", "{count} rows were rejected.", count)
    if rejects is None:
        return said.format(count=count)
    advice = _("Please correct {file} and import that.").format(file=shown(str(rejects), 200))
    return f"{said.format(count=count)} {advice}"
