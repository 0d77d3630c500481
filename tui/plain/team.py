"""The lists of teams, of members, and of everybody's hours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from store import walltime
from store.farm import balance, team
from store.farm.balance import Balance
from store.farm.team import MemberRow, TeamRow
from store.language import N_, listed
from tui.plain import asked
from tui.plain.output import Field, write_rows
from tui.plain.shifts import Days

TEAM: Sequence[Field[TeamRow]] = (
    Field("id", lambda row: row.id),
    Field("name", lambda row: row.name, N_("Team"), least=8),
    Field("members", lambda row: row.members, N_("Members"), align="right", least=4),
    Field("note", lambda row: row.note, N_("Note")),
)
TEAM_SHOWN = ("name", "members", "note")

MEMBER: Sequence[Field[MemberRow]] = (
    Field("id", lambda row: row.id),
    Field("name", lambda row: row.name, N_("Member"), least=8),
    Field("teams", lambda row: _told(row.teams), N_("Teams"), lambda row: listed(row.teams)),
    Field("skills", lambda row: _told(row.skills), N_("Skills"), lambda row: listed(row.skills)),
    Field("max_per_week", lambda row: row.max_per_week, N_("Per week"), align="right", least=4),
    Field("max_per_month", lambda row: row.max_per_month, N_("Per month"), align="right", least=4),
    Field(
        "hours_before",
        lambda row: hours(row.minutes_before),
        N_("Hours before"),
        lambda row: walltime.say_hours(row.minutes_before),
        align="right",
        least=4,
    ),
    Field("household", lambda row: row.address or None, N_("Household"), least=8),
    Field("note", lambda row: row.note, N_("Note")),
)
MEMBER_SHOWN = ("name", "teams", "skills", "max_per_week", "max_per_month", "hours_before", "note")

HOURS_SHOWN = ("member", "teams", "before", "worked", "to_come", "total")


def write_teams(today: date, form: str) -> None:
    """Write every team, in the order they were made."""
    write_rows(TEAM, TEAM_SHOWN, team.teams(today), form)


def write_members(today: date, form: str, *, team_name: str | None) -> None:
    """Write who is in a team, or in this one. Raises NotFound."""
    write_rows(MEMBER, MEMBER_SHOWN, team.members(today, asked.team_id(team_name)), form)


def write_hours(days: Days, today: date, form: str, *, team_name: str | None) -> None:
    """Write everybody's hours, in some days where asked for. Raises NotFound, Refused."""
    first, last = days.read(today, date.min, date.max)
    found = balance.balances(today, asked.team_id(team_name), first, last)
    write_rows(_balance(), HOURS_SHOWN, found, form)


def hours(minutes: int) -> float:
    """Minutes as programs read hours, to the hundredth."""
    return round(minutes / 60, 2)


def _balance() -> Sequence[Field[Balance]]:
    def of(key: str, title: str, minutes: Callable[[Balance], int]) -> Field[Balance]:
        return Field(
            key,
            lambda row: hours(minutes(row)),
            title,
            lambda row: walltime.say_hours(minutes(row)),
            align="right",
            least=5,
        )

    return (
        Field("member_id", lambda row: row.member_id),
        Field("member", lambda row: row.member, N_("Member"), least=8),
        Field("teams", lambda row: _told(row.teams), N_("Teams"), lambda row: listed(row.teams)),
        of("before", N_("Before"), lambda row: row.before),
        of("worked", N_("Worked"), lambda row: row.worked),
        of("to_come", N_("To come"), lambda row: row.to_come),
        of("total", N_("Total"), lambda row: row.total),
    )


def _told(names: Sequence[str]) -> str:
    """Names as a cell of a CSV file holds several."""
    return "; ".join(names)
