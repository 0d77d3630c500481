"""What a search for anything found, as the grid shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from store import finding
from store.finding import Found
from store.language import _, ngettext
from store.marking import marks
from store.text import terms
from tui.widgets.listing import ListingRow


class Matches:
    """The answers to one query; rows are named by their place among them."""

    def __init__(self, compound_id: int, query: str) -> None:
        self.query = query.strip()
        self._words = terms(query)
        self._found: Sequence[Found] = finding.find(compound_id, query)
        self._here = [found for found in self._found if found.unit_id and not found.elsewhere]

    @property
    def households(self) -> set[str]:
        """The keys of the cells to light up."""
        return {str(found.household_id) for found in self._here}

    @property
    def by_unit(self) -> dict[str, int]:
        """For each unit with answers how many of its households are lit."""
        doors = {(found.unit_id, found.household_id) for found in self._here}
        return Counter(str(unit_id) for unit_id, _household_id in doors)

    def at(self, key: str | None) -> Found | None:
        """The answer in the row of `key`."""
        return self._found[int(key)] if key is not None and key.isdecimal() else None

    def rows(self) -> list[ListingRow]:
        """The answers as rows of a list, with what answered marked."""
        return [self._row(str(place), found) for place, found in enumerate(self._found)]

    def say_count(self) -> str:
        """How many answers there are."""
        count = len(self._found)
        return ngettext("{count} match", "{count} matches", count).format(count=count)

    def _row(self, key: str, found: Found) -> ListingRow:
        kinds = {
            "household": _("household"),
            "item": _("item"),
            "resident": _("resident"),
            "member": _("member"),
            "project": _("project"),
        }
        label, place, detail = found.label, found.place, found.detail
        if found.kind == "household":
            label, place, detail = place, "", ""
        elif found.kind == "resident":
            detail = ""
        where = "  ".join(text for text in (found.elsewhere, place, detail) if text)
        answered = answering(label, found.search_key, self._words)
        return ListingRow(key, (label, kinds[found.kind], where, ""), marks={0: answered})


def answering(label: str, key: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """What of a label answers; one with an address before a name is looked at in both parts."""
    whole = marks(label, key, words)
    address, _space, name = label.partition(" ")
    if whole or not name:
        return whole
    behind = len(address) + 1
    later = ((start + behind, end + behind) for start, end in marks(name, key, words))
    return (*marks(address, key, words), *later)
