"""Erasing somebody by a command: what would go is told first, and the name is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from store.errors import Refused
from store.exchange.files import new_file
from store.language import _
from store.privacy import erasing, person, scrubbing
from store.privacy.erasing import Receipt
from tui import receipt
from tui.plain import asked
from tui.plain.output import say, write_object
from tui.plain.streams import lead_to_terminal


def erase(
    who: str, form: str, *, compound: str | None, dry_run: bool, sure: bool, file: str | None
) -> bool:
    """Erase whom an address and a name mean; answers whether it was done, or only to be shown.

    The receipt goes to `file`, too. Raises NotFound, Ambiguous, and Refused where nobody can be
    asked.
    """
    whom = person.named(who, asked.compound_id(compound))
    asks = not dry_run and not sure
    if asks and (form == "json" or not lead_to_terminal()):
        raise Refused(
            _("Not asked"),
            _("Nobody can be asked here. Please look with --dry-run first, then say --yes."),
        )
    if dry_run or asks:
        _say_rehearsed(erasing.rehearse(whom), form)
    if dry_run:
        return True
    if asks and not _is_meant(whom.name):
        say(_("Nothing was erased."))
        return False
    with new_file(Path(file), "utf-8") if file else nullcontext() as out:
        done = erasing.erase(whom)
        if out is not None:
            _write(done, form, out.write)
    if form == "json":
        write_object(receipt.as_object(done))
    else:
        for line in receipt.lines(done):
            say(line)
    return True


def clean() -> bool:
    """Write the file anew without what was erased; answers whether that could be done."""
    if scrubbing.scrub():
        say(_("The file holds nothing any more of what was erased."))
        return True
    say(_("Somebody is at the store just now. Please try again."))
    return False


def _say_rehearsed(rehearsed: Receipt, form: str) -> None:
    if form == "json":
        write_object(receipt.as_object(rehearsed) | {"deed": None})
        return
    say(
        _("This would be erased of a resident of {household}, and nobody can take it back:").format(
            household=rehearsed.address
        )
    )
    for line in receipt.what_goes(rehearsed):
        say(line)


def _is_meant(name: str) -> bool:
    try:
        return input(_("To erase it all, please type the name:") + " ").strip() == name
    except EOFError:
        return False


def _write(done: Receipt, form: str, write: Callable[[str], object]) -> None:
    if form == "json":
        write(json.dumps(receipt.as_object(done), ensure_ascii=False) + "\n")
    else:
        write("".join(f"{line}\n" for line in receipt.lines(done)))
