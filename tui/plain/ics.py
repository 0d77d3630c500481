"""The rota as calendar files: one file, or one of each member in a folder."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from store.exchange import ics, ics_files
from store.farm import team
from store.language import ngettext
from tui.plain import asked
from tui.plain.output import say
from tui.plain.shifts import Days


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
    ics_files.put(Path(file), found)


def write_each(folder: str, today: date, days: Days, *, team_name: str | None) -> None:
    """Write a file of each member who has or had a place into a folder that is there.

    Raises StoreErrors; the files before the one that cannot be written stand.
    """
    first, last = days.read(today, date.min, date.max)
    count = ics_files.put_each(Path(folder), first, last, team_id=asked.team_id(team_name))
    told = ngettext("{count} calendar was written.", "{count} calendars were written.", count)
    say(told.format(count=count))
