"""The pane of one household: what it lends, and what it has borrowed."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Container

from store.language import _, listed
from store.neighbours import households
from store.sharing import inventory, rules
from store.sharing.inventory import Cell, ItemRow
from store.sharing.loans import LoanRow
from store.sharing.overdue import lateness
from tui.sharing.board import borrowed_line, household_name, item_columns, item_line
from tui.widgets.bar import Bar
from tui.widgets.listing import Listing, ListingRow, SequenceSource
from tui.widgets.painted import BOLD


class HouseholdPane(Container):
    """A heading and a list; its rows are named `i` or `l` and the id of an item or a loan."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.heading = Bar(style=BOLD)
        self.items = Listing(item_columns(), header=False)
        self._rows: dict[str, ItemRow | LoanRow] = {}

    def compose(self) -> ComposeResult:
        yield self.heading
        yield self.items

    def show(self, cell: Cell, unit: str, today: date) -> None:
        """Ask what the household of `cell` lends and has borrowed, and list it."""
        people = listed(resident.name for resident in households.residents(cell.household_id))
        self._rows = {f"i{item.id}": item for item in inventory.items(cell.household_id, today)} | {
            f"l{loan.id}": loan for loan in inventory.borrowed(cell.household_id)
        }
        rule = lateness(today)
        lines = [
            item_line(key, row) if isinstance(row, ItemRow) else borrowed_line(key, row, rule)
            for key, row in self._rows.items()
        ]
        heading = "  ".join(filter(None, (f"{unit}-{cell.door}", household_name(cell), people)))
        empty = _("Nothing on the board yet: press a to add something.")
        self._list(heading, lines, empty, self.items.cursor_key)

    def show_nothing(self) -> None:
        """Be empty, as where there is no household."""
        self._rows = {}
        self._list("", [], "")

    def show_answers(self, heading: str, lines: list[ListingRow], empty: str) -> None:
        """List the answers of a search instead; none of them is `chosen`."""
        self._rows = {}
        self._list(heading, lines, empty)

    def _list(
        self, heading: str, lines: list[ListingRow], empty: str, cursor: str | None = None
    ) -> None:
        self.items.set_empty(empty)
        self.items.set_source(SequenceSource(lines), cursor)
        self.heading.say(left=heading)
        self.show_position()

    def show_position(self) -> None:
        """Say where the list stands, if there is more of it than is shown."""
        self.heading.say(right=self.items.position_text())

    # What a deed would apply to

    @property
    def chosen(self) -> ItemRow | LoanRow | None:
        """The item or the borrowed thing under the cursor."""
        return self._rows.get(self.items.cursor_key or "")

    @property
    def loan_id(self) -> int | None:
        """The open loan of what is under the cursor."""
        chosen = self.chosen
        if isinstance(chosen, LoanRow):
            return chosen.id
        return chosen.loan_id if chosen is not None else None

    def why_not_lend(self) -> str | None:
        """Why what is under the cursor cannot be lent; None where it can."""
        chosen = self.chosen
        if chosen is None:
            return _("This household has nothing to lend: press a to add something.")
        if isinstance(chosen, LoanRow):
            return _("This is borrowed from {lender}: r takes it back.").format(
                lender=chosen.lender
            )
        return rules.why_not_lent(chosen)

    def why_not_return(self) -> str | None:
        """Why what is under the cursor cannot come back; None where it can."""
        return None if self.loan_id else _("This is not lent: l lends it.")
