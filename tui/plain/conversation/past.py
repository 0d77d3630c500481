"""What was done: undo, do again, and the history of everybody or of a row."""

from __future__ import annotations

from collections.abc import Sequence

from store import chronicle, differences, history
from store.chronicle import EVERYBODY, Entry, Scope
from store.differences import Difference
from store.language import _
from tui.historywords import EVENTS, Line, lines_of, say_entry, say_number, say_time
from tui.plain.conversation.choosing import Told, choose
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import agreed, saying_refusals, together
from tui.plain.output import say


def undo(desk: Desk) -> None:
    """Take back my last deed; ask first where it is large or was not done here just now."""
    _take_back(desk, None)


def redo(desk: Desk) -> None:
    """Do again what I took back last. Raises NotFound."""
    desk.done(history.redo().label)


def history_of_all(desk: Desk) -> None:
    """Say what was done, newest first, and tell of an entry what it changed."""
    _go_through(desk, EVERYBODY)


def history_of_loan(desk: Desk, loan_id: int) -> None:
    """Say what was done about a loan, newest first."""
    history_of(desk, "loan", loan_id)


def history_of(desk: Desk, table: str, row_id: int) -> None:
    """Say what was done about a row and all that belongs to it, newest first."""
    _go_through(desk, chronicle.on(table, row_id))


def _go_through(desk: Desk, scope: Scope) -> None:
    def following(last: Entry | None, limit: int) -> Sequence[Entry]:
        return chronicle.older(scope, last and last.key, limit)

    told: Told[Entry] = Told(following, _said)
    if not told.has_more:
        say(_("Nothing was done yet."))
        return
    while isinstance(entry := choose(told, {}), Entry):
        with saying_refusals():
            _look_at(desk, entry)


def _look_at(desk: Desk, entry: Entry) -> None:
    """Say what an entry changed, row by row, and take it back if asked. Raises StoreErrors."""

    def following(last: Difference | None, limit: int) -> Sequence[Difference]:
        return differences.after(entry.key, last and last.change_id, limit)

    changed: Told[Difference] = Told(following, _said_of, has_numbers=False)
    letters = {} if entry.id is None else {"u": _("undo this deed")}
    if choose(changed, letters) == "u":
        _take_back(desk, entry.id)


def _take_back(desk: Desk, deed_id: int | None) -> None:
    found = history.undoable(deed_id)
    question = _("Undo “{deed}”?").format(deed=found.label)
    if (found.here and not found.large) or agreed(question):
        desk.done(history.undo(found.id).label)


def _said(entry: Entry) -> str:
    number = _("no. {number}").format(number=say_number(entry))
    return together((say_entry(entry), entry.who, say_time(entry.at), number))


def _said_of(difference: Difference) -> str:
    """A row that was changed, and each of its fields."""
    event = _("{event} {what}").format(event=_(EVENTS[difference.event]), what=difference.what)
    return together((event, *(_said_field(line) for line in lines_of(difference))))


def _said_field(line: Line) -> str:
    if not line.field:
        return line.before
    if line.event == "update":
        told = _("{field}: before “{before}”, now “{after}”")
        return told.format(field=line.field, before=line.before, after=line.after)
    return _("{field}: {value}").format(field=line.field, value=line.after or line.before)
