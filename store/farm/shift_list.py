"""The shifts of a village, a page at a time."""

from __future__ import annotations

from datetime import date

from peewee import Tuple

from store.farm.models import Shift
from store.farm.shift_rows import ShiftRow, on_days, rows, select_shifts


class ShiftList:
    """Shifts as they start, a page at a time: from a day on, of a team, where given.

    Keys are the shifts' ids; pages are found by the start of that shift, never by counting.
    """

    def __init__(self, first: date | None = None, team_id: int | None = None) -> None:
        self._first = first
        self._team_id = team_id

    def after(self, key: int | None, limit: int) -> list[ShiftRow]:
        """The `limit` shifts that follow the shift `key`, or the first ones."""
        return self._page(key, limit, forward=True)

    def before(self, key: int | None, limit: int) -> list[ShiftRow]:
        """The `limit` shifts before the shift `key`, or the last ones, in list order."""
        return self._page(key, limit, forward=False)[::-1]

    def _page(self, key: int | None, limit: int, forward: bool) -> list[ShiftRow]:
        order = [Shift.starts_at, Shift.id]
        first = self._first
        start = key and Shift.select(Shift.starts_at).where(Shift.id == key).scalar()
        if start and forward:
            # From the day of the key on, else the index is gone through from its first day.
            first = max(first or date.min, start.date())
        query = select_shifts().where(*on_days(first, None, self._team_id))
        if start:
            # In a tuple Peewee would not write the start as the column does.
            here, there = Tuple(*order), Tuple(Shift.starts_at.db_value(start), key)
            query = query.where(here > there if forward else here < there)
        directed = order if forward else [column.desc() for column in order]
        return list(rows(query.order_by(*directed).limit(limit)))
