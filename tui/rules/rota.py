"""The rules of the rota: its numbers, and the time zone of its clocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from store import settings, walltime
from store.farm import rezoning
from store.language import _
from store.neighbours.models import NAME_LENGTH
from tui.rules import numbers
from tui.rules.rule import Rule, ask
from tui.widgets.form import Field, Suggestion

if TYPE_CHECKING:
    from tui.rules.room import RulesRoom

NUMBERS = ("rota_weeks", "rest_hours", "drop_days")
ZONE_KEY = "text zone"


def rules() -> Iterator[Rule]:
    """The numbers, then the zone."""
    group = _("The rota")
    for key in NUMBERS:
        yield numbers.rule(key, group)
    name, default = settings.TEXTS["zone"]
    zone = settings.text("zone")
    said = zone if zone == default else numbers.say_unusual(zone, default)
    yield Rule(ZONE_KEY, group, _(name), said, edit=_edit_zone)


def _edit_zone(room: RulesRoom) -> None:
    def save(values: dict[str, str]) -> str:
        return rezoning.change(values["zone"], room.desk.today).label

    name, zone = _(settings.TEXTS["zone"][0]), settings.text("zone")
    fields = (Field("zone", _("Value"), value=zone, limit=NAME_LENGTH, suggest=_zones),)
    ask(room, name, fields, save, lambda _values: ZONE_KEY)


def _zones(typed: str) -> list[Suggestion]:
    wanted = typed.strip().casefold()
    return [Suggestion(zone, zone) for zone in walltime.zones() if wanted in zone.casefold()]
