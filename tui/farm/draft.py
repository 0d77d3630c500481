"""A draft of the rota: how far it is, and what would change by accepting it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from store import database
from store.calendar import say_short
from store.errors import StoreError
from store.farm import draft, shifts
from store.farm.draft import Draft
from store.farm.shifts import ShiftRow
from store.language import _, ngettext
from tui import actions
from tui.farm import comparison
from tui.listroom import MOVES, ListRoom
from tui.widgets.bar import Lines
from tui.widgets.listing import LEAD, Column, Listing, SequenceSource
from tui.widgets.painted import PLAIN
from tui.widgets.tabs import Tab, TabStrip

if TYPE_CHECKING:
    from tui.farm.shiftsroom import ShiftsRoom

BAR = 30  # cells
FULL, EMPTY = "█", "░"


class DraftRoom(ListRoom):
    """A draft on its way, and then what it would change; nothing is done until it is accepted.

    Whoever leaves before drops it, and a draft that is still being made is cancelled.
    """

    OFFERED = actions.of("accept_draft", "back", "previous", "next", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    class Progress(Message):
        """So many hundredths of the draft are made."""

        def __init__(self, done: int) -> None:
            super().__init__()
            self.done = done

    class Ended(Message):
        """The draft is made, or (None) was cancelled or refused, for `trouble` if that is told."""

        def __init__(self, made: Draft | None, trouble: str = "") -> None:
            super().__init__()
            self.made = made
            self.trouble = trouble

    def __init__(self, rota: ShiftsRoom, first: date, last: date, team_id: int | None) -> None:
        self.summary = Lines()
        self.tabs = TabStrip()
        super().__init__(Listing(comparison.hours_columns()))
        self._rota = rota
        self._period = first, last, team_id
        self._draft: Draft | None = None
        self._shifts: tuple[ShiftRow, ...] | None = None
        self.list.display = False  # there is nothing to list yet
        self._done = 0
        self._is_over = False
        self._trouble = ""
        self._is_cancelled = False

    def compose(self) -> ComposeResult:
        yield self.title_bar
        yield self.summary
        yield self.tabs
        yield self.list
        yield self.news_bar
        yield self.key_bar

    def fill(self) -> None:
        """The store is not asked again: the draft stays as it was made, or says that it cannot."""
        first, last, _team_id = self._period
        until = say_short(last) if last.year == first.year else last.isoformat()
        self.show_title(_("Draft"), f"{first.isoformat()} – {until}")
        if self._draft is not None:
            self._show_tab(self._draft)
        elif not self._is_over:
            self.summary.say([(_("Making the draft …"), PLAIN), (_bar(self._done), PLAIN)])

    # Making it

    def on_mount(self) -> None:
        self.run_worker(self._make, thread=True)

    def on_unmount(self) -> None:
        self._is_cancelled = True

    def _make(self) -> None:
        first, last, team_id = self._period
        made, trouble = None, ""
        try:
            with database.told():
                made = draft.propose(first, last, self.desk.today, team_id, self._going_on)
        except StoreError as refused:
            trouble = refused.sentence
        finally:
            database.close_store()
        self.post_message(self.Ended(made, trouble))

    def _going_on(self, done: float) -> bool:
        """Tell how far it is, when that can be seen; answer whether to go on."""
        hundredths = int(done * 100)
        if hundredths > self._done and not self._is_cancelled:
            self._done = hundredths
            self.post_message(self.Progress(hundredths))
        return not self._is_cancelled

    def on_draft_room_progress(self, event: Progress) -> None:
        if not self._is_over:
            self.summary.say([(_("Making the draft …"), PLAIN), (_bar(event.done), PLAIN)])

    def on_draft_room_ended(self, event: Ended) -> None:
        self._is_over = True
        if event.made is None:
            self._trouble = event.trouble
            if self.is_current:
                self._leave_without()
            return
        self._draft = event.made
        self.list.display = True
        self._show_draft(event.made)
        self.show_keys()

    def on_screen_resume(self) -> None:
        """Leave now, where there turned out to be no draft while help stood in front."""
        if self._is_over and self._draft is None:
            self._leave_without()
        else:
            super().on_screen_resume()

    def _leave_without(self) -> None:
        """Go back to the rota and say why there is no draft."""
        self.app.pop_screen()
        if self._trouble:
            self._rota.complain(self._trouble)
        else:
            self._rota.say(_("Cancelled; nothing was changed."))

    # Showing it

    def _show_draft(self, made: Draft) -> None:
        self.summary.say(tuple(comparison.summary(made)))
        self.tabs.set_tabs(
            [
                Tab("hours", _("Hours")),
                Tab("unfilled", _("Not filled"), str(sum(row.missing for row in made.unfilled))),
                Tab("placed", _("Who works when"), str(len(made.placed))),
            ]
        )
        self._show_tab(made)

    def _show_tab(self, made: Draft) -> None:
        if self.tabs.selected == "unfilled":
            lines = comparison.unfilled_lines(made, max(1, self.app.size.width - LEAD))
            self.list.set_empty(_("Every place is filled."))
            columns: tuple[Column, ...] = (Column(_("what is missing, and why"), 20, flex=1),)
        elif self.tabs.selected == "placed":
            lines = list(comparison.placed_lines(made, self._shifts_of(made)))
            self.list.set_empty(_("The draft gives no new place."))
            columns = comparison.placed_columns()
        else:
            lines, columns = list(comparison.hours_lines(made)), comparison.hours_columns()
            self.list.set_empty(_("Nobody is in the team: p in the rota adds members."))
        self.list.set_source(SequenceSource(lines), self.list.cursor_key, columns)

    def _shifts_of(self, made: Draft) -> tuple[ShiftRow, ...]:
        """The shifts in which the draft gives places; asked once."""
        if self._shifts is None:
            self._shifts = shifts.of_ids({place.shift_id for place in made.placed})
        return self._shifts

    @on(TabStrip.Changed)
    def _tab_changed(self) -> None:
        if self._draft is not None:
            self._show_tab(self._draft)
        self.show_keys()

    def do_previous(self) -> None:
        self.tabs.previous()

    def do_next(self) -> None:
        self.tabs.next()

    # Accepting or dropping it

    def why_not(self, action_id: str) -> str | None:
        if self._draft is None and action_id in ("accept_draft", "previous", "next"):
            return _("The draft is being made; Esc cancels it.")
        if action_id == "accept_draft" and self._draft is not None and not self._draft.placed:
            return _("There is nothing to accept: the draft gives no place. Esc goes back.")
        return None

    def do_back(self) -> None:
        if self._is_over:
            self.app.pop_screen()
            self._rota.say(_("The draft was dropped; nothing was changed."))
        else:
            self._is_cancelled = True
            self.say(_("Cancelling …"))

    def do_accept_draft(self) -> None:
        made = self._draft
        assert made is not None  # why_not has seen to it
        draft.accept(made)
        self.app.pop_screen()
        count = len(made.placed)
        self._rota.done(
            ngettext(
                "Accepted: {count} place was given; u takes it back.",
                "Accepted: {count} places were given; u takes them back.",
                count,
            ).format(count=count)
        )


def _bar(done: int) -> str:
    filled = BAR * done // 100
    return f"{FULL * filled}{EMPTY * (BAR - filled)} {done} %"
