"""What an empty store offers: a new compound, files to import, or the sample."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from store.language import _
from tui import actions
from tui.room import Room
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource


class Welcome(Room):
    """The first screen of a new store."""

    OFFERED = actions.of("open", "up", "down", "item_down", "item_up")
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self) -> None:
        super().__init__()
        self.list = Listing((Column("", 24), Column("", 40, flex=1)), header=False)

    def compose(self) -> ComposeResult:
        yield self.title_bar
        yield self.list
        yield self.news_bar
        yield self.key_bar

    def focus_first(self) -> Widget:
        return self.list

    def fill(self) -> None:
        self.show_title(_("Welcome! This desk is still empty. How shall it begin?"))
        ways = (
            ("new_compound", _("Enter a compound"), _("its units, floors and doors")),
            ("import", _("Import files"), _("households, residents, items and loans as CSV")),
            ("sample", _("Load the sample"), _("晋平街26号院, 148 households, to look around")),
        )
        rows = [ListingRow(key, (name, what)) for key, name, what in ways]
        self.list.set_source(SequenceSource(rows), self.list.cursor_key)

    def why_not(self, action_id: str) -> str | None:
        if action_id in ("show_grid", "show_overdue", "compound"):
            return _("There is no compound yet: choose a way to begin.")
        return None

    def do_up(self) -> None:
        self.list.move(0, -1)

    def do_down(self) -> None:
        self.list.move(0, 1)

    do_item_up, do_item_down = do_up, do_down

    def do_open(self) -> None:
        self.list.choose()

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        self.action_do(event.key)

    def do_sample(self) -> None:
        self.desk.load_sample()
