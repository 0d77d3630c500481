"""The rota: a week of shifts, a month of days, or a list; and what can be done about each."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from textual import on
from textual.app import ComposeResult

from store import opendays
from store.calendar import say_short
from store.errors import NotFound, Refused
from store.farm import shifts, team
from store.farm.shifts import ShiftList, ShiftRow
from store.farm.team import TeamRow
from store.language import _
from store.opendays import OpenDays
from tui import actions
from tui.farm import month, week
from tui.farm.pane import ShiftPane
from tui.farm.shiftsroom import ON_SHIFT, ShiftsRoom
from tui.room import Place
from tui.widgets.listing import Listing
from tui.widgets.matrix import Matrix
from tui.widgets.timetable import Timetable

VIEWS = ("week", "month", "list")
LOW = 18  # in a window lower than this the shift under the cursor takes fewer lines
YEARS = range(2, 9998)  # beyond, a month or a week would leave the calendar


class RotaRoom(ShiftsRoom):
    """Screen 3: who works when in the garden, and where somebody is missing."""

    OFFERED = actions.of(
        "draft", "add_series", "all_present", "edit_shift", "members", "cancel_shift",
        "copy_shift", "view", "next_team", "to_today", "add_shift", "copy_shifts",
        "export_calendars", "open", "back", "previous", "next", "up", "down", "left", "right",
        "page_up", "page_down", "home", "end", "item_down", "item_up",
    )  # fmt: skip
    BINDINGS = actions.bindings(OFFERED)
    OF_A_TEAM = ("draft", "add_series", "add_shift", "next_team", "export_calendars")

    DEFAULT_CSS = """
    RotaRoom.-low #pane { height: 3; }
    RotaRoom #list, RotaRoom.-list #table { display: none; }
    RotaRoom.-list #list { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.table = Timetable(id="table")
        self.list = Listing((), id="list")
        self.pane = ShiftPane(id="pane")
        self._view = "week"
        self._day: date | None = None  # where the views are; None: at today
        self._team: int | None = None
        self._teams: tuple[TeamRow, ...] = ()
        self._calendar = OpenDays(frozenset(), {})
        self._shifts: dict[str, ShiftRow] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        self._is_listed = False  # whether the list stands where the views are
        self._told: str | None = None  # the key of what the pane tells of
        self._laid_out_on: date | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar
        yield self.table
        yield self.pane
        yield self.news_bar
        yield self.key_bar

    @property
    def day(self) -> date:
        return self._day or self.desk.today

    @property
    def team_id(self) -> int | None:
        return self._team

    @property
    def monday(self) -> date:
        """The Monday of the week that is shown, or that the cursor's day is in."""
        return week.monday_of(self.day)

    # Asking and showing

    def fill(self) -> None:
        self.set_class(self.app.size.height < LOW, "-low")
        self._teams = team.teams(self.desk.today)
        if self._team not in {row.id for row in self._teams}:
            self._team = None
        self.pane.forget()
        self._told = None
        getattr(self, f"_fill_{self._view}")()
        if self._laid_out_on != self.desk.today:
            self._laid_out_on = self.desk.today
            self.call_after_refresh(self._lay_out)

    def _fill_week(self) -> None:
        last = self.monday + timedelta(week.DAYS - 1)
        self._ask(self.monday, last)
        self._show_title(f"{self.monday.isoformat()} – {say_short(last)}")
        several = self._team is None and len({row.team for row in self._shifts.values()}) > 1
        rows = week.rows(
            tuple(self._shifts.values()),
            self._names,
            self.monday,
            self.desk.today,
            grouped=several,
        )
        heads = week.heads(self.monday, self.desk.today, self._calendar)
        self.table.set_empty(self._what_is_missing())
        self.table.set_table(heads, rows, self._cursor_in_week())
        self._tell_place()

    def _fill_month(self) -> None:
        first, last = month.first_of(self.day), month.last_of(self.day)
        self._ask(first, last)
        self._show_title(f"{first:%Y-%m}")
        found = tuple(self._shifts.values())
        rows = month.rows(found, first, self.desk.today, self._calendar)
        self.table.set_table(month.heads(first), rows, self.day.isoformat())
        self._tell_place()

    def _ask(self, first: date, last: date) -> None:
        """Ask for the shifts of some days, who is in them, and what is special about the days."""
        found = shifts.between(first, last, self._team)
        self._shifts = {str(shift.id): shift for shift in found}
        self._names = shifts.names_between(first, last, self._team)
        self._calendar = opendays.read()

    def _fill_list(self) -> None:
        from tui.farm import shiftlist

        self._shifts = {}
        self._show_title()
        source = shiftlist.ShiftSource(self._team, self.desk.today)
        self.list.set_empty(self._what_is_missing())
        if self._is_listed:
            self.list.replace(source)
        else:
            self._is_listed = True
            columns = shiftlist.columns(with_team=self._team is None)
            self.list.set_source(source, self._first_from(self.day), columns)
        self._tell_place()

    def _first_from(self, day: date) -> str | None:
        """The key of the first shift from a day on, else of the last one."""
        found = ShiftList(first=day, team_id=self._team).after(None, 1)
        found = found or ShiftList(team_id=self._team).before(None, 1)
        return str(found[0].id) if found else None

    def _show_title(self, *span: str) -> None:
        name = next((row.name for row in self._teams if row.id == self._team), _("all teams"))
        total = week.say_total(tuple(self._shifts.values())) if span else ()
        self.show_title(_("Rota"), name, *span, *total)

    def _cursor_in_week(self) -> str | None:
        """Where the cursor goes: it stays in its week, else the first shift from the day on."""
        if self.table.cursor_key in self._shifts:
            return None
        return next(
            (key for key, shift in self._shifts.items() if shift.day >= self.day),
            next(reversed(self._shifts), None),
        )

    def _what_is_missing(self) -> str:
        """What to say of a week, or a list, without a shift."""
        if self._teams and self._team is not None:
            return _("This team has no shift here: f shows the next team's, then all again.")
        if self._teams:
            return _("No shift here: a adds a series, A one shift, [ and ] turn the page.")
        return _(
            "There is no team yet. p adds a team and its members, I imports them; "
            "then a adds a series of shifts, and g drafts who works when."
        )

    def _lay_out(self) -> None:
        """Lay out the shifts of the coming weeks, where the nightly run has not."""
        from store.farm import laying_out

        with self.complaining():
            if laying_out.lay_out(self.desk.today):
                self.refill()

    def where(self) -> Place:
        return {
            "view": self._view,
            "team": self._team,
            "day": self.day.isoformat(),
            "row": self._moving().cursor_key,
        }

    def stand_at(self, place: Place) -> None:
        self._team, self._day = place["team"], date.fromisoformat(place["day"])
        self._show_view(place["view"])
        self._moving().cursor_key = place["row"]

    # What the cursor is on

    @property
    def shown(self) -> tuple[ShiftRow, ...]:
        return () if self._view == "list" else tuple(self._shifts.values())

    @property
    def shift(self) -> ShiftRow | None:
        if self._view == "month":
            return None
        if self._view == "week":
            return self._shifts.get(self.table.cursor_key or "")
        key = self.list.cursor_key
        if key is not None and key not in self._shifts:
            with suppress(NotFound):
                self._shifts[key] = shifts.get(int(key))
        return self._shifts.get(key or "")

    def subject(self) -> tuple[str, int] | None:
        return None if self.shift is None else ("shift", self.shift.id)

    def _tell_place(self) -> None:
        """Tell of what is under the cursor, and stand on its day."""
        key = self.list.cursor_key if self._view == "list" else self.table.cursor_key
        self._told = key
        if self._view == "month":
            self._tell_day(date.fromisoformat(key) if key else self.day)
            return
        shift = self.shift
        if shift is None:
            self.pane.show_nothing()
            return
        self._day = shift.day
        names = None if self._view == "list" else self._names.get(shift.id, ())
        self.pane.show_shift(shift, names, self.desk.today)

    def _tell_day(self, day: date) -> None:
        self._day = day
        those = [shift for shift in self._shifts.values() if shift.day == day]
        self.pane.show_day(day, those, week.say_note(day, self.desk.today, self._calendar))

    def why_not(self, action_id: str) -> str | None:
        if action_id in ON_SHIFT and self._view == "month":
            return _("This is for one shift: Enter shows the week of this day.")
        shift = self.shift
        if action_id in (*ON_SHIFT, "open") and shift is None and self._view != "month":
            return _("There is no shift here: a adds a series, A one shift.")
        if action_id == "all_present" and shift is not None:
            return self.why_not_present(shift)
        if action_id == "cancel_shift" and shift is not None:
            return self.why_not_cancel(shift)
        if action_id == "copy_shifts" and not self.shown:
            return _("There are no shifts here: this copies those of a week, or of a month.")
        if action_id in self.OF_A_TEAM and not self._teams:
            return _("There is no team yet: p adds a team and its members, I imports them.")
        return None

    # Moving about

    @on(Matrix.Moved)
    @on(Listing.Moved)
    def _place_changed(self) -> None:
        with self.complaining():
            self.catch_up()
        self.show_keys()

    def catch_up(self) -> None:
        key = self.list.cursor_key if self._view == "list" else self.table.cursor_key
        if key != self._told:
            self._tell_place()

    def _moving(self) -> Timetable | Listing:
        return self.list if self._view == "list" else self.table

    def do_up(self) -> None:
        self._moving().move(0, -1)

    def do_down(self) -> None:
        self._moving().move(0, 1)

    do_item_up, do_item_down = do_up, do_down

    def do_left(self) -> None:
        self._sideways(-1)

    def do_right(self) -> None:
        self._sideways(1)

    def _sideways(self, step: int) -> None:
        """Go to the day beside; from the last one, to the next week or month."""
        if self._view == "month":
            beside = self.day + timedelta(step)
            self.table.cursor_key = beside.isoformat()
            if beside.month != self.day.month:
                self.go_to(beside)
            return
        was = self.table.cursor_key
        self._moving().move(step, 0)
        if self._view == "week" and self.table.cursor_key == was:
            self._turn(step)
            self.table.home() if step > 0 else self.table.end()

    def do_page_up(self) -> None:
        self._moving().page(-1)

    def do_page_down(self) -> None:
        self._moving().page(1)

    def do_home(self) -> None:
        self._moving().home()

    def do_end(self) -> None:
        self._moving().end()

    def do_previous(self) -> None:
        self._turn(-1)

    def do_next(self) -> None:
        self._turn(1)

    def _turn(self, step: int) -> None:
        """Go a week on or back; in the month view a month."""
        if self._view == "month":
            self.go_to(month.shifted(self.day, step))
        else:
            self.go_to(self.monday + step * timedelta(week.DAYS))

    def do_to_today(self) -> None:
        self.go_to(self.desk.today)

    def go_to(self, day: date) -> None:
        """Show the week, or the month, of `day`. Raises Refused where the calendar ends."""
        if day.year not in YEARS:
            raise Refused(_("Calendar"), _("The calendar ends here."))
        self._day = day
        self._is_listed = False
        self.refill()

    def do_view(self) -> None:
        """Week, month, list, and the week again."""
        self._show_view(VIEWS[(VIEWS.index(self._view) + 1) % len(VIEWS)])

    def _show_view(self, view: str) -> None:
        self._view = view
        self._is_listed = False
        if view == "list" and not self.list.is_attached:
            self.mount(self.list, before=self.pane)
        self.set_class(view == "list", "-list")
        self._moving().focus()
        self.refill()

    def do_next_team(self) -> None:
        """The next team's shifts; after the last team, all again."""
        order = [None, *(row.id for row in self._teams)]
        self._team = order[(order.index(self._team) + 1) % len(order)]
        self._is_listed = False
        self.refill()

    def do_back(self) -> None:
        if self._view == "week":
            self.desk.leave_for_desk()
        else:
            self._show_view("week")

    def do_open(self) -> None:
        """Open the shift; in the month view, the week of the day."""
        from tui.farm.shift import ShiftScreen

        if self._view == "month":
            self._show_view("week")
        elif (shift := self.shift) is not None:
            self.app.push_screen(ShiftScreen(shift.id))
