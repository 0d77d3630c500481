"""Adding things to a household, one after another."""

from __future__ import annotations

from store.language import _
from store.neighbours.households import HouseholdRow
from store.sharing import categories, inventory
from store.sharing.categories import CategoryRow
from store.text import fold, shown
from tui.plain.conversation import finding
from tui.plain.conversation.choosing import Told, choose, one_after_another
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import agreed, ask, saying_refusals
from tui.plain.output import say


def add(desk: Desk) -> None:
    """Ask to whom something is to be added, and what."""
    household = finding.find_household(desk, _("To which household?"))
    if household is not None:
        add_to(desk, household)


def add_to(desk: Desk, household: HouseholdRow) -> None:
    """Ask for a category, then for thing after thing, until an empty line."""
    category = _category()
    help = (
        _("What the thing is called, a thing a line."),
        _("Enter alone: that was all."),
    )
    while category and (name := ask(_("Its name, or Enter:"), help)):
        with saying_refusals():
            number = inventory.add_item(household.id, name=name, category=category)
            told = _("Added {item} ({number}) to {household}, {category}.")
            where = {"household": household.address, "category": category}
            desk.done(told.format(item=shown(name), number=number, **where))


def _category() -> str | None:
    """The category chosen by its number or name, or a new one; None where none is."""
    known = categories.categories()
    told: Told[CategoryRow] = Told(one_after_another(known), lambda row: row.name)
    say(_("Of which category? A number, a name, or a new name."))
    picked = choose(told, {}, takes_text=True)
    if not isinstance(picked, str):
        return picked.name if picked else None
    for row in known:
        if fold(row.name) == fold(picked):
            return row.name
    question = _("“{category}” is a new category. Make it?").format(category=shown(picked))
    return picked if agreed(question) else None
