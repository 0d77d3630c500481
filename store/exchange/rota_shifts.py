"""The shifts that a table of assignments names, and who is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from store.exchange.intake import select
from store.farm import new_shifts, occurring, series
from store.public_holidays import CalendarByYear
from store.text import fold

_SHIFTS = """
    SELECT shift.id, team_id, team.name, shift.name, starts_at, ends_at, minutes, most, state
    FROM json_each(?) AS asked
    CROSS JOIN shift ON starts_at BETWEEN asked.value || 'T00:00' AND asked.value || 'T23:59'
    JOIN team ON team.id = team_id
    ORDER BY starts_at, shift.id
"""
_PLACES = """
    SELECT assignment.id, shift_id, member_id, assignment.state, attendance, starts_at, ends_at
    FROM json_each(?) AS asked
    CROSS JOIN shift ON starts_at BETWEEN asked.value || 'T00:00' AND asked.value || 'T23:59'
    JOIN assignment ON shift_id = shift.id
    WHERE assignment.state IN ('planned', 'standby') AND shift.state = 'planned'
    ORDER BY assignment.id
"""
_OCCURRED = """
    SELECT series_id, occurrence
    FROM json_each(?) AS asked
    CROSS JOIN shift ON series_id = json_extract(asked.value, '$[0]')
        AND occurrence = json_extract(asked.value, '$[1]')
"""
_DAY = timedelta(1)

# A day, the minute of a start, and a folded name: what a row calls a shift.
Asked = tuple[date, int, str]


class RotaShift(NamedTuple):
    """A shift, as far as an assignment asks."""

    id: int
    team_id: int
    team: str
    name: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    most: int
    state: str

    @property
    def day(self) -> date:
        """The day on which it starts."""
        return self.starts_at.date()


class RotaPlace(NamedTuple):
    """A place in force; the number of a new one is not known yet."""

    id: int | None
    state: str
    attendance: str | None


class RotaShifts:
    """Finds shifts by day, time and name; what a series has on such a day is laid out for it."""

    def __init__(self, today: date) -> None:
        self._calendar = CalendarByYear(today)
        self._series = series.all_series()
        self._days: set[date] = set()
        self._around: set[date] = set()
        self._named: defaultdict[Asked, list[RotaShift]] = defaultdict(list)
        # Who is in each shift, and when each member is planned.
        self.places: defaultdict[int, dict[int, RotaPlace]] = defaultdict(dict)
        self._busy: defaultdict[int, dict[int, tuple[datetime, datetime]]] = defaultdict(dict)

    def learn(self, asked: Iterable[Asked]) -> None:
        """Look up the shifts of the days that are asked for, laying out what is missing."""
        wanted = set(asked)
        self._learn_shifts({day for day, _at, _name in wanted} - self._days)
        missing = {one for one in wanted if one not in self._named}
        self._learn_shifts(self._lay_out(missing))
        around = {
            day + step
            for day in {day for day, _at, _name in wanted}
            for step in (-_DAY, timedelta(0), _DAY)
            if date.min < day < date.max
        }
        for place_id, shift_id, member_id, state, attendance, *span in select(
            _PLACES, _told(around - self._around)
        ):
            self.places[shift_id][member_id] = RotaPlace(place_id, state, attendance)
            if state == "planned":
                first, last = map(datetime.fromisoformat, span)
                self._busy[member_id][shift_id] = (first, last)
        self._around |= around

    def find(self, asked: Asked, team: str, member_id: int) -> RotaShift | None:
        """The shift that is meant, of a team where one is named: the one that the member is in, or
        the first that takes place and is not full."""
        found = [
            shift
            for shift in self._named.get(asked, ())
            if not team or fold(shift.team) == fold(team)
        ]

        def rank(shift: RotaShift) -> tuple[bool, bool, bool]:
            inside = member_id in self.places[shift.id]
            return not inside, shift.state != "planned", self.planned(shift) >= shift.most

        return min(found, key=rank, default=None)

    def planned(self, shift: RotaShift) -> int:
        """How many are planned in a shift."""
        return sum(place.state == "planned" for place in self.places[shift.id].values())

    def is_busy(self, member_id: int, shift: RotaShift) -> bool:
        """Whether a member is planned in another shift at the same time."""
        return any(
            first < shift.ends_at and shift.starts_at < last and other != shift.id
            for other, (first, last) in self._busy[member_id].items()
        )

    def put(self, shift: RotaShift, member_id: int, place: RotaPlace) -> None:
        """Remember a place that the import takes."""
        self.places[shift.id][member_id] = place
        if place.state == "planned":
            self._busy[member_id][shift.id] = (shift.starts_at, shift.ends_at)

    def _learn_shifts(self, days: set[date]) -> None:
        for row in select(_SHIFTS, _told(days)):
            starts_at, ends_at = map(datetime.fromisoformat, row[4:6])
            shift = RotaShift(*row)._replace(starts_at=starts_at, ends_at=ends_at)
            at = shift.starts_at.hour * 60 + shift.starts_at.minute
            mine = self._named[shift.day, at, fold(shift.name)]
            if all(shift.id != other.id for other in mine):
                mine.append(shift)
        self._days |= days

    def _lay_out(self, asked: set[Asked]) -> set[date]:
        """Lay out what series have just then and is not there; answers with the days."""
        days_of: defaultdict[str, list[date]] = defaultdict(list)
        for day, _at, name in asked:
            days_of[name].append(day)
        missing = [
            (row, day, at)
            for row in self._series
            if (days := days_of.get(fold(row.name)))
            for day, at in occurring.times(row.values, min(days), max(days), self._calendar).items()
            if (day, at, fold(row.name)) in asked
        ]
        # One that was moved by hand is there all the same.
        there = set(select(_OCCURRED, [(row.id, day.isoformat()) for row, day, _at in missing]))
        times: defaultdict[int, dict[date, int]] = defaultdict(dict)
        for row, day, at in missing:
            if (row.id, day.isoformat()) not in there:
                times[row.id][day] = at
        for row in self._series:
            if row.id in times:
                new_shifts.put(row.id, row.values, times[row.id])
        return {day for of_series in times.values() for day in of_series}


def _told(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]
