"""What setting days of the calendar would do to shifts, as a list, before Enter does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from store.errors import StoreError
from store.farm import series_changes
from store.farm.consequences import Consequences
from store.language import _, in_turn
from tui import actions
from tui.farm.preview import columns, rows
from tui.listroom import MOVES, ListRoom
from tui.widgets.bar import Lines
from tui.widgets.listing import Listing, SequenceSource
from tui.widgets.painted import BOLD, PLAIN

if TYPE_CHECKING:
    from tui.opendays.room import CalendarRoom


class Plan(Protocol):
    """Whatever is planned for the calendar, with what it does to shifts."""

    @property
    def shifts(self) -> Consequences: ...


class Asked:
    """Something to be done to the calendar: how it is planned, done, and told."""

    def __init__(self, make: Callable[[], Any], do: Callable[[Any], None], news: str) -> None:
        self._make = make
        self._do = do
        self.news = news
        self.plan: Plan | None = None  # as it was made last, until it is done

    @classmethod
    def nothing(cls) -> Asked:
        """What is asked by a form that was left as it was."""
        return cls(lambda: None, lambda _plan: None, _("Nothing was changed."))

    def make(self) -> Plan:
        """Plan it, by what the store holds now."""
        plan: Plan = self._make()
        self.plan = plan
        return plan

    def do(self) -> None:
        """Carry out what was planned last."""
        self._do(self.plan)
        self.plan = None


def do_if_no_shift(asked: Asked) -> Asked:
    """Do it at once where no shift becomes otherwise. Raises what the store refuses."""
    if asked.make().shifts.is_none:
        asked.do()
    return asked


def tell_or_preview(room: CalendarRoom, asked: Asked, tell: Callable[[str], None]) -> None:
    """Tell the news of what is done; of what is not, show first what becomes of the shifts."""
    if asked.plan is None:
        tell(asked.news)
    else:
        room.app.push_screen(ShiftsPreview(room, asked, tell))


class ShiftsPreview(ListRoom):
    """Every shift that becomes otherwise, and who is in it; nothing is done yet."""

    OFFERED = actions.of("confirm", "back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, room: CalendarRoom, asked: Asked, tell: Callable[[str], None]) -> None:
        self.summary = Lines()
        super().__init__(Listing(columns()), above=self.summary)
        self._room = room
        self._asked = asked
        self._tell_room = tell
        self._counts = ""

    def fill(self) -> None:
        found = self._asked.make().shifts
        self._counts = series_changes.say_counts(found)
        self.show_title(_("calendar"), _("shifts"))
        leaves = _("Enter does it, Esc leaves all as it is.")
        self.summary.say([(self._counts, PLAIN), (leaves, BOLD)])
        self.list.set_empty(_("No shift that is laid out already becomes otherwise."))
        self.list.replace(SequenceSource(list(rows(found))))

    def do_back(self) -> None:
        self.app.pop_screen()
        self._room.say(_("Nothing was changed."))

    def do_confirm(self) -> None:
        counts = self._counts
        try:
            self._asked.do()
        except StoreError:
            self.refill()
            raise
        self.app.pop_screen()
        self._tell_room(in_turn((self._asked.news, counts)))
