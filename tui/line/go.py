"""`go 6-701`, `late`, `rota next`: where to go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from store.calendar import parse_day, say_near
from store.errors import Refused
from store.language import N_, _
from store.neighbours import households
from store.neighbours.households import HouseholdRow
from store.sharing.inventory import ItemRow
from store.text import fold
from tui.line import slots
from tui.line.reading import At, Choice, Go, Part, Reading, standing_alone
from tui.line.words import Word, from_to
from tui.plain.rows import named_door


class Place(NamedTuple):
    """A room of the desk, by its names in both languages; `plain` shows it on the command line."""

    room: str
    words: tuple[str, ...]
    label: str
    plain: tuple[str, ...]


PLACES = (
    Place("grid", ("grid", "board", "格子", "展示板"), N_("grid"), ("list", "households")),
    Place("overdue", ("overdue", "late", "逾期"), N_("overdue"), ("list", "overdue")),
    Place("rota", ("rota", "shifts", "班表"), N_("rota"), ("rota", "week")),
    Place("projects", ("projects", "项目"), N_("projects"), ("list", "projects")),
    Place("proposals", ("proposals", "votes", "提案", "表决"), N_("proposals"),
          ("list", "proposals")),
    Place("calendar", ("calendar", "holidays", "日历"), N_("calendar"), ("calendar",)),
    Place("rules", ("rules", "settings", "规则"), N_("rules"), ("settings",)),
)  # fmt: skip

_WEEKS = {
    "next": 7, "下周": 7, "last": -7, "previous": -7, "上周": -7, "this": 0, "本周": 0, "这周": 0,
}  # fmt: skip


def read_go(line: str, rest: Sequence[Word], at: At) -> Reading:
    """Read where to go: a screen, a household, or a thing."""
    if not rest:
        return Reading(missing=_("Where to? A household, a thing, or a screen."))
    word = from_to(line, rest)
    beginning = [place for place in PLACES if _begins(place, word.text)]
    exact = [place for place in beginning if fold(word.text) in place.words]
    if len(exact) == 1:
        return _to_room(exact[0], (Part(word, _(exact[0].label)),))
    household = slots.household(word, at)
    if household.value is not None:
        return _to_household(household.value, household.part)
    item = slots.item(word, at, lambda row: True)
    screens = tuple(Choice(_said(place), _(place.label), _("a screen")) for place in beginning)
    choices = (*screens, *household.part.choices, *item.part.choices)
    if item.value is not None and not choices:
        return _to_item(item.value, item.part)
    if item.value is not None:
        choices = (*choices, *slots.item_choices([item.value]))
    if len(choices) == 1 and beginning:
        return _to_room(beginning[0], (Part(word, _(beginning[0].label)),))
    part = slots.open_part(word, choices)
    return Reading(parts=(part,), missing=part.trouble)


def read_late(line: str, rest: Sequence[Word], at: At) -> Reading:
    """Read a line that goes to what is overdue."""
    return standing_alone(rest, lambda: _to_room(PLACES[1], ()))


def read_rota(line: str, rest: Sequence[Word], at: At) -> Reading:
    """Read which week's rota is wanted."""
    if not rest:
        return _to_week(at.today, (), at)
    word = from_to(line, rest)
    try:
        day = _week(word.text, at.today)
    except Refused as trouble:
        choices = tuple(Choice(said, said) for said in (_("next week"), _("last week")))
        return Reading(parts=(Part(word, "", choices, trouble.sentence),), missing=trouble.sentence)
    return _to_week(day, (Part(word, say_near(day, at.today)),), at)


def _week(typed: str, today: date) -> date:
    step = _WEEKS.get(fold(typed).removesuffix("week"))
    return parse_day(typed, today) if step is None else today + timedelta(step)


def _to_week(day: date, parts: tuple[Part, ...], at: At) -> Reading:
    monday = day - timedelta(day.weekday())
    preview = _("Show the rota of the week from {day}.").format(day=say_near(monday, at.today))
    plain = ("rota", "week", day.isoformat())
    return Reading(parts=parts, preview=preview, go=Go("rota", plain, day=day))


def _begins(place: Place, typed: str) -> bool:
    return any(word.startswith(fold(typed)) for word in place.words)


def _said(place: Place) -> str:
    """A room's name as this language says it, if that is one of its names."""
    said = fold(_(place.label))
    return said if said in place.words else place.words[0]


def _to_room(place: Place, parts: tuple[Part, ...]) -> Reading:
    preview = _("Go to: {place}.").format(place=_(place.label))
    return Reading(parts=parts, preview=preview, go=Go(place.room, place.plain))


def _to_household(household: HouseholdRow, part: Part) -> Reading:
    preview = _("Go to: {place}.").format(place=named_door(household.address, household.name))
    plain = ("list", "items", f"--household={household.address}")
    return Reading(parts=(part,), preview=preview, go=Go("grid", plain, household_id=household.id))


def _to_item(item: ItemRow, part: Part) -> Reading:
    household = households.get(item.household_id)
    there = _to_household(household, part)
    assert there.go is not None
    preview = _("Go to: {place}.").format(place=slots.say_item(item))
    return there._replace(preview=preview, go=there.go._replace(item_id=item.id))
