"""A compound described in a line per unit, as the welcome form takes it.

`1: 7 x 3` is unit 1 of seven floors with three doors each; exceptions follow after commas:
`1 = 6` (six doors on floor 1), `1 shops` (floor 1 holds shops), `-502` (no such door),
`302 vacant`. Several units of one shape share a line: `1-4: 7 x 3`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from store.errors import FieldError, Invalid
from store.language import _
from store.text import shown

MOST_FLOORS = 120
MOST_DOORS = 60
MOST_UNITS = 500

_LINE = re.compile(r"(?P<units>.+?)\s*:\s*(?P<floors>\d+)\s*[xX×*]\s*(?P<doors>\d+)(?P<rest>.*)")
_SPAN = re.compile(r"(\d+)\s*(?:-|–|~|到|至)\s*(\d+)")
_FLOOR_DOORS = re.compile(r"(\d+)\s*(?:=|层)\s*(\d+)")
_SHOPS = re.compile(r"(\d+)\s*(?:shops?|商铺|底商)", re.IGNORECASE)
_VACANT = re.compile(r"(\w+)\s*(?:vacant|空置?)", re.IGNORECASE)
_MISSING = re.compile(r"-\s*(\w+)")


class HomePlan(NamedTuple):
    door: str
    floor: int
    position: int
    kind: str = "home"


class UnitPlan(NamedTuple):
    name: str
    homes: tuple[HomePlan, ...]


def door_number(floor: int, position: int) -> str:
    """The number on the door: floor, then the place from the left in two digits."""
    return f"{floor}{position:02}"


def parse(text: str) -> tuple[UnitPlan, ...]:
    """The units that `text` describes, a line (or a part between semicolons) per shape.

    Raises Invalid, for the field `units`, naming the part that cannot be understood.
    """
    plans: dict[str, UnitPlan] = {}
    for line in re.split(r"[\n;]", unicodedata.normalize("NFKC", text)):
        if not line.strip():
            continue
        for plan in _line(line.strip()):
            if plan.name in plans:
                raise _not_understood(line, _("unit {unit} is there twice").format(unit=plan.name))
            plans[plan.name] = plan
    if not plans:
        nothing = _("Please describe at least one unit, like 1-4: 7 x 3")
        raise Invalid(_("Units"), (FieldError("units", nothing),))
    return tuple(plans.values())


def _line(line: str) -> list[UnitPlan]:
    found = _LINE.fullmatch(line)
    if not found:
        raise _not_understood(line, _("write it like 1-4: 7 x 3"))
    floors, doors = int(found["floors"]), int(found["doors"])
    if not (1 <= floors <= MOST_FLOORS and 1 <= doors <= MOST_DOORS):
        raise _not_understood(
            line,
            _("at most {floors} floors of {doors} doors").format(
                floors=MOST_FLOORS, doors=MOST_DOORS
            ),
        )
    homes = _homes(line, floors, doors, found["rest"])
    return [UnitPlan(name, homes) for name in _unit_names(line, found["units"])]


def _unit_names(line: str, text: str) -> list[str]:
    names: list[str] = []
    for part in re.split(r"[,、\s]+", text.strip()):
        span = _SPAN.fullmatch(part)
        if span:
            first, last = int(span[1]), int(span[2])
            if last - first >= MOST_UNITS:
                raise _not_understood(line, _("too many units"))
            names += map(str, range(first, last + 1))
        elif part:
            names.append(part)
    if not names or any(len(name) > 12 or not name.isprintable() for name in names):
        raise _not_understood(line, _("write it like 1-4: 7 x 3"))
    return names


def _homes(line: str, floors: int, doors: int, rest: str) -> tuple[HomePlan, ...]:
    doors_on = dict.fromkeys(range(1, floors + 1), doors)
    shops: set[int] = set()
    vacant: set[str] = set()
    missing: set[str] = set()
    for exception in filter(None, (part.strip() for part in re.split(r"[,、]", rest))):
        if found := _FLOOR_DOORS.fullmatch(exception):
            doors_on[int(found[1])] = min(int(found[2]), MOST_DOORS)
        elif found := _SHOPS.fullmatch(exception):
            shops.add(int(found[1]))
        elif found := _VACANT.fullmatch(exception):
            vacant.add(found[1])
        elif found := _MISSING.fullmatch(exception):
            missing.add(found[1])
        else:
            raise _not_understood(line, _("“{part}” is not clear").format(part=exception))
    homes = tuple(
        HomePlan(door_number(floor, place), floor, place, "shop" if floor in shops else "home")
        for floor, count in sorted(doors_on.items())
        for place in range(1, count + 1)
        if door_number(floor, place) not in missing
    )
    strays = (vacant | missing) - {home.door for home in homes} - missing
    if strays or not set(doors_on) <= set(range(1, floors + 1)) or not shops <= set(doors_on):
        raise _not_understood(line, _("an exception names a door or floor that is not there"))
    return tuple(home._replace(kind="vacant") if home.door in vacant else home for home in homes)


def _not_understood(line: str, reason: str) -> Invalid:
    sentence = _("“{line}” is not understood: {reason}.").format(
        line=shown(line.strip(), 30), reason=reason
    )
    return Invalid(_("Units"), (FieldError("units", sentence),))
