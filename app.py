"""The door: reads the command line, opens the store, and hands over to a screen or prints."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from store import calendar, language
from store.errors import NotFound, StoreError, Unusable, system_reason
from store.language import _
from tui.plain import asked as named
from tui.plain import commands, streams, usage
from tui.plain.commands import COULD_NOT, DONE

VERSION = "0.1.0"

WRONG_USAGE, INTERRUPTED = 2, 130

# What may begin a store. The others refuse one that is not there: a nightly job with a mistyped
# path must not find, night after night, that nothing is overdue.
STARTERS = (None, "import", "new-compound")


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks; answers with the exit status, never with a traceback."""
    streams.open_closed()
    try:
        status = _answer(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:
        streams.forget_output()
        return DONE
    except KeyboardInterrupt:
        streams.forget_output()
        return INTERRUPTED
    except OSError as trouble:
        streams.forget_output()
        streams.complain(
            _("The output could not be written: {reason}.").format(reason=system_reason(trouble))
        )
        return COULD_NOT
    return status


def _answer(arguments: Sequence[str]) -> int:
    spoken = usage.language(arguments, os.environ)
    try:
        language.speak(spoken)
    except FileNotFoundError:  # a source tree whose catalogues are not compiled
        language.speak("en")
    if not all(map(usage.is_text, arguments)):
        streams.complain(
            _("An argument is no readable text. Please check the terminal's encoding.")
        )
        return WRONG_USAGE
    try:
        return _run(usage.parse(arguments, os.environ, spoken, VERSION))
    except SystemExit as said:
        return int(said.code or DONE)
    except StoreError as trouble:
        streams.complain(trouble.sentence)
    except OverflowError:
        streams.complain(_("That day is too far away for the calendar. Please check the date."))
    except OSError as trouble:
        if trouble.filename is None:
            raise  # the output's own trouble
        streams.complain(
            _("{file}: {reason}").format(
                file=os.fsdecode(trouble.filename), reason=system_reason(trouble)
            )
        )
    return COULD_NOT


def _run(asked: Namespace) -> int:
    fixed_today = calendar.parse_iso(asked.today) if asked.today else None
    today = fixed_today or calendar.today()
    if asked.command == "demo":
        return _demo(asked, today, fixed_today)
    path = _store_path(asked.db, asked.command)
    if asked.command not in STARTERS and not path.exists():
        raise _no_store(path)
    with _opened(path, asked.user):
        if asked.command is None:
            return _open_desk(asked.compound, today, fixed_today)
        return commands.BY_NAME[asked.command](asked, today)


def _open_desk(compound: str | None, today: date, fixed_today: date | None) -> int:
    if not streams.lead_to_terminal():
        from tui.plain import board

        board.write(today, compound)
        return DONE
    named.compound_id(compound)  # refuses an unknown name while that can still be said in a line
    from tui import start

    start.prepare()
    from tui.main import run

    return run(fixed_today=fixed_today, compound=compound, load_sample=_load_sample)


def _load_sample(today: date) -> None:
    from fixtures.loader import load_sample

    load_sample(today)


def _demo(asked: Namespace, today: date, fixed_today: date | None) -> int:
    path = _file(asked.db) if asked.db else _data_folder() / "demo.db"
    from fixtures import demo

    _act_as(asked.user)
    with _database_explained():
        demo.prepare(path, today, fresh=asked.fresh, original_dates=asked.original_dates)
    with _opened(path, asked.user):
        if not asked.no_open:
            return _open_desk(asked.compound, today, fixed_today)
        from tui.plain import stats

        stats.write_line(today, path)
    return DONE


@contextmanager
def _opened(path: Path, user: str | None) -> Iterator[None]:
    from store import database

    _act_as(user)
    with _database_explained():
        database.open_store(path)
        try:
            yield
        finally:
            database.close_store()


@contextmanager
def _database_explained() -> Iterator[None]:
    from peewee import DatabaseError

    try:
        yield
    except DatabaseError as trouble:
        raise Unusable(
            _("The database refused"),
            _("The store cannot be read ({reason}). Is there a backup?").format(reason=trouble),
        ) from trouble


def _act_as(user: str | None) -> None:
    from store import history
    from store.text import clean

    history.act_as(clean(user or _login_name(), 60, _("User")))


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name in the environment, and none for this user's number
        return str(os.getuid())


def _store_path(db: str | None, command: str | None) -> Path:
    if db:
        return _file(db)
    own, sample = (_data_folder() / name for name in ("qiaomen.db", "demo.db"))
    if command in STARTERS or own.exists() or not sample.exists():
        return own
    streams.complain(_("There is no store of your own yet; this is the sample."))
    return sample


def _file(named: str) -> Path:
    if "://" in named:
        raise Unusable(
            _("Not a file"),
            _("The store can only be a file for now. Please name a file, not {address}.").format(
                address=named.partition(":")[0] + "://…"
            ),
        )
    return Path(os.path.expanduser(named))


def _data_folder() -> Path:
    import platformdirs

    return platformdirs.user_data_path("qiaomen", appauthor=False)


def _no_store(path: Path) -> NotFound:
    return NotFound(
        _("No store"),
        _(
            "There is no store at {path} yet. "
            "Open one with `qiaomen`, or name another file with --db."
        ).format(path=path),
    )


if __name__ == "__main__":
    sys.exit(main())
