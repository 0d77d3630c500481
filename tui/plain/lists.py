"""The lists of households, items and loans, and of the rota: the plain twins of the screens."""

from __future__ import annotations

from datetime import date

from store.sharing import inventory, loans, overdue
from tui.plain import asked, rows
from tui.plain.output import write_rows


def write(
    kind: str,
    today: date,
    form: str,
    *,
    compound: str | None = None,
    address: str | None = None,
    open_only: bool = False,
) -> None:
    """Write the list `kind`, narrowed as asked. Raises NotFound, Ambiguous."""
    where = asked.compound_id(compound)
    only = asked.household_id(address, where)
    if kind == "households":
        counts = inventory.all_households(where, today, only)
        write_rows(rows.HOUSEHOLD, rows.HOUSEHOLD_SHOWN, counts, form)
    elif kind == "items":
        items = inventory.all_items(where, today, only)
        write_rows(rows.ITEM, rows.ITEM_SHOWN, items, form)
    elif kind == "loans":
        all_loans = loans.all_loans(where, household_id=only, open_only=open_only)
        write_rows(rows.loan(today), rows.LOAN_SHOWN, all_loans, form)
    else:
        late = overdue.late_rows(today, where, only)
        write_rows(rows.loan(today), rows.LATE_SHOWN, late, form)


def write_rota(
    kind: str, today: date, form: str, *, team: str | None, first: str | None, last: str | None
) -> None:
    """Write the list `kind` of the rota, narrowed as asked. Raises NotFound, Refused."""
    from tui.plain import shifts
    from tui.plain import team as teams

    days = shifts.Days(first, last)
    if kind == "teams":
        teams.write_teams(today, form)
    elif kind == "members":
        teams.write_members(today, form, team_name=team)
    elif kind == "shifts":
        shifts.write_list(days, today, form, team=team)
    else:
        teams.write_hours(days, today, form, team_name=team)
