"""Skills that places of a shift need: typed, told and kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from store.errors import Refused
from store.farm import skills as known
from store.farm.models import MOST_PLACES, ShiftSkill, Skill
from store.language import _
from store.text import shown

Skills = tuple[tuple[str, int], ...]


def parse_skills(text: str) -> Skills:
    """The skills typed as `seed:1; gate:2`; one place each where no number is given.

    Raises Refused.
    """
    found = []
    for part in re.split("[;；]", text):
        if not part.strip():
            continue
        name, _colon, places = part.replace("：", ":").partition(":")
        count = places.strip() or "1"
        if not name.strip() or not count.isascii() or not count.isdigit() or len(count) > 4:
            raise Refused(
                _("Skills"),
                _("“{typed}” is no skill with a number. Type them like seed:1; gate:2.").format(
                    typed=shown(part.strip())
                ),
            )
        found.append((name.strip(), int(count)))
    return tuple(found)


def say_skills(skills: Iterable[tuple[str, int]]) -> str:
    """Skills as they can be typed."""
    return "; ".join(f"{name}:{places}" for name, places in skills)


def check_skills(skills: Iterable[tuple[str, int]], most: int) -> Skills:
    """The skills as they may be stored, by name. Raises Refused where the places do not suffice."""
    found = [(known.check(name), places) for name, places in skills]
    sentence = None
    if len({name for name, _places in found}) < len(found):
        sentence = _("A skill is named twice. Please give it once, with all its places.")
    elif not all(1 <= places <= MOST_PLACES for _name, places in found):
        sentence = _("A skill is needed in at least 1 place. Please check the numbers.")
    elif sum(places for _name, places in found) > most:
        sentence = _("The skills want {wanted} places, but there are only {most}.").format(
            wanted=sum(places for _name, places in found), most=most
        )
    if sentence is not None:
        raise Refused(_("Skills"), sentence)
    return tuple(sorted(found))


def of_shift(shift_id: int) -> Skills:
    """What a shift needs, by name."""
    return of_shifts([shift_id]).get(shift_id, ())


def of_shifts(shift_ids: Sequence[int]) -> dict[int, Skills]:
    """What each of these shifts needs, by name; nothing for a shift without needs."""
    query = (
        ShiftSkill.select(ShiftSkill.shift, Skill.name, ShiftSkill.places)
        .join(Skill)
        .where(ShiftSkill.shift.in_(list(shift_ids)))
        .order_by(Skill.name)
    )
    found: dict[int, Skills] = {}
    for shift_id, name, places in query.tuples():
        found[shift_id] = (*found.get(shift_id, ()), (name, places))
    return found


def put(shift_ids: Sequence[int], skills: Skills) -> None:
    """Write what new shifts need, inside the caller's deed."""
    ids = known.ids(name for name, _places in skills)
    rows = [(shift, ids[name], places) for shift in shift_ids for name, places in skills]
    for start in range(0, len(rows), 500):
        fields = [ShiftSkill.shift, ShiftSkill.skill, ShiftSkill.places]
        ShiftSkill.insert_many(rows[start : start + 500], fields=fields).execute()


def replace(shift_id: int, skills: Skills) -> None:
    """Let a shift need these skills and no others, inside the caller's deed."""
    ShiftSkill.delete().where(ShiftSkill.shift == shift_id).execute()
    put([shift_id], skills)
