"""Bringing a store's schema up to date: backed up first, all of it or nothing."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from store import chain, index, journal
from store.database import APPLICATION_ID, MIGRATIONS, held, newest_version
from store.errors import Unusable
from store.keeping import snapshot
from store.language import _, listed
from store.soundness import row_counts


def bring_up_to_date(database: SqliteDatabase, path: str) -> None:
    """Run every migration that `database` lacks, in order, in one transaction.

    A store that holds tables is backed up beside itself first, as `NAME.before-N`. Raises Unusable,
    with nothing changed, if a migration would lose rows.
    """
    with held(path, exclusively=True):
        if database.user_version < newest_version():
            if database.get_tables():
                snapshot.copy(database.connection(), _free_name(Path(path)))
            update(database)


def update(database: SqliteDatabase) -> None:
    """Run the migrations in one transaction, without a backup. Raises Unusable."""
    make(database, newest_version())


def make(database: SqliteDatabase, version: int) -> None:
    """Run the migrations up to `version`, in one transaction. Raises Unusable."""
    before = row_counts(database.connection())
    runner = Runner(database, str(MIGRATIONS))
    newest = max(each for each in runner.migrations() if each.idx <= version)
    # Around the migrations' own contexts, which then are savepoints: foreign keys are off, as a
    # rebuilt table asks, and what is found wrong afterwards takes everything back.
    with runner.migrator.migration_context():
        runner.up(newest.name)
        if database.table_exists("sought_text"):
            index.install(database)
        if database.table_exists("seal"):  # today's journal, which an older version has not
            journal.install_triggers(database)
            chain.seal(database)
        _refuse_losses(database, before)
        database.application_id = APPLICATION_ID
        database.user_version = version


def _refuse_losses(database: SqliteDatabase, before: dict[str, int]) -> None:
    after = row_counts(database.connection())
    lost = [
        name
        for name, rows in before.items()
        if after.get(name, 0) < rows and name not in index.TABLES
    ]
    lost += [row[0] for row in database.execute_sql("PRAGMA foreign_key_check").fetchall()]
    if lost:
        raise Unusable(
            _("Update failed"),
            _(
                "The update would lose rows of {tables}; nothing was changed. "
                "Please go on with the older program and report this."
            ).format(tables=listed(dict.fromkeys(lost))),
        )


def _free_name(path: Path) -> Path:
    """A name for the backup that no earlier backup has."""
    plain = path.with_name(f"{path.name}.before-{newest_version()}")
    numbered = (plain.with_name(f"{plain.name}.{number}") for number in count(2))
    return plain if not plain.exists() else next(name for name in numbered if not name.exists())
