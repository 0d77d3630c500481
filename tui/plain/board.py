"""The board at the gate in a few lines: what stands in the app's place without a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from store.calendar import say_day
from store.language import N_, _, ngettext
from store.neighbours import compounds, consent
from store.sharing import inventory, overdue
from tui.plain import rows
from tui.plain.output import Field, say, write_table


@dataclass(frozen=True)
class UnitCount:
    unit: str
    households: int = 0
    items: int = 0
    lent: int = 0
    overdue: int = 0


FIELDS: Sequence[Field[UnitCount]] = (
    Field("unit", lambda row: row.unit, N_("Unit")),
    Field("households", lambda row: row.households, N_("Households"), align="right"),
    Field("items", lambda row: row.items, N_("Items"), align="right"),
    Field("lent", lambda row: row.lent, N_("Lent"), align="right"),
    Field("overdue", lambda row: row.overdue, N_("Overdue"), align="right"),
)


def write(today: date, compound: str | None) -> None:
    """Write a compound's units and what is overdue; on an empty store, how to begin.

    Raises NotFound where there is no compound of that name.
    """
    if compound is None and compounds.is_empty():
        say(_("The store holds no compound yet."))
        say_how_to_begin()
        return
    known = compounds.compounds(limit=21)
    if compound is None and len(known) > 1:
        _name_one([row.name for row in known])
        return
    shown = compounds.find(compound)
    say(f"{shown.name} · {say_day(today)}")
    say()
    write_table(FIELDS, _units(shown.id, today))
    _write_late(today, shown.id)


def say_how_to_begin() -> None:
    """Say how a first compound comes into the store."""
    say(_("Make one with `qiaomen new-compound`, bring files in with `qiaomen import`,"))
    say(_("or look at the sample with `qiaomen demo`."))


def _name_one(names: Sequence[str]) -> None:
    say(_("The store holds several compounds. Please name one with --compound:"))
    for name in names[:20]:
        say(f"  {name}")
    if len(names) > 20:
        say("  …")


def _units(compound_id: int, today: date) -> Iterator[UnitCount]:
    """The households of each unit added up, unit by unit as they stand."""
    at: UnitCount | None = None
    for household in inventory.all_households(compound_id, today):
        if at is None or at.unit != household.unit:
            if at is not None:
                yield at
            at = UnitCount(household.unit)
        at = replace(
            at,
            households=at.households + 1,
            items=at.items + household.items,
            lent=at.lent + household.lent,
            overdue=at.overdue + household.overdue,
        )
    if at is not None:
        yield at


def _write_late(today: date, compound_id: int) -> None:
    open_loans, late = overdue.open_of_compound(compound_id, today)
    say()
    if not late:
        say(_("Nothing is overdue. Lent now: {open}.").format(open=open_loans))
        return
    say(_("Overdue: {late}. Lent now: {open}.").format(late=late, open=open_loans))
    say()
    fields = {field.key: field for field in rows.loan(today)}
    off_board = consent.off_board()
    late_rows = list(overdue.late_rows(today, compound_id))
    shown = [row for row in late_rows if not off_board & {row.lender_id, row.borrower_id}]
    write_table([fields[key] for key in rows.LATE_SHOWN], shown)
    if hidden := len(late_rows) - len(shown):
        say(
            ngettext(
                "{count} more, of a household that does not want to stand here.",
                "{count} more, of households that do not want to stand here.",
                hidden,
            ).format(count=hidden)
        )
