"""The members that a file names, and the lists of names in its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from store.database import db
from store.errors import Refused
from store.exchange import cells as reading
from store.exchange.cells import BadCell, Reader
from store.exchange.kinds import Column
from store.farm.skills import split_names
from store.language import _
from store.neighbours.models import NAME_LENGTH
from store.text import fold, shown


class Members:
    """The ids of the members by the name in a row's cell."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._names = reading.text(column, NAME_LENGTH)
        self._ids: dict[str, int] = {}
        self._folded: defaultdict[str, set[int]] = defaultdict(set)
        for row_id, name in db.execute_sql("SELECT id, name FROM member"):
            self._ids[name] = row_id
            self._folded[fold(name)].add(row_id)

    def name(self, cell: str) -> str:
        """The name in a cell. Raises BadCell."""
        return self._names[cell]

    def at(self, cell: str) -> int:
        """The id of the member whom a cell names, in whatever width or case. Raises BadCell."""
        name = self._names[cell]
        found = self._ids.get(name)
        if found is not None:
            return found
        alike = self._folded.get(fold(name), set())
        if len(alike) == 1:
            return next(iter(alike))
        raise BadCell(
            self._column.key,
            _("There is no member “{name}”. Please import or add the member first.").format(
                name=shown(name)
            ),
        )


def names(column: Column, check: Callable[[str], str]) -> Reader[tuple[str, ...]]:
    """Reads a list of names like `a;b`, each as `check` keeps it; an empty cell is no name."""

    def read(cell: str) -> tuple[str, ...]:
        try:
            return tuple(dict.fromkeys(check(name) for name in split_names(cell)))
        except Refused as refused:
            raise BadCell(column.key, refused.sentence) from None

    return Reader(column, read)
