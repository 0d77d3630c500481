"""The members of the teams, listed and found by name."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from peewee import JOIN, Expression, fn

from store.access import showing
from store.answering import WITHIN_IT, rank
from store.errors import Ambiguous, NotFound
from store.farm.models import Member, Membership, MemberSkill, Skill, Team
from store.farm.person_key import sound
from store.farm.phones import number
from store.language import _, listed
from store.neighbours.models import Household, Resident, Unit
from store.text import fold, shown

_MOST_NAMED = 5


class MemberRow(NamedTuple):
    """A member, and the teams not left yet; an outsider has no resident and no address.

    Where a member gave no telephone of their own, `phone` is the resident's; it is masked.
    """

    id: int
    name: str
    teams: tuple[str, ...]
    team_ids: tuple[int, ...]
    phone: str
    resident_id: int | None
    address: str
    skills: tuple[str, ...]
    max_per_week: int | None
    max_per_month: int | None
    minutes_before: int
    note: str


def members(today: date, team_id: int | None = None) -> tuple[MemberRow, ...]:
    """Who is in a team (or in this one) on `today`, or will be, by name as it is read."""
    mine = Membership.select(Membership.member).where(not_left(today))
    if team_id is not None:
        mine = mine.where(Membership.team == team_id)
    return _members(Member.id.in_(mine), today)


def member(member_id: int, today: date | None = None) -> MemberRow:
    """The member with this id; without `today`, the teams are those never left. Raises NotFound."""
    found = _members(Member.id == member_id, today)
    if not found:
        raise no_such_member()
    return found[0]


def find_member(text: str, today: date | None = None) -> MemberRow:
    """The one member that `text` means: a name, its beginning, its pinyin, or part of it.

    Raises NotFound, or Ambiguous, naming the candidates.
    """
    wanted = fold(text)
    query = Member.select(Member.id, Member.name, Member.search_key)
    sought = Member.name == text.strip()
    if showing.may_be_sought((wanted,)):
        sought |= fn.INSTR(Member.search_key, wanted) > 0
    asked = query.where(sought)
    by_rank: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for row_id, name, key in asked.order_by(Member.id).tuples() if wanted else ():
        by_rank[_rank(text.strip(), wanted, name, key)].append((row_id, name))
    if not by_rank:
        raise NotFound(
            _("No such member"),
            _("There is no member “{name}”. Please check the name.").format(name=shown(text)),
        )
    best = by_rank[min(by_rank)]
    if len(best) > 1:
        names = [shown(name) for _id, name in best[:_MOST_NAMED]]
        raise Ambiguous(
            _("Which member?"),
            _("“{name}” may be {listed}. Please type more of the name.").format(
                name=shown(text), listed=listed(names) + ("…" if len(best) > len(names) else "")
            ),
        )
    return member(best[0][0], today)


def not_left(today: date | None) -> Expression:
    """Whether a membership goes on after `today`; without a day, whether no end is set."""
    ended = Membership.left_on.is_null()
    return ended if today is None else ended | (Membership.left_on > today)


def _members(which: Expression, today: date | None) -> tuple[MemberRow, ...]:
    """Members by name, in three queries: themselves, their teams, their skills."""
    query = (
        Member.select(
            Member.search_key,
            Member.id,
            Member.name,
            fn.masked(number()),
            Member.resident,
            fn.COALESCE(Unit.name.concat("-").concat(Household.door), ""),
            Member.max_per_week,
            Member.max_per_month,
            Member.minutes_before,
            Member.note,
        )
        .join(Resident, JOIN.LEFT_OUTER)
        .join(Household, JOIN.LEFT_OUTER)
        .join(Unit, JOIN.LEFT_OUTER)
        .where(which)
    )
    found = sorted(query.tuples(), key=lambda row: (sound(row[0]), row[2]))
    in_teams: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    membership = (
        Membership.select(Membership.member_id, Team.id, Team.name)
        .join(Team)
        .join_from(Membership, Member)
        .where(which, not_left(today))
        .order_by(Team.id)
    )
    for member_id, *team in membership.tuples():
        in_teams[member_id].append((team[0], team[1]))
    able: defaultdict[int, list[str]] = defaultdict(list)
    skilled = (
        MemberSkill.select(MemberSkill.member_id, Skill.name)
        .join(Skill)
        .join_from(MemberSkill, Member)
        .where(which)
        .order_by(Skill.name)
    )
    for member_id, skill in skilled.tuples():
        able[member_id].append(skill)
    return tuple(
        MemberRow(
            row_id,
            name,
            tuple(called for _id, called in in_teams[row_id]),
            tuple(team_id for team_id, _name in in_teams[row_id]),
            phone,
            resident_id,
            address,
            tuple(able[row_id]),
            *rest,
        )
        for _key, row_id, name, phone, resident_id, address, *rest in found
    )


def _rank(typed: str, wanted: str, name: str, key: str) -> int:
    """How well a member answers to what was typed, 0 best: by name, by sound, by a beginning."""
    if typed in (name, key.partition(" ")[0]):
        return 0
    how_well = rank(key, (wanted,))
    return 1 + (WITHIN_IT + 1 if how_well is None else how_well)


def no_such_member() -> NotFound:
    """What is said of a member who is not there."""
    return NotFound(_("No such member"), _("This member is not in the store."))
