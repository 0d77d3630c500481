"""The farmer team's tables on their way out: members, when they can work, series, places."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from store import walltime
from store.database import db
from store.exchange import kinds
from store.exchange.known_members import say_hours
from store.exchange.series_rows import DAY_WORDS
from store.farm import series
from store.farm.series import SeriesDayRow

_MEMBERS = """
    SELECT member.name,
           (SELECT group_concat(name, ';') FROM (
               SELECT team.name FROM membership JOIN team ON team.id = team_id
               WHERE member_id = member.id AND left_on IS NULL ORDER BY team.name)),
           (SELECT group_concat(name, ';') FROM (
               SELECT skill.name FROM member_skill JOIN skill ON skill.id = skill_id
               WHERE member_id = member.id ORDER BY skill.name)),
           max_per_week, max_per_month, minutes_before, member.phone, compound.name,
           unit.name || '-' || door,
           CASE WHEN resident.name <> member.name THEN resident.name END, member.note
    FROM member
    LEFT JOIN resident ON resident.id = resident_id
    LEFT JOIN household ON household.id = resident.household_id
    LEFT JOIN unit ON unit.id = household.unit_id
    LEFT JOIN compound ON compound.id = unit.compound_id
    ORDER BY member.id
"""
_AVAILABILITY = """
    SELECT name, weekday, from_minute, to_minute
    FROM availability JOIN member ON member.id = member_id
    ORDER BY member_id, weekday, from_minute, to_minute, availability.id
"""
_ABSENCES = """
    SELECT name, first, last, absence.note
    FROM absence JOIN member ON member.id = member_id
    ORDER BY absence.id
"""
_ASSIGNMENTS = """
    SELECT starts_at, shift.name, team.name, member.name, assignment.state, attendance
    FROM shift
    JOIN assignment ON shift_id = shift.id
    JOIN team ON team.id = team_id
    JOIN member ON member.id = member_id
    WHERE shift.state = 'planned' AND assignment.state IN ('planned', 'standby')
    ORDER BY starts_at, shift.name, team.name, shift.id, member.name
"""

Values = Iterator[tuple]


def values(kind: str, language: str) -> Values:
    """The values of each row, in the order of the kind's columns."""
    return _VALUES[kind](language)


def _members(language: str) -> Values:
    for row in db.execute_sql(_MEMBERS):
        yield (*row[:5], say_hours(row[5]), *row[6:])


def _availability(language: str) -> Values:
    for name, weekday, start, end in db.execute_sql(_AVAILABILITY):
        yield name, weekday, walltime.say_at(start), walltime.say_at(end)


def _absences(language: str) -> Values:
    yield from db.execute_sql(_ABSENCES)


def _series(language: str) -> Values:
    for row in sorted(series.all_series(), key=lambda row: row.id):
        yield (
            row.team,
            row.name,
            row.rule,
            row.starts_on,
            row.ends_on,
            walltime.say_at(row.at),
            row.minutes,
            row.least,
            row.wanted,
            row.most,
            ";".join(f"{skill}:{places}" for skill, places in row.skills),
            row.closed_days,
            series.say_seasons(row.seasons),
            "; ".join(_say_day(day, language) for day in row.days),
            row.note,
        )


def _say_day(said: SeriesDayRow, language: str) -> str:
    word = kinds.word(said.kind, DAY_WORDS, language)
    at = "" if said.at is None else walltime.say_at(said.at)
    return " ".join(filter(None, (said.day.isoformat(), word, at)))


def _assignments(language: str) -> Values:
    for starts_at, *row in db.execute_sql(_ASSIGNMENTS):
        day, _t, at = starts_at.partition("T")
        yield (day, at, *row)


_VALUES: dict[str, Callable[[str], Values]] = {
    "members": _members,
    "availability": _availability,
    "absences": _absences,
    "series": _series,
    "assignments": _assignments,
}
