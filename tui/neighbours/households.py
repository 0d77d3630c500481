"""Editing a household."""

from __future__ import annotations

from store.language import _
from store.neighbours import households
from store.neighbours.models import KINDS, NAME_LENGTH, NOTE_LENGTH
from store.sharing.rules import refuse_vacating
from store.sharing.words import say_kind
from tui.room import Room
from tui.widgets.form import Field, Form, Suggestion


def edit_household(room: Room, household_id: int) -> None:
    """Change what a household is called, its kind, its note, and what it consents to."""
    household = households.get(household_id)

    def save(values: dict[str, str]) -> str:
        edited = households.edit(
            household,
            name=values["name"],
            kind=values["kind"],
            note=values["note"],
            on_board=values["on_board"] == "yes",
            by_phone=values["by_phone"] == "yes",
            refuse_vacating=refuse_vacating,
        )
        return edited.address

    def saved(address: str | None) -> None:
        if address is not None:
            room.done(_("Saved {household}.").format(household=address))

    fields = (
        Field("name", _("Name"), value=household.name, limit=NAME_LENGTH),
        Field(
            "kind",
            _("Kind"),
            kind="choice",
            value=household.kind,
            choices=[Suggestion(kind, say_kind(kind)) for kind in KINDS],
        ),
        Field("note", _("Note"), value=household.note, limit=NOTE_LENGTH),
        _consent("on_board", _("On the board"), household.on_board),
        _consent("by_phone", _("May be called"), household.by_phone),
    )
    title = _("Edit household {household}").format(household=household.address)
    room.app.push_screen(Form(title, fields, save), saved)


def _consent(key: str, label: str, given: bool) -> Field:
    choices = [Suggestion("yes", _("Yes")), Suggestion("no", _("No"))]
    return Field(key, label, kind="choice", value="yes" if given else "no", choices=choices)
