"""Half-typed forms, which outlive a dropped line and a dead machine: a small file for each.

They lie in a folder beside the store, not in it: there, every word that somebody types would make
all other desks look again. A file is replaced as a whole and reaches the disk before that. While a
form is being typed its file is locked, so that no other desk of the same person takes it up.
"""

from __future__ import annotations

import fcntl
import json
import os
import stat
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from store import acting, calendar, database
from store.errors import Unusable, system_reason
from store.language import _

DAYS_KEPT = 30
ENDING = ".draft"
UNFINISHED = ".new"  # what a file is called until all of it is on the disk


class Draft(NamedTuple):
    """What was typed into one form and not saved.

    `form` is the same for the same form about the same thing, and `way` how one comes to it; both
    are the screens' own. `typed` holds the fields that were changed, `was` what these showed
    before. `left` is whether the form was left on purpose. `at` is in UTC; `file` is where it lies.
    """

    form: str
    title: str
    way: Any
    typed: Mapping[str, str]
    was: Mapping[str, str]
    left: bool = False
    at: str = ""
    file: str = ""


def folder() -> str:
    """Where the drafts of the store that is open lie."""
    return f"{database.file_path()}-drafts"


def any_kept() -> bool:
    """Whether there may be a draft of mine; cheaper than to look into it."""
    return next(_mine(), None) is not None


def found() -> tuple[Draft, ...]:
    """My drafts that nobody is typing in just now, the newest first; what is too old is removed."""
    drafts = filter(None, map(_read, _mine()))
    return tuple(sorted(drafts, key=lambda draft: (draft.at, draft.file), reverse=True))


def drop(draft: Draft) -> None:
    """Remove a draft that was found."""
    with suppress(FileNotFoundError):
        os.unlink(draft.file)


class DraftFile:
    """The file of the form that is being typed; there is none before the first `write`."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._handle: int | None = None

    @property
    def path(self) -> str:
        """Where it lies; empty while there is none."""
        return self._path or ""

    def write(self, draft: Draft) -> None:
        """Keep `draft` in place of what was kept before. Raises Unusable where the disk refuses."""
        text = json.dumps(
            draft._replace(at=calendar.now())._asdict() | {"who": acting.user()},
            ensure_ascii=False,
        )
        try:
            self._replace(text.encode(errors="replace"))
        except OSError as trouble:
            raise Unusable(
                _("Half typed"),
                _("What you type cannot be kept in case the line drops: {reason}.").format(
                    reason=system_reason(trouble)
                ),
            ) from trouble

    def take(self, draft: Draft) -> bool:
        """Go on with a draft that was found; False where another desk was quicker."""
        path = self._new_path()
        try:
            os.rename(draft.file, path)
        except FileNotFoundError:
            return False
        self.drop()
        self._path, self._handle = path, os.open(path, os.O_RDONLY)
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        return True

    def drop(self) -> None:
        """Keep nothing any more: the form was saved, or is as it was."""
        if self._path is not None:
            with suppress(FileNotFoundError):
                os.unlink(self._path)
        self._path = None
        self.release()

    def release(self) -> None:
        """Let others take up what is kept."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _replace(self, content: bytes) -> None:
        path = self._path or self._new_path()
        unfinished = path + UNFINISHED
        handle = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            with open(handle, "wb", closefd=False) as file:
                file.write(content)
            os.fsync(handle)
            os.replace(unfinished, path)
        except BaseException:
            os.close(handle)
            with suppress(OSError):
                os.unlink(unfinished)
            raise
        self.release()
        self._path, self._handle = path, handle
        _reach_disk(os.path.dirname(path))

    def _new_path(self) -> str:
        os.makedirs(folder(), mode=0o700, exist_ok=True)
        name = f"{_mark()}-{time.time_ns():x}-{os.getpid()}{ENDING}"
        return os.path.join(folder(), name)


def _mark() -> str:
    """What the names of my files begin with, whatever I am called."""
    return f"{zlib.crc32(acting.user().encode()):08x}"


def _mine() -> Iterator[str]:
    try:
        names = os.listdir(folder())
    except OSError:
        return
    for name in names:
        if name.startswith(f"{_mark()}-"):
            yield os.path.join(folder(), name)


def _read(path: str) -> Draft | None:
    """The draft in a file, unless it is being typed, another's, too old, or none."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    with open(handle, encoding="utf-8") as file:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        if time.time() - os.fstat(handle).st_mtime > DAYS_KEPT * 86_400:
            _remove(path)
            return None
        if not path.endswith(ENDING):
            return None
        try:
            kept = json.load(file)
            if kept.pop("who") != acting.user():
                return None
            draft = Draft(**kept)._replace(file=path)
            return draft if _is_whole(draft) else None
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
            return None


def _is_whole(draft: Draft) -> bool:
    """Whether all is there that a desk relies on, whoever wrote it; its way is the screens' own."""
    texts = [draft.form, draft.title]
    for fields in (draft.typed, draft.was):
        texts += [*fields, *fields.values()]
    calendar.say_moment(datetime.fromisoformat(draft.at))
    return (
        isinstance(draft.left, bool)
        and draft.typed.keys() == draft.was.keys()
        and all(isinstance(text, str) and _is_unicode(text) for text in texts)
    )


def _is_unicode(text: str) -> bool:
    """Whether it can be written as UTF-8, which no half of a surrogate pair can."""
    return text == text.encode(errors="replace").decode()


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def _reach_disk(path: str) -> None:
    """Let a folder's names reach the disk, too."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
