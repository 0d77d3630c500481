"""Writing a file for somebody: whole or not at all, and never over what is still needed."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TextIO

from store.database import STORE_FILES, db
from store.errors import StoreError, system_reason
from store.exchange import folder
from store.language import _
from store.text import legible, shown


@contextmanager
def new_file(path: Path, encoding: str = "utf-8-sig") -> Iterator[TextIO]:
    """A text file that stands at `path` once it is whole: UTF-8, with the mark Excel looks for.

    What is not for Excel names its `encoding`. Only its owner may read it, for it may name
    neighbours. Raises StoreError where it cannot be written, or may not (see folder.target), and
    then what stood there before is as it was.
    """
    path = folder.target(path)
    refuse_needed(path)
    try:
        if _is_special(path):
            with path.open("w", encoding=encoding, newline="") as file:
                yield file
            return
        whole = path.resolve()
        handle, half = tempfile.mkstemp(prefix=".qiaomen-", dir=whole.parent)
        try:
            with open(handle, "w", encoding=encoding, newline="") as file:
                yield file
                file.flush()
                os.fsync(handle)
            os.replace(half, whole)
        except BaseException:
            os.unlink(half)
            raise
    except (OSError, ValueError) as trouble:
        raise StoreError(
            _("Not writable"),
            _("{path} cannot be written: {reason}.").format(
                path=shown(str(path), 200), reason=system_reason(trouble)
            ),
        ) from trouble


def readable(path: Path) -> Path:
    """Where a file lies that somebody wants read.

    Raises Refused where it may not be (see folder.place), and StoreError for the store itself:
    reading that would drop SQLite's locks on it.
    """
    found = folder.place(path)
    refuse_needed(found)
    return found


def private(path: str, flags: int) -> int:
    """An opener of files that only their owner may read."""
    return os.open(path, flags, 0o600)


def refuse_needed(path: Path, imported: Path | None = None) -> None:
    """Raise StoreError if `path` is a file of the open store, or the one that is imported.

    Or if its name would command the terminal of whoever lists the folder.
    """
    if legible(str(path), but="\0") != str(path):
        sentence = _("The name {path} has a hidden character. Please name another file.")
    elif any(_same(path, Path(f"{db.database}{suffix}")) for suffix in STORE_FILES):
        sentence = _("{path} belongs to the store itself. Please name another file.")
    elif imported is not None and _same(path, imported):
        sentence = _("{path} is the file that is imported. Please name another file.")
    else:
        return
    raise StoreError(_("Still needed"), sentence.format(path=shown(str(path), 200)))


def rejects_beside(path: Path) -> Path:
    """A name that is free, for the rows that were rejected from the file at `path`."""
    stem = re.sub(r"\.rejects(-\d+)?$", "", path.stem)
    names = (path.with_name(f"{stem}.rejects{again}.csv") for again in _numbering())
    return next(name for name in names if not os.path.lexists(name))


def _numbering() -> Iterator[str]:
    yield ""
    for number in count(2):
        yield f"-{number}"


def _is_special(path: Path) -> bool:
    """Whether something stands there that is no plain file and can only be written into."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        # One of them is not there yet.
        return os.path.realpath(one) == os.path.realpath(other)
    except ValueError:
        # A NUL in the name, which opening the file will tell.
        return False
