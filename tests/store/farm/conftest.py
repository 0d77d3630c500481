"""A small village: a team of five, a squad of two, and shifts of today and the days around it.

Today, 2026-11-23, is a Monday.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from store.farm.models import (
    Assignment,
    Member,
    Membership,
    MemberSkill,
    Shift,
    ShiftSkill,
    Skill,
    Team,
)
from store.text import person_key

TEAM, SQUAD = "快乐农夫队", "创业小分队"
# Who is in the team, with the hours brought forward, and in the squad; 陈静 is in both.
FARMERS = {"李秀兰": 20, "王建国": 0, "张伟": 5, "陈静": 0, "赵敏": 0}
SELLERS = ("陈静", "刘洋")
GATE = "gate"
# Who knows how to open the gate.
KEEPERS = ("李秀兰", "陈静")


@dataclass(frozen=True)
class Village:
    """Ids of what the tests talk about: members by name, shifts by a short name.

    `watering` and `harvest` overlap on Tuesday morning; `gate` on Wednesday has two places, one for
    who knows the gate; `selling` is the squad's; `past` was yesterday, `now` is today.
    """

    team: int
    squad: int
    members: dict[str, int] = field(default_factory=dict)
    skills: dict[str, int] = field(default_factory=dict)
    shifts: dict[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> int:
        shifts = object.__getattribute__(self, "shifts")
        if name in shifts:
            return shifts[name]
        raise AttributeError(name)

    def place(self, shift_id: int, name: str, **values: object) -> int:
        """Put somebody in a shift past all rules; answers with the number of the place."""
        values = {"state": "planned", **values}
        return Assignment.insert(shift=shift_id, member=self.members[name], **values).execute()

    def add_shift(
        self,
        name: str,
        starts_at: str,
        minutes: int = 120,
        places: tuple[int, int, int] = (1, 2, 3),
        *,
        team: int | None = None,
        needs: dict[str, int] | None = None,
    ) -> int:
        """A shift of its own, of so many places: least, wanted, most."""
        start = datetime.fromisoformat(starts_at)
        least, wanted, most = places
        shift_id = Shift.insert(
            team=team or self.team,
            name=name,
            starts_at=start,
            ends_at=start + timedelta(minutes=minutes),
            minutes=minutes,
            least=least,
            wanted=wanted,
            most=most,
        ).execute()
        for skill, count in (needs or {}).items():
            ShiftSkill.insert(shift=shift_id, skill=self.skills[skill], places=count).execute()
        return shift_id


def build_village() -> Village:
    """The village, written with the models alone, in the store that is open."""
    village = Village(
        Team.insert(name=TEAM).execute(), Team.insert(name=SQUAD, note="卖菜").execute()
    )
    village.skills[GATE] = Skill.insert(name=GATE).execute()
    for name, hours in {**FARMERS, "刘洋": 0}.items():
        member = Member.insert(
            name=name, minutes_before=hours * 60, search_key=person_key(name)
        ).execute()
        village.members[name] = member
        if name in FARMERS:
            Membership.insert(team=village.team, member=member).execute()
        if name in SELLERS:
            Membership.insert(team=village.squad, member=member).execute()
        if name in KEEPERS:
            MemberSkill.insert(member=member, skill=village.skills[GATE]).execute()
    add = village.add_shift
    village.shifts.update(
        past=add("浇水", "2026-11-22T07:00"),
        now=add("浇水", "2026-11-23T07:00"),
        watering=add("浇水", "2026-11-24T07:00", places=(1, 2, 2)),
        harvest=add("采收", "2026-11-24T08:00", 180, (2, 3, 4)),
        gate=add("开门", "2026-11-25T09:00", places=(1, 1, 2), needs={GATE: 1}),
        selling=add("卖菜", "2026-11-26T06:30", team=village.squad, places=(1, 1, 1)),
        weeding=add("除草", "2026-11-30T14:00", 90, (1, 2, 3)),
    )
    return village


@pytest.fixture
def village(store: Path) -> Village:
    return build_village()
