"""Whether the open store is whole, whatever was done to the processes that wrote it."""

from __future__ import annotations

from store.database import db

# Each is empty in a store that is whole.
QUESTIONS = {
    "a deed goes on that nobody does": "SELECT id FROM current_deed WHERE deed_id IS NOT NULL",
    "an item is lent twice": (
        "SELECT item_id FROM loan WHERE returned_on IS NULL GROUP BY item_id HAVING count(*) > 1"
    ),
    "a loan ends before it begins": "SELECT id FROM loan WHERE returned_on < lent_on",
    "a deed changed nothing": (
        "SELECT id, verb FROM deed WHERE NOT EXISTS (SELECT 1 FROM change WHERE deed_id = deed.id)"
    ),
    "a change belongs to no deed": "SELECT id, table_name FROM change WHERE deed_id IS NULL",
    "a deed is undone by none": (
        "SELECT deed.id FROM deed LEFT JOIN deed AS undo ON undo.id = deed.undone_by_id "
        "WHERE deed.undone_by_id IS NOT NULL AND undo.undoes_id IS NOT deed.id"
    ),
    "a row refers to nothing": "PRAGMA foreign_key_check",
}


def what_is_wrong() -> list[str]:
    """What is not as it always should be, each with the rows in question."""
    found = [
        f"{what}: {rows[:5]}"
        for what, sql in QUESTIONS.items()
        if (rows := db.execute_sql(sql).fetchall())
    ]
    damage = [row[0] for row in db.execute_sql("PRAGMA integrity_check")]
    return found if damage == ["ok"] else [*found, *damage]
