"""What always holds of text: nothing hidden in it, and written one way (NFC)."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator

from store.keeping.invariants import Invariant
from store.language import N_
from store.text import FORBIDDEN_GLOB

HIDDEN = N_("A text holds a hidden character: {table} {id}.")
NOT_NFC = N_("A text is not written as this program writes it (NFC): {table} {id}.")


def invariants(connection: sqlite3.Connection) -> Iterator[Invariant]:
    """Two questions for each table that has plain text, by the constraints of its columns."""
    connection.create_function("is_nfc", 1, _is_nfc, deterministic=True)
    tables = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
    )
    for table, sql in tables.fetchall():
        columns = re.findall(r"(\w+)\W? NOT GLOB", sql)
        if columns:
            yield _any_of("no_hidden_characters", HIDDEN, table, map(_hides, columns))
            yield _any_of("nfc", NOT_NFC, table, (f"NOT is_nfc({column})" for column in columns))


def _any_of(name: str, sentence: str, table: str, conditions: Iterator[str]) -> Invariant:
    where = " OR ".join(conditions)
    return Invariant(
        name, sentence, f"SELECT '{table}' AS \"table\", id FROM {table} WHERE {where}"
    )


def _hides(column: str) -> str:
    return f"{column} GLOB '{FORBIDDEN_GLOB}' OR instr({column}, char(0))"


def _is_nfc(text: object) -> bool:
    return not isinstance(text, str) or unicodedata.is_normalized("NFC", text)
