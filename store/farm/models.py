"""The tables of the farm: series and shifts, assignments, swaps and hours.

Those of its people are member_models', and to be had here too.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    Check,
    Field,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from store.farm.member_models import PAIRS as PAIRS
from store.farm.member_models import (
    Absence,
    Availability,
    Exemption,
    Member,
    Membership,
    MemberSkill,
    Pair,
    Skill,
    Team,
)
from store.fields import DAY_MINUTES as DAY_MINUTES
from store.fields import MOST_PLACES as MOST_PLACES
from store.fields import RULE_LENGTH as RULE_LENGTH
from store.fields import DayField, Row, one_of, plain_text, real_day
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH

CLOSED_DAYS = ("keep", "holidays", "closed")
SERIES_DAYS = ("extra", "except")
SHIFT_STATES = ("planned", "cancelled")
# Left, replaced and excused tell that somebody once was in force: planned, or on standby.
IN_FORCE = ("planned", "standby")
ASSIGNMENT_STATES = (*IN_FORCE, "left", "replaced", "excused")
ATTENDANCES = ("present", "late", "excused", "absent")
SWAP_STATES = ("offered", "accepted", "refused", "withdrawn")
ENTRY_KINDS = ("attendance", "correction", "reversal")


class WallField(Field):
    """A minute of the wall clock in the community's zone, kept as `2026-11-24T07:00`."""

    field_type = "TEXT"

    def db_value(self, value: datetime | str | None) -> str | None:
        return value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value

    def python_value(self, value: datetime | str | None) -> datetime | None:
        return datetime.fromisoformat(value) if isinstance(value, str) else value


def _real_minute(column: str) -> Check:
    return Check(f"{column} IS strftime('%Y-%m-%dT%H:%M', {column})")


def _of_year(column: str) -> Check:
    return Check(f"'2024-' || {column} IS date('2024-' || {column}, '+0 days')")


def _uid() -> str:
    return uuid4().hex


class Series(Row):
    """A rule (RFC 5545) by which shifts occur, at a wall time and with a length in minutes.

    `ends_on` is its last day. `follows` is the series that it went on from where it was changed
    from some day on.
    """

    id = AutoField()
    team = ForeignKeyField(Team)
    name = TextField(constraints=[plain_text("name", NAME_LENGTH, 1)])
    rule = TextField(constraints=[plain_text("rule", RULE_LENGTH, 1)])
    starts_on = DayField(constraints=[real_day("starts_on")])
    ends_on = DayField(null=True, constraints=[real_day("ends_on")])
    at = IntegerField(constraints=[Check(f"at BETWEEN 0 AND {DAY_MINUTES - 1}")])
    minutes = IntegerField(constraints=[Check(f"minutes BETWEEN 1 AND {DAY_MINUTES}")])
    least = IntegerField()
    wanted = IntegerField()
    most = IntegerField()
    closed_days = TextField(default="keep", constraints=[one_of("closed_days", CLOSED_DAYS)])
    follows = ForeignKeyField("self", null=True)
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])

    class Meta:
        constraints = [
            Check(f"0 <= least AND least <= wanted AND wanted <= most AND most <= {MOST_PLACES}"),
            Check("wanted >= 1"),
        ]


class SeriesSeason(Row):
    """From one day of each year to another (`05-01`) a series begins at another time, or not."""

    id = AutoField()
    series = ForeignKeyField(Series)
    first = TextField(constraints=[_of_year("first")])
    last = TextField(constraints=[_of_year("last")])
    at = IntegerField(null=True, constraints=[Check(f"at BETWEEN 0 AND {DAY_MINUTES - 1}")])


class SeriesDay(Row):
    """A day on which a series occurs beyond its rule, at its own time if given, or does not."""

    id = AutoField()
    series = ForeignKeyField(Series, index=False)
    day = DayField(constraints=[real_day("day")])
    kind = TextField(constraints=[one_of("kind", SERIES_DAYS)])
    at = IntegerField(null=True, constraints=[Check(f"at BETWEEN 0 AND {DAY_MINUTES - 1}")])

    class Meta:
        indexes = ((("series", "day"), True),)


class SeriesSkill(Row):
    """That so many places of each shift need somebody with a skill."""

    id = AutoField()
    series = ForeignKeyField(Series, index=False)
    skill = ForeignKeyField(Skill)
    places = IntegerField(constraints=[Check(f"places BETWEEN 1 AND {MOST_PLACES}")])

    class Meta:
        indexes = ((("series", "skill"), True),)


class Shift(Row):
    """One occurrence of a series, known by its day, or a shift of its own.

    `edited` names the fields that were changed by hand and do not follow the series; `sequence`
    counts what calendars must hear of, and `uid` is what they know the shift by.
    """

    id = AutoField()
    team = ForeignKeyField(Team)
    series = ForeignKeyField(Series, null=True, index=False)
    occurrence = DayField(null=True, constraints=[real_day("occurrence")])
    name = TextField(constraints=[plain_text("name", NAME_LENGTH, 1)])
    starts_at = WallField(index=True, constraints=[_real_minute("starts_at")])
    ends_at = WallField(constraints=[_real_minute("ends_at")])
    minutes = IntegerField(constraints=[Check(f"minutes BETWEEN 1 AND {DAY_MINUTES}")])
    least = IntegerField()
    wanted = IntegerField()
    most = IntegerField()
    state = TextField(default="planned", constraints=[one_of("state", SHIFT_STATES)])
    edited = TextField(default="")
    sequence = IntegerField(default=0)
    uid = TextField(unique=True, default=_uid)
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])

    class Meta:
        indexes = ((("series", "occurrence"), True),)
        constraints = [
            Check(f"0 <= least AND least <= wanted AND wanted <= most AND most <= {MOST_PLACES}"),
            Check("wanted >= 1"),
            Check("starts_at < ends_at"),
            Check("(series_id IS NULL) = (occurrence IS NULL)"),
        ]


class ShiftSkill(Row):
    """That so many places of a shift need somebody with a skill."""

    id = AutoField()
    shift = ForeignKeyField(Shift, index=False)
    skill = ForeignKeyField(Skill)
    places = IntegerField(constraints=[Check(f"places BETWEEN 1 AND {MOST_PLACES}")])

    class Meta:
        indexes = ((("shift", "skill"), True),)


class Assignment(Row):
    """A member's place in a shift. What is `by_hand` no draft changes.

    `attendance` is empty until somebody has looked; `stand_in_for` is whose place it was before.
    Nobody is planned in two shifts that overlap: the schema has triggers against it.
    """

    id = AutoField()
    shift = ForeignKeyField(Shift, index=False)
    member = ForeignKeyField(Member)
    state = TextField(constraints=[one_of("state", ASSIGNMENT_STATES)])
    by_hand = BooleanField(default=True)
    attendance = TextField(null=True, constraints=[one_of("attendance", ATTENDANCES)])
    stand_in_for = ForeignKeyField("self", null=True, backref="+")
    reason = TextField(default="", constraints=[plain_text("reason", NOTE_LENGTH)])

    class Meta:
        constraints = [Check("attendance IS NULL OR state = 'planned'")]


Assignment.add_index(Assignment.index(Assignment.shift, Assignment.member))
# Two coordinators giving one place to the same member at once: the second insert fails here.
Assignment.add_index(
    Assignment.index(
        Assignment.shift,
        Assignment.member,
        unique=True,
        where=SQL("state IN ('planned', 'standby')"),
        name="assignment_in_force",
    )
)
# What counts as hours to come, until somebody has looked who was there.
Assignment.add_index(
    Assignment.index(
        Assignment.member,
        Assignment.shift,
        where=SQL("state = 'planned' AND attendance IS NULL"),
        name="assignment_to_come",
    )
)


class Swap(Row):
    """That the holder of one place offers it for another's; after `expires_on` it lapses."""

    id = AutoField()
    offered = ForeignKeyField(Assignment, backref="+")
    wanted = ForeignKeyField(Assignment, backref="+")
    expires_on = DayField(constraints=[real_day("expires_on")])
    state = TextField(default="offered", constraints=[one_of("state", SWAP_STATES)])


class HoursEntry(Row):
    """One line of the ledger of hours: never changed or removed, only reversed by another.

    `assignment_id` is no foreign key: the ledger remembers what was undone.
    """

    id = AutoField()
    member = ForeignKeyField(Member, index=False)
    assignment_id = IntegerField(null=True, index=True)
    day = DayField(constraints=[real_day("day")])
    minutes = IntegerField(constraints=[Check("minutes <> 0")])
    kind = TextField(constraints=[one_of("kind", ENTRY_KINDS)])
    reverses = ForeignKeyField("self", null=True, backref="+", unique=True)
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])

    class Meta:
        indexes = ((("member", "day", "minutes"), False),)


TABLES: tuple[type[Row], ...] = (
    Team,
    Skill,
    Member,
    Membership,
    MemberSkill,
    Availability,
    Absence,
    Exemption,
    Pair,
    Series,
    SeriesSeason,
    SeriesDay,
    SeriesSkill,
    Shift,
    ShiftSkill,
    Assignment,
    Swap,
    HoursEntry,
)
