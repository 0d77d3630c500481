"""How many hours each member has worked and has to come, in a period and before it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from peewee import fn

from store.farm.hours import still_to_come
from store.farm.member_list import members
from store.farm.models import Assignment, HoursEntry, Shift


class Balance(NamedTuple):
    """A member's minutes: `before` the period, `worked` in it by the ledger, and planned in it.

    `to_come` is planned and not yet noted, so it may also be of a shift that is over.
    """

    member_id: int
    member: str
    teams: tuple[str, ...]
    before: int
    worked: int
    to_come: int

    @property
    def total(self) -> int:
        """What the member has at the end of the period."""
        return self.before + self.worked + self.to_come


def balances(
    today: date,
    team_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> tuple[Balance, ...]:
    """Everybody who is in a team (or in this one), from `first` to `last` where these are given."""
    begin = (first or date.min).isoformat()
    end = (last or date.max).isoformat()
    before: defaultdict[int, int] = defaultdict(int)
    worked: dict[int, int] = {}
    to_come: dict[int, int] = {}
    ledger = (
        HoursEntry.select(
            HoursEntry.member_id,
            fn.COALESCE(fn.SUM(HoursEntry.minutes).filter(HoursEntry.day < begin), 0),
            fn.COALESCE(fn.SUM(HoursEntry.minutes).filter(HoursEntry.day >= begin), 0),
        )
        .where(HoursEntry.day <= end)
        .group_by(HoursEntry.member_id)
    )
    for member_id, earlier, inside in ledger.tuples():
        before[member_id] += earlier
        worked[member_id] = inside
    planned = (
        Assignment.select(
            Assignment.member_id,
            fn.COALESCE(fn.SUM(Shift.minutes).filter(Shift.starts_at < begin), 0),
            fn.COALESCE(fn.SUM(Shift.minutes).filter(Shift.starts_at >= begin), 0),
        )
        .join(Shift)
        .where(still_to_come(), Shift.starts_at <= f"{end}T24")
        .group_by(Assignment.member_id)
    )
    for member_id, earlier, inside in planned.tuples():
        before[member_id] += earlier
        to_come[member_id] = inside
    return tuple(
        Balance(
            row.id,
            row.name,
            row.teams,
            row.minutes_before + before[row.id],
            worked.get(row.id, 0),
            to_come.get(row.id, 0),
        )
        for row in members(today, team_id)
    )
