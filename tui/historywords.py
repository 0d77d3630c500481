"""How a history is told, on the screen and in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from store.calendar import say_moment
from store.chronicle import Entry
from store.differences import Difference
from store.language import N_, _

EVENTS = {"insert": N_("new"), "update": N_("changed"), "delete": N_("deleted")}


class Line(NamedTuple):
    """One field of one row that a deed changed."""

    event: str
    what: str
    field: str
    before: str
    after: str


def say_number(entry: Entry) -> str:
    """The number of a deed; of what another program did the deed before it, with a plus."""
    return str(entry.id) if entry.id is not None else f"{entry.key // 2}+"


def say_time(at: str) -> str:
    """A moment on this machine's clock; nothing where nobody knows it."""
    return say_moment(datetime.fromisoformat(at)) if at else ""


def say_entry(entry: Entry) -> str:
    """What was done, and whether it was taken back."""
    return _("{deed} (undone)").format(deed=entry.label) if entry.undone else entry.label


def lines_of(difference: Difference) -> Iterator[Line]:
    """A line for each field; one for a row of which no field is told."""
    event, what = difference.event, difference.what
    if difference.erased:
        yield Line(event, what, "", _("(erased)"), "")
    elif not difference.fields:
        yield Line(event, what, "", "", "")
    for name, before, after in difference.fields:
        yield Line(event, what, name, before, after)
