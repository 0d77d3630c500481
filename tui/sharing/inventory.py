"""The unit grid: the units as tabs, a cell per household, and what that household lends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from store.language import _
from store.neighbours import compounds, households
from store.sharing import inventory, overdue
from store.sharing.inventory import Cell, ItemRow
from store.sharing.loans import LoanRow
from store.sharing.words import say_unit
from tui import actions
from tui.room import Place, Room
from tui.sharing.board import (
    LENT,
    OVERDUE,
    grid_rows,
)
from tui.sharing.household import HouseholdPane
from tui.widgets.bar import KeyHint
from tui.widgets.entry import Entry
from tui.widgets.grid import NARROWEST, Grid
from tui.widgets.listing import Listing
from tui.widgets.tabs import Tab, TabStrip

if TYPE_CHECKING:
    from store.finding import Found
    from tui.sharing.matches import Matches

# From this width on the household stands beside the grid instead of beneath.
WIDE = 104
# In a window lower than this the household takes fewer lines.
LOW = 18


class GridRoom(Room):
    """Screen 1: the board at the gate."""

    OFFERED = actions.of(
        "lend", "lend_details", "return", "return_details", "renew",
        "add", "edit", "edit_household", "residents",
        "search", "open", "back", "previous", "next", "item_down", "item_up",
        "up", "down", "left", "right", "page_up", "page_down", "home", "end",
    )  # fmt: skip
    BINDINGS = actions.bindings(OFFERED)

    DEFAULT_CSS = """
    GridRoom #board { height: 1fr; }
    GridRoom #household { height: 6; }
    GridRoom.-low #household { height: 4; }
    GridRoom #search { display: none; }
    GridRoom.-wide #board { layout: horizontal; }
    GridRoom.-wide #household { width: 2fr; height: 1fr; padding-left: 1; }
    GridRoom.-wide #grid { width: 3fr; }
    GridRoom.-searching #search { display: block; }
    GridRoom.-searching #news { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.units = TabStrip(id="units")
        self.grid = Grid(
            id="grid", empty=_("This unit has no household yet: I brings them in from a file.")
        )
        self.household = HouseholdPane(id="household")
        self.search = Entry(select=True, id="search")
        self._units: dict[str, str] = {}
        self._shown_unit: str | None = None
        self._shown_household: str | None = None
        self._cells: dict[str, Cell] = {}
        self._matches: Matches | None = None
        self._sought: str | None = None  # what was typed into the search and is not answered yet

    def compose(self) -> ComposeResult:
        # Most units fit beside their household; styling once more costs the first frame 4 ms.
        self.set_class(self.app.size.width >= WIDE, "-wide")
        yield self.title_bar
        yield self.units
        with Container(id="board"):
            yield self.grid
            yield self.household
        yield self.news_bar
        yield self.key_bar

    # Asking and showing

    def fill(self) -> None:
        compound = self.desk.compound
        if compound is None:
            return
        self._show_title()
        self._units = {str(unit.id): unit.name for unit in compounds.units(compound.id)}
        self._show_tabs()
        self._show_unit()

    def _show_title(self) -> None:
        compound = self.desk.compound
        assert compound is not None
        lent, late = overdue.open_of_compound(compound.id, self.desk.today)
        self.show_title(
            compound.name,
            _("{mark} lent {count}").format(mark=LENT, count=lent),
            _("{mark} overdue {count}").format(mark=OVERDUE, count=late),
        )

    def _show_tabs(self) -> None:
        """The units, each with the number of its lit cells while a search is on."""
        lit = self._matches.by_unit if self._matches else {}
        self.units.set_tabs(
            [
                Tab(key, say_unit(name), f"*{lit[key]}" if key in lit else "")
                for key, name in self._units.items()
            ]
        )

    def _show_unit(self, household: str | None = None) -> None:
        """Draw the selected unit, and the household under the cursor."""
        self._shown_unit = self.units.selected
        if self._shown_unit is None:
            return
        unit = inventory.grid(int(self._shown_unit), self.desk.today)
        self._cells = {str(cell.household_id): cell for cell in unit.cells}
        lit = self._matches.households if self._matches else set()
        rows = grid_rows(unit.cells, lit)
        self._lay_out(max((len(row.cells) for row in rows), default=0))
        self.grid.set_cells(rows, household)
        self._show_household()

    def _lay_out(self, columns: int) -> None:
        """Put the household beside the grid where both have room, else beneath."""
        width, height = self.app.size
        self.set_class(width >= WIDE and columns * NARROWEST < width * 3 // 5, "-wide")
        self.set_class(height < LOW, "-low")

    def _show_household(self) -> None:
        """Show the household under the cursor, unless the answers of a search stand there."""
        self._shown_household = self.grid.cursor_key
        if self._searching:
            return
        cell = self._cell()
        if cell is None:
            self.household.show_nothing()
        else:
            self.household.show(cell, self._unit_name(), self.desk.today)

    def _cell(self) -> Cell | None:
        return self._cells.get(self.grid.cursor_key or "")

    def _unit_name(self) -> str:
        return self._units.get(self.units.selected or "", "")

    def go_to(self, unit_id: int, household_id: int, row: str | None = None) -> None:
        """Put the cursor on a household, and on a row of its list: `i` or `l` and an id."""
        self.units.select(str(unit_id))
        self._show_unit(str(household_id))
        self.household.items.cursor_key = row
        self.show_keys()

    def where(self) -> Place:
        return {
            "unit": self.units.selected,
            "household": self.grid.cursor_key,
            "row": self.household.items.cursor_key,
        }

    def stand_at(self, place: Place) -> None:
        if place["unit"] is not None and place["household"] is not None:
            self.go_to(int(place["unit"]), int(place["household"]), place["row"])

    # Moving about

    @on(TabStrip.Changed)
    @on(Grid.Moved)
    def _place_changed(self) -> None:
        with self.complaining():
            self.catch_up()
        self.show_keys()

    def catch_up(self) -> None:
        self._answer()
        if self._shown_unit != self.units.selected:
            self._show_unit()
        elif self._shown_household != self.grid.cursor_key:
            self._show_household()

    @on(Listing.Moved)
    def _item_changed(self) -> None:
        if self._searching:
            with self.complaining():
                self._follow_match()
        self.household.show_position()
        self.show_keys()

    def _moving(self) -> Grid | Listing:
        items = self.household.items
        return items if items.has_focus or self._searching else self.grid

    def do_up(self) -> None:
        self._moving().move(0, -1)

    def do_down(self) -> None:
        self._moving().move(0, 1)

    def do_left(self) -> None:
        self.grid.move(-1, 0)

    def do_right(self) -> None:
        self.grid.move(1, 0)

    def do_page_up(self) -> None:
        self._moving().page(-1)

    def do_page_down(self) -> None:
        self._moving().page(1)

    def do_home(self) -> None:
        self._moving().home()

    def do_end(self) -> None:
        self._moving().end()

    def do_item_down(self) -> None:
        self.household.items.move(0, 1)

    def do_item_up(self) -> None:
        self.household.items.move(0, -1)

    def do_previous(self) -> None:
        self.units.previous()

    def do_next(self) -> None:
        self.units.next()

    def do_open(self) -> None:
        self.household.items.focus()

    def do_back(self) -> None:
        if self._matches is not None:
            self._end_search()
        self.grid.focus()

    # Searching

    @property
    def _searching(self) -> bool:
        """Whether a search is being typed; the list then shows what answers."""
        return self.has_class("-searching")

    def _in_footer(self) -> list[KeyHint]:
        if not self._searching:
            return super()._in_footer()
        return [
            KeyHint("↑↓", _("choose")),
            KeyHint("Enter", _("go there"), always=True),
            KeyHint("Esc", _("end the search"), always=True),
        ]

    def do_search(self) -> None:
        if not self.search.is_attached:  # not before it is wanted: its style sheet is long
            self.mount(self.search, before=self.news_bar)
        self.add_class("-searching")
        self.search.placeholder = _("anything: characters, pinyin, initials, address, phone")
        self.search.focus()
        self._search(self.search.value)

    @on(Entry.Changed, "#search")
    def _search_changed(self, event: Entry.Changed) -> None:
        """Show the letter first, then what answers; letters typed meanwhile are sought together."""
        if self._searching:
            if self._sought is None:
                self.call_after_refresh(self._answer)
            self._sought = event.value

    def _answer(self) -> None:
        """Search for what was typed since the last time, if anything was."""
        query, self._sought = self._sought, None
        if query is not None and self._searching:
            with self.complaining():
                self._search(query)

    @on(Entry.Submitted, "#search")
    def _search_submitted(self) -> None:
        """Stay with the match under the cursor; what answers stays lit until Esc."""
        self._answer()
        match = self._match()
        self._stop_typing()
        self.grid.focus()
        if match is not None:
            with self.complaining():
                self._go_to_match(match)
        if match is None or not match.elsewhere:
            self._tell_matches()

    def _go_to_match(self, match: Found) -> None:
        """Show what was found where it is at home."""
        if match.kind == "member":
            from tui.farm.member import MemberScreen

            self.app.push_screen(MemberScreen(match.id))
        elif match.kind == "project":
            from tui.programme.project import ProjectScreen

            self.app.push_screen(ProjectScreen(match.id))
        elif match.unit_id is not None and match.household_id is not None:
            if match.elsewhere:
                home = households.get(match.household_id)
                self.desk.compound = compounds.get(home.compound_id)
                self._end_search()
            row = f"i{match.id}" if match.kind == "item" else None
            self.go_to(match.unit_id, match.household_id, row)

    def _search(self, query: str) -> None:
        """Light up the cells that answer, and list the answers."""
        from tui.sharing.matches import Matches

        compound = self.desk.compound
        assert compound is not None
        matches = self._matches = Matches(compound.id, query)
        self._show_tabs()
        self._show_unit()
        if matches.query:
            nothing = _("Nothing answers to that. Delete some of it, or Esc ends the search.")
            self.household.show_answers(matches.say_count(), matches.rows(), nothing)
        else:
            self.household.show_answers(_("Search"), [], "")
        self._follow_match()
        self.show_keys()

    def _match(self) -> Found | None:
        if not self._searching or self._matches is None:
            return None
        return self._matches.at(self.household.items.cursor_key)

    def _follow_match(self) -> None:
        """Show the unit of the match under the cursor, with the grid's cursor on its door."""
        match = self._match()
        if match is not None and match.unit_id is not None and not match.elsewhere:
            self.units.select(str(match.unit_id))
            self._show_unit(str(match.household_id))

    def _tell_matches(self) -> None:
        if self._matches is not None:
            self.say(
                _("{matches} lit (*). Esc puts them out.").format(matches=self._matches.say_count())
            )

    def _stop_typing(self) -> None:
        self.remove_class("-searching")

    def _end_search(self) -> None:
        self._stop_typing()
        self._matches = None
        self.search.value = ""
        self.say("")
        self.fill()

    # Deeds

    def subject(self) -> tuple[str, int] | None:
        cell, chosen = self._cell(), self.household.chosen
        if chosen is not None and self.household.items.has_focus:
            return ("loan" if isinstance(chosen, LoanRow) else "item", chosen.id)
        return None if cell is None else ("household", cell.household_id)

    def why_not(self, action_id: str) -> str | None:
        if action_id in ("lend", "lend_details"):
            return self.household.why_not_lend()
        if action_id in ("return", "return_details", "renew"):
            return self.household.why_not_return()
        if action_id == "edit" and self.household.chosen is None:
            return _("There is nothing to edit here: press a to add something.")
        if action_id in ("add", "edit_household", "residents") and self._cell() is None:
            return _("There is no household here.")
        return None

    def do_lend(self) -> None:
        from tui.sharing import lend

        chosen = self.household.chosen
        assert isinstance(chosen, ItemRow)
        lend.quickly(self, chosen)

    def do_lend_details(self) -> None:
        from tui.sharing import lend

        chosen = self.household.chosen
        assert isinstance(chosen, ItemRow)
        lend.with_details(self, chosen)

    def do_return(self) -> None:
        from tui.sharing import lend

        loan_id = self.household.loan_id
        assert loan_id is not None
        lend.take_back(self, [loan_id])

    def do_return_details(self) -> None:
        from tui.sharing import lend

        loan_id = self.household.loan_id
        assert loan_id is not None
        lend.take_back_with_details(self, loan_id)

    def do_renew(self) -> None:
        from tui.sharing import lend

        loan_id = self.household.loan_id
        assert loan_id is not None
        lend.renew(self, [loan_id])

    def do_add(self) -> None:
        from tui.sharing.items import add_items

        cell = self._cell()
        assert cell is not None
        add_items(self, cell.household_id, f"{self._unit_name()}-{cell.door}")

    def do_edit(self) -> None:
        from tui.sharing.items import edit_item

        chosen = self.household.chosen
        if isinstance(chosen, LoanRow):
            edit_item(self, inventory.item(chosen.item_id, self.desk.today))
        elif chosen is not None:
            edit_item(self, chosen)

    def do_edit_household(self) -> None:
        from tui.neighbours.households import edit_household

        cell = self._cell()
        assert cell is not None
        edit_household(self, cell.household_id)

    def do_residents(self) -> None:
        from tui.neighbours.residents import Residents

        cell = self._cell()
        assert cell is not None
        self.app.push_screen(Residents(cell.household_id))
