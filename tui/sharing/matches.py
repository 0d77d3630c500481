"""What a search of the compound found, as the grid shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from store.language import _, ngettext
from store.sharing import search
from store.sharing.search import Match
from tui.widgets.listing import ListingRow


class Matches:
    """The answers to one query; rows are named by their place among them."""

    def __init__(self, compound_id: int, query: str) -> None:
        self.query = query.strip()
        self._found: Sequence[Match] = search.find(compound_id, query)

    @property
    def households(self) -> set[str]:
        """The keys of the cells to light up."""
        return {str(match.household_id) for match in self._found}

    @property
    def by_unit(self) -> dict[str, int]:
        """For each unit with answers how many of its households are lit."""
        doors = {(match.unit_id, match.household_id) for match in self._found}
        return Counter(str(unit_id) for unit_id, _household_id in doors)

    def at(self, key: str | None) -> Match | None:
        """The answer in the row of `key`."""
        return self._found[int(key)] if key is not None and key.isdecimal() else None

    def rows(self) -> list[ListingRow]:
        """The answers as rows of a list."""
        return [_row(str(place), match) for place, match in enumerate(self._found)]

    def say_count(self) -> str:
        """How many answers there are."""
        count = len(self._found)
        return ngettext("{count} match", "{count} matches", count).format(count=count)


def _row(key: str, match: Match) -> ListingRow:
    place = f"{match.address} {match.household_name}"
    label = match.label or (_("vacant") if match.detail == "vacant" else "")
    kinds = {"household": _("household"), "item": _("item"), "resident": _("resident")}
    if match.kind == "household":
        label, detail = place, ""
    else:
        detail = match.detail if match.kind == "item" else ""
    return ListingRow(key, (label, kinds[match.kind], f"{place}  {detail}".strip(), ""))
