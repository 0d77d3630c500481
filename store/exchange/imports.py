"""Importing a table: good rows are taken in one deed, bad ones are named with their reason."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice

from store import history, index
from store.database import db
from store.exchange import OF_COMMUNITY
from store.exchange.absence_rows import AbsenceRows
from store.exchange.assignment_rows import AssignmentRows
from store.exchange.availability_rows import AvailabilityRows
from store.exchange.ballot_rows import BallotRows
from store.exchange.doors import default_compound
from store.exchange.household_rows import HouseholdRows
from store.exchange.intake import Intake
from store.exchange.item_rows import ItemRows
from store.exchange.kinds import COMPOUND, KINDS, Places, recognise
from store.exchange.loan_rows import LoanRows
from store.exchange.member_rows import MemberRows
from store.exchange.milestone_rows import MilestoneRows
from store.exchange.project_rows import ProjectRows
from store.exchange.proposal_rows import ProposalRows
from store.exchange.report import Report
from store.exchange.resident_rows import ResidentRows
from store.exchange.review_rows import ReviewRows
from store.exchange.series_rows import SeriesRows
from store.exchange.tables import Table
from store.language import _, listed
from store.text import shown

# Rows that are looked up and written together; with 4000 it takes a sixth longer.
_BATCH = 1000

_INTAKES: dict[str, type[Intake]] = {
    "households": HouseholdRows,
    "residents": ResidentRows,
    "items": ItemRows,
    "loans": LoanRows,
    "members": MemberRows,
    "availability": AvailabilityRows,
    "absences": AbsenceRows,
    "series": SeriesRows,
    "assignments": AssignmentRows,
    "projects": ProjectRows,
    "milestones": MilestoneRows,
    "reviews": ReviewRows,
    "proposals": ProposalRows,
    "ballots": BallotRows,
}


class _TakenBack(Exception):
    """Ends a deed that is to leave nothing behind."""


def run(
    kind: str,
    table: Table,
    today: date,
    *,
    compound: str | None = None,
    dry_run: bool = False,
    all_or_nothing: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Import a table of `kind`, one of KINDS; the rows that cannot be taken stand in the report.

    `compound` is the name of the compound of rows that name none. A dry run does the same and takes
    it back, and so does `all_or_nothing` where a row is rejected; the report then says what would
    be. `progress` is told the number of rows read so far, and whatever it raises cancels the import
    with nothing changed. Raises StoreError where the table as a whole cannot be taken.
    """
    asked = KINDS[kind]
    places = recognise(asked, table.header)
    try:
        with history.deed("import", count=0, kind=asked.name, file=table.name) as deed:
            yard = default_compound(
                compound,
                may_be_new=kind == "households",
                named_in_rows=COMPOUND.key in places.at or kind in OF_COMMUNITY,
            )
            intake = _INTAKES[kind](asked, table, places, yard, today, dry_run)
            with _uninterrupted(), index.items_together(db.obj):
                _take_all(intake, table, progress)
            report = _report(kind, intake, places)
            written = report.added + report.changed
            if dry_run or not written or (all_or_nothing and report.rejected):
                raise _TakenBack
            history.reword(deed, count=written, kind=asked.name, file=table.name)
    except _TakenBack:
        pass
    return report


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep the garbage collector off: rows leave no cycles, and its rounds cost an eighth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _take_all(intake: Intake, table: Table, progress: Callable[[int], None] | None) -> None:
    rows = iter(table.rows)
    done = 0
    while batch := list(islice(rows, _BATCH)):
        intake.take(batch)
        done += len(batch)
        if progress is not None:
            progress(done)
    intake.finish()


def _report(kind: str, intake: Intake, places: Places) -> Report:
    rejected = tuple(sorted(intake.rejected, key=lambda rejection: rejection.line))
    warnings: tuple[str, ...] = ()
    if places.unused:
        columns = listed(shown(title) for title in places.unused)
        warnings = (_("These columns are not used: {columns}.").format(columns=columns),)
    return Report(
        kind,
        intake.added,
        intake.changed,
        intake.unchanged,
        rejected,
        warnings,
        tuple(sorted(intake.changes, key=lambda change: change.line)),
    )
