"""The index of what is sought, kept true by triggers on the rows, whoever changes them.

A row's search key (store/text.py) is one or more texts, each a list of tokens. `sought_text` has
every text of a kind once, since many rows share it; `sought_token` has its tokens, and `sought_row`
the rows that have it. `store/sought.py` asks them. This module is SQLite's own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from peewee import SqliteDatabase

from store.text import INITIALS, INSIDE, NUMBER

TABLES = frozenset({"sought_text", "sought_token", "sought_row"})

KINDS = {"household": 1, "item": 2, "resident": 3, "member": 4, "project": 5}
NOWHERE = 0  # the compound of a row that belongs to none
# What a token is of its text: the whole, folded or spoken; its initials; how it goes on.
WHOLE, BY_INITIALS, WITHIN, BY_NUMBER = range(4)

# The compound of a row, by the row that has it, and what of the row that goes by.
_OF_HOUSEHOLD = (
    "(SELECT compound_id FROM household CROSS JOIN unit ON unit.id = household.unit_id"
    " WHERE household.id = {row}.household_id)"
)
_ROWS = {
    "household": ("(SELECT compound_id FROM unit WHERE unit.id = {row}.unit_id)", "unit_id"),
    "item": (_OF_HOUSEHOLD, "household_id"),
    "resident": (_OF_HOUSEHOLD, "household_id"),
    "member": (str(NOWHERE), "id"),
    "project": (str(NOWHERE), "id"),
}

# The texts of a key, and the tokens of a text, one a row; what is no text has none.
_TEXTS = """json_each(CASE typeof({row}.search_key) WHEN 'text'
    THEN '[' || replace(json_quote({row}.search_key), '  ', '","') || ']' ELSE '[]' END) AS each"""
_TOKENS = """json_each('[' || replace(json_quote({row}.tokens), ' ', '","') || ']') AS each"""
_TIER = f"instr('{INITIALS}{INSIDE}{NUMBER}', substr(each.value, 1, 1))"
_TOKEN = f"substr(each.value, 1 + ({_TIER} > 0))"
_KNOWN = "CROSS JOIN sought_text AS known ON known.kind = {kind} AND known.tokens = each.value"

_NEW_TEXTS = """
    INSERT INTO sought_text (kind, tokens) SELECT DISTINCT {kind}, each.value FROM {from}
    WHERE each.value <> '' AND NOT EXISTS (SELECT 1 FROM sought_text AS known
        WHERE known.kind = {kind} AND known.tokens = each.value)"""
_NEW_ROWS = """
    INSERT OR IGNORE INTO sought_row (text_id, compound_id, row_id)
    SELECT known.id, {compound}, {row}.id FROM {from} {known}"""
_NO_ROWS = """
    DELETE FROM sought_row WHERE (text_id, compound_id, row_id) IN
        (SELECT known.id, {compound}, OLD.id FROM {from} {known})"""
_NO_TEXTS = """
    DELETE FROM sought_text WHERE id IN (SELECT known.id FROM {from} {known})
        AND NOT EXISTS (SELECT 1 FROM sought_row WHERE text_id = sought_text.id)"""
_NEW_TOKENS = f"""
    INSERT OR IGNORE INTO sought_token (kind, tier, token, text_id)
    SELECT {{row}}.kind, {_TIER}, {_TOKEN}, {{row}}.id FROM {{from}} WHERE each.value <> ''"""
_NO_TOKENS = f"""
    DELETE FROM sought_token WHERE (kind, tier, token, text_id) IN
        (SELECT OLD.kind, {_TIER}, {_TOKEN}, OLD.id FROM {_TOKENS})""".replace("{row}", "OLD")


def install(database: SqliteDatabase) -> None:
    """Make the index anew from the rows, and keep it from now on; after each migration."""
    remove_triggers(database)
    for table in TABLES:
        database.execute_sql(f"DELETE FROM {table}")
    for table in _ROWS:
        _add_rows(database, table, 0)
    tokens = _TOKENS.replace("{row}", "sought_text")
    sql = _NEW_TOKENS.replace("{row}", "sought_text")
    sql = sql.replace("{from}", f"sought_text CROSS JOIN {tokens}")
    database.execute_sql(f"{sql} ORDER BY 1, 2, 3, 4")
    for trigger in _triggers():
        database.execute_sql(trigger)


def remove_triggers(database: SqliteDatabase) -> None:
    """Keep the index no more, for filling a store with made-up data; `install` makes it anew."""
    names = database.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'sought_*'"
    )
    for (name,) in names.fetchall():
        database.execute_sql(f'DROP TRIGGER "{name}"')


@contextmanager
def items_together(database: SqliteDatabase) -> Iterator[None]:
    """Within a transaction: items with new numbers come into the index at the end of the block.

    That takes a fraction of the time that it takes for one after the other.
    """
    asked = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'item'"
    (last,) = database.execute_sql(asked).fetchone()
    trigger = next(_row_triggers("item"))
    database.execute_sql("DROP TRIGGER sought_item_insert")
    database.execute_sql(trigger.replace(" BEGIN", f" WHEN NEW.id <= {last} BEGIN", 1))
    yield
    database.execute_sql("DROP TRIGGER sought_item_insert")
    _add_rows(database, "item", last + 1)
    database.execute_sql(trigger)


def _add_rows(database: SqliteDatabase, table: str, first: int) -> None:
    """Have the rows of a table from the id `first` on; each key that many share is cut once."""
    since = f"{table}.id >= {first}"
    keys = f"(SELECT DISTINCT search_key FROM {table} WHERE {since}) AS keyed"
    cut = f"{keys} CROSS JOIN {_TEXTS.replace('{row}', 'keyed')}"
    database.execute_sql(_filled(_NEW_TEXTS, table, table, cut))
    texts = f"(SELECT keyed.search_key, known.id FROM {cut} {_KNOWN}) AS known"
    given = f"{table} CROSS JOIN {texts} ON known.search_key = {table}.search_key WHERE {since}"
    rows = _NEW_ROWS.replace("{from} {known}", given)
    database.execute_sql(_filled(f"{rows} ORDER BY 1, 2, 3", table, table, ""))


def _triggers() -> list[str]:
    return [
        *(trigger for table in _ROWS for trigger in _row_triggers(table)),
        _trigger("sought_text", "insert", _NEW_TOKENS.replace("{from}", _TOKENS), "NEW"),
        _trigger("sought_text", "delete", _NO_TOKENS, "OLD"),
    ]


def _row_triggers(table: str) -> Iterator[str]:
    add = [_filled(sql, table, "NEW", _TEXTS) for sql in (_NEW_TEXTS, _NEW_ROWS)]
    remove = [_filled(sql, table, "OLD", _TEXTS) for sql in (_NO_ROWS, _NO_TEXTS)]
    placed_by = _ROWS[table][1]
    yield _trigger(table, "insert", ";".join(add))
    yield _trigger(table, f"update OF search_key, {placed_by}", ";".join([*remove, *add]))
    yield _trigger(table, "delete", ";".join(remove))


def _filled(sql: str, table: str, row: str, given: str) -> str:
    sql = sql.replace("{from}", given).replace("{known}", _KNOWN)
    sql = sql.replace("{compound}", _ROWS[table][0]).replace("{kind}", str(KINDS[table]))
    return sql.replace("{row}", row)


def _trigger(table: str, event: str, statements: str, row: str = "") -> str:
    name = f"sought_{table.removeprefix('sought_')}_{event.split(' ')[0]}"
    statements = statements.replace("{row}", row)
    return f'CREATE TRIGGER {name} AFTER {event} ON "{table}" BEGIN {statements}; END'
