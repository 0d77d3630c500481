"""A closure: the days it closes, every loan with its old and new due date, and the shifts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from store import closures
from store.calendar import parse_day, say_day
from store.closures import Plan
from store.language import N_, _, ngettext
from store.sharing.closures import Move
from tui.plain import rows, shifts_affected
from tui.plain.output import Field, as_object, say, write_object, write_rows

SHOWN = ("due_on", "new_due_on", "item", "borrower", "lender", "resident")


def close(
    first_text: str,
    last_text: str,
    today: date,
    form: str,
    *,
    name: str,
    spread_days: int,
    dry_run: bool,
) -> None:
    """Close some days and move what is due on them, unless `dry_run`, and write the plan.

    Raises Refused.
    """
    first = parse_day(first_text, today)
    last = parse_day(last_text, today)
    plan = closures.preview(first, last, spread_days, today, name)
    if not dry_run:
        closures.close(plan, today)
    if form == "plain":
        _tell(plan, today, dry_run)
    elif form == "json":
        write_object(_as_object(plan, today, dry_run))
    else:
        write_rows(_fields(today), SHOWN, plan.loans.moves, form)


def _tell(found: Plan, today: date, dry_run: bool) -> None:
    plan = found.loans
    said = {"first": say_day(plan.first), "last": say_day(plan.last), "name": plan.name}
    if plan.name:
        say(_("Closed from {first} to {last}: {name}").format(**said))
    else:
        say(_("Closed from {first} to {last}").format(**said))
    if plan.moves:
        say()
        write_rows(_fields(today), SHOWN, plan.moves, "plain")
        say()
    say(
        ngettext("{count} due date moves.", "{count} due dates move.", len(plan.moves)).format(
            count=len(plan.moves)
        )
    )
    for kept in plan.kept:
        say(
            ngettext(
                "{count} due date of {compound} stays, as its due dates never move.",
                "{count} due dates of {compound} stay, as its due dates never move.",
                kept.loans,
            ).format(count=kept.loans, compound=kept.compound)
        )
    shifts_affected.tell(found.shifts)
    if dry_run:
        say(_("Nothing was changed: this was a dry run."))


def _as_object(found: Plan, today: date, dry_run: bool) -> dict[str, Any]:
    fields, plan = _fields(today), found.loans
    return {
        "first": plan.first.isoformat(),
        "last": plan.last.isoformat(),
        "name": plan.name,
        "closed": [day.isoformat() for day in plan.closed],
        "moves": [as_object(fields, move) for move in plan.moves],
        "kept": [kept._asdict() for kept in plan.kept],
        "shifts": shifts_affected.as_objects(found.shifts),
        "dry_run": dry_run,
    }


def _fields(today: date) -> Sequence[Field[Move]]:
    """The fields of a loan as it was, and its new due date."""
    new = Field[Move]("new_due_on", lambda move: move.new, N_("New due date"), least=10)
    return (*(_of_loan(field) for field in rows.loan(today)), new)


def _of_loan(field: Field[Any]) -> Field[Move]:
    shown = field.shown
    return field._replace(
        value=lambda move: field.value(move.loan),
        shown=(lambda move: shown(move.loan)) if shown else None,
    )
