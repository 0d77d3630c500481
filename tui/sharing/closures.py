"""The closure of some days: which ones, what it would do to loans and shifts, and the deed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import closures
from store.calendar import say_day
from store.closures import Plan
from store.errors import StoreError
from store.farm import series_changes
from store.language import _, in_turn, ngettext
from store.sharing.closures import USUAL_SPREAD, ClosurePlan, Kept, Move
from tui import actions
from tui.farm.preview import rows as shift_rows
from tui.listroom import MOVES, ListRoom
from tui.opendays.forms import day_fields, days, occasion_field
from tui.reading import Reading
from tui.widgets.bar import Lines
from tui.widgets.form import Field, Form
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.painted import BOLD, PLAIN, Span

if TYPE_CHECKING:
    from tui.opendays.room import CalendarRoom

DAY_WIDTH = 19  # the widest day, as 2026年11月24日 周二


def ask(room: CalendarRoom) -> None:
    """Ask for the days, and show what closing them would do."""
    today = room.desk.today

    def plan(values: dict[str, str]) -> Plan:
        read = Reading(_("Closure"))
        first, last = days(read, values, today)
        spread = read.needed_number("spread", values["spread"])
        name = values["name"]
        return read.do(lambda: closures.preview(first, last or first, spread, today, name))

    def planned(found: Plan | None) -> None:
        if found is not None:
            room.app.push_screen(ClosurePreview(room, found))

    fields = (
        *day_fields(_("First day"), _("Last day"), today),
        occasion_field(),
        Field("spread", _("Spread over days"), value=str(USUAL_SPREAD), hint=_what_spread_means),
    )
    room.app.push_screen(Form(_("Closure: which days?"), fields, plan), planned)


def _what_spread_means(_typed: str) -> str:
    return _("open days after it, on which what was due comes back")


class ClosurePreview(ListRoom):
    """Every due date that a closure would move, those that it leaves, and every shift that it
    cancels, with its people; nothing is done yet.
    """

    OFFERED = actions.of("confirm", "back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, calendar: CalendarRoom, plan: Plan) -> None:
        self.summary = Lines()
        columns = (
            Column(_("item"), 12, flex=2, priority=9),
            Column(_("borrower"), 10, flex=2, priority=6),
            Column(_("was due"), DAY_WIDTH, priority=7),
            Column(_("will be due"), DAY_WIDTH, priority=8),
            Column(_("lender"), 10, flex=1, priority=1),
        )
        super().__init__(Listing(columns), above=self.summary)
        self._calendar = calendar
        self._plan = plan

    def fill(self) -> None:
        plan = self._plan.loans
        self._plan = closures.preview(
            plan.first, plan.last, plan.spread_days, self.desk.today, plan.name
        )
        self.show_title(_("closure"), plan.name)
        self.summary.say(_summary(self._plan))
        self.list.set_empty(_("Nothing is due on these days."))
        loans, shifts = self._plan
        rows = [*map(_move_row, loans.moves), *map(_kept_row, loans.kept)]
        self.list.replace(SequenceSource([*rows, *map(_shift_row, shift_rows(shifts))]))

    def do_back(self) -> None:
        self.app.pop_screen()
        self._calendar.say(_("Nothing was closed."))

    def do_confirm(self) -> None:
        plan = self._plan
        try:
            closures.close(plan, self.desk.today)
        except StoreError:
            self.fill()
            raise
        self.app.pop_screen()
        self._calendar.show_day(plan.loans.first)
        self._calendar.say(_done(plan))


def _summary(found: Plan) -> list[Span]:
    plan = found.loans
    closed = ngettext(
        "{count} day is closed by it", "{count} days are closed by it", len(plan.closed)
    )
    span = _("{first} to {last}: {closed}.").format(
        first=say_day(plan.first),
        last=say_day(plan.last),
        closed=closed.format(count=len(plan.closed)),
    )
    shifts: list[Span] = []
    if not found.shifts.is_none:
        shifts = [(series_changes.say_counts(found.shifts), PLAIN)]
    return [
        (span, PLAIN),
        (_say_moves(plan), PLAIN),
        *shifts,
        (_("Enter does it, Esc leaves all as it is."), BOLD),
    ]


def _say_moves(plan: ClosurePlan) -> str:
    """How many due dates move, and to which days."""
    count = len(plan.moves)
    if not count:
        return _("No due date moves.")
    days = [move.new for move in plan.moves]
    first, last = say_day(min(days)), say_day(max(days))
    if first == last:
        told = ngettext(
            "{count} due date moves to {day}.", "{count} due dates move to {day}.", count
        )
        return told.format(count=count, day=first)
    return _("{count} due dates move, to {first} up to {last}.").format(
        count=count, first=first, last=last
    )


def _move_row(move: Move) -> ListingRow:
    loan = move.loan
    return ListingRow(
        f"loan {loan.id}",
        (
            loan.item,
            f"{loan.borrower} {loan.borrower_name}",
            say_day(move.old),
            say_day(move.new),
            f"{loan.lender} {loan.lender_name}",
        ),
        group=_("Due dates that move"),
    )


def _kept_row(kept: Kept) -> ListingRow:
    loans = ngettext("{count} loan", "{count} loans", kept.loans).format(count=kept.loans)
    return ListingRow(
        f"kept {kept.compound}",
        (kept.compound, loans, _("stays as it is"), "", ""),
        group=_("Compounds whose due dates never move"),
        dimmed=True,
    )


def _shift_row(row: ListingRow) -> ListingRow:
    """A shift's row under the columns of the loans."""
    day, time, name, what, people = row.fields
    return row._replace(fields=(f"{time} {name}", people, day, what, ""))


def _done(found: Plan) -> str:
    plan = found.loans
    told = ngettext(
        "Closed {first} to {last}; {count} due date moved.",
        "Closed {first} to {last}; {count} due dates moved.",
        len(plan.moves),
    )
    done = told.format(first=say_day(plan.first), last=say_day(plan.last), count=len(plan.moves))
    if found.shifts.is_none:
        return done
    return in_turn((done, series_changes.say_counts(found.shifts)))
