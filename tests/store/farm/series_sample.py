"""Series as tests make them: watering every Tuesday at 7:00, and people in its shifts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from store.farm import series
from store.farm.models import Assignment, Member, Membership, Shift, Team
from store.farm.series import SeriesValues
from tests.conftest import TODAY

TUESDAY = TODAY + timedelta(1)
WEEKLY = "FREQ=WEEKLY;BYDAY=TU"


def team() -> int:
    found = Team.select(Team.id).tuples().first()
    return found[0] if found else Team.insert(name="快乐农夫队").execute()


def values(**changes: Any) -> SeriesValues:
    usual = SeriesValues(team(), "浇水", WEEKLY, TUESDAY, None, 7 * 60, 120, 2, 4, 5)
    return usual._replace(**changes)


def add(**changes: Any) -> int:
    return series.add(values(**changes), TODAY)


def days(series_id: int, state: str = "planned") -> list[date]:
    of_series = Shift.select(Shift.occurrence).where(Shift.series == series_id)
    query = of_series.where(Shift.state == state).order_by(Shift.occurrence)
    return [day for (day,) in query.tuples()]


def shift_on(series_id: int, day: date) -> Shift:
    return Shift.get(Shift.series == series_id, Shift.occurrence == day)


def member(name: str) -> int:
    found = Member.get_or_none(Member.name == name)
    if found is not None:
        return found.id
    member_id = Member.insert(name=name).execute()
    Membership.insert(team=team(), member=member_id).execute()
    return member_id


def place(shift: Shift, name: str, state: str = "planned", **more: Any) -> int:
    return Assignment.insert(shift=shift.id, member=member(name), state=state, **more).execute()


def state_of(assignment_id: int) -> str:
    return Assignment.get_by_id(assignment_id).state
