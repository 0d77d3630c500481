"""The forms of teams and of who is in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from store import walltime
from store.farm import skills, team
from store.farm.team import MemberRow, TeamRow
from store.language import _
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH, PHONE_LENGTH
from store.sharing import search
from store.text import search_key, terms
from tui.days import day_field
from tui.farm.reading import read_hours, team_field, understood_hours
from tui.reading import MOST_DIGITS, LongForm, Reading, Values, ask
from tui.room import Room
from tui.widgets.form import Field, Suggestion


def add_member(room: Room, team_id: int | None, added: Callable[[int, str], None]) -> None:
    """Ask for a new member, who begins with the mean hours of the team unless others are typed.

    `added` is told the id and the news.
    """
    today = room.desk.today
    teams = team.teams(today)
    joined = team_id or teams[0].id
    minutes = team.mean_minutes(joined, today)

    def save(values: Values) -> tuple[int, str]:
        read = Reading(_("Member"))
        joined_on = read.day("joined_on", values["joined_on"], today)
        known = _known(read, values, minutes)
        teams = [int(values["team"])]
        member_id = read.do(lambda: team.add_member(team_ids=teams, joined_on=joined_on, **known))
        return member_id, _("Added {member}.").format(member=values["name"].strip())

    def saved(answer: tuple[int, str] | None) -> None:
        if answer is not None:
            added(*answer)

    fields = (
        *_who_fields(room, None),
        team_field(teams, joined),
        day_field("joined_on", _("From"), today, today),
        *_work_fields((), None, None, minutes, ""),
    )
    room.app.push_screen(LongForm(_("Add a member"), fields, save), saved)


def edit_member(room: Room, member: MemberRow) -> None:
    """Change what is known of a member."""

    def save(values: Values) -> str:
        read = Reading(_("Member"))
        known = _known(read, values, member.minutes_before)
        read.do(lambda: team.edit_member(member, **known))
        return _("Saved {member}.").format(member=values["name"].strip())

    fields = (
        *_who_fields(room, member),
        *_work_fields(
            member.skills,
            member.max_per_week,
            member.max_per_month,
            member.minutes_before,
            member.note,
        ),
    )
    ask(room, _("Change {member}").format(member=member.name), fields, save)


def add_team(room: Room) -> None:
    """Ask for a new team."""

    def save(values: Values) -> str:
        read = Reading(_("Team"))
        read.of("name", lambda: team.add_team(values["name"], values["note"]), 0)
        read.settle()
        return _("Added the team {team}.").format(team=values["name"].strip())

    ask(room, _("Add a team"), _team_fields("", ""), save)


def edit_team(room: Room, seen: TeamRow) -> None:
    """Change what a team is called, and its note."""

    def save(values: Values) -> str:
        read = Reading(_("Team"))
        read.of("name", lambda: team.edit_team(seen, **values), None)
        read.settle()
        return _("Saved the team {team}.").format(team=values["name"].strip())

    ask(room, _("Change a team"), _team_fields(seen.name, seen.note), save)


def _team_fields(name: str, note: str) -> tuple[Field, ...]:
    return (
        Field("name", _("Name"), value=name, limit=NAME_LENGTH),
        Field("note", _("Note"), value=note, limit=NOTE_LENGTH),
    )


def _who_fields(room: Room, member: MemberRow | None) -> tuple[Field, ...]:
    compound = room.desk.compound
    name, phone = (member.name, member.phone) if member else ("", "")
    resident = str(member.resident_id or "") if member else ""
    return (
        Field("name", _("Name"), value=name, limit=NAME_LENGTH),
        Field(
            "resident",
            _("Resident"),
            kind="pick",
            value=resident,
            shown=f"{name} {member.address}" if member and member.resident_id else "",
            suggest=lambda typed: _residents(compound.id, typed) if compound else (),
            hint=lambda typed: "" if typed else _("empty for who lives elsewhere"),
        ),
        Field("phone", _("Phone"), value=phone, limit=PHONE_LENGTH),
    )


def _work_fields(
    known: Sequence[str],
    per_week: int | None,
    per_month: int | None,
    minutes: int,
    note: str,
) -> tuple[Field, ...]:
    return (
        Field("skills", _("Skills"), value=skills.join_names(known), suggest=_skills),
        _most_field("max_per_week", _("Most a week"), per_week),
        _most_field("max_per_month", _("Most a month"), per_month),
        Field(
            "minutes_before",
            _("Hours before"),
            value=walltime.say_hours(minutes),
            limit=20,
            hint=lambda typed: (
                f"{understood_hours(typed)}  {_('worked before the hours were kept here')}".strip()
            ),
        ),
        Field("note", _("Note"), value=note, limit=NOTE_LENGTH),
    )


def _most_field(name: str, label: str, most: int | None) -> Field:
    value = "" if most is None else str(most)
    return Field(
        name,
        label,
        value=value,
        limit=MOST_DIGITS,
        hint=lambda typed: _("shifts") if typed.strip() else _("nothing: as many as there are"),
    )


def _known(read: Reading, values: Values, shown: int) -> dict[str, Any]:
    """What the fields of a member mean; hours left as they were `shown` stay to the minute."""
    resident = values["resident"].strip()
    is_chosen = resident.isdecimal() and len(resident) < 19
    if resident and not is_chosen:
        sentence = _("No resident answers to that. Leave it empty for who lives elsewhere.")
        read.refuse("resident", sentence)
    typed = values["minutes_before"].strip() or "0"
    minutes = shown
    if typed != walltime.say_hours(shown):
        minutes = read.of("minutes_before", lambda: read_hours(typed), shown)
    return {
        "name": values["name"],
        "phone": values["phone"],
        "resident_id": int(resident) if is_chosen else None,
        "skills": skills.split_names(values["skills"]),
        "max_per_week": read.number("max_per_week", values["max_per_week"]),
        "max_per_month": read.number("max_per_month", values["max_per_month"]),
        "minutes_before": minutes,
        "note": values["note"],
    }


def _residents(compound_id: int, typed: str) -> list[Suggestion]:
    return [
        Suggestion(str(match.id), f"{match.label} {match.address}", match.detail)
        for match in search.find(compound_id, typed, kinds=("resident",))
    ]


def _skills(typed: str) -> list[Suggestion]:
    """Skills that end the list begun, each with what stands before."""
    *before, last = typed.replace("；", ";").split(";")
    had = [name.strip() for name in before if name.strip()]
    return [
        Suggestion(skills.join_names([*had, name]), name)
        for name in skills.all_skills()
        if name not in had and all(word in search_key(name) for word in terms(last))
    ]
