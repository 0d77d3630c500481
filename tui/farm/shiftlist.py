"""Shifts as rows of a list, a page of the store's list at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from store.calendar import say_short, weekday_letters
from store.farm import shifts
from store.farm.shifts import ShiftList, ShiftRow
from store.language import _, listed
from tui.farm.week import CANCELLED, FREE, SHORT, say_places
from tui.widgets.listing import Column, ListingRow
from tui.widgets.timetable import fullest

PLACES = 8  # cells


def columns(*, with_team: bool) -> tuple[Column, ...]:
    """The columns of the rows below."""
    team = (Column(_("team"), 10, flex=1, priority=3),) if with_team else ()
    return (
        Column(_("day"), 10, priority=9),
        Column(_("time"), 11, priority=6),
        Column(_("shift"), 10, flex=2, priority=8),
        Column(_("places"), PLACES, priority=7),
        *team,
        Column(_("who"), 14, flex=4, priority=4),
    )


class ShiftSource(NamedTuple):
    """The store's list of shifts, of one team or of all, as a source of rows."""

    team_id: int | None
    today: date

    def after(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` shifts that follow the one of `key`."""
        return self._lines(ShiftList(team_id=self.team_id).after(_shift_id(key), limit))

    def before(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` shifts that stand before the one of `key`."""
        return self._lines(ShiftList(team_id=self.team_id).before(_shift_id(key), limit))

    def _lines(self, found: Sequence[ShiftRow]) -> list[ListingRow]:
        if not found:
            return []
        names = shifts.names_between(found[0].day, found[-1].day, self.team_id)
        return [self._line(shift, names.get(shift.id, ())) for shift in found]

    def _line(self, shift: ShiftRow, names: Sequence[str]) -> ListingRow:
        team = (shift.team,) if self.team_id is None else ()
        return ListingRow(
            str(shift.id),
            (
                f"{weekday_letters(shift.day)[1]} {say_short(shift.day)}",
                f"{shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}",
                shift.name,
                fullest(say_places(shift), PLACES),
                *team,
                listed(names),
            ),
            group=f"{shift.day:%Y-%m}",
            dimmed=shift.day < self.today or not shift.is_planned,
            glyph=_glyph(shift),
        )


def _glyph(shift: ShiftRow) -> str:
    if not shift.is_planned:
        return CANCELLED
    return SHORT if shift.is_short else FREE if shift.missing else ""


def _shift_id(key: str | None) -> int | None:
    return None if key is None else int(key)
