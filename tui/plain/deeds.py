"""Who did what, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from store import history
from store.history import Told
from store.language import N_, _
from tui.plain.output import Field, as_object, say, write_object, write_rows

FIELDS: Sequence[Field[Told]] = (
    Field("id", lambda row: row.id, N_("No."), align="right"),
    Field("at", lambda row: row.at, N_("When"), lambda row: _local_time(row.at), least=16),
    Field("who", lambda row: row.who, N_("Who")),
    Field("what", lambda row: row.label, N_("What"), lambda row: _what(row), least=20),
    Field("undone", lambda row: row.undone),
)
SHOWN = ("id", "at", "who", "what")


def undo(deed_id: int | None, form: str) -> None:
    """Take back my last deed, or deed `deed_id`, and say what it was. Raises NotFound, Refused."""
    told = history.undo(deed_id)
    if form == "json":
        write_object(as_object(FIELDS, told))
    else:
        say(told.label)


def write(limit: int, form: str) -> None:
    """Write the newest `limit` deeds of everybody, newest first."""
    write_rows(FIELDS, SHOWN, history.latest(limit), form)


def _what(deed: Told) -> str:
    return _("{deed} (undone)").format(deed=deed.label) if deed.undone else deed.label


def _local_time(at: str) -> str:
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
