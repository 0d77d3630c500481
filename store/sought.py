"""What answers to some words, best first: by the index, or read through in a small compound."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from store.answering import (
    BEGINS,
    EXACTLY,
    INITIALLY,
    WITHIN_IT,
    chinese_in,
    digits_of,
    is_mixed,
    rank,
)
from store.database import db
from store.index import BY_INITIALS, BY_NUMBER, KINDS, NOWHERE, WHOLE, WITHIN
from store.text import INITIALS, INSIDE, INSIDE_LENGTH, NUMBER, TAIL

# A compound with no more households is read through: that takes less than to ask the index, which
# holds what all compounds have.
SMALL = 2_000
# So many texts are asked who has them, where a word stands in very many; and so many texts, and
# rows of them, are looked at, where one word of several does.
MOST_TEXTS = 20_000
MOST_READ = 3_000
MOST_ROWS = 1_000

_LAST = "\U0010ffff"  # stands behind whatever a token goes on with

_THROUGH = {
    "household": "household ON household.unit_id = unit.id",
    **{
        table: "household ON household.unit_id = unit.id"
        f" CROSS JOIN {table} ON {table}.household_id = household.id"
        for table in ("item", "resident")
    },
}
_HOMES = """SELECT count(*) FROM (SELECT 1 FROM unit CROSS JOIN household
    ON household.unit_id = unit.id WHERE unit.compound_id = ? LIMIT ?)"""
_TOKENS = """SELECT text_id FROM sought_token
    WHERE kind = ? AND tier = ? AND token >= ? AND token < ? LIMIT ?"""
_ROWS = f"""SELECT named.row_id FROM ({_TOKENS}) AS known CROSS JOIN sought_row AS named
    ON named.text_id = known.text_id AND named.compound_id = ? LIMIT ?"""
_TEXTS = f"""SELECT text.id, text.tokens FROM ({_TOKENS}) AS known
    CROSS JOIN sought_text AS text ON text.id = known.text_id"""
_ROWS_OF = "SELECT row_id FROM sought_row WHERE text_id = ? AND compound_id = ? LIMIT ?"


class Hit(NamedTuple):
    """A row that answers, and how well: the less `rank`, the better."""

    rank: int
    row_id: int


class _Step(NamedTuple):
    """Tokens of one tier from `first` to before `last`; what has one answers as well as `rank`."""

    rank: int
    tier: int
    first: str
    last: str


def hits(kind: str, words: Sequence[str], compound_id: int, limit: int) -> list[Hit]:
    """Rows of a kind that answer to every word, those first that do so best to the first word.

    `words` are folded (text.terms). Of members and projects, `compound_id` is NOWHERE.
    """
    if not words:
        return []
    if compound_id != NOWHERE and _is_small(compound_id):
        found: Iterator[Hit] = iter(sorted(_through(kind, words, compound_id)))
    elif len(words) == 1 and not is_mixed(words[0]) and len(words[0]) <= TAIL:
        found = _at_once(kind, words[0], compound_id, limit)
    else:
        found = iter(sorted(_looking_closer(kind, words, compound_id, limit)))
    best: dict[int, int] = {}
    for hit in found:
        best.setdefault(hit.row_id, hit.rank)
        if len(best) == limit:
            break
    return [Hit(rank, row_id) for row_id, rank in best.items()]


def is_known(words: Sequence[str]) -> bool:
    """Whether every word stands in some text of the store, of whatever kind or compound."""
    return bool(words) and all(any(_how_many(kind, word, 1) for kind in KINDS) for word in words)


def _is_small(compound_id: int) -> bool:
    (homes,) = db.execute_sql(_HOMES, (compound_id, SMALL + 1)).fetchone()
    return homes <= SMALL


def _through(kind: str, words: Sequence[str], compound_id: int) -> Iterator[Hit]:
    """Ask every row of the compound."""
    conditions: list[str] = []
    given: list[int | str] = [compound_id]
    for word in words:
        begun, *others = _forms(word)
        holds = f" OR instr({kind}.search_key, ?)" * len(others)
        conditions.append(f"(instr(' ' || {kind}.search_key, ?){holds})")
        given += (begun, *others)
    rows = db.execute_sql(
        f"SELECT {kind}.id, {kind}.search_key FROM unit CROSS JOIN {_THROUGH[kind]}"
        f" WHERE unit.compound_id = ? AND {' AND '.join(conditions)}",
        given,
    )
    for row_id, key in rows.fetchall():
        how_well = rank(key, words)
        if how_well is not None:
            yield Hit(how_well, row_id)


def _forms(word: str) -> list[str]:
    """What stands in the key of each row that may answer; the first at the beginning of a token."""
    if is_mixed(word):
        word = chinese_in(word)
        return [f" {word}", INSIDE + word[:INSIDE_LENGTH]]
    digits = digits_of(word)
    number = [digits] if len(digits) > TAIL else [NUMBER + digits] if digits else []
    return [f" {word}", INITIALS + word, INSIDE + word[:INSIDE_LENGTH], *number]


def _steps(word: str) -> list[_Step]:
    """Where the index has what answers to a word, the best first."""
    if is_mixed(word):
        word = chinese_in(word)
        begun = word[:INSIDE_LENGTH]
        return [
            _Step(BEGINS, WHOLE, word, word + _LAST),
            _Step(WITHIN_IT, WITHIN, begun, begun + _LAST),
        ]
    begun, digits = word[:INSIDE_LENGTH], digits_of(word)
    steps = [
        _Step(EXACTLY, WHOLE, word, word + "\0"),
        _Step(BEGINS, WHOLE, word, word + _LAST),
        _Step(INITIALLY, BY_INITIALS, word, word + _LAST),
        _Step(WITHIN_IT, WITHIN, begun, begun + _LAST),
    ]
    if digits:
        steps.append(_Step(WITHIN_IT, BY_NUMBER, digits, digits + _LAST))
    if len(digits) > TAIL:
        tail = digits[-TAIL:]
        steps.append(_Step(WITHIN_IT, BY_NUMBER, tail, tail + "\0"))
    return steps


def _at_once(kind: str, word: str, compound_id: int, limit: int) -> Iterator[Hit]:
    """What the index has for one short word, where each token it finds is an answer."""
    for how_well, tier, first, last in _steps(word):
        asked = (KINDS[kind], tier, first, last, MOST_TEXTS, compound_id, limit)
        for (row_id,) in db.execute_sql(_ROWS, asked).fetchall():
            yield Hit(how_well, row_id)


def _looking_closer(kind: str, words: Sequence[str], compound_id: int, limit: int) -> Iterator[Hit]:
    """Look at each text that has the rarest word; and where it has not all, at its rows."""
    rarest = min(words, key=lambda word: _how_many(kind, word))
    seen: set[int] = set()
    others: list[int] = []
    found = 0
    for text_id, tokens in _texts(kind, rarest):
        if text_id in seen or found >= limit:
            continue
        seen.add(text_id)
        how_well = rank(tokens, words)
        if how_well is not None:
            for row_id in _rows_of(text_id, compound_id, limit):
                found += 1
                yield Hit(how_well, row_id)
        elif len(words) > 1 and kind != "item" and len(others) < MOST_ROWS:
            others += _rows_of(text_id, compound_id, MOST_ROWS)
    yield from _of_rows(kind, words, others)


def _texts(kind: str, word: str) -> Iterator[tuple[int, str]]:
    for step in _steps(word):
        yield from db.execute_sql(_TEXTS, (KINDS[kind], *step[1:], MOST_READ)).fetchall()


def _rows_of(text_id: int, compound_id: int, limit: int) -> list[int]:
    return [row for (row,) in db.execute_sql(_ROWS_OF, (text_id, compound_id, limit)).fetchall()]


def _how_many(kind: str, word: str, most: int = MOST_READ) -> int:
    """How many tokens answer to a word; of each tier `most` are counted."""
    sql = f"SELECT count(*) FROM ({_TOKENS})"
    return sum(
        db.execute_sql(sql, (KINDS[kind], *step[1:], most)).fetchone()[0] for step in _steps(word)
    )


def _of_rows(kind: str, words: Sequence[str], ids: Sequence[int]) -> Iterator[Hit]:
    """Those of these rows whose texts together have every word."""
    rows = db.execute_sql(
        f"SELECT {kind}.id, search_key FROM json_each(?) AS asked"
        f" CROSS JOIN {kind} ON {kind}.id = asked.value",
        (json.dumps(ids),),
    )
    for row_id, key in rows.fetchall():
        how_well = rank(key, words)
        if how_well is not None:
            yield Hit(how_well, row_id)
