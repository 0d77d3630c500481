"""Projects and proposals as rows name them: by name, and by year and community where that helps."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from store.database import db
from store.errors import Invalid, Refused
from store.exchange import cells as reading
from store.exchange.cells import BadCell, Reader
from store.exchange.kinds import Kind
from store.language import _
from store.neighbours.models import NAME_LENGTH
from store.programme.models import FIRST_YEAR, LAST_YEAR, TITLE_LENGTH
from store.text import shown


class Named:
    """What rows may name: the rows of `sql`, which begin with id, name, year and community."""

    def __init__(self, kind: Kind, key: str, sql: str) -> None:
        self._key = key
        self._names = reading.text(kind.column(key), TITLE_LENGTH)
        self._years: Reader[int | None] = reading.number(kind.column("year"), FIRST_YEAR, LAST_YEAR)
        self._communities = reading.text(kind.column("community"), NAME_LENGTH)
        self._by_name: defaultdict[str, list[Any]] = defaultdict(list)
        for row in db.execute_sql(sql):
            self._by_name[row[1]].append(row)

    def at(self, name: str, year: str, community: str) -> Any:
        """The row of the query that three cells mean. Raises BadCell."""
        wanted, of_year = self._names[name], self._years[year]
        place = self._communities[community]
        found = [
            row
            for row in self._by_name.get(wanted, ())
            if of_year in (None, row[2]) and place in ("", row[3])
        ]
        if len(found) == 1:
            return found[0]
        if found:
            sentence = _("There are several “{name}”. Please give the year and the community.")
        elif self._key == "proposal":
            sentence = _("There is no proposal “{name}”. Please import the proposals first.")
        else:
            sentence = _("There is no project “{name}”. Please import the projects first.")
        raise BadCell(self._key, sentence.format(name=shown(wanted, 60)))


def bad_cell(refused: Refused | Invalid, columns: dict[str, str], default: str = "") -> BadCell:
    """A refusal as that of the column which stands for its field."""
    if isinstance(refused, BadCell):
        return refused
    if isinstance(refused, Invalid):
        first = refused.errors[0]
        return BadCell(columns.get(first.field, first.field), first.sentence)
    return BadCell(default, refused.sentence)
