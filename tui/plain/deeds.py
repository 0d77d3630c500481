"""Who did what, what that changed, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from store import chronicle, differences, history
from store.chronicle import Entry, Scope
from store.language import N_, _
from store.neighbours import households
from store.sharing import inventory
from tui.historywords import EVENTS, Line, lines_of, say_entry, say_number, say_time
from tui.plain import asked
from tui.plain.output import Field, as_object, say, write_object, write_rows

PAGE = 500  # entries or rows that are asked for at once

FIELDS: Sequence[Field[Entry]] = (
    Field("id", lambda row: row.id, N_("No."), lambda row: say_number(row), align="right"),
    Field("at", lambda row: row.at, N_("When"), lambda row: say_time(row.at), least=16),
    Field("who", lambda row: row.who, N_("Who")),
    Field("what", lambda row: row.label, N_("What"), lambda row: say_entry(row), least=20),
    Field("undone", lambda row: row.undone),
)
SHOWN = ("id", "at", "who", "what")

CHANGES: Sequence[Field[Line]] = (
    Field("event", lambda row: row.event, N_("How"), lambda row: _(EVENTS[row.event])),
    Field("what", lambda row: row.what, N_("What"), least=12),
    Field("field", lambda row: row.field, N_("Field")),
    Field("before", lambda row: row.before, N_("Before"), least=12),
    Field("after", lambda row: row.after, N_("After"), least=12),
)


def undo(deed_id: int | None, form: str) -> None:
    """Take back my last deed, or deed `deed_id`, and say what it was. Raises NotFound, Refused."""
    told = history.undo(deed_id)
    if form == "json":
        write_object(as_object(FIELDS, chronicle.of_deed(told.id)))
    else:
        say(told.label)


def write(scope: Scope, limit: int, form: str) -> None:
    """Write the newest `limit` entries of a history, newest first."""
    write_rows(FIELDS, SHOWN, _entries(scope, limit), form)


def write_changes(key: int, form: str) -> None:
    """Write what an entry changed, field by field. Raises NotFound where there is none."""
    entry = chronicle.entry(key)
    if form == "plain":
        said = (say_number(entry), say_time(entry.at), entry.who, say_entry(entry))
        say("  ".join(filter(None, said)))
    write_rows(CHANGES, [field.key for field in CHANGES], _lines(key), form)


def scope(of: str | None, who: str | None, mine: bool, today: date, compound: str | None) -> Scope:
    """Whose history is asked for, or of which household or item. Raises NotFound, Ambiguous."""
    if of is None:
        return Scope(history.user() if mine else who)
    compound_id = asked.compound_id(compound)
    if households.split_address(of):
        return chronicle.on("household", households.find(of, compound_id).id)
    return chronicle.on("item", inventory.find(of, today, compound_id).id)


def _entries(scope: Scope, limit: int) -> Iterator[Entry]:
    key = None
    while limit > 0 and (page := chronicle.older(scope, key, min(limit, PAGE))):
        yield from page
        limit -= len(page)
        key = page[-1].key


def _lines(key: int) -> Iterator[Line]:
    last = None
    while page := differences.after(key, last, PAGE):
        for difference in page:
            yield from lines_of(difference)
        last = page[-1].change_id
