"""Bringing a store's schema up to date: a backup first, row counts compared after."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from store import journal
from store.database import APPLICATION_ID, MIGRATIONS, held, newest_version
from store.errors import Unusable
from store.language import _, listed


def bring_up_to_date(database: SqliteDatabase, path: Path) -> None:
    """Run every migration that `database` lacks, in order.

    A store that holds tables is backed up beside itself first, as `NAME.before-N`. Raises Unusable
    if a migration lost rows; the backup then holds what was.
    """
    with held(path, exclusively=True):
        if database.user_version < newest_version():
            _update(database, path)


def _update(database: SqliteDatabase, path: Path) -> None:
    before = _row_counts(database)
    if before:
        _back_up(database, path.with_name(f"{path.name}.before-{newest_version()}"))
    # Marked as ours before the first table, so that an update cut short is taken up again.
    database.application_id = APPLICATION_ID
    Runner(database, str(MIGRATIONS)).up()
    journal.install_triggers(database)
    lost = [name for name, rows in before.items() if _row_counts(database).get(name, 0) < rows]
    if lost:
        raise Unusable(
            _("Update failed"),
            _("The update lost rows of {tables}. Please restore the backup beside it.").format(
                tables=listed(lost)
            ),
        )
    database.user_version = newest_version()


def _row_counts(database: SqliteDatabase) -> dict[str, int]:
    return {
        name: database.execute_sql(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for name in database.get_tables()
    }


def _back_up(database: SqliteDatabase, copy: Path) -> None:
    copy.touch(mode=0o600)
    target = sqlite3.connect(copy)
    try:
        database.connection().backup(target)
    finally:
        target.close()
