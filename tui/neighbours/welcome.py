"""What an empty store offers: a new compound, files to import, or the sample."""

from __future__ import annotations

from textual import on

from store.language import _
from tui import actions
from tui.listroom import MOVES, ListRoom
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource


class Welcome(ListRoom):
    """The first screen of a new store."""

    OFFERED = actions.of("open", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self) -> None:
        super().__init__(
            Listing((Column("", 24, priority=1), Column("", 30, flex=1)), header=False)
        )

    def fill(self) -> None:
        told = _("There is no compound yet. How shall it begin?")
        if self.desk.is_empty:
            told = _("Welcome! This desk is still empty. How shall it begin?")
        self.show_title(told)
        ways = (
            ("new_compound", _("Enter a compound"), _("its units, floors and doors")),
            ("import", _("Import files"), _("households, residents, items and loans as CSV")),
            (
                "first_steps",
                _("First steps"),
                _("lend and take back once, in a minute, on a sample"),
            ),
            ("sample", _("Load the sample"), _("晋平街26号院, 148 households, to look around")),
        )
        rows = [ListingRow(key, (name, what)) for key, name, what in ways]
        self.list.set_source(SequenceSource(rows), self.list.cursor_key)

    def why_not(self, action_id: str) -> str | None:
        of_compound = action_id.startswith("show_") and action_id != "show_rota"
        if action_id == "show_calendar" and not self.desk.is_empty:
            return None
        if of_compound or action_id == "compound":
            return _("There is no compound yet: choose a way to begin.")
        return None

    def do_open(self) -> None:
        self.list.choose()

    @on(Listing.Chosen)
    def _chosen(self, event: Listing.Chosen) -> None:
        self.action_do(event.key)

    def do_sample(self) -> None:
        self.desk.load_sample()
