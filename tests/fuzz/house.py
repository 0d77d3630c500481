"""A small store with some of everything, and the command line on a fresh copy of it each time."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from io import BufferedReader, BytesIO, TextIOWrapper
from pathlib import Path
from typing import IO, NamedTuple

import app
from store import database, language, opendays
from store.farm import changes, swaps, team
from store.messages import addresses
from store.programme import closing, recurring, years
from store.sharing import contacts, inventory
from tests.conftest import TODAY, open_fresh
from tests.fuzz import bounds
from tests.store.exchange.conftest import fill
from tests.store.programme.making import opened, voted

# So deep below the house do commands run: a path that climbs must not leave it.
DEPTH = "a/b/c/d/e/f"
STORE = "desk.db"
NONE: Mapping[str, bytes] = {}


def build(path: Path) -> None:
    """Make a store at `path` with some of everything that can be in one."""
    open_fresh(path)
    fill()
    opendays.set_day(date(2026, 12, 24), "closed", "年终")
    contacts.record([2], "called", TODAY, note="无人接听")
    addresses.add("群", "json://127.0.0.1:9/hook")
    place = changes.join(5, team.find_member("张伟", TODAY).id)
    swaps.offer(1, place.assignment_id, TODAY, TODAY)
    recurring.add(1, "例会", "every month", date(2026, 1, 5), date(2026, 12, 31))
    seen = years.get(2027)
    rules = {key: getattr(seen, key) for key in ("project_cap", "community_cap", "rural_floor")}
    years.change(seen, budget=500_000_00, pass_mark=seen.pass_mark, seed="摇号", **rules)
    adopted = opened("种树", year=2027, community="26号院社区", compound="26号院", quorum=0)
    voted(adopted, "yyy")
    closing.close(adopted, TODAY)
    inventory.add_item(1, name="=锅", category="厨房", note="最后一件，可以撤销")
    database.close_store()


class Ran(NamedTuple):
    """What a command answered with, what it said, and the files it left that were not there."""

    status: int
    out: str
    err: str
    files: frozenset[str]


class House:
    """A folder in which commands run, each on a fresh copy of a store, with all they leave."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder = folder
        self.template = template
        self.desk = folder / DEPTH
        self._given: Mapping[str, bytes] = {}  # the files that lie beside the store

    def run(
        self,
        *arguments: str,
        files: Mapping[str, bytes] = NONE,
        typed: bytes = b"",
        without: Sequence[str] = (),
        **variables: str,
    ) -> Ran:
        """Run a command as a process of its own would, in a house that is as new.

        Beside the store lie `files`. What it answers with and says must be as it is for every
        command.
        """
        self.tidy(files)
        return self.again(*arguments, typed=typed, without=without, **variables)

    def again(
        self,
        *arguments: str,
        typed: bytes = b"",
        without: Sequence[str] = (),
        **variables: str,
    ) -> Ran:
        """Run a command in the house as the one before it left it."""
        environment = self._variables(variables)
        for name in without:
            del environment[name]
        with _standing(self.desk), _environment(environment):
            status, out, err = _answered(arguments, typed)
        assert status in (0, 1, 2), status
        assert "Traceback" not in err, err
        if status == 1 and not out:
            bounds.one_sentence(err)
        bounds.quiet(err)
        return Ran(status, out, err, self._left())

    @contextmanager
    def entered(self) -> Iterator[Path]:
        """Stand in the house, as new, with nothing of this machine's user, beside its store."""
        self.tidy()
        with _standing(self.desk), _environment(self._variables({})):
            yield self.desk / STORE

    def tidy(self, files: Mapping[str, bytes] = NONE) -> None:
        """Make the house as new, with `files` beside the store."""
        self._given = files
        shutil.rmtree(self.folder, ignore_errors=True)
        self.desk.mkdir(parents=True)
        shutil.copyfile(self.template, self.desk / STORE)
        for name, data in files.items():
            (self.desk / name).write_bytes(data)

    def _left(self) -> frozenset[str]:
        """The files that are new, as they stand to the folder where the command ran."""
        mine = {STORE, f"{STORE}-wal", f"{STORE}-shm", *self._given}
        return frozenset(
            name
            for folder, _folders, files in os.walk(self.folder)
            for name in (os.path.relpath(os.path.join(folder, file), self.desk) for file in files)
            if name not in mine
        )

    def _variables(self, more: Mapping[str, str]) -> dict[str, str]:
        """What a person's shell would hand over, and `more`."""
        here = str(self.desk)
        return {
            "PATH": os.environ["PATH"],
            "HOME": here,
            "XDG_DATA_HOME": here,
            "LANG": "C.UTF-8",
            "QIAOMEN_DB": STORE,
            "QIAOMEN_TODAY": TODAY.isoformat(),
            "QIAOMEN_USER": "tester",
            **more,
        }


def _answered(arguments: Sequence[str], typed: bytes) -> tuple[int, str, str]:
    """The exit status, and all that went to standard output and error, which must be UTF-8."""
    with _stream() as out, _stream() as err:
        kept = sys.stdin, sys.stdout, sys.stderr, sys.argv
        sys.stdin = TextIOWrapper(BufferedReader(BytesIO(typed)), encoding="utf-8")
        sys.stdout = TextIOWrapper(out, encoding="utf-8", write_through=True, newline="")
        sys.stderr = TextIOWrapper(err, encoding="utf-8", errors="backslashreplace", newline="")
        sys.argv = ["qiaomen", *arguments]
        try:
            status = app._guarded(arguments)
            said = []
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
                stream.buffer.seek(0)
                said.append(stream.buffer.read().decode())
                stream.detach()
        finally:
            sys.stdin, sys.stdout, sys.stderr, sys.argv = kept
            database.close_store()
            language.speak("en")
    return status, said[0], said[1]


@contextmanager
def _stream() -> Iterator[IO[bytes]]:
    with open(os.memfd_create("said"), "w+b") as stream:
        yield stream


@contextmanager
def _standing(folder: Path) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    try:
        os.environ.update(variables)
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
