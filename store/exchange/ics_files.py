"""The rota's calendars on the disk: one file, or one of each member in a folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from store.errors import NotFound
from store.exchange import ics
from store.exchange.files import new_file
from store.exchange.folder import target
from store.language import _
from store.text import BROKEN, legible, shown

# What a name of a file cannot have on one system or another.
_UNFIT = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
_LONGEST = 60


def put(path: Path, found: bytes) -> None:
    """Write a calendar to `path`, whole or not at all. Raises StoreError."""
    with new_file(path, encoding="utf-8") as out:
        out.write(found.decode())


def put_each(
    folder: Path, first: date | None = None, last: date | None = None, *, team_id: int | None = None
) -> int:
    """Write a file of each member who has or had a place into a folder that is there.

    Answers how many. Raises StoreErrors; the files before the one that cannot be written stand.
    """
    folder = target(folder)
    if not folder.is_dir():
        raise NotFound(
            _("No such folder"),
            _("{path} is no folder. Please make it first.").format(path=shown(str(folder), 200)),
        )
    taken: set[str] = set()
    for member, found in ics.of_members(first, last, team_id=team_id):
        name = file_name(member, taken)
        put(folder / name, found)
        taken.add(name.casefold())
    return len(taken)


def file_name(member: str, taken: set[str]) -> str:
    """What a member's file is called: the name, as far as any system can have it, and no twice."""
    stem = legible(member).replace(BROKEN, "_").translate(_UNFIT).strip(". ")[:_LONGEST] or "_"
    name, number = f"{stem}.ics", 2
    while name.casefold() in taken:
        name, number = f"{stem}-{number}.ics", number + 1
    return name
