"""`undo` and `redo`."""

from __future__ import annotations

from collections.abc import Sequence

from store import history
from store.language import _
from tui.line.orders import Redo, Undo
from tui.line.reading import At, Reading, standing_alone
from tui.line.words import Word


def read_undo(line: str, rest: Sequence[Word], at: At) -> Reading:
    """Read a line that takes back my last deed."""
    return standing_alone(rest, _undoing)


def read_redo(line: str, rest: Sequence[Word], at: At) -> Reading:
    """Read a line that does again what was taken back."""
    return standing_alone(rest, _redoing)


def _undoing() -> Reading:
    target = history.undoable()
    preview = _("Take back: {deed}.").format(deed=target.label)
    return Reading(preview=preview, order=Undo(target.id))


def _redoing() -> Reading:
    return Reading(preview=_("Do again: {deed}.").format(deed=history.redoable()), order=Redo())
