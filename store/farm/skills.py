"""Skills: what some work needs and some members can do; one is known from its first use on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.errors import Refused
from store.farm.models import Skill
from store.language import _
from store.neighbours.models import NAME_LENGTH
from store.text import clean, shown

# What sets the names of a list apart, and therefore stands in none of them.
_APART = re.compile(r"[;；、]")
_NO_SKILL = re.compile(r"[;；、:：]")


def all_skills() -> tuple[str, ...]:
    """Every skill that somebody has or some work needs, by name."""
    query = Skill.select(Skill.name).order_by(Skill.name)
    return tuple(name for (name,) in query.tuples())


def split_names(text: str) -> tuple[str, ...]:
    """The names in a list like `a; b`, `a；b` or `a、b`, each once, in their order."""
    return tuple(dict.fromkeys(filter(None, (name.strip() for name in _APART.split(text)))))


def join_names(names: Iterable[str]) -> str:
    """Names as a list that `split_names` takes apart again."""
    return ";".join(names)


def check(name: str) -> str:
    """`name` as a skill's may be kept. Raises Refused."""
    return _checked(name, _("Skill"), _NO_SKILL)


def check_team_name(name: str) -> str:
    """`name` as a team's may be kept. Raises Refused."""
    return _checked(name, _("Team"), _APART)


def ids(names: Iterable[str]) -> dict[str, int]:
    """The ids of skills by their names; those not known yet are made, inside the caller's deed.

    Raises Refused for a name that none can have.
    """
    wanted = tuple(dict.fromkeys(check(name) for name in names))
    if not wanted:
        return {}
    query = Skill.select(Skill.name, Skill.id).where(Skill.name.in_(wanted))
    found = dict(query.tuples())
    for name in wanted:
        if name not in found:
            found[name] = Skill.insert(name=name).execute()
    return {name: found[name] for name in wanted}


def _checked(name: str, field: str, forbidden: re.Pattern[str]) -> str:
    cleaned = clean(name, NAME_LENGTH, field)
    if not cleaned:
        raise Refused(field, _("{field} is empty. Please give a name.").format(field=field), "name")
    if found := forbidden.search(cleaned):
        raise Refused(
            field,
            _("“{name}” has a “{sign}”, which sets names apart. Please leave it out.").format(
                name=shown(cleaned), sign=found[0]
            ),
        )
    return cleaned
