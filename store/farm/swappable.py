"""The places that a member could ask for in a swap: those of others that are still to come."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from store.farm.models import Assignment, Member, Shift
from store.farm.places import get

MOST = 2000


class Swappable(NamedTuple):
    """Somebody's place in a coming shift of the team; `key` is what a search for them looks in."""

    assignment_id: int
    member: str
    shift: str
    starts_at: datetime
    key: str

    @property
    def day(self) -> date:
        """The day of the shift."""
        return self.starts_at.date()


def coming(assignment_id: int, today: date) -> tuple[Swappable, ...]:
    """What the holder of a place might have for it, as the shifts begin; at most MOST.

    Those are the places of the same team in other shifts, without the holder, of which nobody has
    noted who came.
    Raises NotFound.
    """
    mine = get(assignment_id)
    team = Shift.select(Shift.team).where(Shift.id == mine.shift_id)
    own = Assignment.select(Assignment.shift).where(
        Assignment.member == mine.member_id, Assignment.state == "planned"
    )
    query = (
        Assignment.select(
            Assignment.id, Member.name, Shift.name, Shift.starts_at, Member.search_key
        )
        .join(Member)
        .join_from(Assignment, Shift)
        .where(
            Shift.starts_at >= f"{today.isoformat()}T00:00",
            Shift.team == team,
            Shift.state == "planned",
            Shift.id.not_in(own),
            Assignment.state == "planned",
            Assignment.attendance.is_null(),
            Assignment.member != mine.member_id,
        )
        .order_by(Shift.starts_at, Shift.id, Assignment.id)
    )
    return tuple(Swappable(*row) for row in query.limit(MOST).tuples())
