"""The overdue list of a compound, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peewee import ModelSelect, Tuple, fn

from store.sharing import loans
from store.sharing.contacts import promise_that_holds
from store.sharing.loans import BorrowerHousehold, BorrowerUnit, LoanRow, select_loans
from store.sharing.models import Loan
from store.sharing.overdue import select_late, select_soon


@dataclass(frozen=True)
class LateLoans:
    """The overdue list of a compound, a page at a time.

    `by_route` orders it as one would walk; with `only` it is these loans alone, else a route leaves
    out whose promise holds: nobody is to knock there. Keys are the loans' ids; pages are found by
    the sort key of that loan, never by counting.
    """

    compound_id: int
    today: date
    by_route: bool = False
    due_soon_days: int | None = None
    only: frozenset[int] | None = None

    def after(self, key: int | None, limit: int) -> list[LoanRow]:
        """The `limit` loans that follow the loan `key`, or the first ones."""
        return self._page(key, limit, forward=True)

    def before(self, key: int | None, limit: int) -> list[LoanRow]:
        """The `limit` loans that stand before the loan `key`, or the last ones, in list order."""
        return self._page(key, limit, forward=False)[::-1]

    def count(self) -> int:
        """How many loans the whole list holds."""
        return self._query().count()

    def among(self, loan_ids: Iterable[int]) -> set[int]:
        """Those of `loan_ids` that are in the list."""
        return {loan.id for loan in loans.rows(self._query().where(Loan.id.in_(list(loan_ids))))}

    def _page(self, key: int | None, limit: int, forward: bool) -> list[LoanRow]:
        order = self._order()
        query = self._query()
        if key is not None:
            at = select_loans().select(*order).where(Loan.id == key).tuples().first()
            if at is not None:
                here = Tuple(*order)
                query = query.where(here > Tuple(*at) if forward else here < Tuple(*at))
        directed = order if forward else [column.desc() for column in order]
        return list(loans.rows(query.order_by(*directed).limit(limit)))

    def _query(self) -> ModelSelect:
        if self.due_soon_days is None:
            query = select_late(self.today, self.compound_id)
        else:
            query = select_soon(self.today, self.due_soon_days, self.compound_id)
        if self.only is not None:
            return query.where(Loan.id.in_(self.only))
        if self.by_route:
            return query.where(~fn.EXISTS(promise_that_holds(Loan.id, self.today)))
        return query

    def _order(self) -> list:
        if not self.by_route:
            return [Loan.due_on, Loan.id]
        # A walk goes unit by unit, up the stairs, door by door.
        return [
            BorrowerUnit.position,
            BorrowerUnit.id,
            BorrowerHousehold.floor,
            BorrowerHousehold.position,
            Loan.due_on,
            Loan.id,
        ]
