"""The tables of the farm's people: teams and members, what they can, when, and with whom."""

from __future__ import annotations

from peewee import AutoField, Check, ForeignKeyField, IntegerField, TextField

from store.fields import DAY_MINUTES, DayField, Row, one_of, plain_text, real_day
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH, PHONE_LENGTH, Resident

PAIRS = ("together", "apart")


class Team(Row):
    id = AutoField()
    name = TextField(unique=True, constraints=[plain_text("name", NAME_LENGTH, 1)])
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])


class Skill(Row):
    id = AutoField()
    name = TextField(unique=True, constraints=[plain_text("name", NAME_LENGTH, 1)])


class Member(Row):
    """Somebody who works in one team or in several: a resident, or an outsider.

    `minutes_before` is what was worked before the ledger of hours begins.
    """

    id = AutoField()
    name = TextField(unique=True, constraints=[plain_text("name", NAME_LENGTH, 1)])
    resident = ForeignKeyField(Resident, null=True)
    phone = TextField(default="", constraints=[plain_text("phone", PHONE_LENGTH)])
    max_per_week = IntegerField(null=True, constraints=[Check("max_per_week BETWEEN 0 AND 99")])
    max_per_month = IntegerField(null=True, constraints=[Check("max_per_month BETWEEN 0 AND 999")])
    minutes_before = IntegerField(
        default=0, constraints=[Check("minutes_before BETWEEN 0 AND 6000000")]
    )
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])
    search_key = TextField(default="")


class Membership(Row):
    """That a member is in a team, until `left_on`, the first day of being in it no more."""

    id = AutoField()
    team = ForeignKeyField(Team, index=False)
    member = ForeignKeyField(Member)
    joined_on = DayField(null=True, constraints=[real_day("joined_on")])
    left_on = DayField(null=True, constraints=[real_day("left_on")])

    class Meta:
        indexes = ((("team", "member"), True),)


class MemberSkill(Row):
    id = AutoField()
    member = ForeignKeyField(Member, index=False)
    skill = ForeignKeyField(Skill)

    class Meta:
        indexes = ((("member", "skill"), True),)


class Availability(Row):
    """A window of the week in which a member can work; 1 is Monday, minutes count from midnight.

    Who has no window at all can work at any time.
    """

    id = AutoField()
    member = ForeignKeyField(Member)
    weekday = IntegerField(constraints=[Check("weekday BETWEEN 1 AND 7")])
    from_minute = IntegerField(constraints=[Check("from_minute >= 0")])
    to_minute = IntegerField(constraints=[Check(f"to_minute <= {DAY_MINUTES}")])

    class Meta:
        constraints = [Check("from_minute < to_minute")]


class Absence(Row):
    """The days, first and last included, on which a member is away."""

    id = AutoField()
    member = ForeignKeyField(Member)
    first = DayField(constraints=[real_day("first")])
    last = DayField(constraints=[real_day("last")])
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])

    class Meta:
        constraints = [Check("first <= last")]


class Exemption(Row):
    """The days on which a member owes only `share` percent of a full share of the work."""

    id = AutoField()
    member = ForeignKeyField(Member)
    first = DayField(constraints=[real_day("first")])
    last = DayField(constraints=[real_day("last")])
    share = IntegerField(constraints=[Check("share BETWEEN 0 AND 99")])
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])

    class Meta:
        constraints = [Check("first <= last")]


class Pair(Row):
    """Two members who want to work together, or must not; the lower id comes first."""

    id = AutoField()
    member = ForeignKeyField(Member, index=False)
    other = ForeignKeyField(Member)
    kind = TextField(constraints=[one_of("kind", PAIRS)])

    class Meta:
        indexes = ((("member", "other"), True),)
        constraints = [Check("member_id < other_id")]
