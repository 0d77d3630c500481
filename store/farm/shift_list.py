"""The shifts of a village, a page at a time."""

from __future__ import annotations

from datetime import date

from peewee import Expression, Tuple, fn

from store.farm.models import Assignment, Shift
from store.farm.shift_rows import ShiftRow, on_days, rows, select_shifts


class ShiftList:
    """Shifts as they start, a page at a time: from a day, up to a day, of a team, where given.

    With `open_only` those alone that take place and miss people. Keys are the shifts' ids; pages
    are found by the start of that shift, never by counting.
    """

    def __init__(
        self,
        first: date | None = None,
        last: date | None = None,
        team_id: int | None = None,
        *,
        open_only: bool = False,
    ) -> None:
        self._days = first, last, team_id
        self._open_only = open_only

    def after(self, key: int | None, limit: int) -> list[ShiftRow]:
        """The `limit` shifts that follow the shift `key`, or the first ones."""
        return self._page(key, limit, forward=True)

    def before(self, key: int | None, limit: int) -> list[ShiftRow]:
        """The `limit` shifts before the shift `key`, or the last ones, in list order."""
        return self._page(key, limit, forward=False)[::-1]

    def count(self) -> int:
        """How many shifts the whole list holds."""
        return Shift.select(Shift.id).where(*self._where()).count()

    def _page(self, key: int | None, limit: int, forward: bool) -> list[ShiftRow]:
        order = [Shift.starts_at, Shift.id]
        start = key and Shift.select(Shift.starts_at).where(Shift.id == key).scalar()
        # From the day of the key on, else the index is gone through from the first day there is.
        query = select_shifts().where(*self._where(start.date() if start and forward else None))
        if start:
            # In a tuple Peewee would not write the start as the column does.
            here, there = Tuple(*order), Tuple(Shift.starts_at.db_value(start), key)
            query = query.where(here > there if forward else here < there)
        directed = order if forward else [column.desc() for column in order]
        return list(rows(query.order_by(*directed).limit(limit)))

    def _where(self, since: date | None = None) -> list[Expression]:
        first, last, team_id = self._days
        where = on_days(max(filter(None, (first, since)), default=None), last, team_id)
        if self._open_only:
            here = (Assignment.shift == Shift.id) & (Assignment.state == "planned")
            filled = Assignment.select(fn.COUNT(Assignment.id)).where(here)
            where += [Shift.state == "planned", filled < Shift.wanted]
        return where
