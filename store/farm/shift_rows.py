"""A shift as every list shows it, and the query behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from peewee import JOIN, Expression, ModelSelect, fn

from store.errors import NotFound
from store.farm.models import Assignment, Shift, Team
from store.language import _


class ShiftRow(NamedTuple):
    """One shift and how it is filled: `checked` counts the places whose attendance is known.

    `filled` counts the planned, `standby` those who come if somebody does not. `edited` names the
    fields that were changed by hand, set apart by spaces.
    """

    id: int
    team_id: int
    team: str
    series_id: int | None
    name: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    least: int
    wanted: int
    most: int
    state: str
    edited: str
    filled: int
    standby: int
    checked: int
    note: str

    @property
    def day(self) -> date:
        """The day on which it starts."""
        return self.starts_at.date()

    @property
    def at(self) -> int:
        """The minute of the day at which it starts."""
        return self.starts_at.hour * 60 + self.starts_at.minute

    @property
    def is_planned(self) -> bool:
        """Whether it takes place, as far as is known."""
        return self.state == "planned"

    @property
    def missing(self) -> int:
        """How many more people are wanted; a cancelled shift wants nobody."""
        return max(0, self.wanted - self.filled) if self.is_planned else 0

    @property
    def is_short(self) -> bool:
        """Whether it has fewer people than it can do with."""
        return self.is_planned and self.filled < self.least


def no_such_shift(shift_id: int) -> NotFound:
    """What is said of a shift that is not there."""
    return NotFound(_("No such shift"), _("There is no shift #{number}.").format(number=shift_id))


def select_shifts() -> ModelSelect:
    """The query behind every ShiftRow, its columns in the row's order; it is not ordered yet."""
    counted = fn.COUNT(Assignment.id)
    planned = Assignment.state == "planned"
    return (
        Shift.select(
            Shift.id,
            Shift.team,
            Team.name,
            Shift.series,
            Shift.name,
            Shift.starts_at,
            Shift.ends_at,
            Shift.minutes,
            Shift.least,
            Shift.wanted,
            Shift.most,
            Shift.state,
            Shift.edited,
            counted.filter(planned),
            counted.filter(Assignment.state == "standby"),
            counted.filter(planned & Assignment.attendance.is_null(False)),
            Shift.note,
        )
        # Every shift has a team: from the left, so that the shifts are what is gone through.
        .join(Team, JOIN.LEFT_OUTER)
        .join_from(Shift, Assignment, JOIN.LEFT_OUTER)
        .group_by(Shift.starts_at, Shift.id)
    )


def rows(query: ModelSelect) -> Iterator[ShiftRow]:
    """The rows of a query made from `select_shifts`, one at a time."""
    for values in query.tuples().iterator():
        yield ShiftRow(*values)


def on_days(first: date | None, last: date | None, team_id: int | None = None) -> list[Expression]:
    """What holds of the shifts that start from one day to another, of one team where given."""
    # Bounded even where nothing is asked, so that the index of starts is what is gone through.
    where = [Shift.starts_at >= f"{(first or date.min).isoformat()}T00:00"]
    if last is not None:
        where.append(Shift.starts_at <= f"{last.isoformat()}T23:59")
    if team_id is not None:
        # Not by the team's index: it would go through all that the team ever did.
        where.append(Shift.team + 0 == team_id)
    return where
