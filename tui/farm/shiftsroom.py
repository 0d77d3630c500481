"""What is done from a room of many shifts: to the one under the cursor, or for all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from textual.message import Message

from store import database
from store.calendar import say_day
from store.errors import StoreError
from store.farm.shifts import ShiftRow
from store.language import _, ngettext
from tui.room import Room

# What needs a shift under the cursor.
ON_SHIFT = ("edit_shift", "cancel_shift", "all_present", "copy_shift")


class ShiftsRoom(Room):
    """A room with many shifts; it says which one a deed is about."""

    class Written(Message):
        """Calendar files are written, or not: `refused` says why."""

        def __init__(self, news: str, refused: bool) -> None:
            super().__init__()
            self.news = news
            self.refused = refused

    @property
    def shift(self) -> ShiftRow | None:
        """The shift under the cursor."""
        raise NotImplementedError

    @property
    def shown(self) -> tuple[ShiftRow, ...]:
        """All shifts of the days that are shown."""
        raise NotImplementedError

    @property
    def day(self) -> date:
        """The day about which the room stands."""
        raise NotImplementedError

    @property
    def team_id(self) -> int | None:
        """The team whose shifts are shown; None for all."""
        raise NotImplementedError

    def why_not_present(self, shift: ShiftRow) -> str | None:
        """Why not everybody of a shift can be noted as present."""
        if not shift.is_planned:
            return _("This shift is cancelled.")
        if not shift.filled:
            return _("Nobody is in this shift.")
        if shift.day > self.desk.today:
            return _("This shift is still to come; attendance is noted from its day on.")
        return None

    def why_not_cancel(self, shift: ShiftRow) -> str | None:
        """Why a shift can neither be cancelled nor brought back."""
        if shift.is_planned and shift.day < self.desk.today:
            return _("This shift is over; Enter shows it, to note who came.")
        if shift.is_planned and shift.checked:
            return _("Who came is noted already, so the shift has taken place.")
        return None

    def do_members(self) -> None:
        from tui.farm.members import MembersScreen

        self.app.push_screen(MembersScreen(self.team_id))

    # Deeds

    def do_draft(self) -> None:
        from tui.farm import draft_form

        draft_form.ask(self)

    def do_add_series(self) -> None:
        from tui.farm import series

        series.add_series(self, self.team_id, self.day)

    def do_add_shift(self) -> None:
        from tui.farm import series

        series.add_shift(self, self.team_id, self.day)

    def do_edit_shift(self) -> None:
        from tui.farm import series

        if (shift := self.shift) is not None:
            series.edit(self, shift)

    def do_cancel_shift(self) -> None:
        from store.farm import shift_changes
        from tui.farm import series

        shift = self.shift
        if shift is None:
            return
        if shift.is_planned:
            series.cancel(self, shift)
            return
        shift_changes.restore(shift.id)
        self.done(_("{shift} takes place again.").format(shift=_say(shift)))

    def do_all_present(self) -> None:
        """Note everybody as present who is not noted yet."""
        from store.farm import attendance

        shift = self.shift
        if shift is None:
            return
        count = attendance.record_all(shift.id, self.desk.today)
        if not count:
            self.done(_("Everybody here is noted already. Enter shows who came."))
            return
        self.done(
            ngettext(
                "Noted as present in {shift}: {count} person. Enter notes who was not.",
                "Noted as present in {shift}: {count} people. Enter notes who was not.",
                count,
            ).format(shift=_say(shift), count=count)
        )

    def do_copy_shift(self) -> None:
        from tui.farm import message

        if (shift := self.shift) is not None:
            message.copy(self, [shift])

    def do_copy_shifts(self) -> None:
        from tui.farm import message

        message.copy(self, self.shown)

    # Calendar files

    def do_export_calendars(self) -> None:
        from tui.farm import calendar_files

        calendar_files.ask(self)

    def write_calendars(self, write: Callable[[], str]) -> None:
        """Let `write` do so in a thread: those of a year of a large team take some seconds."""
        self.say(_("Writing the calendars …"))
        self.run_worker(partial(self._write, write), thread=True)

    def _write(self, write: Callable[[], str]) -> None:
        try:
            with database.told():
                done = self.Written(write(), refused=False)
        except StoreError as trouble:
            done = self.Written(trouble.sentence, refused=True)
        finally:
            database.close_store()
        self.post_message(done)

    def on_shifts_room_written(self, event: Written) -> None:
        if event.refused:
            self.complain(event.news)
        else:
            self.say(event.news)


def _say(shift: ShiftRow) -> str:
    return _("{shift}, {day}").format(shift=shift.name, day=say_day(shift.day))
