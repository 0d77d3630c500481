"""The app: its rooms, the compound and day they are about, and the watch on others' deeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from textual.screen import Screen

from store import calendar, database, history
from store.neighbours import compounds
from store.neighbours.compounds import CompoundRow
from store.neighbours.households import HouseholdRow
from tui.room import Room
from tui.widgets.terminal import LeanApp

LOOK_EVERY = 1.0  # seconds between looks for other coordinators' deeds


class QiaomenApp(LeanApp[None]):
    """The desk of one coordinator."""

    def __init__(
        self,
        fixed_today: date | None,
        compound: str | None,
        load_sample: Callable[[date], None],
    ) -> None:
        super().__init__()
        self.user = history.user()
        self.compound: CompoundRow | None = None
        self._fixed_today = fixed_today
        self._asked_for = compound
        self._load_sample = load_sample
        self._rooms: dict[str, Room] = {}
        self._seen = 0

    @property
    def today(self) -> date:
        """The day the desk works on; it moves on at midnight unless it was given."""
        return self._fixed_today or calendar.today()

    def get_default_screen(self) -> Screen[None]:
        """The room to begin in: the grid, or the welcome in an empty store."""
        self.find_compound()
        if self.compound is not None:
            return self._room("grid")
        from tui.neighbours.welcome import Welcome

        return Welcome()

    def on_mount(self) -> None:
        self._seen = database.changes_elsewhere()
        self.set_interval(LOOK_EVERY, self._look_for_others)

    def _first_compound(self) -> CompoundRow:
        if self._asked_for is not None:
            return compounds.find(self._asked_for)
        return compounds.compounds(limit=1)[0]

    def enter(self, name: str) -> None:
        """Go to one of the rooms, which is kept as it was left."""
        room = self._room(name)
        if self.screen is not room:
            self.switch_screen(room)

    def _room(self, name: str) -> Room:
        if name not in self._rooms:
            self._rooms[name] = self._build(name)
        return self._rooms[name]

    def _build(self, name: str) -> Room:
        if name == "overdue":
            from tui.sharing.overdue import OverdueRoom

            return OverdueRoom()
        from tui.sharing.inventory import GridRoom

        return GridRoom()

    def show_compound(self, compound_id: int) -> None:
        """Turn the desk to another compound, at its grid."""
        self.compound = next(c for c in compounds.compounds() if c.id == compound_id)
        self.enter("grid")

    def find_compound(self) -> None:
        """Take up the first compound where the desk had none, as after an import."""
        if self.compound is None and not compounds.is_empty():
            self.compound = self._first_compound()

    def leave_for_desk(self) -> None:
        """Close what stands on top, and go to the grid (or the welcome, while there is none)."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        if self.compound is not None:
            self.enter("grid")

    def load_sample(self) -> None:
        """Fill an empty store with the sample compound."""
        self._load_sample(self.today)
        self.find_compound()
        self.enter("grid")

    def go_to_household(self, household: HouseholdRow) -> None:
        """Show a household at its door in the grid."""
        from tui.sharing.inventory import GridRoom

        self.enter("grid")
        grid = self._rooms["grid"]
        assert isinstance(grid, GridRoom)
        self.call_after_refresh(grid.go_to, household.unit_id, household.id)

    def _look_for_others(self) -> None:
        """Refresh the room when another connection has changed the store."""
        seen = database.changes_elsewhere()
        if seen != self._seen:
            self._seen = seen
            if isinstance(self.screen, Room):
                self.screen.fill()


def run(
    *, fixed_today: date | None, compound: str | None, load_sample: Callable[[date], None]
) -> int:
    """Open the desk on the store that is open; answers with the exit status.

    `load_sample` fills an empty store with the sample compound as of a day.
    """
    app = QiaomenApp(fixed_today, compound, load_sample)
    app.run(mouse=False)
    return app.return_code or 0
