"""Making a backup, and what came of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from store.keeping import backups, rotation
from store.language import _, ngettext
from tui.plain.output import say, write_object
from tui.plain.progress import Progress

_MEGABYTE = 1_000_000


def make(destination: str, keep: str | None, form: str) -> None:
    """Back the store up and say where to, and what went for it. Raises StoreErrors."""
    kept = None if keep is None else rotation.parse(keep)
    with Progress() as tell:
        made = backups.make(Path(os.path.expanduser(destination)), kept, say_copied(tell))
    if form == "json":
        write_object(made._asdict())
        return
    say(
        _("Backed up to {path} ({size}), looked over, and safe on disk.").format(
            path=made.path, size=say_size(made.bytes)
        )
    )
    if made.removed:
        count = len(made.removed)
        removed = ngettext("{count} older backup went.", "{count} older backups went.", count)
        say(removed.format(count=count))


def say_copied(tell: Callable[[str], None] | None) -> Callable[[int, int], None] | None:
    """What tells how far a copy is, where somebody waits."""
    if tell is None:
        return None

    def copied(left: int, total: int) -> None:
        percent = 100 * (total - left) // max(1, total)
        tell(_("{percent} % copied").format(percent=percent))

    return copied


def say_size(size: int) -> str:
    """So many bytes, as one says it."""
    return f"{size / _MEGABYTE:,.1f} MB"
