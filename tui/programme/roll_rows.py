"""The rows of a roll, as ballots are entered."""

from __future__ import annotations

from store.language import _
from store.programme import terms
from store.programme.rolls import RollRow
from tui.widgets.listing import Column, ListingRow


def columns() -> tuple[Column, ...]:
    """Door, ballot, household, and how it was cast."""
    return (
        Column(_("door"), 9, priority=9),
        Column(_("ballot"), 9, priority=8),
        Column(_("household"), 16, flex=1, priority=6),
        Column(_("how"), 20, flex=1, priority=5),
    )


def line(row: RollRow, *, missing: bool) -> ListingRow:
    """A household on the roll; those that are missing stand under their units."""
    how = ""
    if row.cast_as is not None:
        named = row.proxy or row.witness
        how = f"{_(terms.CAST_NAMES[row.cast_as])} {named}".rstrip()
    said = _(terms.CHOICE_NAMES[row.choice]) if row.choice else "✓" if row.cast_as else ""
    group = ""
    if missing:
        group = _("Unit {unit}").format(unit=row.address.rpartition("-")[0])
    glyph = "±" if row.reason else ""
    return ListingRow(str(row.entry_id), (row.address, said, row.name, how), group, glyph=glyph)
