"""The overdue loans of a night as CSV, fast enough for a million of them.

What repeats from row to row, as names and days, is written out once: no cell costs a call.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from store.exchange.guard import harmless
from store.sharing.summary import Night, NightRow
from tui.plain.streams import speak_utf8
from tui.plain.summary.loans import phone_teller

COLUMNS = (
    "id", "item", "item_id", "lender", "borrower", "lent_on", "due_on", "returned_on", "renewals",
    "days_overdue", "resident", "note", "stage", "new", "phone",
    "last_contact_kind", "last_contact_day", "last_contact_until",
)  # fmt: skip

# So many texts of a kind are remembered.
REMEMBERED = 50_000


def write(night: Night, phones: bool) -> None:
    """Write the overdue loans, one line each."""
    import csv

    speak_utf8()
    sheet = csv.writer(sys.stdout, lineterminator="\n")
    sheet.writerow(COLUMNS)
    sheet.writerows(_lines(night.late_rows(), phones))


class _Remembered(dict[Any, str]):
    """What a function made of its arguments, as long as there are not too many of them."""

    def __init__(self, make: Callable[[Any], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        self[key] = made = self._make(key)
        return made


def _lines(rows: Iterable[NightRow], phones: bool) -> Iterator[tuple[Any, ...]]:
    text = _Remembered(harmless)
    say_phone = phone_teller(phones)
    phone = _Remembered(lambda number: harmless(say_phone(number)))
    day = _Remembered(lambda when: "" if when is None else when.isoformat())
    for (
        number, item_id, item, _category_id, _category, _compound_id,
        _lender_id, lender, _lender_name, _borrower_id, borrower, _unit, _floor, _borrower_name,
        resident, telephone, lent_on, due_on, _returned_on, renewals, note,
        days, stage, new, contact, contact_day, contact_until, _promised, _to_do,
    ) in rows:  # fmt: skip
        yield (
            number, text[item], item_id, text[lender], text[borrower],
            day[lent_on], day[due_on], "", renewals, days, text[resident], text[note],
            text[stage], "true" if new else "false", phone[telephone],
            contact and text[contact], day[contact_day], day[contact_until],
        )  # fmt: skip
