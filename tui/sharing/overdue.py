"""The overdue list: what is late, longest first or as one would walk, and what is due soon."""

from __future__ import annotations

from dataclasses import replace

from textual import on

from store import settings
from store.language import _, ngettext
from store.sharing import lending
from store.sharing.late_loans import LateLoans
from store.sharing.loans import LoanRow
from store.sharing.overdue import lateness
from tui import actions
from tui.listroom import MOVES
from tui.room import Place
from tui.sharing.loanlist import LATE, ROUTE, SOON, LoanSource, columns
from tui.sharing.loansroom import LoansRoom
from tui.widgets.listing import Listing
from tui.widgets.tabs import Tab, TabStrip


class OverdueRoom(LoansRoom):
    """Screen 2: whose door to knock on."""

    ON_LOANS = (*LoansRoom.LENDING, "mark", *LoansRoom.CONTACT, "loan", "route", "open")
    OFFERED = actions.of(*ON_LOANS, "back", "previous", "next", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self) -> None:
        self.tabs = TabStrip()
        super().__init__(Listing(columns(LATE)), above=self.tabs)
        self._by_route = False
        self._only: frozenset[int] | None = None  # the loans that were marked for the route
        self._shown: dict[str, LateLoans] = {}
        self._listed: LateLoans | None = None

    def fill(self) -> None:
        compound = self.desk.compound
        if compound is None:
            return
        if self._listed is not None and self._listed.compound_id != compound.id:
            self._by_route, self._only = False, None
        days = settings.number("due_soon_days")
        today = self.desk.today
        every = {
            "overdue": LateLoans(compound.id, today),
            "soon": LateLoans(compound.id, today, due_soon_days=days),
        }
        self._shown = every
        if self._by_route:
            self._shown = {
                key: replace(loans, by_route=True, only=self._only) for key, loans in every.items()
            }
        self.show_title(compound.name)
        self.tabs.set_tabs(
            [
                Tab("overdue", _("Overdue"), str(every["overdue"].count())),
                Tab("soon", self._soon_label(days), str(every["soon"].count())),
            ]
        )
        self._show()

    def _soon_label(self, days: int) -> str:
        return ngettext("Due in {days} day", "Due in {days} days", days).format(days=days)

    @property
    def _selected(self) -> LateLoans:
        """The list of the selected tab."""
        return self._shown[self.tabs.selected or "overdue"]

    def _show(self) -> None:
        """List what the selected tab holds; the same list keeps its cursor and marks."""
        loans = self._selected
        layout = ROUTE if loans.by_route else LATE if loans.due_soon_days is None else SOON
        source = LoanSource(loans, layout, lateness(loans.today))
        if loans == self._listed:
            self.list.replace(source)
            self._forget_marks(loans)
            return
        sets_out = loans.by_route and not (self._listed and self._listed.by_route)
        cursor = None if sets_out else self.list.cursor_key  # a walk begins at the first door
        self._listed = loans
        self.list.set_empty(_what_is_missing(loans))
        self.list.set_source(source, cursor, columns(layout))

    def _forget_marks(self, loans: LateLoans) -> None:
        """Unmark what has left the list: a deed would be refused for a loan that nobody sees."""
        marked = self.list.marked
        there = {str(loan_id) for loan_id in loans.among(map(int, marked))} if marked else marked
        if len(there) < len(marked):
            self.list.keep_marks(there)
            self._say_marks()

    @on(TabStrip.Changed)
    def _tab_changed(self) -> None:
        with self.complaining():
            self.catch_up()
        self.show_keys()

    def catch_up(self) -> None:
        if self._listed != self._shown.get(self.tabs.selected or "overdue"):
            self._show()

    def where(self) -> Place:
        return super().where() | {"tab": self.tabs.selected}

    def stand_at(self, place: Place) -> None:
        self.tabs.select(place["tab"] or "")
        self.catch_up()
        super().stand_at(place)

    def why_not(self, action_id: str) -> str | None:
        if action_id == "return_details" and self.list.marked:
            return _("R takes back one at a time: Esc unmarks, r takes back all that is marked.")
        leads_back = action_id == "route" and self._by_route
        if action_id in self.ON_LOANS and self.list.cursor_key is None and not leads_back:
            return _("There is no loan here.")
        return None

    # Moving about

    def do_previous(self) -> None:
        self.tabs.previous()

    def do_next(self) -> None:
        self.tabs.next()

    def do_back(self) -> None:
        if self.list.marked:
            self.list.clear_marks()
        elif self._by_route:
            self.do_route()
        else:
            self.desk.enter("grid")

    def do_loan(self) -> None:
        from tui.sharing.loan import LoanRoom

        self.app.push_screen(LoanRoom(self.loan().id))

    def do_route(self) -> None:
        """Walk by the doors; of what is marked, if something is. The same key leads back."""
        marked = frozenset(self.chosen()) if self.list.marked else None
        self._by_route = not self._by_route or marked is not None
        self._only = marked
        self.fill()
        if self._by_route:
            self.say(self._say_route())

    def _say_route(self) -> str:
        count = self._selected.count()
        if self._only is not None:
            return ngettext(
                "The way to {count} marked loan; w shows all again.",
                "The way to {count} marked loans; w shows all again.",
                count,
            ).format(count=count)
        waiting = replace(self._selected, by_route=False).count() - count
        if not waiting:
            return ngettext("The way to {count} loan.", "The way to {count} loans.", count).format(
                count=count
            )
        return ngettext(
            "The way to {count} loan; {waiting} promised and left in peace.",
            "The way to {count} loans; {waiting} promised and left in peace.",
            count,
        ).format(count=count, waiting=waiting)

    # Deeds

    def chosen(self) -> list[int]:
        return [int(key) for key in self.list.targets]

    def subject(self) -> tuple[str, int] | None:
        key = self.list.cursor_key
        return None if key is None else ("loan", int(key))

    def loan(self) -> LoanRow:
        return lending.get(int(self.list.cursor_key or 0))

    def do_mark(self) -> None:
        self.list.toggle_mark()
        self._say_marks()

    def _say_marks(self) -> None:
        count = len(self.list.marked)
        self.say(ngettext("{count} marked", "{count} marked", count).format(count=count))


def _what_is_missing(loans: LateLoans) -> str:
    """What is said where the list is empty."""
    if loans.by_route:
        return _("Nobody to knock at: w goes back to the list.")
    if loans.due_soon_days is not None:
        return _("Nothing is due in these days. [ goes back to what is overdue.")
    return _("Nothing is overdue. What comes late will stand here: whom to remind, call or visit.")
