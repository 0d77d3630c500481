"""One table of a damaged store, saved as far as its own tree leads."""

from __future__ import annotations

import sqlite3

from store.keeping.salvage.closing_gaps import Gaps, look_up
from store.keeping.salvage.filling import LeftOut, put
from store.keeping.salvage.rows import Numbered, Unnumbered


class Filler:
    """Saves the rows of one table.

    `without` counts those that were read and cannot be there; `is_cut` says whether there may have
    been others, of which nothing is known.
    """

    def __init__(
        self, source: sqlite3.Connection, store: sqlite3.Connection, table: str, left_out: LeftOut
    ) -> None:
        self._source, self._store = source, store
        self._table, self._left_out = table, left_out
        self.without = 0
        self.is_cut = False

    def save(self, last: int | None) -> Gaps | None:
        """Save what the table's own tree leads to, up to the id `last`.

        Answers with the gaps of a table that has ids.
        """
        columns = self._columns()
        if "id" not in columns:
            rows = Unnumbered(self._source, self._table, columns)
            for row in rows:
                put(self._store, self._table, columns, row)  # read from both ends it is there
            self.is_cut = rows.is_cut
            return None
        reading = Numbered(self._source, self._table, columns, last)
        ids: set[int] = set()
        for row in reading:
            why = put(self._store, self._table, columns, row)
            if why is not None:
                self._left_out.add(self._table, dict(zip(columns, row, strict=True)), why)
                self.without += 1
                ids.add(row[0])
        return look_up(self._source, self._store, self._table, reading.gaps, ids)

    def _columns(self) -> list[str]:
        """The columns that both stores have, the id first."""
        theirs, ours = (
            [name for _place, name, *_rest in each.execute(f'PRAGMA table_info("{self._table}")')]
            for each in (self._source, self._store)
        )
        return sorted((name for name in ours if name in theirs), key=lambda name: name != "id")
