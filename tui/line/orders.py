"""The deeds that a line can do, each with all that it needs."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store import history
from store.language import _, ngettext
from store.neighbours import households
from store.sharing import inventory, lending
from tui.sharing import news


class Lend(NamedTuple):
    """Lend an item for `days`, or until `due_on`, else as its category says."""

    item_id: int
    household_id: int
    resident_id: int | None = None
    days: int | None = None
    due_on: date | None = None

    def do(self, today: date) -> str:
        loan = lending.check_out(
            self.item_id,
            self.household_id,
            today,
            resident_id=self.resident_id,
            days=self.days,
            due_on=self.due_on,
        )
        return news.lent(loan)


class TakeBack(NamedTuple):
    """Take lent items back."""

    loan_ids: tuple[int, ...]

    def do(self, today: date) -> str:
        return news.returned(lending.check_in(self.loan_ids, today))


class Renew(NamedTuple):
    """Give lent items another loan period."""

    loan_ids: tuple[int, ...]

    def do(self, today: date) -> str:
        return news.renewed(lending.renew(self.loan_ids, today))


class Add(NamedTuple):
    """Put items, each a name with its category, on the board of a household."""

    household_id: int
    named: tuple[tuple[str, str], ...]

    def do(self, today: date) -> str:
        numbers = inventory.add_items(self.household_id, self.named)
        if len(numbers) == 1:
            sentence = _("Saved “{item}” as number {number}.")
            return sentence.format(item=self.named[0][0], number=numbers[0])
        count, household = len(numbers), households.get(self.household_id)
        told = ngettext(
            "Added {count} item to {household}.", "Added {count} items to {household}.", count
        )
        return told.format(count=count, household=household.address)


class Undo(NamedTuple):
    """Take a deed back."""

    deed_id: int

    def do(self, today: date) -> str:
        return history.undo(self.deed_id).label


class Redo(NamedTuple):
    """Do again what was taken back last."""

    def do(self, today: date) -> str:
        return history.redo().label
