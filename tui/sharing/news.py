"""What is told of loans once something was done with them."""

from __future__ import annotations

from collections.abc import Sequence

from store.calendar import say_day
from store.language import _, ngettext
from store.sharing.loans import LoanRow


def lent(loan: LoanRow) -> str:
    """An item was lent."""
    return _("Lent “{item}” to {household}, due {due}.").format(
        item=loan.item, household=loan.borrower, due=say_day(loan.due_on)
    )


def returned(loans: Sequence[LoanRow]) -> str:
    """Items came back."""
    if len(loans) == 1:
        return _("“{item}” is back from {household}.").format(
            item=loans[0].item, household=loans[0].borrower
        )
    return ngettext("{count} item is back.", "{count} items are back.", len(loans)).format(
        count=len(loans)
    )


def renewed(loans: Sequence[LoanRow]) -> str:
    """Loans were renewed."""
    if len(loans) == 1:
        return _("Renewed “{item}” for {household}, due {due}.").format(
            item=loans[0].item, household=loans[0].borrower, due=say_day(loans[0].due_on)
        )
    return ngettext("Renewed {count} loan.", "Renewed {count} loans.", len(loans)).format(
        count=len(loans)
    )
