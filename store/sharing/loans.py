"""A loan as every list shows it, and the query behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from peewee import JOIN, ModelSelect, fn

from store.neighbours import consent
from store.neighbours.models import Household, Resident, Unit
from store.sharing.models import Category, Item, Loan


class LoanRow(NamedTuple):
    """A loan with both doors; `lender` and `borrower` are addresses, `phone` is masked.

    How late it is depends on the day: store.sharing.overdue tells.
    """

    id: int
    item_id: int
    item: str
    category_id: int
    category: str
    compound_id: int
    lender_id: int
    lender: str
    lender_name: str
    borrower_id: int
    borrower: str
    borrower_unit: str
    borrower_floor: int
    borrower_name: str
    resident: str
    phone: str
    lent_on: date
    due_on: date
    returned_on: date | None
    renewals: int
    note: str


LenderHousehold = Household.alias("lender")
LenderUnit = Unit.alias("lender_unit")
BorrowerHousehold = Household.alias("borrower")
BorrowerUnit = Unit.alias("borrower_unit")


def select_loans() -> ModelSelect:
    """The query behind every LoanRow, its columns in the row's order."""
    return (
        Loan.select(
            Loan.id,
            Item.id,
            Item.name,
            Category.id,
            Category.name,
            LenderUnit.compound_id,
            LenderHousehold.id,
            LenderUnit.name.concat("-").concat(LenderHousehold.door),
            LenderHousehold.name,
            BorrowerHousehold.id,
            BorrowerUnit.name.concat("-").concat(BorrowerHousehold.door),
            BorrowerUnit.name,
            BorrowerHousehold.floor,
            BorrowerHousehold.name,
            fn.COALESCE(Resident.name, ""),
            fn.masked(consent.offered_phone()),
            Loan.lent_on,
            Loan.due_on,
            Loan.returned_on,
            Loan.renewals,
            Loan.note,
        )
        .join(Item)
        .join(Category)
        .join_from(Item, LenderHousehold)
        .join(LenderUnit)
        .join_from(Loan, BorrowerHousehold)
        .join(BorrowerUnit)
        .join_from(Loan, Resident, JOIN.LEFT_OUTER)
    )


def all_loans(
    compound_id: int | None, *, household_id: int | None = None, open_only: bool = False
) -> Iterator[LoanRow]:
    """Every loan in the order entered, one at a time; those of one household on either side."""
    query = of(select_loans(), compound_id, household_id)
    if open_only:
        query = query.where(Loan.returned_on.is_null())
    return rows(query.order_by(Loan.id))


def of(query: ModelSelect, compound_id: int | None, household_id: int | None) -> ModelSelect:
    """Such a query, narrowed to one compound or to what one household lent or borrowed."""
    if compound_id is not None:
        query = query.where(LenderUnit.compound == compound_id)
    if household_id is not None:
        # Each side by columns of the loans themselves, so that an index answers for both.
        lent = Loan.item.in_(Item.select(Item.id).where(Item.household == household_id))
        query = query.where(lent | (Loan.household == household_id))
    return query


def in_compound(query: ModelSelect, compound_id: int | None) -> ModelSelect:
    """A query of loans alone, narrowed to what one compound lends where given."""
    if compound_id is None:
        return query
    return query.join(Item).join(Household).join(Unit).where(Unit.compound == compound_id)


def rows(query: ModelSelect) -> Iterator[LoanRow]:
    """The rows of a query made from `select_loans`, one at a time."""
    for values in query.tuples().iterator():
        yield LoanRow(*values)
