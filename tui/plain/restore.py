"""Restoring a backup: what it holds, what would be lost, and whether that is meant."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from store import database
from store.calendar import say_moment
from store.errors import Refused
from store.keeping import restoring
from store.keeping.restoring import Lost, Preview
from store.language import _, listed, ngettext
from store.messages import addresses, instance
from tui.plain import deeds
from tui.plain.backups import say_copied
from tui.plain.output import as_object, say, write_object, write_table
from tui.plain.progress import Progress
from tui.plain.streams import lead_to_terminal

YES = ("yes", "y", "是")


def run(file: str, store: str, *, dry_run: bool, sure: bool, form: str) -> bool:
    """Show what restoring `file` would lose, and do it where that is meant.

    Answers whether it was done, or was only to be shown. Raises StoreErrors, and Refused where
    nobody can be asked.
    """
    asks = not dry_run and not sure
    if asks and (form == "json" or not lead_to_terminal()):
        raise Refused(
            _("Not asked"),
            _("Nobody can be asked here. Please look with --dry-run first, then say --yes."),
        )
    kept = None
    with ExitStack() as until_done:
        with Progress() as tell:
            ready = restoring.ready(Path(os.path.expanduser(file)), Path(store), say_copied(tell))
            found = until_done.enter_context(ready)
        if form != "json":
            _say_preview(found.preview)
        if asks and not _is_meant():
            say(_("Nothing was restored."))
            return False
        if not dry_run:
            with Progress() as tell:
                kept = found.carry_out(say_copied(tell))
    if form == "json":
        write_object(_as_object(found.preview) | {"restored": not dry_run, "kept": _text(kept)})
    elif not dry_run:
        _say_done(store, kept)
    return True


def _say_preview(preview: Preview) -> None:
    last = preview.last
    if last is None:
        say(_("The backup is of a store in which nothing had been done yet."))
    else:
        say(
            _("The backup holds everything up to deed {number} ({moment}, {who}).").format(
                number=last.id, moment=say_moment(datetime.fromisoformat(last.at)), who=last.who
            )
        )
    if preview.was_older:
        say(_("It is of an older Qiaomen, and is brought up to date."))
    for broken in preview.broken:
        say(_("Not all is right in the backup: {trouble}").format(trouble=broken))
    if preview.unreadable:
        say(
            _(
                "The store that is there cannot be read, so nobody knows what would be lost. {why}"
            ).format(why=preview.unreadable)
        )
    elif preview.lost is None:
        say(_("No store is there yet, so nothing would be lost."))
    else:
        _say_lost(preview.lost, preview.same_history)


def _say_lost(lost: Lost, same_history: bool) -> None:
    if not lost.total:
        say(_("No deed would be lost."))
        return
    by = listed(f"{who} {count}" for who, count in lost.by)
    if same_history:
        told = ngettext(
            "{count} deed that it lacks would be lost ({by}):",
            "{count} deeds that it lacks would be lost ({by}):",
            lost.total,
        )
    else:
        told = ngettext(
            "The store that is there is another one: its {count} deed would be lost ({by}):",
            "The store that is there is another one: its {count} deeds would be lost ({by}):",
            lost.total,
        )
    say(told.format(count=lost.total, by=by))
    shown = [field for field in deeds.FIELDS if field.key in deeds.SHOWN]
    write_table(shown, lost.newest)
    if lost.total > len(lost.newest):
        more = lost.total - len(lost.newest)
        said = ngettext("… and {count} older one", "… and {count} older ones", more)
        say(said.format(count=more))


def _is_meant() -> bool:
    try:
        typed = input(_("Restore it? (yes/no)") + " ")
    except EOFError:
        return False
    return typed.strip().lower() in YES


def _say_done(store: str, kept: Path | None) -> None:
    say(_("Restored."))
    if kept is not None:
        say(_("The store as it was is kept as {path}.").format(path=kept))
    database.open_store(store)
    try:
        trouble = instance.trouble() if addresses.addresses() else None
    finally:
        database.close_store()
    if trouble:
        say(trouble)


def _as_object(preview: Preview) -> dict[str, Any]:
    lost = preview.lost
    return {
        "last_deed": preview.last and preview.last._asdict(),
        "older": preview.was_older,
        "broken": list(preview.broken),
        "same_history": preview.same_history,
        "unreadable": preview.unreadable or None,
        "lost": lost and lost.total,
        "by": dict(lost.by) if lost else {},
        "newest": [as_object(deeds.FIELDS, row) for row in lost.newest] if lost else [],
    }


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
