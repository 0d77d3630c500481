"""The calendar: the days of a year that are unlike their weekday, and what they do to due dates."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import partial

from textual.message import Message

from store import opendays, public_holidays, settings
from store.calendar import say_day
from store.errors import Refused
from store.language import N_, _, in_turn, ngettext
from store.neighbours import compounds
from store.neighbours.compounds import Policy
from store.opendays import DayRow
from store.sharing.words import say_due_moves
from tui import actions
from tui.listroom import MOVES, ListRoom
from tui.room import Place
from tui.widgets.bar import Lines
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.painted import BOLD, PLAIN, Span

MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
CLOSED, OPEN = "×", "○"


class CalendarRoom(ListRoom):
    """Screen 8: when the desk is closed, a year at a time."""

    OFFERED = actions.of(
        "closure", "set_day", "edit_day", "clear_day", "closed_weekdays", "load_holidays",
        "open", "back", "previous", "next", *MOVES,
    )  # fmt: skip
    BINDINGS = actions.bindings(OFFERED)

    class LookedUp(Message):
        """What the law says of a year is at hand."""

        def __init__(self, year: int) -> None:
            super().__init__()
            self.year = year

    def __init__(self) -> None:
        self.rules = Lines()
        columns = (
            Column(_("day"), 19, priority=9),
            Column("", 16, priority=8),
            Column(_("occasion"), 12, flex=1, priority=7),
            Column("", 10, priority=1),
        )
        super().__init__(Listing(columns), above=self.rules)
        self._year: int | None = None
        self._listed: int | None = None
        self._days: dict[str, DayRow] = {}

    @property
    def year(self) -> int:
        """The year that is shown; the present one, until another is chosen."""
        return self._year or self.desk.today.year

    def fill(self) -> None:
        compound = self.desk.compound
        name = compound.name if compound is not None else ""
        self.show_title(*filter(None, (name, _("calendar"), str(self.year))))
        self.rules.say(self._say_rules(compound.id if compound is not None else None))
        self._days = {day.day.isoformat(): day for day in opendays.days_of(self.year)}
        self.list.set_empty(
            _("No day of {year} is unlike its weekday: a closes one, L loads the holidays.").format(
                year=self.year
            )
        )
        rows = SequenceSource([self._row(day) for day in self._days.values()])
        if self._listed == self.year and self.list.cursor_key is not None:
            self.list.replace(rows)
        else:
            self._listed = self.year
            self.list.set_source(rows, self._upcoming())

    def _row(self, day: DayRow) -> ListingRow:
        return ListingRow(
            day.day.isoformat(),
            (
                say_day(day.day),
                opendays.say_kind(day.kind),
                day.name,
                _("by hand") if day.by_hand else "",
            ),
            group=_(MONTHS[day.day.month - 1]),
            dimmed=day.day < self.desk.today,
            glyph=OPEN if day.kind == "open" else CLOSED,
        )

    def _upcoming(self) -> str | None:
        """The first day that is not past, else the last one."""
        today = self.desk.today.isoformat()
        return next((key for key in self._days if key >= today), next(reversed(self._days), None))

    def _say_rules(self, compound_id: int | None) -> list[Span]:
        country = settings.text("holiday_country")
        holidays = _("No country's public holidays are kept.")
        if country:
            holidays = _("Public holidays of {country}: {state}.").format(
                country=country, state=_say_state(self.year)
            )
        weekdays = opendays.say_weekdays(opendays.closed_weekdays())
        weekly = _("Closed every week: {weekdays}.").format(weekdays=weekdays)
        lines = [(in_turn((holidays, weekly)), PLAIN)]
        if compound_id is not None:
            lines.append((_say_policy(compounds.policy(compound_id)), PLAIN))
        trouble = self._trouble()
        return [*lines, (f"! {trouble}", BOLD)] if trouble else lines

    def _trouble(self) -> str | None:
        """What the store says of days that are missing; where a key of this screen helps, that."""
        today = self.desk.today
        if public_holidays.missing(today) is None:
            return public_holidays.unannounced(today)
        told = _("{year}'s public holidays are not in the calendar yet: ] goes there, L loads.")
        return told.format(year=today.year + 1)

    def show_day(self, day: date) -> None:
        """Turn to a day."""
        self._year = day.year
        self.refill()
        self.list.cursor_key = day.isoformat()

    def where(self) -> Place:
        return super().where() | {"year": self.year}

    def stand_at(self, place: Place) -> None:
        self._year = place["year"]
        self.refill()
        super().stand_at(place)

    @property
    def chosen(self) -> DayRow | None:
        """The day under the cursor."""
        return self._days.get(self.list.cursor_key or "")

    def why_not(self, action_id: str) -> str | None:
        chosen = self.chosen
        if action_id in ("edit_day", "open", "clear_day") and chosen is None:
            return _("There is no day here: a closes one.")
        if action_id == "clear_day" and chosen is not None and not chosen.by_hand:
            return _("Nothing was set by hand for this day; e changes it.")
        return None

    # Moving about

    def do_previous(self) -> None:
        self._turn(-1)

    def do_next(self) -> None:
        self._turn(1)

    def _turn(self, years: int) -> None:
        if not date.min.year <= self.year + years <= date.max.year:
            raise Refused(_("Calendar"), _("The calendar ends here."))
        self._year = self.year + years
        self.refill()

    def do_back(self) -> None:
        self.desk.leave_for_desk()

    # Deeds

    def do_set_day(self) -> None:
        from tui.opendays import forms

        forms.set_days(self)

    def do_edit_day(self) -> None:
        from tui.opendays import forms

        if self.chosen is not None:
            forms.edit_day(self, self.chosen)

    do_open = do_edit_day

    def do_clear_day(self) -> None:
        from tui.opendays import forms

        if self.chosen is not None:
            forms.clear_day(self, self.chosen.day)

    def do_closed_weekdays(self) -> None:
        from tui.opendays import forms

        forms.set_rules(self)

    def do_closure(self) -> None:
        from tui.sharing import closures

        closures.ask(self)

    def do_load_holidays(self) -> None:
        """Look the year up in a thread: the library takes its time to load."""
        self.say(_("Looking up the public holidays of {year} …").format(year=self.year))
        country = settings.text("holiday_country")
        self.run_worker(partial(self._look_up, country, self.year), thread=True)

    def _look_up(self, country: str, year: int) -> None:
        with suppress(Refused):  # to be told where the year is loaded
            public_holidays.known_days(country, year)
        self.post_message(self.LookedUp(year))

    def on_calendar_room_looked_up(self, event: LookedUp) -> None:
        with self.complaining():
            public_holidays.load(event.year, self.desk.today)
            settled = _settled(self.desk.today)
            count = sum(not day.by_hand for day in opendays.days_of(event.year))
            news = ngettext(
                "{year}: {count} day of public holidays and work instead, {state}.",
                "{year}: {count} days of public holidays and work instead, {state}.",
                count,
            )
            state = _say_state(event.year)
            told = news.format(year=event.year, count=count, state=state)
            self.done(in_turn((told, settled)) if settled else told)


def _say_policy(policy: Policy) -> str:
    """What closed days do to a compound's due dates."""
    late = (
        _("closed days count as late")
        if policy.closed_days_late
        else _("closed days do not count as late")
    )
    return _("Due dates {move}; {late}.").format(move=say_due_moves(policy.due_moves), late=late)


def _settled(today: date) -> str:
    """Let the shifts go by the holidays as they are now; what became of them, if anything."""
    from store import closures
    from store.farm import series_changes

    found = closures.settle(today)
    return "" if found.is_none else series_changes.say_counts(found)


def _say_state(year: int) -> str:
    """How far the public holidays of a year are known."""
    known = public_holidays.years_known()
    if year not in known:
        return _("not loaded, L loads them")
    return _("official") if known[year] else _("foreseen only")
