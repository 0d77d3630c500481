"""The mark of the real store: where it lies. A copy finds itself elsewhere, and sends nothing.

The mark is the machine's name, the file's resolved path and its inode. A copy has another inode; a
machine that was copied whole has another name. A file that was only moved within its disk has kept
its inode and left its old place, so it is the real one still. A backup put in its place is told by
the inode too: its ledger may be older than what has been sent. Nothing tells a backup whose content
was written into the same file.
"""

from __future__ import annotations

import os
from hashlib import sha256
from typing import NamedTuple

from store.access import rights
from store.database import db, transaction
from store.language import _, listed
from store.messages.models import Instance

# SQLite's integers have a sign, some file systems' inodes use every bit.
_MOST = 0x7FFF_FFFF_FFFF_FFFF


class Place(NamedTuple):
    """Where a store lies."""

    host: str
    path: str
    inode: int


def mark() -> None:
    """Mark this store as the real one, unless a mark says that it may be a copy."""
    with transaction():
        marked = _marked()
        if marked is None or (marked != _here() and _is_same_file(marked, _here())):
            _set()


def claim() -> None:
    """Say that this store is the real one, wherever its mark says that it was. Raises Refused."""
    with transaction():
        rights.require("claim")
        _set()


def trouble() -> str | None:
    """Why this store may be a copy, and what to do about it; None if it is the real one."""
    marked, here = _marked(), _here()
    if marked is None or _is_same_file(marked, here):
        return None
    differences = []
    if marked.host != here.host:
        differences.append(
            _("the machine was {former} and is {now}").format(former=marked.host, now=here.host)
        )
    if marked.path != here.path:
        differences.append(
            _("the file was {former} and is {now}").format(former=marked.path, now=here.path)
        )
    if not differences:
        differences.append(_("another file lies at {path} than before").format(path=here.path))
    return _(
        "This may be a copy of the store, so it sends nothing: {differences}. "
        "If it is the real one, please say so with `{command}`."
    ).format(differences=listed(differences), command=_claim_command(here.path))


def token() -> str:
    """A few characters that tell this store's messages from those of every other one."""
    host, path, inode = _marked() or _here()
    return sha256(f"{host}\0{path}\0{inode}".encode()).hexdigest()[:8]


def _marked() -> Place | None:
    query = Instance.select(Instance.host, Instance.path, Instance.inode)
    row = query.order_by(Instance.id.desc()).tuples().first()
    return None if row is None else Place(*row)


def _set() -> None:
    Instance.delete().execute()
    Instance.insert(**_here()._asdict()).execute()


def _here() -> Place:
    # The file is looked at from outside only: opening it would drop SQLite's locks on it.
    path = os.path.realpath(db.database)
    return Place(_storable(os.uname().nodename), _storable(path), os.stat(path).st_ino & _MOST)


def _is_same_file(marked: Place, here: Place) -> bool:
    """Whether the file is the marked one: in its place, or on this machine and gone from there."""
    if marked == here:
        return True
    if (marked.host, marked.inode) != (here.host, here.inode):
        return False
    return not os.path.exists(marked.path) or os.path.samefile(marked.path, here.path)


def _storable(name: str) -> str:
    """`name` as text, also where its bytes spell none."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _claim_command(path: str) -> str:
    import shlex

    return f"qiaomen --db {shlex.quote(path)} addresses claim"
