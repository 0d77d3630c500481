"""Teams and who is in them: members with their skills, caps and hours brought forward."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from peewee import JOIN, ModelSelect, fn

from store import history
from store.database import transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.farm import hours, member_values
from store.farm import skills as skill_names
from store.farm.member_list import MemberRow as MemberRow
from store.farm.member_list import find_member as find_member
from store.farm.member_list import member as member
from store.farm.member_list import members as members
from store.farm.member_list import no_such_member, not_left
from store.farm.models import (
    IN_FORCE,
    Assignment,
    Member,
    Membership,
    MemberSkill,
    Shift,
    Team,
)
from store.farm.places import give_up
from store.language import _, listed
from store.neighbours import edits
from store.neighbours.models import (
    NOTE_LENGTH,
)
from store.text import clean, fold, person_key, shown


class TeamRow(NamedTuple):
    """A team; `members` counts who is in it, or will be."""

    id: int
    name: str
    note: str
    members: int


def teams(today: date) -> tuple[TeamRow, ...]:
    """All teams, in the order they were made."""
    return tuple(TeamRow(*row) for row in _select_teams(today).order_by(Team.id).tuples())


def find_team(name: str) -> TeamRow:
    """The team called `name`, in whatever width or case. Raises NotFound."""
    rows = [TeamRow(*row) for row in _select_teams(None).tuples()]
    found = [row for row in rows if row.name == name.strip()]
    found = found or [row for row in rows if fold(row.name) == fold(name)]
    if found:
        return found[0]
    if not rows:
        sentence = _("There is no team yet. Please add one first.")
    else:
        sentence = _("There is no team “{name}”; there are {known}.").format(
            name=shown(name), known=listed(shown(row.name) for row in rows)
        )
    raise NotFound(_("No such team"), sentence)


def add_team(name: str, note: str = "") -> int:
    """Make a team and answer its id. Raises Refused."""
    name = skill_names.check_team_name(name)
    note = clean(note, NOTE_LENGTH, _("Note"))
    with transaction():
        _refuse_same_team(name)
        with history.deed("add_team", team=name):
            return Team.insert(name=name, note=note).execute()


def edit_team(seen: TeamRow, *, name: str, note: str) -> None:
    """Change what a team is called and its note; `seen` is how the form showed it.

    Raises NotFound, or Refused, also where somebody else changed the same meanwhile.
    """
    wanted = {
        "name": skill_names.check_team_name(name),
        "note": clean(note, NOTE_LENGTH, _("Note")),
    }
    with transaction():
        row = _select_teams(None).where(Team.id == seen.id).tuples().first()
        if row is None:
            raise _no_such_team()
        changed = edits.changes(Team, seen.id, seen, TeamRow(*row), wanted)
        if not changed:
            return
        if "name" in changed:
            _refuse_same_team(changed["name"])
        with history.deed("edit_team", team=wanted["name"]):
            edits.save(Team, seen.id, changed, _no_such_team())


def add_member(
    name: str,
    team_ids: Sequence[int],
    *,
    phone: str = "",
    resident_id: int | None = None,
    skills: Iterable[str] = (),
    max_per_week: int | None = None,
    max_per_month: int | None = None,
    minutes_before: int = 0,
    note: str = "",
    joined_on: date | None = None,
) -> int:
    """Enter a member and answer the id; a new skill is made on the way.

    Raises NotFound, or Invalid naming every field that is wrong.
    """
    values = member_values.check(name, phone, max_per_week, max_per_month, minutes_before, note)
    able = member_values.check_skills(skills)
    member_values.refuse_masked(values["phone"])
    if not team_ids:
        raise Invalid(_("Member"), (FieldError("teams", _("Please choose a team.")),))
    with transaction():
        called = _team_names(team_ids)
        member_values.refuse_same_name(values["name"])
        member_values.refuse_resident(resident_id)
        with history.deed("add_member", member=values["name"], team=listed(called)):
            key = person_key(values["name"], values["phone"])
            member_id = Member.insert(resident=resident_id, search_key=key, **values).execute()
            Membership.insert_many(
                {"team": team_id, "member": member_id, "joined_on": joined_on}
                for team_id in dict.fromkeys(team_ids)
            ).execute()
            _put_skills(member_id, able)
    return member_id


def edit_member(
    seen: MemberRow,
    *,
    name: str,
    phone: str,
    resident_id: int | None,
    skills: Iterable[str],
    max_per_week: int | None,
    max_per_month: int | None,
    minutes_before: int,
    note: str,
) -> None:
    """Change what is known of a member; `seen` is how the form showed them.

    Raises NotFound, Invalid naming every field that is wrong, or Refused where somebody else
    changed the same meanwhile.
    """
    wanted = member_values.check(name, phone, max_per_week, max_per_month, minutes_before, note)
    wanted |= {"resident_id": resident_id, "skills": member_values.check_skills(skills)}
    with transaction():
        now = member(seen.id)
        changed = edits.changes(
            Member, seen.id, seen, now, wanted, said={"resident_id": now.address}
        )
        if not changed:
            return
        member_values.refuse_masked(changed.get("phone", ""))
        if "name" in changed:
            member_values.refuse_same_name(changed["name"])
        if "resident_id" in changed:
            member_values.refuse_resident(changed["resident_id"])
        with history.deed("edit_member", member=wanted["name"]):
            if "skills" in changed:
                _put_skills(seen.id, changed.pop("skills"))
            if "name" in changed or "phone" in changed:
                phone = Member.select(Member.phone).where(Member.id == seen.id).scalar()
                own = changed.get("name", now.name), changed.get("phone", phone)
                changed["search_key"] = person_key(*own)
            if changed:
                edits.save(Member, seen.id, changed, no_such_member())


def join_team(member_id: int, team_id: int, day: date | None = None) -> None:
    """Put a member into a team, also again, from `day` on. Raises NotFound or Refused."""
    with transaction():
        row, (called,) = member(member_id), _team_names([team_id])
        if team_id in row.team_ids:
            raise Refused(
                _("Member"),
                _("{member} is in {team} already.").format(member=row.name, team=called),
            )
        with history.deed("join_team", member=row.name, team=called):
            Membership.insert(team=team_id, member=member_id, joined_on=day).on_conflict(
                conflict_target=[Membership.team, Membership.member],
                update={Membership.joined_on: day, Membership.left_on: None},
            ).execute()


def leave_team(member_id: int, team_id: int, day: date) -> int:
    """Let a member be in a team no more from `day` on; answers how many places that frees.

    The places in the team's shifts from then on are given up, by which offers to swap them lapse.
    Raises NotFound, or Refused where the member is not in the team.
    """
    with transaction():
        row, (called,) = member(member_id), _team_names([team_id])
        here = (Membership.team == team_id) & (Membership.member == member_id)
        joined = Membership.select(Membership.joined_on).where(here, not_left(day)).tuples()
        if (found := joined.first()) is None:
            raise Refused(
                _("Member"),
                _("{member} is not in {team}.").format(member=row.name, team=called),
            )
        with history.deed("leave_team", member=row.name, team=called):
            # Who leaves before the first day has been in it for none.
            joined_on = min(found[0], day) if found[0] else None
            Membership.update(left_on=day, joined_on=joined_on).where(here).execute()
            return _free(member_id, team_id, day)


def mean_minutes(team_id: int, today: date) -> int:
    """The mean load of a team's members: what a newcomer begins with, so as not to be behind."""
    query = Membership.select(Membership.member_id).where(
        Membership.team == team_id, not_left(today)
    )
    return hours.mean(hours.loads(member_id for (member_id,) in query.tuples()))


def _select_teams(today: date | None) -> ModelSelect:
    return (
        Team.select(Team.id, Team.name, Team.note, fn.COUNT(Membership.id))
        .join(Membership, JOIN.LEFT_OUTER, on=((Membership.team == Team.id) & not_left(today)))
        .group_by(Team.id)
    )


def _put_skills(member_id: int, skills: Iterable[str]) -> None:
    """Let these be a member's skills, inside the caller's deed; those kept are not touched."""
    wanted = set(skill_names.ids(skills).values())
    query = MemberSkill.select(MemberSkill.skill_id).where(MemberSkill.member == member_id)
    had = {skill_id for (skill_id,) in query.tuples()}
    gone = MemberSkill.skill.in_(had - wanted)
    MemberSkill.delete().where(MemberSkill.member == member_id, gone).execute()
    for skill_id in sorted(wanted - had):
        MemberSkill.insert(member=member_id, skill=skill_id).execute()


def _team_names(team_ids: Iterable[int]) -> list[str]:
    """The names of these teams. Raises NotFound where one is not there."""
    wanted = dict.fromkeys(team_ids)
    found = dict(Team.select(Team.id, Team.name).where(Team.id.in_(list(wanted))).tuples())
    if len(found) < len(wanted):
        raise _no_such_team()
    return [found[team_id] for team_id in wanted]


def _refuse_same_team(name: str) -> None:
    if Team.select().where(Team.name == name).exists():
        raise Refused(
            _("Name taken"),
            _("There is a team “{name}” already. Please give another name.").format(
                name=shown(name)
            ),
            "name",
        )


def _free(member_id: int, team_id: int, day: date) -> int:
    """Give up what a member holds in a team's shifts from `day` on."""
    held = (
        Assignment.select(Assignment.id)
        .join(Shift)
        .where(
            Assignment.member == member_id,
            Assignment.state.in_(IN_FORCE),
            Assignment.attendance.is_null(),
            Shift.team == team_id,
            Shift.starts_at >= f"{day.isoformat()}T00:00",
        )
    )
    places = [place for (place,) in held.tuples()]
    give_up(places, "left")
    return len(places)


def _no_such_team() -> NotFound:
    return NotFound(_("No such team"), _("This team is not in the store."))
