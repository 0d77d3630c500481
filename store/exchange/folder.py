"""The one folder in which files are read and written, once the desk is not everybody's.

Whoever sits at a desk over SSH has no shell, and must not get at the account's other files by the
name of a file. Who has a shell may use standard input and output, which lead anywhere.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from store import database
from store.access import rights
from store.access.roles import WRITE_FILE
from store.errors import Refused, Unusable, system_reason
from store.language import _
from store.text import shown

# Where the folder is elsewhere than beside the store.
VARIABLE = "QIAOMEN_EXCHANGE"
NAME = "exchange"

LONGEST = 200  # of a path that is said


def is_confined() -> bool:
    """Whether files are read and written in the folder only.

    That is where somebody is registered, and for who comes in by a key that starts the desk.
    """
    return not rights.is_open() or "SSH_ORIGINAL_COMMAND" in os.environ


def folder() -> Path:
    """The folder, which is made where it is not there. Raises Unusable."""
    named = os.environ.get(VARIABLE) or os.path.join(os.path.dirname(database.file_path()), NAME)
    found = Path(os.path.realpath(named))
    try:
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as trouble:
        sentence = _("{path} cannot be opened: {reason}.")
        reason = system_reason(trouble)
        raise Unusable(
            _("Not reachable"), sentence.format(path=shown(str(found), LONGEST), reason=reason)
        ) from trouble
    return found


def place(path: Path) -> Path:
    """Where a file or folder lies that somebody named: `path`, or in the folder if that binds.

    Raises Refused there for what leads out of it: another folder, `..`, a link, a device, a pipe.
    """
    if not is_confined():
        return path
    root = folder()
    found = root / path
    if ".." in path.parts or not found.is_relative_to(root):
        sentence = _("Files are read and written only in {folder}. Please name one there.")
        raise _refused(sentence.format(folder=shown(str(root), LONGEST)))
    here = root
    for part in found.relative_to(root).parts:
        here /= part
        mode = _mode(here)
        if mode is None:
            break
        if stat.S_ISLNK(mode):
            sentence = _("{path} is a link, which may lead elsewhere. Please name the file itself.")
            raise _refused(sentence.format(path=shown(str(here), LONGEST)))
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            sentence = _("{path} is neither a file nor a folder. Please name another.")
            raise _refused(sentence.format(path=shown(str(here), LONGEST)))
    return found


def target(path: Path) -> Path:
    """As `place`, for what is to be written. Raises Refused also for who may not write files."""
    rights.require(WRITE_FILE)
    return place(path)


def told() -> str:
    """Where files are taken from and put, in a sentence; empty where that is anywhere."""
    if not is_confined():
        return ""
    return _("Files lie in {folder}.").format(folder=shown(str(folder()), LONGEST))


def _mode(path: Path) -> int | None:
    """What stands at `path` itself; None where nothing does, or nothing can."""
    try:
        return os.lstat(path).st_mode
    except (OSError, ValueError):
        return None


def _refused(sentence: str) -> Refused:
    return Refused(_("Outside the folder"), sentence)
