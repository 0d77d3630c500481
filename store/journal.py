"""The journal below the rules: triggers that write down what every row was before it changed.

Each change keeps the row's *former* values (for an update only the columns that differ); what came
after stands in the next change of that row, or in the row itself. Triggers see every write, also
one made with the sqlite3 program; such a change names no deed, but the newest deed before it and
when it was. Other triggers keep what is written down. This module is SQLite's own way.
"""

from __future__ import annotations

from peewee import SqliteDatabase

from store import index

# Tables that are the journal.
JOURNAL = frozenset({"deed", "change", "current_deed", "seal", "erased"})

# Tables that are the journal, or that describe the file rather than the neighbourhood, or that are
# the program's own record of what left the house: what has been sent cannot be undone; and the
# index, which follows the rows.
UNJOURNALLED = frozenset(
    {*JOURNAL, "schema_migration", "sqlite_sequence"}
    | {"instance", "run", "notice", "told", "delivery", "backup"}
    | index.TABLES
)

# Tables that are only added to, and what else their lines say; what takes a line back is another
# with the opposite. What was taken back and done again has a chain of such: its last is reversed.
_REVERSAL = """
    INSERT INTO {table} ({same}, {amount}, kind, reverses_id, note)
    WITH RECURSIVE chain (id, length) AS (
        SELECT ?, 1
        UNION ALL
        SELECT later.id, length + 1
        FROM chain JOIN {table} AS later ON later.reverses_id = chain.id
    )
    SELECT {same}, -{amount}, 'reversal', {table}.id, ''
    FROM {table} JOIN chain ON chain.id = {table}.id
    WHERE length % 2 = 1 AND length = (SELECT max(length) FROM chain)"""
ONLY_ADDED_TO = {
    table: _REVERSAL.format(table=table, same=same, amount=amount)
    for table, same, amount in (
        ("hours_entry", "member_id, assignment_id, day", "minutes"),
        ("payment", "project_id, tranche_id, day", "amount"),
    )
}

_DEED = "(SELECT deed_id FROM current_deed)"
_BY_OTHERS = f"CASE WHEN {_DEED} IS NULL THEN {{}} END"
_NOW = _BY_OTHERS.format("strftime('%Y-%m-%dT%H:%M:%SZ', 'now')")
_NEWEST_DEED = _BY_OTHERS.format("coalesce((SELECT max(id) FROM deed), 0)")

# When a table of the journal may be changed all the same.
_ERASING = "(SELECT erasing FROM current_deed)"
_REWORDING = "OLD.id IS (SELECT deed_id FROM current_deed)"

# What nobody may do to the journal: (table, event, except when).
_GUARDS = (
    ("change", "delete", ""),
    ("change", "update OF id, deed_id, table_name, row_id, event, at, after_deed", ""),
    ("change", "update OF before, salt", _ERASING),
    ("deed", "delete", ""),
    ("deed", "update OF id, at, who, verb, undoes_id", ""),
    ("deed", "update OF words, salt", f"{_ERASING} OR ({_REWORDING} AND NEW.salt IS OLD.salt)"),
    ("seal", "delete", ""),
    ("seal", "update", ""),
    ("erased", "delete", ""),
    ("erased", "update", ""),
    ("erased", "insert", _ERASING),
    ("current_deed", "delete", ""),
    ("current_deed", "insert", ""),
)


def install_triggers(database: SqliteDatabase) -> None:
    """Journal every table by its columns of today; to be called after each migration."""
    with database.atomic():
        remove_triggers(database)
        for trigger in _triggers(database):
            database.execute_sql(trigger)


def remove_triggers(database: SqliteDatabase) -> None:
    """Stop journalling, for filling a store with made-up data; `install_triggers` resumes."""
    for name, _sql in _installed(database):
        database.execute_sql(f'DROP TRIGGER "{name}"')


def is_guarded(database: SqliteDatabase) -> bool:
    """Whether the triggers are what `install_triggers` made, in the order in which it made them.

    One that was dropped and put back stands behind the others.
    """
    return [sql for _name, sql in _installed(database)] == _triggers(database)


def _installed(database: SqliteDatabase) -> list[tuple[str, str]]:
    """The name and the text of each trigger that journals or guards, in the order of making."""
    return database.execute_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        " AND (name GLOB 'journal_*' OR name GLOB 'guard_*') ORDER BY rowid"
    ).fetchall()


def _triggers(database: SqliteDatabase) -> list[str]:
    """The text of each trigger that journals or guards, as it should be."""
    journalling = [
        _trigger(table, event, before)
        for table in sorted(set(database.get_tables()) - UNJOURNALLED)
        for columns in [[column.name for column in database.get_columns(table)]]
        for event, before in (
            ("insert", "NULL"),
            ("update", _differences(columns)),
            ("delete", _whole_row(columns)),
        )
    ]
    return journalling + [_guard(number, *guard) for number, guard in enumerate(_GUARDS, 1)]


def _trigger(table: str, event: str, before: str) -> str:
    row = "OLD" if event == "delete" else "NEW"
    salt = "NULL" if event == "insert" else "randomblob(16)"
    return f"""CREATE TRIGGER journal_{table}_{event} AFTER {event} ON "{table}" BEGIN
            INSERT INTO change (deed_id, table_name, row_id, event, before, salt, at, after_deed)
            VALUES ({_DEED}, '{table}', {row}.id, '{event}', {before}, {salt},
                {_NOW}, {_NEWEST_DEED});
        END"""


def _guard(number: int, table: str, event: str, unless: str) -> str:
    condition = f" WHEN ({unless}) IS NOT TRUE" if unless else ""
    return f"""CREATE TRIGGER guard_{table}_{number} BEFORE {event} ON "{table}"{condition} BEGIN
            SELECT RAISE(ABORT, 'the journal is only added to');
        END"""


def _whole_row(columns: list[str]) -> str:
    return "json_object(" + ", ".join(f"'{c}', OLD.\"{c}\"" for c in columns) + ")"


def _differences(columns: list[str]) -> str:
    pairs = " UNION ALL ".join(
        f'SELECT \'{c}\' AS name, OLD."{c}" AS value WHERE OLD."{c}" IS NOT NEW."{c}"'
        for c in columns
    )
    return f"(SELECT json_group_object(name, value) FROM ({pairs}))"
