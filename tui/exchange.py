"""Importing CSV files from the desk: which files, how far it is, what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from store import database
from store.errors import FieldError, Invalid, StoreError, system_reason
from store.exchange import NAMES, folder
from store.exchange.files import readable
from store.language import _, in_turn, listed
from store.text import shown
from tui import actions
from tui.listroom import MOVES, ListRoom
from tui.widgets.form import Field, Form, Suggestion
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource

if TYPE_CHECKING:
    from store.exchange.report import Report
    from tui.main import QiaomenApp


@dataclass(frozen=True)
class Job:
    """One file to import, and what it holds."""

    kind: str
    path: Path


def ask_for_files(desk: QiaomenApp) -> None:
    """Ask for a file, or a folder of files named for what they hold, and import."""

    def check(values: dict[str, str]) -> list[Job]:
        return jobs(values["path"], values["kind"])

    def chosen(found: list[Job] | None) -> None:
        if found:
            name = desk.compound.name if desk.compound is not None else None
            desk.push_screen(ImportRoom(Import(found, desk.today, name)))

    fields = (
        Field(
            "path",
            _("File or folder"),
            limit=1000,
            hint=lambda typed: "" if typed else folder.told(),
        ),
        Field(
            "kind",
            _("What it holds"),
            kind="choice",
            choices=(
                Suggestion("", _("as the file's name says")),
                *(Suggestion(kind, _(name)) for kind, name in NAMES.items()),
            ),
        ),
    )
    desk.push_screen(Form(_("Import CSV files"), fields, check), chosen)


def jobs(typed: str, kind: str) -> list[Job]:
    """What to import from the path that was typed.

    Raises Invalid where nothing is found, StoreError where it may not be read.
    """
    try:
        return _found(readable(Path(typed).expanduser()), kind)
    except OSError as trouble:
        sentence = _("{path} cannot be read: {reason}.").format(
            path=shown(typed, 80), reason=system_reason(trouble)
        )
        raise _wrong("path", sentence) from trouble
    except RuntimeError as nobody:  # the home of somebody unknown
        raise _wrong("path", _("There is no such file.")) from nobody


def _found(path: Path, kind: str) -> list[Job]:
    if path.is_dir():
        possible = [Job(name, path / f"{name}.csv") for name in NAMES]
        found = [job for job in possible if job.path.is_file() and kind in ("", job.kind)]
        if not found:
            names = listed(f"{name}.csv" for name in NAMES)
            raise _wrong("path", _("The folder holds none of {names}.").format(names=names))
        return found
    if not path.is_file():
        raise _wrong("path", _("There is no such file."))
    kind = kind or next((name for name in NAMES if path.stem.lower().startswith(name)), "")
    if not kind:
        raise _wrong("kind", _("Please say what the file holds."))
    return [Job(kind, path)]


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(_("Import"), (FieldError(field, sentence),))


class Import:
    """The import of some files, in a thread of its own, whatever becomes of the room that watches.

    `reports` holds each file with the name of the file of its rejected rows, if there is one.
    """

    def __init__(self, jobs: list[Job], today: date, compound: str | None) -> None:
        self.reports: list[tuple[Report, Path | None]] = []
        self.troubles: list[str] = []
        self.tell: Callable[[Message], object] = lambda message: None
        self._jobs = jobs
        self._cancelled = False
        worker = ThreadPoolExecutor(1)
        self._work = worker.submit(copy_context().run, self._import_all, today, compound)
        self._work.add_done_callback(lambda work: self.tell(ImportRoom.Ended()))
        worker.shutdown(wait=False)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be read or written."""
        return self._work.done()

    @property
    def trouble(self) -> str:
        """What went wrong, in sentences; empty where nothing did."""
        broken = self._work.exception()
        if broken is None:
            return in_turn(self.troubles) if self.troubles else ""
        reason = " ".join(str(broken).split()) or type(broken).__name__
        return _("The import broke off: {reason}.").format(reason=shown(reason, 200))

    def cancel(self) -> None:
        """Keep nothing of the file that is being read, and read no more."""
        self._cancelled = True

    async def ended(self) -> None:
        """Return when nothing more will be written."""
        await asyncio.wait([asyncio.wrap_future(self._work)])

    def _import_all(self, today: date, compound: str | None) -> None:
        try:
            for job in self._jobs:
                self._import(job, today, compound)
        except StoreError as refused:
            self.troubles.append(refused.sentence)
        finally:
            database.close_store()

    def _import(self, job: Job, today: date, compound: str | None) -> None:
        """Import one file. Raises StoreError where the next ones need not be tried."""
        from store.exchange import files, imports, report, tables

        try:
            watch = partial(self._watch, job)
            watch(0)
            table = tables.read_table(job.path)
            came_of_it = imports.run(job.kind, table, today, compound=compound, progress=watch)
        except StoreError as refused:
            file = job.path.name
            raise StoreError(
                refused.title, _("{file}: {reason}").format(file=file, reason=refused.sentence)
            ) from refused
        rejects = files.rejects_beside(job.path) if came_of_it.rejected else None
        try:
            if rejects is not None:
                report.write_rejects(came_of_it, table, rejects)
        except StoreError as refused:
            rejects = None
            self.troubles.append(refused.sentence)
        self.reports.append((came_of_it, rejects))

    def _watch(self, job: Job, rows: int) -> None:
        if self._cancelled:
            raise StoreError(_("Cancelled"), _("Cancelled; nothing of this file was kept."))
        self.tell(ImportRoom.Progress(job, rows))


class ImportRoom(ListRoom):
    """An import on its way, and then its report: what was added, and every row that was refused.

    Leaving the app cancels it. Where another room is put in front, a new one takes the import over,
    so that nobody misses what came of it.
    """

    OFFERED = actions.of("back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    class Progress(Message):
        """So many rows of a file are read."""

        def __init__(self, job: Job, rows: int) -> None:
            super().__init__()
            self.job = job
            self.rows = rows

    class Ended(Message):
        """The import is over."""

    def __init__(self, work: Import) -> None:
        columns = (Column("", 16, flex=1), Column("", 40, flex=4, priority=1))
        super().__init__(Listing(columns, header=False))
        self.work = work
        self._is_shown = False
        self._is_left = False

    def fill(self) -> None:
        """Nothing to ask: the report stays as it is."""

    def on_mount(self) -> None:
        self.show_title(_("Import"))
        self.work.tell = self.post_message
        if self.work.is_over:
            self.post_message(self.Ended())

    async def on_unmount(self) -> None:
        """Say goodbye only when nothing can be committed any more; otherwise hand the work on."""
        if not self.app.is_running:
            self.work.cancel()
            await self.work.ended()
        elif not self._is_left:
            self.app.call_later(self.app.push_screen, ImportRoom(self.work))

    def on_import_room_progress(self, event: Progress) -> None:
        kind = _(NAMES[event.job.kind])
        self.say(_("{kind}: {rows} rows read; Esc cancels.").format(kind=kind, rows=event.rows))

    def on_import_room_ended(self) -> None:
        if self._is_shown:
            return
        self._is_shown = True
        self.list.set_source(SequenceSource(_report_lines(self.work.reports)))
        trouble = self.work.trouble
        if trouble:
            self.complain(trouble)
        else:
            self.say(_("Done. Esc goes to the desk; u there takes the last file back."))
        self.desk.find_compound()
        self.show_keys()

    def why_not(self, action_id: str) -> str | None:
        if action_id != "back" and not self._is_shown:
            return _("The import is under way; Esc cancels it.")
        return None

    def do_back(self) -> None:
        if self._is_shown:
            self._is_left = True
            self.desk.leave_for_desk()
        else:
            self.work.cancel()


def _report_lines(reports: list[tuple[Report, Path | None]]) -> list[ListingRow]:
    """A line per file, then one per warning, per refused row and for the file that holds those."""
    from store.exchange.report import to_correct

    lines: list[ListingRow] = []
    for number, (report, rejects) in enumerate(reports):
        kind = _(NAMES[report.kind])
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
        if rejects is not None:
            lines.append(ListingRow(f"{number}f", ("", to_correct(Path(rejects.name))), glyph="!"))
    return lines
