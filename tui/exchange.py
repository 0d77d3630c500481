"""Importing CSV files from the desk: which files, how far it is, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from store import database
from store.errors import FieldError, Invalid, StoreError
from store.language import N_, _, listed
from tui import actions
from tui.listroom import MOVES, ListRoom
from tui.widgets.form import Field, Form, Suggestion
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource

if TYPE_CHECKING:
    from store.exchange.imports import Report
    from tui.main import QiaomenApp

# In the order in which each needs the one before.
KINDS = {
    "households": N_("households"),
    "residents": N_("residents"),
    "items": N_("items"),
    "loans": N_("loans"),
}


@dataclass(frozen=True)
class Job:
    """One file to import, and what it holds."""

    kind: str
    path: Path


def ask_for_files(desk: QiaomenApp) -> None:
    """Ask for a file, or a folder of files named for what they hold, and import."""

    def check(values: dict[str, str]) -> list[Job]:
        return _jobs(Path(values["path"]).expanduser(), values["kind"])

    def chosen(jobs: list[Job] | None) -> None:
        if jobs:
            desk.push_screen(ImportRoom(jobs))

    fields = (
        Field("path", _("File or folder"), limit=1000),
        Field(
            "kind",
            _("What it holds"),
            kind="choice",
            choices=(
                Suggestion("", _("as the file's name says")),
                *(Suggestion(kind, _(name)) for kind, name in KINDS.items()),
            ),
        ),
    )
    desk.push_screen(Form(_("Import CSV files"), fields, check), chosen)


def _jobs(path: Path, kind: str) -> list[Job]:
    """What to import from `path`; raises Invalid where nothing is found."""
    if path.is_dir():
        jobs = [Job(name, path / f"{name}.csv") for name in KINDS]
        found = [job for job in jobs if job.path.is_file() and kind in ("", job.kind)]
        if not found:
            names = listed(f"{name}.csv" for name in KINDS)
            raise _wrong("path", _("The folder holds none of {names}.").format(names=names))
        return found
    if not path.is_file():
        raise _wrong("path", _("There is no such file."))
    kind = kind or next((name for name in KINDS if path.stem.lower().startswith(name)), "")
    if not kind:
        raise _wrong("kind", _("Please say what the file holds."))
    return [Job(kind, path)]


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(_("Import"), (FieldError(field, sentence),))


class ImportRoom(ListRoom):
    """An import on its way, and then its report: what was added, and every row that was refused."""

    OFFERED = actions.of("back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    class Progress(Message):
        """So many rows of a file are read."""

        def __init__(self, job: Job, rows: int) -> None:
            super().__init__()
            self.job = job
            self.rows = rows

    class Ended(Message):
        """The import has ended; `trouble` says why if it was cut short."""

        def __init__(self, reports: list[Report], trouble: str | None) -> None:
            super().__init__()
            self.reports = reports
            self.trouble = trouble

    def __init__(self, jobs: list[Job]) -> None:
        columns = (Column("", 16, flex=1), Column("", 40, flex=4, priority=1))
        super().__init__(Listing(columns, header=False))
        self._jobs = jobs
        self._under_way = True
        self._cancel_asked = False

    def fill(self) -> None:
        """Nothing to ask: the report stays as it is."""

    def on_mount(self) -> None:
        self.show_title(_("Import"))
        today, compound = self.desk.today, self.desk.compound
        name = compound.name if compound is not None else None
        self.run_worker(partial(self._work, today, name), thread=True)

    def _work(self, today: date, compound: str | None) -> None:
        """In a thread of its own: import every file, saying how far it is."""
        from store.exchange import imports, tables

        reports: list[Report] = []
        trouble = None
        for job in self._jobs:
            try:
                table = tables.read_table(job.path)
                report = imports.run(
                    job.kind,
                    table,
                    today,
                    compound=compound,
                    progress=partial(self._watch, job),
                )
                if report.rejected:
                    imports.write_rejects(report, table, job.path.with_suffix(".rejects.csv"))
                reports.append(report)
            except StoreError as refused:
                trouble = _("{file}: {reason}").format(file=job.path.name, reason=refused.sentence)
                break
        database.close_store()
        self.post_message(self.Ended(reports, trouble))

    def _watch(self, job: Job, rows: int) -> None:
        if self._cancel_asked:
            raise StoreError(_("Cancelled"), _("Cancelled; nothing of this file was kept."))
        self.post_message(self.Progress(job, rows))

    def on_import_room_progress(self, event: Progress) -> None:
        kind = _(KINDS[event.job.kind])
        self.say(_("{kind}: {rows} rows read; Esc cancels.").format(kind=kind, rows=event.rows))

    def on_import_room_ended(self, event: Ended) -> None:
        self._under_way = False
        self.list.set_source(SequenceSource(_report_lines(event.reports)))
        if event.trouble:
            self.complain(event.trouble)
        else:
            self.say(_("Done. Esc goes to the desk; u there takes the last file back."))
        self.desk.find_compound()
        self.show_keys()

    def why_not(self, action_id: str) -> str | None:
        if action_id != "back" and self._under_way:
            return _("The import is under way; Esc cancels it.")
        return None

    def do_back(self) -> None:
        if self._under_way:
            self._cancel_asked = True
        else:
            self.desk.leave_for_desk()


def _report_lines(reports: list[Report]) -> list[ListingRow]:
    """A line per file, then one per warning and per refused row."""
    lines: list[ListingRow] = []
    for number, report in enumerate(reports):
        kind = _(KINDS[report.kind])
        counts = _("{added} added, {changed} changed, {unchanged} as they were").format(
            added=report.added, changed=report.changed, unchanged=report.unchanged
        )
        lines.append(ListingRow(f"{number}", (kind, counts)))
        for place, warning in enumerate(report.warnings):
            lines.append(ListingRow(f"{number}w{place}", ("", warning), glyph="?"))
        for place, rejected in enumerate(report.rejected):
            where = _("line {line}").format(line=rejected.line)
            text = "  ".join(filter(None, (rejected.column, rejected.reason)))
            lines.append(ListingRow(f"{number}r{place}", (where, text), glyph="!"))
    return lines
