"""The journal below the rules: triggers that write down what every row was before it changed.

Each change keeps the row's *former* values (for an update only the columns that differ); what came
after stands in the next change of that row, or in the row itself. Triggers see every write, also
one made with the sqlite3 program; such a change names no deed. This module is SQLite's own way.
"""

from __future__ import annotations

from peewee import SqliteDatabase

# Tables that are the journal, or that describe the file rather than the neighbourhood, or that are
# the program's own record of what left the house: what has been sent cannot be undone.
UNJOURNALLED = frozenset(
    {"deed", "change", "current_deed", "schema_migration", "sqlite_sequence"}
    | {"instance", "run", "notice", "told", "delivery", "backup"}
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


def install_triggers(database: SqliteDatabase) -> None:
    """Journal every table by its columns of today; to be called after each migration."""
    with database.atomic():
        for table in sorted(set(database.get_tables()) - UNJOURNALLED):
            columns = [column.name for column in database.get_columns(table)]
            for event, before in (
                ("insert", "NULL"),
                ("update", _differences(columns)),
                ("delete", _whole_row(columns)),
            ):
                database.execute_sql(f"DROP TRIGGER IF EXISTS journal_{table}_{event}")
                database.execute_sql(_trigger(table, event, before))


def remove_triggers(database: SqliteDatabase) -> None:
    """Stop journalling, for filling a store with made-up data; `install_triggers` resumes."""
    for (name,) in database.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'journal_*'"
    ).fetchall():
        database.execute_sql(f'DROP TRIGGER "{name}"')


def _trigger(table: str, event: str, before: str) -> str:
    row = "OLD" if event == "delete" else "NEW"
    return f"""
        CREATE TRIGGER journal_{table}_{event} AFTER {event} ON "{table}" BEGIN
            INSERT INTO change (deed_id, table_name, row_id, event, before)
            VALUES ({_DEED}, '{table}', {row}.id, '{event}', {before});
        END"""


def _whole_row(columns: list[str]) -> str:
    return "json_object(" + ", ".join(f"'{c}', OLD.\"{c}\"" for c in columns) + ")"


def _differences(columns: list[str]) -> str:
    pairs = " UNION ALL ".join(
        f'SELECT \'{c}\' AS name, OLD."{c}" AS value WHERE OLD."{c}" IS NOT NEW."{c}"'
        for c in columns
    )
    return f"(SELECT json_group_object(name, value) FROM ({pairs}))"
