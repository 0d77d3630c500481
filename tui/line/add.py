"""`a 3-502 榔头, 改刀, 烤箱`: things that a household lends from now on."""

from __future__ import annotations

from collections.abc import Sequence

from store.errors import Refused
from store.language import _, listed
from store.neighbours.households import HouseholdRow
from store.neighbours.models import NAME_LENGTH
from store.sharing import categories, inventory
from store.text import clean
from tui.line import lookup, slots
from tui.line.orders import Add
from tui.line.reading import At, Part, Reading, decided
from tui.line.words import Word, names
from tui.plain.rows import named_door

MOST = 20  # things in one line


def read(line: str, rest: Sequence[Word], at: At) -> Reading:
    """Read what follows the verb."""
    if not rest:
        return Reading(missing=_("To which household?"))
    household = slots.household(rest[0], at)
    typed = names(line, rest[0].end)
    if household.value is None or not typed:
        missing = household.part.trouble or _("Which things? A comma sets them apart.")
        return Reading(parts=(household.part,), missing=missing)
    categories_of = [_category(word, at) for word in typed]
    things = [Part(word, of) for word, of in zip(typed, categories_of, strict=True)]
    pairs = [(word.text, of) for word, of in zip(typed, categories_of, strict=True)]
    adding_to = household.value
    return decided((household.part, *things), lambda: _adding(adding_to, pairs))


def _adding(household: HouseholdRow, named: Sequence[tuple[str, str]]) -> Reading:
    inventory.owner(household.id)
    named = tuple((clean(name, NAME_LENGTH, _("Name")), category) for name, category in named)
    if len(named) > MOST:
        raise Refused(_("Too many"), _("At most {most} things in one line.").format(most=MOST))
    things = listed(_("{item} ({category})").format(item=a, category=b) for a, b in named)
    preview = _("Add to {household}: {items}.").format(
        household=named_door(household.address, household.name), items=things
    )
    return Reading(preview=preview, order=Add(household.id, named))


def _category(word: Word, at: At) -> str:
    """That of a thing called so, else the one that was used last."""
    return lookup.usual_category(word.text, at) or categories.latest() or _("other things")
