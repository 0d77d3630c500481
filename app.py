"""The door: reads the command line, opens the store, and hands over to a screen or prints."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date

from store import calendar, language, start
from store.errors import NotFound, StoreError, Unusable, system_reason
from store.language import _
from tui.plain import asked as named
from tui.plain import commands, streams, usage
from tui.plain.commands import COULD_NOT, DONE

VERSION = "0.1.0"

WRONG_USAGE, INTERRUPTED = 2, 130

# When Python looks for garbage, unless told otherwise.
USUAL_THRESHOLD = gc.get_threshold()

# What may begin a store. The others refuse one that is not there: a nightly job with a mistyped
# path must not find, night after night, that nothing is overdue.
STARTERS = (None, "import", "new-compound", "restore")

# What deals with the store's file itself, which may be damaged, and opens it where it must.
FILE_COMMANDS = ("restore",)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks; answers with the exit status, never with a traceback."""
    # What a command makes to start is no garbage, and what is there in the end need not be looked
    # through before it goes: a sixth of a short command's time.
    gc.set_threshold(50_000)
    try:
        return _guarded(_typed() if argv is None else argv)
    finally:
        gc.freeze()


def _typed() -> Sequence[str]:
    """What was typed behind the program's name; its secrets leave the process list at once."""
    if not any(argument.startswith("--send") for argument in sys.argv):
        return sys.argv[1:]
    from tui.plain import hidden

    return hidden.arguments()


def _guarded(arguments: Sequence[str]) -> int:
    """Answer, whatever becomes of the output meanwhile."""
    streams.open_closed()
    try:
        status = _answer(arguments)
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
    language.speak(usage.language(arguments, os.environ))
    if not all(map(usage.is_text, arguments)):
        streams.complain(
            _("An argument is no readable text. Please check the terminal's encoding.")
        )
        return WRONG_USAGE
    try:
        return _run(_asked(arguments))
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


def _asked(arguments: Sequence[str]) -> Namespace:
    """What was asked for, by whoever sits here or through a key of OpenSSH that starts the desk."""
    if "SSH_ORIGINAL_COMMAND" not in os.environ:
        return usage.parse(arguments, os.environ, VERSION)
    from tui.plain import remote

    return remote.parse(arguments, os.environ, VERSION)


def _run(asked: Namespace) -> int:
    fixed_today = calendar.parse_iso(asked.today) if asked.today else None
    today = fixed_today or calendar.today()
    if asked.command == "demo":
        return _demo(asked, today, fixed_today)
    if not commands.needs_store(asked):
        return commands.run(asked, today)
    path = _store_path(asked.db, asked.command)
    if asked.command in FILE_COMMANDS:
        return _on_file(asked, path, today)
    if asked.command not in STARTERS and not _is_there(path):
        raise _no_store(path)
    with _opened(path, asked):
        if asked.command is None:
            return _open_desk(asked, today, fixed_today)
        return commands.run(asked, today)


def _on_file(asked: Namespace, path: str, today: date) -> int:
    start.import_peewee()
    _act_as(asked.user)
    asked.db = path
    with _database_explained():
        return commands.run(asked, today)


def _open_desk(asked: Namespace, today: date, fixed_today: date | None) -> int:
    compound: str | None = asked.compound
    if streams.lead_away() and not asked.plain:
        from tui.plain import board

        board.write(today, compound)
        return DONE
    if asked.plain or not streams.lead_to_terminal():
        from tui.plain.conversation import opening

        opening.hold(compound, fixed_today)
        return DONE
    streams.refuse_other_encodings(os.environ)
    named.compound_id(compound)  # refuses an unknown name while that can still be said in a line
    from tui import start as screen
    from tui.widgets.look import THEMES, on_terminal

    gc.set_threshold(*USUAL_THRESHOLD)
    screen.prepare()
    from tui.main import run

    return run(
        fixed_today=fixed_today,
        compound=compound,
        sample=_Sample(),
        look=on_terminal(THEMES[asked.theme], os.environ),
    )


class _Sample:
    """The sample compound; what makes it is imported when it is asked for."""

    def load(self, today: date) -> None:
        from fixtures.loader import load_sample

        load_sample(today)

    def practice(self, today: date) -> AbstractContextManager[None]:
        from fixtures.practice import sample

        return sample(today)


def _demo(asked: Namespace, today: date, fixed_today: date | None) -> int:
    from pathlib import Path

    from fixtures import demo

    path = _file(asked.db) if asked.db else _in_data_folder("demo.db")
    _act_as(asked.user)
    with _database_explained():
        demo.prepare(Path(path), today, fresh=asked.fresh, original_dates=asked.original_dates)
    with _opened(path, asked):
        if not asked.no_open:
            return _open_desk(asked, today, fixed_today)
        from tui.plain import stats

        stats.write_line(today, path)
    return DONE


@contextmanager
def _opened(path: str, asked: Namespace) -> Iterator[None]:
    start.import_peewee()
    from store import database
    from store.access import rights

    _act_as(asked.user)
    with _database_explained():
        database.open_store(path)
        try:
            unattended = not asked.user and commands.may_be_unattended(asked.command)
            rights.admit(unattended=unattended)
            with database.understood():
                yield
        finally:
            database.close_store()


@contextmanager
def _database_explained() -> Iterator[None]:
    import sqlite3

    from peewee import DatabaseError

    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as trouble:  # the latter among rows being read
        raise Unusable(
            _("The database refused"),
            _("The store cannot be read ({reason}). Is there a backup?").format(reason=trouble),
        ) from trouble


def _act_as(user: str | None) -> None:
    from store import acting
    from store.text import clean

    acting.act_as(clean(user or _login_name(), 60, _("User")))


def _login_name() -> str:
    named = os.environ.get("LOGNAME") or os.environ.get("USER")
    if named:
        return named
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name in the environment, and none for this user's number
        return str(os.getuid())


def _store_path(db: str | None, command: str | None) -> str:
    if db:
        return _file(db)
    own, sample = map(_in_data_folder, ("qiaomen.db", "demo.db"))
    if command in STARTERS or _is_there(own) or not _is_there(sample):
        return own
    streams.complain(_("There is no store of your own yet; this is the sample."))
    return sample


def _file(named: str) -> str:
    if "://" in named:
        raise Unusable(
            _("Not a file"),
            _("The store can only be a file for now. Please name a file, not {address}.").format(
                address=named.partition(":")[0] + "://…"
            ),
        )
    return os.path.expanduser(named)


def _in_data_folder(name: str) -> str:
    import platformdirs

    return os.path.join(platformdirs.user_data_dir("qiaomen", appauthor=False), name)


def _is_there(path: str) -> bool:
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _no_store(path: str) -> NotFound:
    return NotFound(
        _("No store"),
        _(
            "There is no store at {path} yet. "
            "Open one with `qiaomen`, or name another file with --db."
        ).format(path=path),
    )


if __name__ == "__main__":
    sys.exit(main())
