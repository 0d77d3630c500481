"""Whether the open store is whole, whatever was done to the processes that wrote it."""

from __future__ import annotations

from store import chain
from store.database import db
from store.keeping import invariants

# What is so in a store that only desks wrote, beside what always holds: each finds nothing.
QUESTIONS = {
    "a deed goes on that nobody does": "SELECT id FROM current_deed WHERE deed_id IS NOT NULL",
    "a deed changed nothing": (
        "SELECT id, verb FROM deed WHERE NOT EXISTS (SELECT 1 FROM change WHERE deed_id = deed.id)"
    ),
    "a change belongs to no deed": "SELECT id, table_name FROM change WHERE deed_id IS NULL",
    "a row refers to nothing": "PRAGMA foreign_key_check",
}


def what_is_wrong() -> list[str]:
    """What is not as it always should be, each with the rows in question or in a sentence."""
    found = [
        f"{what}: {rows[:5]}"
        for what, sql in QUESTIONS.items()
        if (rows := db.execute_sql(sql).fetchall())
    ]
    found += [each.told for each in invariants.broken(db.connection())]
    if (altered := chain.verify()) is not None:
        found.append(altered.sentence)
    damage = [row[0] for row in db.execute_sql("PRAGMA integrity_check")]
    return found if damage == ["ok"] else [*found, *damage]
