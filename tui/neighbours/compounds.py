"""Choosing a compound, and entering a new one by a short form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import Invalid
from store.language import _, ngettext
from store.neighbours import compounds, plan
from store.neighbours.models import NAME_LENGTH
from tui.reading import Reading
from tui.widgets.form import Field, Form
from tui.widgets.listing import Column, ListingRow
from tui.widgets.picker import Picker

if TYPE_CHECKING:
    from tui.main import QiaomenApp


def choose(desk: QiaomenApp) -> None:
    """Let the coordinator turn to another compound."""

    def find(query: str) -> list[ListingRow]:
        return [
            ListingRow(str(row.id), (row.name, row.community)) for row in compounds.compounds(query)
        ]

    def chosen(key: str | None) -> None:
        if key is not None:
            desk.show_compound(int(key))

    columns = (Column(_("compound"), 20, flex=2, priority=1), Column(_("community"), 16, flex=1))
    desk.push_screen(Picker(_("Which compound?"), columns, find), chosen)


def create(desk: QiaomenApp) -> None:
    """Enter a compound: its name, and its units in a line per shape."""

    def save(values: dict[str, str]) -> int:
        read = Reading(_("Compound"))
        units = read.of("units", lambda: plan.parse(values["units"]), ())
        return read.do(lambda: compounds.create(values["name"], units, values["community"]))

    def saved(compound_id: int | None) -> None:
        if compound_id is not None:
            desk.show_compound(compound_id)
            name, what = form.values()["name"], what_is_planned(form.values()["units"])
            desk.say_in_room(
                _("Created {compound}: {what}.").format(compound=name.strip(), what=what)
            )

    fields = (
        Field("name", _("Name"), limit=NAME_LENGTH),
        Field("community", _("Community"), limit=NAME_LENGTH),
        Field("units", _("Units"), limit=2000, joint="; ", hint=what_is_planned),
    )
    form = Form(_("New compound"), fields, save)
    desk.push_screen(form, saved)


def what_is_planned(text: str) -> str:
    """What the units field would make, or how to write it."""
    if not text.strip():
        return _("like 1-4: 7 x 3; 5: 6 x 4, 1 shops, 502 vacant, -604")
    try:
        plans = plan.parse(text)
    except Invalid as trouble:
        return trouble.sentence
    homes = sum(len(unit.homes) for unit in plans)
    units = ngettext("{count} unit", "{count} units", len(plans)).format(count=len(plans))
    return ngettext("{units}, {count} household", "{units}, {count} households", homes).format(
        units=units, count=homes
    )
