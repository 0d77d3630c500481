"""Loans from a table: matched by number, else by item, day and borrower, under the desk's rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from store.exchange import cells as reading
from store.exchange.cells import BadCell
from store.exchange.intake import (
    NumberedIntake,
    by_rule,
    insert,
    refuse_new_number,
    select,
    update,
)
from store.exchange.lent_items import LentItem, LentItems
from store.language import _
from store.neighbours.households import HouseholdRow
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.sharing import lending, rules
from store.sharing.due import DueDates

MOST_RENEWALS = 9999

_COLUMNS = (
    "item_id", "household_id", "resident_id", "lent_on", "due_on", "returned_on", "renewals", "note"
)  # fmt: skip
_FIELDS = """
    SELECT loan.id, loan.item_id, loan.household_id, unit.name || '-' || household.door AS borrower,
           loan.resident_id, coalesce(resident.name, '') AS resident,
           loan.lent_on, loan.due_on, loan.returned_on, loan.renewals, loan.note
    FROM json_each(?) AS asked
"""
_REST = """
    JOIN household ON household.id = loan.household_id
    JOIN unit ON unit.id = household.unit_id
    LEFT JOIN resident ON resident.id = loan.resident_id
    ORDER BY loan.id
"""
_BY_NUMBER = f"{_FIELDS} CROSS JOIN loan ON loan.id = asked.value {_REST}"
_BY_ITEM = f"{_FIELDS} CROSS JOIN loan ON loan.item_id = asked.value {_REST}"
_RESIDENTS = """
    SELECT household_id, name, resident.id
    FROM json_each(?) AS asked CROSS JOIN resident ON household_id = asked.value
    ORDER BY resident.id DESC
"""


class _Loan(NamedTuple):
    """A loan that the store holds, or that a row makes; the number of a new one may be unknown."""

    id: int | None
    item_id: int
    household_id: int
    borrower: str
    resident_id: int | None
    resident: str
    lent_on: date
    due_on: date
    returned_on: date | None
    renewals: int
    note: str

    def overlaps(self, other: _Loan) -> bool:
        """Whether both would have the item at once; it may come back and go out in one day."""
        return (other.returned_on is None or self.lent_on < other.returned_on) and (
            self.returned_on is None or other.lent_on < self.returned_on
        )


class LoanRows(NumberedIntake):
    """Takes loans."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._residents = reading.text(column("resident"), NAME_LENGTH)
        self._lent_days = reading.day(column("lent_on"))
        self._due_days = reading.day(column("due_on"))
        self._return_days = reading.day(column("returned_on"))
        self._renewals = reading.number(column("renewals"), 0, MOST_RENEWALS)
        self._notes = reading.text(column("note"), NOTE_LENGTH)
        self._where = {key.key: self.place(key.key) for key in self.kind.columns}
        self._items = LentItems(self.kind, self.doors, self._where)
        self._living: dict[int, dict[str, int]] = {}
        self._by_number: dict[int | None, _Loan] = {}
        # Every loan of the items met, as it will be; those that a row may still mean stand apart.
        self._of_item: dict[int, list[_Loan]] = {}
        self._unmet: set[int | None] = set()
        self._loan_days: dict[int, int] = {}
        self._due_dates = DueDates(self.today)
        self._numbered: list[tuple] = []
        self._new: list[tuple] = []
        self._differing: list[tuple] = []

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Look up the households and who lives there, the items, and their loans."""
        where = self._where
        borrowers = {(cells[where["compound"]], cells[where["borrower"]]) for _line, cells in rows}
        self.doors.learn(borrowers)
        self._learn_residents(self.doors.ids(borrowers))
        self._learn_loans(self._items.learn([cells for _line, cells in rows]))
        if self.has("id"):
            for loan in _loans(_BY_NUMBER, self.numbers(rows)):
                self._by_number[loan.id] = loan

    def row(self, line: int, cells: list[str]) -> None:
        """Take one loan."""
        number = self.number(cells)
        if self.waits(line, cells, number):
            return
        item = self._items.at(cells)
        compound, address = cells[self._where["compound"]], cells[self._where["borrower"]]
        borrower = self.doors.at(compound, address, "borrower")
        lent_on = self._lent_days[cells[self._where["lent_on"]]]
        if lent_on is None:
            raise BadCell("lent_on", reading.empty(self.kind.column("lent_on")))
        known = self._matching(number, item, borrower, lent_on)
        loan = self._read(cells, number, known, item, borrower, lent_on)
        self._refuse(loan, item, borrower)
        self._note(line, loan, known, item)

    def write(self) -> None:
        """Write the loans taken since the last time."""
        # Those that come back make room, in the index of open loans, for those that go out.
        update("loan", _COLUMNS[1:], sorted(self._differing, key=lambda values: values[4] is None))
        insert("loan", ("id", *_COLUMNS), self._numbered)
        insert("loan", _COLUMNS, self._new)
        self._numbered, self._new, self._differing = [], [], []

    def _learn_residents(self, household_ids: set[int]) -> None:
        new = {household_id for household_id in household_ids if household_id not in self._living}
        self._living.update((household_id, {}) for household_id in new)
        for household_id, name, resident_id in select(_RESIDENTS, new):
            self._living[household_id][name] = resident_id

    def _learn_loans(self, item_ids: set[int]) -> None:
        new = {item_id for item_id in item_ids if item_id not in self._of_item}
        self._of_item.update((item_id, []) for item_id in new)
        for loan in _loans(_BY_ITEM, new):
            self._of_item[loan.item_id].append(loan)
            self._unmet.add(loan.id)

    def _matching(
        self, number: int | None, item: LentItem, borrower: HouseholdRow, lent_on: date
    ) -> _Loan | None:
        """The loan of the store that a row means."""
        if number is not None:
            known = self._by_number.get(number)
            if known is not None and known.item_id != item.id:
                raise BadCell(
                    "id",
                    _("Number {number} is a loan of another item.").format(number=number),
                )
            if known is None:
                refuse_new_number(number)
            return known
        for loan in self._of_item[item.id]:
            same = loan.household_id == borrower.id and loan.lent_on == lent_on
            if same and loan.id in self._unmet and not self.is_named(loan.id):
                return loan
        return None

    def _read(
        self,
        cells: list[str],
        number: int | None,
        known: _Loan | None,
        item: LentItem,
        borrower: HouseholdRow,
        lent_on: date,
    ) -> _Loan:
        """What a row says, and where it says nothing, what the store holds or what is usual."""
        where = self._where
        resident_id, resident = self._taker(cells, borrower, known)
        due_on = self._due_days[cells[where["due_on"]]]
        if due_on is None:
            keeps = known is not None and known.lent_on == lent_on
            due_on = known.due_on if known and keeps else self._usual_due_day(item, lent_on)
        returned_on = self._return_days[cells[where["returned_on"]]]
        renewals = self._renewals[cells[where["renewals"]]] or 0
        note = self._notes[cells[where["note"]]]
        if known is not None:
            returned_on = returned_on if self.has("returned_on") else known.returned_on
            renewals = renewals if self.has("renewals") else known.renewals
            note = note if self.has("note") else known.note
        return _Loan(
            known.id if known else number,
            item.id,
            borrower.id,
            borrower.address,
            resident_id,
            resident,
            lent_on,
            due_on,
            returned_on,
            renewals,
            note,
        )

    def _taker(
        self, cells: list[str], borrower: HouseholdRow, known: _Loan | None
    ) -> tuple[int | None, str]:
        """Who of the borrowers took the thing: id and name."""
        stays = known is not None and known.household_id == borrower.id
        if known is not None and stays and not self.has("resident"):
            return known.resident_id, known.resident
        name = self._residents[cells[self._where["resident"]]]
        if not name:
            return None, ""
        if known is not None and stays and known.resident == name:
            return known.resident_id, name
        found = self._living[borrower.id].get(name)
        if found is None:
            raise BadCell("resident", rules.does_not_live_there(borrower).sentence)
        return found, name

    def _usual_due_day(self, item: LentItem, lent_on: date) -> date:
        days = self._loan_days.get(item.category_id)
        if days is None:
            days = self._loan_days[item.category_id] = lending.loan_days(item.category_id)
        compound_id = item.household.compound_id
        return by_rule("lent_on", self._due_dates.due_date, lent_on, days, compound_id)

    def _refuse(self, loan: _Loan, item: LentItem, borrower: HouseholdRow) -> None:
        """Raise BadCell where a rule of the desk speaks against the loan."""
        by_rule("borrower", rules.refuse_borrower, item.name, item.household, borrower)
        if loan.id is None and loan.returned_on is None:
            # One with a number has been entered once, and one that is over may be long ago.
            by_rule("borrower", rules.refuse_vacant, borrower)
        by_rule("lent_on", rules.refuse_days, loan.lent_on, loan.due_on, self.today)
        if loan.returned_on is not None:
            by_rule(
                "returned_on",
                rules.refuse_return_day,
                item.name,
                loan.lent_on,
                loan.returned_on,
                self.today,
            )
        for other in self._of_item[item.id]:
            itself = loan.id is not None and loan.id == other.id
            if not itself and loan.overlaps(other):
                if other.returned_on is None:
                    refused = rules.already_lent(item.name, other.borrower, other.lent_on)
                else:
                    refused = rules.still_out(item.name, other.returned_on)
                raise BadCell("lent_on", refused.sentence)

    def _note(self, line: int, loan: _Loan, known: _Loan | None, item: LentItem) -> None:
        """Note a loan that is taken."""
        what = f"{item.name} {item.household.address} → {loan.borrower} {loan.lent_on}"
        loans = self._of_item[item.id]
        if known is None:
            loans.append(loan)
            if loan.id is None:
                self._new.append(_values(loan))
            else:
                self._numbered.append((loan.id, *_values(loan)))
            self.note_added(line, what)
            return
        self._unmet.discard(known.id)
        loans[:] = [loan if other.id == known.id else other for other in loans]
        before, after = _told(known), _told(loan)
        if self.note_kept(line, what, before, after):
            self._differing.append((*_values(loan)[1:], loan.id))


def _loans(sql: str, listed: Iterable[Any]) -> Iterable[_Loan]:
    for values in select(sql, listed):
        loan = _Loan(*values)
        yield loan._replace(
            lent_on=date.fromisoformat(values[6]),
            due_on=date.fromisoformat(values[7]),
            returned_on=date.fromisoformat(values[8]) if values[8] else None,
        )


def _values(loan: _Loan) -> tuple:
    return (
        loan.item_id,
        loan.household_id,
        loan.resident_id,
        loan.lent_on.isoformat(),
        loan.due_on.isoformat(),
        loan.returned_on and loan.returned_on.isoformat(),
        loan.renewals,
        loan.note,
    )


def _told(loan: _Loan) -> dict[str, Any]:
    """The fields of a loan that a row can change."""
    fields = loan._asdict()
    for key in ("id", "item_id", "household_id", "resident_id"):
        del fields[key]
    return fields
