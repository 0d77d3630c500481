"""The overdue list: what is late, longest first or as one would walk, and what is due soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on

from store import settings
from store.calendar import say_short
from store.language import _, ngettext
from store.neighbours import households
from store.sharing import lending
from store.sharing.loans import LoanRow
from store.sharing.overdue import LateLoans, Lateness, lateness
from store.sharing.words import say_unit
from tui import actions
from tui.listroom import MOVES, ListRoom
from tui.widgets.listing import Column, Listing, ListingRow
from tui.widgets.tabs import Tab, TabStrip


@dataclass(frozen=True)
class LoanSource:
    """The store's list of loans as a source of rows."""

    loans: LateLoans

    def after(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        return self._lines(self.loans.after(_loan_id(key), limit))

    def before(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        return self._lines(self.loans.before(_loan_id(key), limit))

    def _lines(self, loans: Sequence[LoanRow]) -> list[ListingRow]:
        rule = lateness(self.loans.today)
        return [self._line(loan, rule) for loan in loans]

    def _line(self, loan: LoanRow, rule: Lateness) -> ListingRow:
        late = rule.of(loan)
        ahead = (loan.due_on - self.loans.today).days
        fields = (
            loan.item,
            f"{loan.borrower} {loan.borrower_name}",
            str(late) if late else _("today") if not ahead else f"+{ahead}",
            say_short(loan.due_on),
            f"{loan.lender} {loan.lender_name}",
            loan.resident,
            str(loan.renewals) if loan.renewals else "",
        )
        group = say_unit(loan.borrower_unit) if self.loans.by_route else ""
        return ListingRow(str(loan.id), fields, group=group, glyph="!" if late else "")


def _loan_id(key: str | None) -> int | None:
    return None if key is None else int(key)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("item"), 12, flex=3, priority=9),
        Column(_("borrower"), 12, flex=2, priority=8),
        Column(_("days"), 5, align="right", priority=7),
        Column(_("due"), 6, priority=6),
        Column(_("lender"), 12, flex=2, priority=5),
        Column(_("taken by"), 8, flex=1, priority=4),
        Column(_("renewed"), 7, align="right", priority=3),
    )


class OverdueRoom(ListRoom):
    """Screen 2: whose door to knock on."""

    OFFERED = actions.of(
        "return", "return_details", "renew", "mark", "group", "open", "back", "previous", "next",
        *MOVES,
    )  # fmt: skip
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self) -> None:
        self.tabs = TabStrip()
        super().__init__(Listing(_columns()), above=self.tabs)
        self._by_route = False
        self._shown: dict[str, LateLoans] = {}
        self._listed: LateLoans | None = None

    def fill(self) -> None:
        compound = self.desk.compound
        if compound is None:
            return
        days = settings.number("due_soon_days")
        today = self.desk.today
        self._shown = {
            "overdue": LateLoans(compound.id, today, self._by_route),
            "soon": LateLoans(compound.id, today, self._by_route, due_soon_days=days),
        }
        self.show_title(compound.name)
        self.tabs.set_tabs(
            [
                Tab("overdue", _("Overdue"), str(self._shown["overdue"].count())),
                Tab("soon", self._soon_label(days), str(self._shown["soon"].count())),
            ]
        )
        self._show()

    def _soon_label(self, days: int) -> str:
        return ngettext("Due in {days} day", "Due in {days} days", days).format(days=days)

    def _show(self) -> None:
        """List what the selected tab holds; the same list keeps its cursor and marks."""
        loans = self._shown[self.tabs.selected or "overdue"]
        if loans == self._listed:
            self.list.reload()
            return
        self._listed = loans
        nothing = _("Nothing is overdue.") if loans.due_soon_days is None else _("Nothing is due.")
        self.list.set_empty(nothing)
        self.list.set_source(LoanSource(loans), self.list.cursor_key)

    @on(TabStrip.Changed)
    def _tab_changed(self) -> None:
        with self.complaining():
            self.catch_up()
        self.show_keys()

    def catch_up(self) -> None:
        if self._listed != self._shown.get(self.tabs.selected or "overdue"):
            self._show()

    def why_not(self, action_id: str) -> str | None:
        if action_id == "return_details" and self.list.marked:
            return _("R takes back one at a time: Esc unmarks, r takes back all that is marked.")
        needs_loan = ("return", "return_details", "renew", "mark", "open")
        if action_id in needs_loan and self.list.cursor_key is None:
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
        else:
            self.desk.enter("grid")

    def do_open(self) -> None:
        """Go to the borrower's door in the grid."""
        loan = self._loan()
        self.desk.go_to_household(households.get(loan.borrower_id), f"l{loan.id}")

    def _loan(self) -> LoanRow:
        return lending.get(int(self.list.cursor_key or 0))

    # Deeds

    def do_mark(self) -> None:
        self.list.toggle_mark()
        count = len(self.list.marked)
        self.say(ngettext("{count} marked", "{count} marked", count).format(count=count))

    def do_group(self) -> None:
        self._by_route = not self._by_route
        self.fill()

    def _chosen(self) -> list[int]:
        return [int(key) for key in self.list.targets]

    def do_return(self) -> None:
        from tui.sharing import lend

        lend.take_back(self, self._chosen())
        self.list.clear_marks()

    def do_renew(self) -> None:
        from tui.sharing import lend

        lend.renew(self, self._chosen())
        self.list.clear_marks()

    def do_return_details(self) -> None:
        from tui.sharing import lend

        lend.take_back_with_details(self, self._loan().id)
