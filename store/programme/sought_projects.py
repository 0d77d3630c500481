"""Projects as a search finds them, of whatever year."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from store import sought
from store.database import db
from store.index import NOWHERE

_ROWS = """
    SELECT project.id, project.name, project.search_key, community.name, project.year_id
    FROM json_each(?) AS asked CROSS JOIN project ON project.id = asked.value
    CROSS JOIN community ON community.id = project.community_id"""


class FoundProject(NamedTuple):
    """A project that answers, by its name or its community's, and how well."""

    rank: int
    id: int
    name: str
    search_key: str
    community: str
    year: int


def find(words: Sequence[str], limit: int) -> list[FoundProject]:
    """Projects that answer to every folded word, the best first."""
    ranks = {hit.row_id: hit.rank for hit in sought.hits("project", words, NOWHERE, limit)}
    rows = db.execute_sql(_ROWS, (json.dumps(list(ranks)),)).fetchall()
    return [FoundProject(ranks[row[0]], *row) for row in rows]
