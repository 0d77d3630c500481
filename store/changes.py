"""What became of one row: every change of it that the journal has, and the deed behind each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from peewee import JOIN

from store.journal_models import Change, Deed
from store.telling import original, tell, words_of


class RowChange(NamedTuple):
    """One change of a row; `before` holds what it was before, where that differed.

    `label` tells the deed, and `verb` and `words` are those of the first deed behind a chain of
    undoing and doing again; they are empty where another program changed the row. `again` is
    whether there is such a chain.
    """

    event: str
    before: Mapping[str, Any]
    verb: str = ""
    words: Mapping[str, Any] = {}
    label: str = ""
    again: bool = False


def of_row(table: str, row_id: int) -> tuple[RowChange, ...]:
    """Every change of the row `row_id` of `table`, oldest first."""
    query = (
        Change.select(Change, Deed)
        .join(Deed, JOIN.LEFT_OUTER)
        .where(Change.table_name == table, Change.row_id == row_id)
        .order_by(Change.id)
    )
    return tuple(_told(change) for change in query)


def _told(change: Change) -> RowChange:
    import json

    before = json.loads(change.before or "{}")
    deed = change.deed
    if deed is None or change.deed_id is None:
        return RowChange(change.event, before)
    first = original(deed)
    again = deed.undoes_id is not None
    return RowChange(change.event, before, first.verb, words_of(first), tell(deed), again)
