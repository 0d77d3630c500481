"""What a store that is restored takes over from the one it replaces: what cannot be undone.

What has left the house stays known, so that nobody is told twice; numbers that were given stay
given, for they are on labels; and the backups made meanwhile stay to be thinned out.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from store.database import uri

# Whose numbers the chain over the journal vouches for: their rows are gone, and so are the numbers.
_JOURNAL = ("deed", "change", "seal", "erased")

# The records of the nightly run that are taken over, with what of a row must be there still.
_RECORDS = (
    ("run", "old.compound_id IS NULL OR old.compound_id IN (SELECT id FROM main.compound)"),
    ("delivery", "old.run_id IN (SELECT id FROM main.run)"),
    (
        "notice",
        "old.loan_id IN (SELECT id FROM main.loan) AND old.run_id IN (SELECT id FROM main.run)",
    ),
    (
        "told",
        "old.delivery_id IN (SELECT id FROM main.delivery) AND"
        " EXISTS (SELECT 1 FROM main.notice WHERE (loan_id, due_on, step)"
        " = (old.loan_id, old.due_on, old.step))",
    ),
    ("instance", "true"),
    ("backup", "true"),
)


def carry_over(former: Path, part: Path) -> None:
    """Write what the store at `former` knows beyond the backup into its copy `part`.

    Doing it again, after somebody wrote to `former`, brings `part` up to date once more.
    """
    with closing(sqlite3.connect(part, uri=True, isolation_level=None)) as store:
        store.execute("ATTACH ? AS former", (uri(str(former), "ro"),))
        store.execute("BEGIN")
        store.execute("DELETE FROM main.instance")
        for table, still_there in _RECORDS:
            columns = ", ".join(_columns(store, table))
            store.execute(
                f"INSERT OR REPLACE INTO main.{table} ({columns})"
                f" SELECT {columns} FROM former.{table} AS old WHERE {still_there}"
            )
        _forget_seals(store)
        _keep_numbers(store)
        store.execute("COMMIT")


def send_nothing(part: Path) -> None:
    """Let the store in `part` take itself for a copy: nobody knows what has been sent since."""
    with closing(sqlite3.connect(part, isolation_level=None)) as store:
        store.execute("UPDATE instance SET inode = 0")


def _columns(store: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table that both stores have; the former one may be of an older version."""
    both = f"""
        SELECT name FROM pragma_table_info('{table}', 'main')
        INTERSECT SELECT name FROM pragma_table_info('{table}', 'former')"""
    return [name for (name,) in store.execute(both)]


def _forget_seals(store: sqlite3.Connection) -> None:
    """Backups of what is no more cannot vouch for the journal."""
    if store.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'seal'").fetchone():
        store.execute(
            "UPDATE main.backup SET seal_id = NULL, seal = NULL"
            " WHERE seal_id > (SELECT coalesce(max(id), 0) FROM main.seal)"
        )


def _keep_numbers(store: sqlite3.Connection) -> None:
    marks = ", ".join("?" * len(_JOURNAL))
    store.execute(
        "UPDATE main.sqlite_sequence SET seq = max(seq, coalesce("
        "(SELECT old.seq FROM former.sqlite_sequence AS old WHERE old.name = sqlite_sequence.name)"
        f", 0)) WHERE name NOT IN ({marks})",
        _JOURNAL,
    )
    store.execute(
        "INSERT INTO main.sqlite_sequence (name, seq) SELECT name, seq FROM former.sqlite_sequence"
        f" WHERE name NOT IN (SELECT name FROM main.sqlite_sequence) AND name NOT IN ({marks})"
        " AND name IN (SELECT name FROM main.sqlite_master)",
        _JOURNAL,
    )
