"""What an import did or would do, and the rows that it could not take."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from store.exchange import kinds
from store.exchange.files import new_file
from store.exchange.guard import harmless, plain
from store.exchange.tables import Table
from store.language import _
from store.text import fold, shown


@dataclass(frozen=True)
class Rejection:
    """A row that could not be taken: where it is, why, and its cells as they stand in the file.

    `column` is the header of the first bad cell, or empty where the whole row is bad.
    """

    line: int
    column: str
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class FieldChange:
    """One field of one row before and after; an added row has no field and nothing before."""

    line: int
    what: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Report:
    """How many rows were added, changed and already so; `changes` is filled by a dry run only."""

    kind: str
    added: int
    changed: int
    unchanged: int
    rejected: tuple[Rejection, ...]
    warnings: tuple[str, ...]
    changes: tuple[FieldChange, ...]


def write_rejects(report: Report, table: Table, path: Path) -> None:
    """Write the rejected rows with their reasons, to be corrected and imported again.

    Raises StoreError where `path` cannot be written.
    """
    old = [place for place, title in enumerate(table.header) if _is_reason(title)]
    chinese = not all(title.isascii() for title in table.header)
    reason = kinds.REASON.header("zh_CN" if chinese else "en")
    header = [title for place, title in enumerate(table.header) if place not in old]
    with new_file(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*map(_safe, header), reason])
        for rejection in report.rejected:
            cells = [cell for place, cell in enumerate(rejection.cells) if place not in old]
            cells += [""] * (len(header) - len(cells))
            cells[len(header) : len(header)] = [rejection.reason]
            writer.writerow(map(_safe, cells))


def to_correct(rejects: Path) -> str:
    """What is to be done with the file that holds the rejected rows."""
    return _("Please correct {file} and import that.").format(file=shown(str(rejects), 200))


def _safe(cell: str) -> str:
    return harmless(plain(cell))


def _is_reason(title: str) -> bool:
    return fold(title) in (kinds.REASON.key, kinds.REASON.chinese)
