"""The fields of a household, an item and a loan, as every list and every JSON answer has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from store.language import N_
from store.sharing.overdue import lateness
from store.sharing.words import say_availability, say_condition, say_kind
from tui.plain.output import Field

if TYPE_CHECKING:
    from store.sharing.inventory import HouseholdCount, ItemRow
    from store.sharing.loans import LoanRow

HOUSEHOLD: Sequence[Field[HouseholdCount]] = (
    Field("address", lambda row: row.address, N_("Address"), least=8),
    Field("unit", lambda row: row.unit),
    Field("floor", lambda row: row.floor),
    Field("door", lambda row: row.door),
    Field("name", lambda row: row.name, N_("Name"), least=10),
    Field("kind", lambda row: row.kind, N_("Kind"), lambda row: say_kind(row.kind)),
    Field("items", lambda row: row.items, N_("Items"), align="right", least=4),
    Field("lent", lambda row: row.lent, N_("Lent"), align="right", least=4),
    Field("overdue", lambda row: row.overdue, N_("Overdue"), align="right", least=4),
    Field("compound", lambda row: row.compound),
    Field("on_board", lambda row: row.on_board),
    Field("by_phone", lambda row: row.by_phone),
)
HOUSEHOLD_SHOWN = ("address", "name", "kind", "items", "lent", "overdue")

ITEM: Sequence[Field[ItemRow]] = (
    Field("id", lambda row: row.id, N_("No."), align="right"),
    Field("name", lambda row: row.name, N_("Item"), least=12),
    Field("category", lambda row: row.category, N_("Category")),
    Field(
        "household",
        lambda row: row.household,
        N_("Household"),
        lambda row: named_door(row.household, row.household_name),
        least=8,
    ),
    Field("household_name", lambda row: row.household_name),
    Field(
        "condition",
        lambda row: row.condition,
        N_("Condition"),
        lambda row: say_condition(row.condition),
    ),
    Field(
        "availability",
        lambda row: row.availability,
        N_("State"),
        lambda row: say_availability(row.availability),
    ),
    Field("note", lambda row: row.note, N_("Note")),
    Field("due_on", lambda row: row.due_on, N_("Due"), least=10),
    Field("borrower", lambda row: row.borrower, N_("Borrower"), least=8),
)
ITEM_SHOWN = (
    "id",
    "name",
    "household",
    "category",
    "condition",
    "availability",
    "due_on",
    "borrower",
    "note",
)

LOAN_SHOWN = (
    "id",
    "item",
    "lender",
    "borrower",
    "resident",
    "lent_on",
    "due_on",
    "returned_on",
    "renewals",
    "days_overdue",
    "note",
)
LATE_SHOWN = ("days_overdue", "item", "lender", "borrower", "due_on", "resident", "renewals")
SOON_SHOWN = ("due_on", "item", "lender", "borrower", "resident", "renewals")


def loan(today: date) -> Sequence[Field[LoanRow]]:
    """The fields of a loan as it stands `today`."""
    late = lateness(today)
    return (
        Field("id", lambda row: row.id, N_("No."), align="right"),
        Field("item", lambda row: row.item, N_("Item"), least=12),
        Field("item_id", lambda row: row.item_id),
        Field(
            "lender",
            lambda row: row.lender,
            N_("Lender"),
            lambda row: named_door(row.lender, row.lender_name),
            least=8,
        ),
        Field(
            "borrower",
            lambda row: row.borrower,
            N_("Borrower"),
            lambda row: named_door(row.borrower, row.borrower_name),
            least=8,
        ),
        Field("lent_on", lambda row: row.lent_on, N_("Lent on"), least=10),
        Field("due_on", lambda row: row.due_on, N_("Due"), least=10),
        Field("returned_on", lambda row: row.returned_on, N_("Returned"), least=10),
        Field("renewals", lambda row: row.renewals, N_("Renewed"), align="right", least=4),
        Field(
            "days_overdue",
            late.of,
            N_("Days late"),
            align="right",
            least=4,
        ),
        Field("resident", lambda row: row.resident or None, N_("Taken by")),
        Field("note", lambda row: row.note, N_("Note")),
    )


def named_door(address: str, name: str) -> str:
    """A household as it is shown: its address, and its name where it has one."""
    return f"{address} {name}" if name else address
