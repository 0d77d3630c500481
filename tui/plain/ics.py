"""The rota as calendar files: one file, or one of each member in a folder."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from store.errors import NotFound
from store.exchange import ics
from store.exchange.files import new_file
from store.farm import team
from store.language import _, ngettext
from store.text import shown
from tui.plain import asked
from tui.plain.output import say
from tui.plain.shifts import Days

# What a name of a file cannot have on one system or another.
_UNFIT = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
_LONGEST = 60


def write(file: str, today: date, days: Days, *, team_name: str | None, member: str | None) -> None:
    """Write the shifts of all, of a team or of a member to `file`, or to standard output for `-`.

    Raises StoreErrors.
    """
    first, last = days.read(today, date.min, date.max)
    found = ics.calendar(
        first,
        last,
        team_id=asked.team_id(team_name),
        member_id=None if member is None else team.find_member(member, today).id,
    )
    if file == "-":
        sys.stdout.buffer.write(found)
        return
    _put(Path(file), found)


def write_each(folder: str, today: date, days: Days, *, team_name: str | None) -> None:
    """Write a file of each member who has or had a place into a folder that is there.

    Raises StoreErrors; the files before the one that cannot be written stand.
    """
    first, last = days.read(today, date.min, date.max)
    there = Path(folder)
    if not there.is_dir():
        raise NotFound(
            _("No such folder"),
            _("{path} is no folder. Please make it first.").format(path=shown(folder, 200)),
        )
    taken: set[str] = set()
    for member, found in ics.of_members(first, last, team_id=asked.team_id(team_name)):
        name = _file_name(member, taken)
        _put(there / name, found)
        taken.add(name.casefold())
    count = ngettext("{count} calendar was written.", "{count} calendars were written.", len(taken))
    say(count.format(count=len(taken)))


def _put(path: Path, found: bytes) -> None:
    with new_file(path, encoding="utf-8") as out:
        out.write(found.decode())


def _file_name(member: str, taken: set[str]) -> str:
    """What a member's file is called: the name, as far as any system can have it, and no twice."""
    stem = member.translate(_UNFIT).strip(". ")[:_LONGEST] or "_"
    name, number = f"{stem}.ics", 2
    while name.casefold() in taken:
        name, number = f"{stem}-{number}.ics", number + 1
    return name
