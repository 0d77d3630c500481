"""The telephone by which a borrower is reached, whole."""

from __future__ import annotations

from store.access.showing import Phone
from store.neighbours import phones
from store.sharing.models import Loan


def show(loan_id: int) -> tuple[Phone, ...]:
    """Show the telephone of who took it, else of who lives there, as a deed.

    Raises NotFound, Refused.
    """
    row = Loan.select(Loan.resident_id, Loan.household_id).where(Loan.id == loan_id)
    resident_id, household_id = row.tuples().get()
    return phones.show(resident_id) if resident_id else phones.show_of_household(household_id)
