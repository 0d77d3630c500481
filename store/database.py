"""The store's file: opening it, keeping it up to date, and one transaction per deed."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from peewee import DatabaseError as PeeweeDatabaseError
from peewee import DatabaseProxy, SqliteDatabase
from peewee import IntegrityError as PeeweeIntegrityError
from peewee import OperationalError as PeeweeOperationalError

from store import phones
from store.errors import Busy, Refused, StoreError, Unusable, system_reason
from store.language import _
from store.turns import TurnsDatabase, is_busy

# "QMEN" in the file's header: what tells our files from other programs'.
APPLICATION_ID = 0x514D454E

# What SQLite keeps a store in: the file, and what stands beside it while it is open.
STORE_FILES = ("", "-wal", "-shm", "-journal")

MIGRATIONS = os.path.join(os.path.dirname(__file__), "migrations")

# Seconds that a deed waits for another coordinator's to end.
PATIENCE = 30.0
TO_TRY_AGAIN = 0.01  # seconds between attempts to connect

# How Python says that it cannot work with a value.
_NO_SENSE = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)

db = DatabaseProxy()


def open_store(path: str | os.PathLike[str]) -> None:
    """Open the store at `path`, making or updating it first where needed.

    Raises Unusable, with the file untouched, for what is not a store of ours or is newer than us.
    """
    # No pathlib here: it would cost the nightly command 3 ms.
    path = os.path.join(os.getcwd(), path)
    with _explained(path):
        fresh = _look_first(path)
        if fresh:
            _make_private(path)
        database = TurnsDatabase(
            path,
            pragmas={
                "journal_mode": "wal",
                "foreign_keys": 1,
                "synchronous": "full",
                "cache_size": -8000,
            },
            timeout=PATIENCE,
        )
        database.register_function(phones.masked, "masked", 1, deterministic=True)
        db.initialize(database)
        try:
            _connect(database)
            _migrate(database, path)
        except BaseException:
            database.close()
            raise


def _connect(database: SqliteDatabase) -> None:
    """Connect, also where others open the same new store at this moment.

    One of them makes it a WAL, and SQLite refuses that to the others at once, without waiting.
    """
    until = monotonic() + PATIENCE
    while True:
        try:
            database.connect(reuse_if_open=True)
            return
        except PeeweeOperationalError as trouble:
            if not is_busy(trouble) or monotonic() > until:
                raise
            sleep(TO_TRY_AGAIN)


def close_store() -> None:
    """Close this thread's connection; nothing more can be asked until a store is opened again."""
    if db.obj is not None and not db.is_closed():
        db.close()


def file_path() -> str:
    """Where the file of the store that is open lies, absolute."""
    return os.path.abspath(db.database)


@contextmanager
def transaction() -> Iterator[None]:
    """One IMMEDIATE transaction: all of it or nothing; the database's troubles told as Unusable."""
    with told():
        try:
            with db.atomic():
                yield
        except PeeweeIntegrityError as clash:
            raise Refused(
                _("Somebody was quicker"),
                _("Somebody changed the same just now; nothing was changed. Please look again."),
            ) from clash


@contextmanager
def told() -> Iterator[None]:
    """Tell what the database has against a question or a deed as Unusable."""
    try:
        with understood():
            yield
    except PeeweeOperationalError as trouble:
        raise _operational(trouble) from trouble
    except PeeweeIntegrityError:
        raise
    except PeeweeDatabaseError as trouble:
        raise damaged(trouble) from trouble


def damaged(reason: object) -> Unusable:
    """That the store is damaged, and what to do about it."""
    return Unusable(
        _("Damaged"),
        _(
            "The store is damaged ({reason}). Please restore the last backup, "
            "or save what can be read with `qiaomen salvage`."
        ).format(reason=reason),
    )


@contextmanager
def understood() -> Iterator[None]:
    """Tell as Unusable what makes no sense because another program has written it.

    Where the store is sound the mistake is ours, and is raised as it is.
    """
    try:
        yield
    except _NO_SENSE as puzzle:
        if isinstance(puzzle, OverflowError) and "infinity" not in str(puzzle):
            raise  # a day beyond the calendar, which anybody may type
        from store import soundness

        trouble = soundness.trouble(db.connection())
        if trouble is None:
            raise
        raise Unusable(_("Damaged"), trouble) from puzzle


def wait_at_most(seconds: float) -> None:
    """How long deeds of this thread wait, from now on, for another coordinator's to end."""
    db.wait_at_most(seconds)


@contextmanager
def only_looking() -> Iterator[None]:
    """Refuse every change by this thread meanwhile, as Unusable."""
    db.execute_sql("PRAGMA query_only = 1")
    try:
        yield
    finally:
        db.execute_sql("PRAGMA query_only = 0")


@contextmanager
def taking_back() -> Iterator[None]:
    """One transaction of which nothing stays, whatever is done inside."""
    with told(), db.atomic() as all_of_it:
        try:
            yield
        finally:
            all_of_it.rollback()


def changes_elsewhere() -> int:
    """A number that changes when another connection has changed the store; cheap enough to poll."""
    return db.execute_sql("PRAGMA data_version").fetchone()[0]


def _look_first(path: str) -> bool:
    """Whether `path` is still to be made; raises Unusable for what must not be touched."""
    if os.path.isdir(path):
        raise Unusable(
            _("Not a file"), _("{path} is a folder. Please name a file.").format(path=path)
        )
    if not _size(path):
        return True
    if not os.access(path, os.R_OK | os.W_OK):
        raise Unusable(
            _("Not writable"),
            _("{path} cannot be written. Please check who owns it.").format(path=path),
        )
    with held(path, exclusively=False):
        peek = sqlite3.connect(uri(path, "ro"), uri=True)
        try:
            # The file's header alone: reading the schema takes as long as all the rest.
            application_id = peek.execute("PRAGMA application_id").fetchone()[0]
            version = peek.execute("PRAGMA user_version").fetchone()[0]
            schema = peek.execute("PRAGMA schema_version").fetchone()[0]
        finally:
            peek.close()
    if not application_id and not schema:
        return True
    if application_id != APPLICATION_ID:
        raise Unusable(
            _("Another program's file"),
            _("{path} is a database of another program. Please name another file.").format(
                path=path
            ),
        )
    if version > newest_version():
        raise Unusable(
            _("Newer database"),
            _("{path} was written by a newer Qiaomen. Please update the program.").format(
                path=path
            ),
        )
    return False


def _size(path: str) -> int:
    """How many bytes the file has; none where there is no file."""
    try:
        return os.stat(path).st_size
    except (FileNotFoundError, NotADirectoryError):
        return 0


def uri(path: str, mode: str) -> str:
    """The URI by which SQLite opens what is at `path`: `ro` to change nothing, or `rw`."""
    escaped = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file://{escaped}?mode={mode}"


@contextmanager
def held(path: str | os.PathLike[str], *, exclusively: bool) -> Iterator[None]:
    """Keep others from updating the schema of `path` meanwhile.

    The folder is locked, not the file: closing any descriptor of the file would drop the locks by
    which SQLite knows that this process has it open.
    """
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX if exclusively else fcntl.LOCK_SH)
        yield
    finally:
        os.close(folder)


def newest_version() -> int:
    """The number of the newest migration, which a store that is up to date carries."""
    return max(int(name[:4]) for name in os.listdir(MIGRATIONS) if name[:4].isdigit())


def _make_private(path: str) -> None:
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, mode=0o600))


def _migrate(database: SqliteDatabase, path: str) -> None:
    """Bring the schema up to date: one look at the file's version where nothing is to be done."""
    if database.user_version == newest_version():
        return
    # 40 ms that only a new or an old store needs.
    from store.migrate import bring_up_to_date

    bring_up_to_date(database, path)


@contextmanager
def _explained(path: str) -> Iterator[None]:
    """Tell what the operating system or SQLite has against `path` as Unusable."""
    try:
        yield
    except OSError as trouble:
        raise Unusable(
            _("Not reachable"),
            _("{path} cannot be opened: {reason}.").format(
                path=path, reason=system_reason(trouble)
            ),
        ) from trouble
    except (PeeweeOperationalError, sqlite3.OperationalError) as trouble:
        raise _operational(trouble) from trouble
    except (PeeweeDatabaseError, sqlite3.DatabaseError) as trouble:
        raise Unusable(
            _("Not a database"),
            _("{path} is not a Qiaomen database. Please name another file.").format(path=path),
        ) from trouble


def _operational(trouble: Exception) -> StoreError:
    first = _first_of(trouble)
    reason = str(first)
    if is_busy(first):
        return Busy(
            _("Somebody else is writing"),
            _("Another coordinator is writing just now; nothing was changed. Please try again."),
        )
    if "full" in reason:
        return Unusable(
            _("Disk full"),
            _("The disk is full; nothing was changed. Please make room and try again."),
        )
    if "readonly" in reason:
        return Unusable(
            _("Read only"),
            _("The store can only be read; nothing was changed. Please check who owns the file."),
        )
    return Unusable(
        _("The database refused"),
        _("The database refused ({reason}); nothing was changed.").format(reason=reason),
    )


def _first_of(trouble: Exception) -> Exception:
    """What went wrong first: SQLite takes a deed back by itself, and then there is none to undo."""
    before = trouble.__context__
    if isinstance(before, PeeweeOperationalError | sqlite3.OperationalError):
        return _first_of(before)
    return trouble
