"""What can go wrong in the store, told to a person."""

from __future__ import annotations

import errno
from typing import NamedTuple

from store.language import N_, _, in_turn

# What the operating system says, so that it can be said in other languages.
_REASONS = {
    errno.ENOENT: N_("No such file or directory"),
    errno.EACCES: N_("Permission denied"),
    errno.EPERM: N_("Operation not permitted"),
    errno.EISDIR: N_("Is a directory"),
    errno.ENOTDIR: N_("Not a directory"),
    errno.ENOSPC: N_("No space left on device"),
    errno.EROFS: N_("Read-only file system"),
    errno.ENAMETOOLONG: N_("File name too long"),
}


def system_reason(trouble: OSError | ValueError) -> str:
    """Why the operating system refused, in the language spoken now where it can be said there."""
    known = _REASONS.get(getattr(trouble, "errno", None) or 0)
    return _(known) if known else getattr(trouble, "strerror", None) or str(trouble)


class StoreError(Exception):
    """A deed or a question that the store refuses; nothing was changed.

    `title` names the trouble in a few words, `sentence` says what happened and what to do next.
    """

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__(sentence)
        self.title = title
        self.sentence = sentence


class NotFound(StoreError):
    """Nothing in the store answers to what was asked for."""


class Ambiguous(StoreError):
    """More than one thing answers to what was asked for."""


class Refused(StoreError):
    """A rule of the community speaks against the deed; against what `field` asks for, if one."""

    def __init__(self, title: str, sentence: str, field: str = "") -> None:
        super().__init__(title, sentence)
        self.field = field

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """What is wrong with which field; empty where it is no field's."""
        return (FieldError(self.field, self.sentence),) if self.field else ()


class Clash(NamedTuple):
    """A field that somebody else (`who`, if that is known) changed to `theirs`, and I to `mine`."""

    field: str
    who: str
    theirs: str
    mine: str


class ChangedMeanwhile(Refused):
    """Somebody else changed what a form shows while it stood open; `clashes` says what, if known.

    Looked at again, the form shows theirs, and what is saved then is meant.
    """

    def __init__(self, sentence: str, clashes: tuple[Clash, ...] = ()) -> None:
        super().__init__(_("Changed meanwhile"), sentence)
        self.clashes = clashes


class Unusable(StoreError):
    """The database cannot be opened, read or written."""


class Busy(Unusable):
    """Another connection was writing for longer than one waits; later, the same may go well."""


class FieldError(NamedTuple):
    """One thing wrong with one field of a form or one column of a row."""

    field: str
    sentence: str


class Invalid(StoreError):
    """What was typed cannot be stored; `errors` names every field at once."""

    def __init__(self, title: str, errors: tuple[FieldError, ...]) -> None:
        super().__init__(title, in_turn(error.sentence for error in errors))
        self.errors = errors
