"""History: who did what, of everybody, of me, of a household, of the row under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on

from store import chronicle, history, rowvalues, rowwords
from store.chronicle import EVERYBODY, Entry, Scope
from store.errors import Refused
from store.language import N_, _
from tui import actions
from tui.actions import Action
from tui.historywords import say_entry, say_number, say_time
from tui.listroom import MOVES, ListRoom
from tui.widgets.listing import Column, Listing, ListingRow
from tui.widgets.tabs import Tab, TabStrip

# What every screen of the history offers: its `u` is about what the screen shows.
UNDO_THIS = N_("Take back the deed under the cursor, whoever did it; a second u does it")


def offered(*ids: str) -> tuple[Action, ...]:
    """The actions of a screen of the history."""
    return tuple(
        action._replace(help=UNDO_THIS) if action.id == "undo" else action
        for action in actions.of(*ids, "back", *MOVES)
        if action.id != "history"
    )


class Entries:
    """The entries of a history, as a source of rows; each is asked for when it is shown."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def after(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` entries older than `key`."""
        return _rows(chronicle.older(self._scope, _number(key), limit))

    def before(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` entries newer than `key`; of None the oldest."""
        return _rows(chronicle.newer(self._scope, _number(key), limit))


def _number(key: str | None) -> int | None:
    return None if key is None else int(key)


def _rows(entries: Sequence[Entry]) -> list[ListingRow]:
    return [
        ListingRow(
            str(entry.key),
            (say_entry(entry), entry.who, say_time(entry.at), say_number(entry)),
            dimmed=entry.undone,
        )
        for entry in entries
    ]


class OfDeeds(ListRoom):
    """A list in the history, whose `u` takes back the deed under the cursor."""

    def entry(self) -> Entry | None:
        """What the cursor is on."""
        raise NotImplementedError

    def do_undo(self) -> None:
        """Take back the deed under the cursor; the first `u` names it, or what stands on it."""
        entry = self.entry()
        if entry is None or entry.id is None:
            raise Refused(
                _("Another program"),
                _("Only deeds of the desk can be taken back; this was another program."),
            )
        self.undo_named(history.undoable(entry.id), named_first=True)

    def do_back(self) -> None:
        self.app.pop_screen()


class HistoryScreen(OfDeeds):
    """The newest deeds first, in tabs: of everybody, of me, and of what the cursor was on."""

    OFFERED = offered("open", "previous", "next")
    BINDINGS = actions.bindings(OFFERED)
    COLUMNS: ClassVar = (
        (N_("What"), 20, 1, 3),
        (N_("Who"), 10, 0, 2),
        (N_("When"), 16, 0, 1),
        (N_("No."), 8, 0, 0),
    )

    def __init__(self) -> None:
        columns = [Column(_(t), width, flex, "left", p) for t, width, flex, p in self.COLUMNS]
        self.tabs = TabStrip()
        empty = _("Nothing was done yet. Each deed will stand here.")
        super().__init__(Listing(columns, empty=empty), self.tabs)
        self._subjects: dict[str, tuple[str, int]] = {}
        self._shown: str | None = None

    def turn_to(self, subject: tuple[str, int] | None) -> None:
        """Be about what the cursor of another screen is on; to be filled when it is shown."""
        self._subjects = _subjects(subject)
        tabs = [Tab("everybody", _("everyone")), Tab("me", _("me"))]
        tabs += [Tab(key, _name(*about)) for key, about in self._subjects.items()]
        self.tabs.set_tabs(tabs, next(reversed(self._subjects), "everybody"))
        self._shown = None

    def fill(self) -> None:
        self.show_title(_("History"))
        selected = self.tabs.selected
        source = Entries(self._scope())
        if self._shown == selected:
            self.list.replace(source)
        else:
            self.list.set_source(source)
            self._shown = selected

    def _scope(self) -> Scope:
        selected = self.tabs.selected or ""
        if selected in self._subjects:
            return chronicle.on(*self._subjects[selected])
        return Scope(self.desk.user) if selected == "me" else EVERYBODY

    def entry(self) -> Entry | None:
        key = self.list.cursor_key
        return None if key is None else chronicle.entry(int(key))

    def why_not(self, action_id: str) -> str | None:
        if action_id in ("open", "undo") and self.list.cursor_key is None:
            return _("Nothing was done yet.")
        return None

    @on(TabStrip.Changed)
    def _turned_to(self) -> None:
        self.refill()

    def do_previous(self) -> None:
        self.tabs.previous()

    def do_next(self) -> None:
        self.tabs.next()

    def do_open(self) -> None:
        from tui.deed import DeedScreen

        self.app.push_screen(DeedScreen(int(self.list.cursor_key or 0)))


def _subjects(subject: tuple[str, int] | None) -> dict[str, tuple[str, int]]:
    """The household of a row and the row itself, as far as there are such."""
    if subject is None:
        return {}
    found = {}
    household = chronicle.household_of(*subject)
    if household is not None:
        found["household"] = ("household", household)
    if subject[0] != "household":
        found["row"] = subject
    return found


def _name(table: str, number: int) -> str:
    called = rowvalues.names(table, [number]).get(number) or f"#{number}"
    return called if table == "household" else f"{rowwords.say_table(table)} {called}"
