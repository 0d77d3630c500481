"""Members as a search finds them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from store import sought
from store.access import showing
from store.database import db
from store.index import NOWHERE

_ROWS = """
    SELECT member.id, member.name, member.search_key,
        coalesce((SELECT group_concat(team.name, ' · ')
        FROM membership JOIN team ON team.id = membership.team_id
        WHERE membership.member_id = member.id AND left_on IS NULL), '')
    FROM json_each(?) AS asked CROSS JOIN member ON member.id = asked.value"""


MOST = 1_000  # of all members


class FoundMember(NamedTuple):
    """A member who answers, and how well; `teams` are those never left."""

    rank: int
    id: int
    name: str
    search_key: str
    teams: str


def find(words: Sequence[str], limit: int) -> list[FoundMember]:
    """Members who answer to every folded word, the best first; by digits only for who may."""
    if not showing.may_be_sought(words):
        return []
    hits = sought.hits("member", words, NOWHERE, limit)
    ranks = {hit.row_id: hit.rank for hit in hits}
    rows = db.execute_sql(_ROWS, (json.dumps(list(ranks)),)).fetchall()
    return [FoundMember(ranks[row[0]], *row) for row in rows]


def keys(words: Sequence[str]) -> dict[int, str]:
    """The search keys of the members who answer, by their ids, the best first."""
    return {row.id: row.search_key for row in find(words, MOST)}
