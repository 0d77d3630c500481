"""One shift: its places, who stands in them, and what can be done about each."""

from __future__ import annotations

from collections.abc import Callable

from store.farm import attendance, changes, eligibility, hours, phones, shifts, staffing, swaps
from store.farm.changes import Taken
from store.farm.shifts import PlaceRow, ShiftRow
from store.farm.swaps import SwapRow
from store.language import _, ngettext
from tui import actions
from tui.actions import Action
from tui.farm import people, places
from tui.farm.swap import with_remarks
from tui.listroom import MOVES, ListRoom
from tui.widgets.bar import KeyHint, Lines
from tui.widgets.listing import Listing, SequenceSource

# What the footer of a shift keeps from its day on: first all, then the exceptions.
NOW = {"all_present": 99, "absent": 98, "late": 97, "excused": 96, "present": 95}


class ShiftScreen(ListRoom):
    """One shift: its places, then who stands by, then who once was in it."""

    # What is done to the person under the cursor, and of these what only is done afterwards.
    ON_A_PLACE = ("stand_in", "give_place", "swap", "leave_place")
    NOTED = ("present", "late", "excused", "absent")
    OFFERED = actions.of(
        "add_person", "stand_in", "why", "all_present", *NOTED, "swap", "leave_place", "give_place",
        "stand_by", "edit_shift", "copy_shift", "correct_hours", "phone", "open", "back", *MOVES,
    )  # fmt: skip
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, shift_id: int) -> None:
        self.summary = Lines()
        super().__init__(Listing(places.columns()), above=self.summary)
        self._shift_id = shift_id
        self._shift: ShiftRow | None = None
        self._places: dict[str, PlaceRow] = {}
        self._swaps: dict[str, SwapRow] = {}

    def fill(self) -> None:
        today = self.desk.today
        shift = shifts.get(self._shift_id)
        found = shifts.places(shift.id)
        offers = swaps.open_swaps(today, shift.id)
        self._shift = shift
        self._places = {str(place.assignment_id): place for place in found}
        self._swaps = {places.swap_key(swap.id): swap for swap in offers}
        self.show_title(places.say_span(shift), shift.name, shift.team)
        forecast = None
        if shift.is_planned and shift.day >= today and not shift.checked:
            forecast = staffing.forecast([shift.id]).get(shift.id)
        reason = "" if shift.is_planned else shifts.why_cancelled(found)
        self.summary.say(list(places.summary(shift, shifts.needs(shift.id), forecast, reason)))
        loads = hours.loads(place.member_id for place in found)
        rows = places.rows(shift, found, loads, offers)
        self.list.set_empty(_("Nobody is here: a shows who could come."))
        self.list.replace(SequenceSource(list(rows)))

    # What is under the cursor

    @property
    def shift(self) -> ShiftRow:
        """The shift, as it was last shown."""
        return self._shift or shifts.get(self._shift_id)

    @property
    def place(self) -> PlaceRow | None:
        """The place under the cursor; None where it is free, or an offer."""
        return self._places.get(self.list.cursor_key or "")

    @property
    def swap(self) -> SwapRow | None:
        """The offer under the cursor."""
        return self._swaps.get(self.list.cursor_key or "")

    @property
    def about(self) -> str:
        return str(self._shift_id)

    def subject(self) -> tuple[str, int] | None:
        return "shift", self._shift_id

    def why_not(self, action_id: str) -> str | None:
        if self._shift is None:
            return None
        if action_id in ("add_person", "stand_by") and not self._shift.is_planned:
            return _("This shift is cancelled; x in the rota brings it back.")
        if action_id == "add_person" and self._shift.filled >= self._shift.most:
            return _("This shift is full; b puts somebody on standby.")
        if action_id == "phone" and self.place is None:
            return _("Nobody is here: a shows who could come.")
        if action_id == "all_present":
            return self._why_not_all_present()
        if self.swap is not None and action_id in ("swap", "leave_place"):
            return None
        if action_id == "swap" and self._shift.day < self.desk.today:
            return _("This shift is over: s notes who stood in.")
        if action_id in (*self.ON_A_PLACE, *self.NOTED, "why", "correct_hours"):
            return self._why_not_here(action_id)
        return None

    def _why_not_all_present(self) -> str | None:
        if not self.shift.is_planned:
            return _("This shift is cancelled; x in the rota brings it back.")
        if not self.shift.filled:
            return _("Nobody is in this shift.")
        if self.shift.day > self.desk.today:
            return _("This shift is still to come; attendance is noted from its day on.")
        if self.shift.checked >= self.shift.filled:
            return _("There is nobody left whose attendance is not noted.")
        return None

    def _why_not_here(self, action_id: str) -> str | None:
        """Why an action cannot be done to what is under the cursor."""
        place = self.place
        if place is None:
            return _("Nobody is here: a shows who could come.")
        if not place.in_force:
            return _("{member} is in this shift no more.").format(member=place.member)
        if place.state != "planned" and action_id not in ("leave_place", "present", "late"):
            return _("{member} is on standby only: a gives a place.").format(member=place.member)
        if action_id in self.NOTED and self.shift.day > self.desk.today:
            return _("This shift is still to come; attendance is noted from its day on.")
        if action_id in self.ON_A_PLACE and place.attendance is not None:
            return _("It is noted already whether {member} came.").format(member=place.member)
        if action_id == "correct_hours" and place.attendance not in ("present", "late"):
            return _("Please note first that {member} came.").format(member=place.member)
        return None

    def _hint(self, action: Action) -> KeyHint:
        """In the footer attendance goes before the rest, as soon as there is any to note."""
        hint = super()._hint(action)
        shift = self.shift
        if shift.is_planned and shift.filled and shift.day <= self.desk.today:
            return hint._replace(priority=NOW.get(action.id, hint.priority))
        return hint

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_phone(self) -> None:
        assert self.place is not None  # why_not has seen to it
        self.say_phones(phones.show(self.place.member_id))

    def do_open(self) -> None:
        """Go to the member, to who could fill a free place, or answer an offer."""
        from tui.farm.member import MemberScreen

        if self.place is not None:
            self.app.push_screen(MemberScreen(self.place.member_id))
        elif self.swap is not None:
            self.action_do("swap")
        elif self.list.cursor_key is not None:
            self.action_do("add_person")

    # Who is in it

    def do_add_person(self) -> None:
        """Give a place to somebody of the list, or to who stands by under the cursor."""
        told = _("{member} has a place.")
        if self.place is not None and self.place.state == "standby":
            self._took(changes.promote(self._here()), told)
        else:
            self._choose(_("Who gets a place?"), changes.join, self._shift_id, told)

    def do_stand_by(self) -> None:
        told = _("{member} is on standby.")
        self._choose(_("Who is on standby?"), changes.stand_by, self._shift_id, told)

    def do_stand_in(self) -> None:
        title = _("Who stands in for {member}?")
        told = _("{member} stands in for {other}.")
        self._choose(title, changes.stand_in, self._here(), told, self._chosen())

    def do_give_place(self) -> None:
        title = _("Who gets the place of {member}?")
        told = _("{member} has the place of {other}.")
        self._choose(title, changes.give, self._here(), told, self._chosen())

    def do_leave_place(self) -> None:
        from tui.farm import swap

        if self.swap is not None:
            swap.refuse(self, self.swap)
        else:
            swap.ask_leave(self, self.shift, self._chosen())

    def do_swap(self) -> None:
        from tui.farm import swap

        if self.swap is not None:
            swap.accept(self, self.swap)
        else:
            swap.ask(self, self._chosen())

    def do_why(self) -> None:
        from tui.farm.why import WhyScreen

        self.app.push_screen(WhyScreen(self.shift, self._here()))

    # Who came

    def takes_back(self, action_id: str) -> bool:
        place = self.place
        noted = place.attendance if place is not None else None
        return action_id in self.NOTED and noted == action_id

    def do_all_present(self) -> None:
        count = attendance.record_all(self._shift_id, self.desk.today)
        told = ngettext("{count} person came.", "{count} people came.", count)
        self.done(told.format(count=count))

    def do_present(self) -> None:
        self._note("present")

    def do_late(self) -> None:
        self._note("late")

    def do_excused(self) -> None:
        self._note("excused")

    def do_absent(self) -> None:
        self._note("absent")

    def _note(self, what: str) -> None:
        """Note how it was with the person under the cursor; the same again takes the note back."""
        place = self._chosen()
        if place.attendance == what:
            attendance.record([place.assignment_id], None, self.desk.today)
            self.done(_("{member}: nothing is noted any more.").format(member=place.member))
            return
        attendance.record([place.assignment_id], what, self.desk.today)
        self.done(f"{places.GLYPHS[what]} {place.member}: {_(attendance.SAID_AS[what])}")

    def do_correct_hours(self) -> None:
        from tui.farm import hours_forms

        hours_forms.correct_minutes(self, self.shift, self._chosen())

    # The shift itself

    def do_edit_shift(self) -> None:
        from tui.farm import series

        series.edit(self, self.shift)

    def do_copy_shift(self) -> None:
        from tui.farm import message

        message.copy(self, [self.shift])

    def _chosen(self) -> PlaceRow:
        assert self.place is not None  # why_not has seen to it
        return self.place

    def _here(self) -> int:
        return self._chosen().assignment_id

    def _choose(
        self,
        title: str,
        take: Callable[[int, int], Taken],
        what: int,
        told: str,
        holder: PlaceRow | None = None,
    ) -> None:
        """Ask for a member who is to `take` a place of the shift, or that of its `holder`."""
        other = holder.member if holder else ""
        instead_of = holder.assignment_id if holder else None
        found = eligibility.stand_ins(self._shift_id, instead_of=instead_of)
        people.choose(
            self,
            title.format(member=other),
            found,
            lambda who: self._took(take(what, who), told, other),
        )

    def _took(self, taken: Taken, told: str, other: str = "") -> None:
        """Somebody took a place: say so, with what is to be told of it and the cursor there."""
        news = told.format(member=taken.member, other=other)
        self.done(with_remarks(news, taken.remarks))
        self.list.cursor_key = str(taken.assignment_id)
