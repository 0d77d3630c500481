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

from store.database import db
from store.errors import StoreError, system_reason
from store.language import _
from store.text import legible, shown

# What SQLite keeps beside a store.
_STORE_FILES = ("", "-wal", "-shm", "-journal")


@contextmanager
def new_file(path: Path, encoding: str = "utf-8-sig") -> Iterator[TextIO]:
    """A text file that stands at `path` once it is whole: UTF-8, with the mark Excel looks for.

    What is not for Excel names its `encoding`. Only its owner may read it, for it may name
    neighbours. Raises StoreError where it cannot be written, and then what stood there before is
    as it was.
    """
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


def refuse_needed(path: Path, imported: Path | None = None) -> None:
    """Raise StoreError if `path` is a file of the open store, or the one that is imported.

    Or if its name would command the terminal of whoever lists the folder.
    """
    if legible(str(path), but="\0") != str(path):
        sentence = _("The name {path} has a hidden character. Please name another file.")
    elif any(_same(path, Path(f"{db.database}{suffix}")) for suffix in _STORE_FILES):
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
