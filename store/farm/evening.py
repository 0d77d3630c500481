"""What the night tells of the rota: who is missing tomorrow, and who is to hear of what is off.

The nightly command reads it without the farm's tables, whose import it would notice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from store.database import db

# People hear of a cancelled shift in the last days before it.
DAYS_AHEAD = 7

_COMING = """
SELECT shift.starts_at, shift.name, team.name, shift.state, shift.least, shift.wanted,
    count(*) FILTER (WHERE assignment.state = 'planned') AS filled,
    group_concat(member.name, char(10)) FILTER (WHERE assignment.state = 'excused') AS people
FROM shift JOIN team ON team.id = shift.team_id
LEFT JOIN assignment ON assignment.shift_id = shift.id
    AND assignment.state IN ('planned', 'excused')
LEFT JOIN member ON member.id = assignment.member_id
WHERE shift.starts_at >= ? AND shift.starts_at < ?
    AND (shift.state = 'cancelled' OR shift.starts_at < ?)
GROUP BY shift.starts_at, shift.id
HAVING CASE shift.state WHEN 'planned' THEN filled < shift.wanted ELSE people IS NOT NULL END
ORDER BY shift.starts_at, shift.id"""


class ComingShift(NamedTuple):
    """A shift of which something is to be told; `people` are to hear that it is cancelled."""

    starts_at: datetime
    name: str
    team: str
    least: int
    filled: int
    wanted: int
    people: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day on which it starts."""
        return self.starts_at.date()

    @property
    def missing(self) -> int:
        """How many more people are wanted."""
        return max(0, self.wanted - self.filled)


class Evening(NamedTuple):
    """The shifts of tomorrow that lack people, and the cancelled ones that people still expect."""

    lacking: tuple[ComingShift, ...] = ()
    cancelled: tuple[ComingShift, ...] = ()


def evening(today: date) -> Evening:
    """What is to be told on the evening of `today`."""
    try:
        days = [today + timedelta(ahead) for ahead in (1, 1 + DAYS_AHEAD, 2)]
    except OverflowError:  # on the calendar's last evenings
        return Evening()
    lacking, cancelled = [], []
    for starts_at, name, team, state, least, wanted, filled, people in db.execute_sql(
        _COMING, [day.isoformat() for day in days]
    ):
        start = datetime.fromisoformat(starts_at)
        told = ComingShift(start, name, team, least, filled, wanted)
        if state == "planned":
            lacking.append(told)
        else:
            cancelled.append(told._replace(people=tuple(sorted(people.split("\n")))))
    return Evening(tuple(lacking), tuple(cancelled))


def has_series() -> bool:
    """Whether there is any rule by which shifts occur."""
    return db.execute_sql("SELECT 1 FROM series LIMIT 1").fetchone() is not None


def has_shifts() -> bool:
    """Whether there is any shift."""
    return db.execute_sql("SELECT 1 FROM shift LIMIT 1").fetchone() is not None
