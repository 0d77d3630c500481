"""The community's settings of the nightly backup."""

from __future__ import annotations

import os

from store import settings
from store.errors import Refused
from store.history import Told
from store.keeping import rotation
from store.keeping.rotation import Keep
from store.language import _
from store.text import clean, shown

ALL = "all"
_LONGEST_PATH = 1000


def keep() -> Keep | None:
    """Which of the nightly backups are kept; None for all of them."""
    value = settings.text("backup_keep")
    return None if value == ALL else rotation.parse(value)


def change_folder(typed: str) -> Told:
    """Let the nightly run back up into this folder; with nothing, into none. Raises Refused."""
    folder = clean(typed, _LONGEST_PATH, _("Folder"))
    if folder:
        folder = os.path.realpath(os.path.expanduser(folder))
        if not os.path.isdir(folder):
            raise no_folder(folder)
    return settings.change_text("backup_folder", folder)


def change_keep(typed: str) -> Told:
    """Let rotation keep so many backups, or all of them. Raises Refused."""
    if typed.strip().lower() in (ALL, _("all")):
        return settings.change_text("backup_keep", ALL)
    kept = rotation.parse(typed)
    return settings.change_text("backup_keep", rotation.written(kept))


def no_folder(path: str) -> Refused:
    """That no backup can be made at `path`."""
    return Refused(
        _("No such folder"),
        _("{path} is no folder. Please make it first.").format(path=shown(path, 200)),
    )
