"""How households, items and loans appear on the board: as cells and as rows of a list."""

from __future__ import annotations

from itertools import groupby

from store.calendar import say_short
from store.language import _
from store.sharing.inventory import Cell, ItemRow
from store.sharing.loans import LoanRow
from store.sharing.overdue import Lateness
from store.sharing.words import say_availability, say_condition
from tui.widgets.grid import GridCell, GridRow
from tui.widgets.listing import Column, ListingRow

LENT, BORROWED, OVERDUE, UNAVAILABLE = "▷", "◁", "!", "×"
GLYPHS = {"available": "", "lent": LENT, "overdue": OVERDUE, "unavailable": UNAVAILABLE}


def item_columns() -> tuple[Column, ...]:
    return (
        Column(_("item"), 16, flex=3, priority=9),
        Column(_("category"), 8, flex=1, priority=1),
        Column(_("state"), 20, flex=2, priority=2),
        Column(_("number"), 6, align="right", priority=0),
    )


def household_name(cell: Cell) -> str:
    """What a household is called; a nameless one by its kind."""
    if cell.kind == "vacant":
        return _("vacant")
    return cell.name or (_("shop") if cell.kind == "shop" else "")


def grid_rows(cells: tuple[Cell, ...], lit: set[str]) -> list[GridRow]:
    """The cells of a unit as the building stands; a place without a door is a gap."""
    leftmost = min((cell.position for cell in cells), default=1)
    return [
        GridRow(str(floor), _floor(list(on_floor), leftmost, lit))
        for floor, on_floor in groupby(cells, lambda cell: cell.floor)
    ]


def _floor(cells: list[Cell], leftmost: int, lit: set[str]) -> tuple[GridCell | None, ...]:
    """One floor by position; doors that share a position stand side by side."""
    places: list[GridCell | None] = []
    for cell in cells:
        places += [None] * (cell.position - leftmost - len(places))
        places.append(_grid_cell(cell, lit))
    return tuple(places)


def _grid_cell(cell: Cell, lit: set[str]) -> GridCell:
    key = str(cell.household_id)
    vacant = cell.kind == "vacant"
    marks = (f"{LENT}{cell.lent}" if cell.lent else "") + (
        f"{OVERDUE}{cell.overdue}" if cell.overdue else ""
    )
    count = str(cell.items) if cell.items else ""
    return GridCell(
        key,
        f"{cell.door} {household_name(cell)}",
        marks=f"{count}{marks}",
        dimmed=vacant,
        lit=key in lit,
    )


def item_line(key: str, item: ItemRow) -> ListingRow:
    fields = (item.name, item.category, _state(item), str(item.id))
    return ListingRow(
        key,
        fields,
        glyph=GLYPHS[item.availability],
        dimmed=item.availability == "unavailable",
    )


def _state(item: ItemRow) -> str:
    """Where an item is, or what is the matter with it, and its note."""
    if item.due_on is not None and item.borrower is not None:
        due = _("{state}: {household}, due {due}")
        text = due.format(
            state=say_availability(item.availability),
            household=item.borrower,
            due=say_short(item.due_on),
        )
    elif item.condition == "good":
        text = ""
    else:
        text = say_condition(item.condition)
    return "  ".join(filter(None, (text, item.note)))


def borrowed_line(key: str, loan: LoanRow, rule: Lateness) -> ListingRow:
    late = rule.of(loan)
    state = _("borrowed from {household}, due {due}").format(
        household=loan.lender, due=say_short(loan.due_on)
    )
    fields = (loan.item, loan.category, state, str(loan.item_id))
    return ListingRow(key, fields, glyph=OVERDUE if late else BORROWED)
