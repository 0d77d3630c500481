"""Whether a store's tables, indexes and triggers are those that the program made.

They keep what always holds; a store that lacks one of them is only as sound as who writes it.
"""

from __future__ import annotations

import re
import sqlite3
from functools import cache

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from store import index, journal
from store.database import MIGRATIONS
from store.language import _, listed

# The journal of migrations has its days in a type that depends on Peewee's version.
_NOT_OURS = frozenset({"schema_migration", "schema_migration_name"})
_SHOWN = 3


def trouble(connection: sqlite3.Connection) -> str | None:
    """What the schema lacks or has otherwise, and what to do about it; None where nothing is."""
    there, should = _definitions(connection), _made_anew(str(MIGRATIONS))
    wrong = sorted(name for name in should if there.get(name) != should[name])
    strange = sorted(there.keys() - should.keys())
    if not wrong and not strange:
        return None
    names = [name.partition(" ")[2] for name in (*wrong, *strange)]
    return _(
        "The store's schema is not as the program made it ({names}): another program has changed "
        "it. Please restore the last backup."
    ).format(names=listed((*names[:_SHOWN], "…") if len(names) > _SHOWN else names))


@cache
def _made_anew(migrations: str) -> dict[str, str]:
    """What a store has that is made now."""
    database = SqliteDatabase(":memory:")
    try:
        runner = Runner(database, migrations)
        with runner.migrator.migration_context():
            runner.up()
            index.install(database)
            journal.install_triggers(database)
        return _definitions(database.connection())
    finally:
        database.close()


def _definitions(connection: sqlite3.Connection) -> dict[str, str]:
    """What makes each table, index, view and trigger, by its kind and name; spaces do not count."""
    found = connection.execute(
        "SELECT type || ' ' || name, name, sql FROM sqlite_master"
        " WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*'"
    )
    return {key: re.sub(r"\s+", " ", sql) for key, name, sql in found if name not in _NOT_OURS}
