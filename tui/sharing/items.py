"""Entering and editing items."""

from __future__ import annotations

from store.language import _
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.sharing import categories, inventory
from store.sharing.inventory import ItemRow
from store.sharing.models import CONDITIONS
from store.sharing.words import say_condition
from store.text import search_key, terms
from tui.room import Room
from tui.widgets.form import Field, Form, Suggestion

Values = dict[str, str]


def add_items(room: Room, household_id: int, address: str) -> None:
    """Add items to a household one after another; each is saved before the next is typed."""

    def save(values: Values) -> str:
        number = inventory.add_item(household_id, **values)
        return _("Saved “{item}” as number {number}.").format(item=values["name"], number=number)

    form: Form[Values] = Form(
        _("Add items to {household}").format(household=address),
        _fields("", categories.latest(), "good", ""),
        lambda values: values,
        on_save=save,
        enter_saves=True,
    )
    room.app.push_screen(form)


def edit_item(room: Room, item: ItemRow) -> None:
    """Change what is known of an item."""

    def save(values: Values) -> Values:
        inventory.edit_item(item, **values)
        return values

    def saved(values: Values | None) -> None:
        if values is not None:
            room.done(_("Saved “{item}”.").format(item=values["name"]))

    form = Form(
        _("Edit item {number} of {household}").format(number=item.id, household=item.household),
        _fields(item.name, item.category, item.condition, item.note),
        save,
    )
    room.app.push_screen(form, saved)


def _fields(name: str, category: str, condition: str, note: str) -> tuple[Field, ...]:
    return (
        Field("name", _("Name"), value=name, limit=NAME_LENGTH),
        Field(
            "category",
            _("Category"),
            value=category,
            limit=NAME_LENGTH,
            suggest=_categories,
            hint=_what_category,
            sticky=True,
        ),
        Field(
            "condition",
            _("Condition"),
            kind="choice",
            value=condition,
            choices=[Suggestion(word, say_condition(word)) for word in CONDITIONS],
        ),
        Field("note", _("Note"), value=note, limit=NOTE_LENGTH),
    )


def _categories(typed: str) -> list[Suggestion]:
    words = terms(typed)
    names = [row.name for row in categories.categories()]
    return [Suggestion(name, name) for name in names if all(w in search_key(name) for w in words)]


def _what_category(typed: str) -> str:
    """Whether a category of this name would be made."""
    known = {row.name for row in categories.categories()}
    return _("a new category") if typed.strip() and typed.strip() not in known else ""
