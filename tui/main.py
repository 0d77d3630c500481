"""The app: its rooms, the compound and day they are about, and the watch on others' deeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from textual import events
from textual.screen import Screen

from store import calendar, database, history
from store.access import rights
from store.errors import Unusable
from store.language import _
from store.neighbours import compounds, households
from store.neighbours.compounds import CompoundRow
from store.neighbours.households import HouseholdRow
from tui import actions, start
from tui.driver import desk_driver
from tui.room import Doing, Room
from tui.widgets.keeper import Keeper
from tui.widgets.look import OWN, Look
from tui.widgets.terminal import LeanApp

if TYPE_CHECKING:
    from tui.line.reading import Go

Opened = list[tuple[Screen[Any], Callable[[Any], object] | None]]

LOOK_EVERY = 1.0  # seconds between looks for other coordinators' deeds
PATIENCE = 0.3  # seconds that a key waits for another coordinator's deed to end; then it follows


def _grid() -> Room:
    from tui.sharing.inventory import GridRoom

    return GridRoom()


def _overdue() -> Room:
    from tui.sharing.overdue import OverdueRoom

    return OverdueRoom()


def _rota() -> Room:
    from tui.farm.rota import RotaRoom

    return RotaRoom()


def _projects() -> Room:
    from tui.programme.room import ProjectsRoom

    return ProjectsRoom()


def _proposals() -> Room:
    from tui.programme.proposals import ProposalsRoom

    return ProposalsRoom()


def _calendar() -> Room:
    from tui.opendays.room import CalendarRoom

    return CalendarRoom()


def _rules() -> Room:
    from tui.rules.room import RulesRoom

    return RulesRoom()


def _welcome() -> Room:
    from tui.neighbours.welcome import Welcome

    return Welcome()


# Rooms about the whole community, or the city.
NO_COMPOUND = ("rota", "projects", "proposals")


class QiaomenApp(LeanApp[None]):
    """The desk of one coordinator; each mode is a room, kept as it was left."""

    # A room is imported when it is first entered.
    MODES: ClassVar = {
        "grid": _grid,
        "overdue": _overdue,
        "rota": _rota,
        "projects": _projects,
        "proposals": _proposals,
        "calendar": _calendar,
        "rules": _rules,
        "welcome": _welcome,
    }
    DEFAULT_MODE = "grid"

    def __init__(
        self,
        fixed_today: date | None,
        compound: str | None,
        load_sample: Callable[[date], None],
        look: Look = OWN,
    ) -> None:
        super().__init__(look, driver_class=desk_driver())
        self.compound: CompoundRow | None = None
        self._asked_for = compound
        self.find_compound()
        self.user = history.user()
        self._fixed_today = fixed_today
        self._load_sample = load_sample
        self._seen: tuple[int, date] | None = None
        self._opened: Opened | None = None
        self.last_deed: Doing | None = None
        self.trouble: Unusable | None = None  # what ended the app
        self.practises_next = False  # whether it ended for the first steps

    @property
    def today(self) -> date:
        """The day the desk works on; it moves on at midnight unless it was given."""
        return self._fixed_today or calendar.today()

    def on_mount(self) -> None:
        self._seen = (database.changes_elsewhere(), self.today)
        self.set_interval(LOOK_EVERY, self._look_for_others)
        if self.compound is None:
            self.leave_for_desk()

    def on_ready(self) -> None:
        self.call_after_refresh(start.settle)
        self.screen.call_after_refresh(self._tell_drafts)

    def _tell_drafts(self) -> None:
        """Where something was half typed when the line dropped, say so."""
        from store import drafts  # not before the first screen is there

        if isinstance(self.screen, Room) and drafts.any_kept():
            from tui.drafts import tell

            tell(self.screen)

    def on_key(self, event: events.Key) -> None:
        """Let the room explain a key that no other part of the screen took."""
        room = self.screen
        if isinstance(room, Room) and event.is_printable and event.character:
            room.explain(event.key, event.character)

    def push_screen(self, screen: Any, callback: Any = None, *more: Any, **options: Any) -> Any:
        """As in every app, except while only what would be opened is asked for."""
        if self._opened is None:
            return super().push_screen(screen, callback, *more, **options)
        self._opened.append((screen, callback))
        return None

    @contextmanager
    def opening_nothing(self) -> Iterator[Opened]:
        """Collect the screens that would be opened meanwhile, with what awaits their answers."""
        opened: Opened = []
        self._opened = opened
        try:
            yield opened
        finally:
            self._opened = None

    def keeper_of(self, form: Screen[Any]) -> Keeper:
        from tui.drafts import keeper_of

        return keeper_of(self, form)

    def picked(self, key: str) -> None:
        room = self.screen_stack[-2]
        if isinstance(room, Room):
            if room.step is not None:
                room.step.picks.append(key)
            if room.doing is not None:
                room.doing.answers.append(key)

    def filled_in(self, values: dict[str, str], changed: dict[str, str], *, stays: bool) -> None:
        room = self.screen_stack[-2]
        if isinstance(room, Room) and room.doing is not None:
            only_changed = room.doing.action in actions.CHANGES
            room.doing.answers.append(changed if only_changed else values)
            if stays:
                self.did(room.doing)

    def did(self, doing: Doing | None) -> None:
        """A deed is done: `.` does it again, unless it came about by what nobody can repeat."""
        if doing is None or doing.action in actions.TURNING:
            return
        self.last_deed = doing if actions.ACTIONS[doing.action].deed else None

    def _handle_exception(self, error: Exception) -> None:
        """End in a sentence where the store is to blame, not with a page of the program's own."""
        try:
            with database.told():
                raise error
        except Unusable as trouble:
            self.trouble = trouble
            self.exit(return_code=1)
        except Exception:
            super()._handle_exception(error)

    def action_help_quit(self) -> None:
        """Ctrl+C in a form: its own keys say how to leave."""

    def _first_compound(self) -> CompoundRow:
        if self._asked_for is not None:
            return compounds.find(self._asked_for)
        return compounds.compounds(limit=1)[0]

    def enter(self, name: str) -> None:
        """Go to one of the rooms, which is kept as it was left."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_mode(name)

    def show_compound(self, compound_id: int) -> None:
        """Turn the desk to another compound, at its grid."""
        if not compounds.exists(compound_id):
            self.begin_anew()
            return
        self.compound = compounds.get(compound_id)
        self.last_deed = None  # its household may be one of the other compound
        self.enter("grid")

    def find_compound(self) -> None:
        """Take up the first compound where the desk had none, as after an import."""
        if self.compound is None and not compounds.is_empty():
            self.compound = self._first_compound()

    @property
    def stands_alone(self) -> bool:
        """Whether what is shown is about no compound."""
        return self.current_mode in NO_COMPOUND or (
            self.current_mode == "calendar" and self.compound is None
        )

    @property
    def is_empty(self) -> bool:
        """Whether the store holds neither a compound nor a team nor a project."""
        return self._first_room() == "welcome"

    def compound_is_there(self) -> bool:
        """Whether the compound that the desk shows is still in the store."""
        return self.compound is not None and compounds.exists(self.compound.id)

    def begin_anew(self) -> None:
        """Take up another compound, or the welcome, where the one shown is gone."""
        self.compound = None
        self.find_compound()
        self.leave_for_desk()
        if isinstance(self.screen, Room):
            self.screen.refill()

    def lost(self, sentence: str) -> None:
        """What a room on top was about is gone: go back to the desk and say so."""
        if len(self.screen_stack) > 1:
            stays = self.current_mode in NO_COMPOUND
            self.enter(self.current_mode if stays else self._first_room())
            self.say_in_room(sentence)

    def say_in_room(self, sentence: str) -> None:
        """Say something in the room that is being entered."""
        room = self.screen
        if isinstance(room, Room):
            room.call_after_refresh(room.say, sentence)

    def leave_for_desk(self) -> None:
        """Close what stands on top, and go to the first room that has something to show."""
        self.enter(self._first_room())

    def _first_room(self) -> str:
        """The grid; without a compound the rota or the projects; in an empty store the welcome."""
        if self.compound is not None:
            return "grid"
        from store.farm import team

        if team.teams(self.today):
            return "rota"
        from store.programme import projects

        return "projects" if projects.years_with_projects() else "welcome"

    def load_sample(self) -> None:
        """Fill an empty store with the sample compound."""
        self._load_sample(self.today)
        self.find_compound()
        self.enter("grid")

    def go_to_household(self, household: HouseholdRow, row: str | None = None) -> None:
        """Show a household at its door in the grid, and a row of its list (see GridRoom.go_to)."""
        from tui.sharing.inventory import GridRoom

        self.enter("grid")
        grid = self.screen
        assert isinstance(grid, GridRoom)
        grid.call_after_refresh(grid.go_to, household.unit_id, household.id, row)

    def go(self, place: Go) -> None:
        """Go where a line leads: to a room, a household with one of its things, or a day."""
        if place.household_id is not None:
            row = None if place.item_id is None else f"i{place.item_id}"
            self.go_to_household(households.get(place.household_id), row)
            return
        room = self.screen
        assert isinstance(room, Room)
        room.action_do(f"show_{place.room}")
        if place.day is not None:
            from tui.farm.rota import RotaRoom

            rota = self.screen
            assert isinstance(rota, RotaRoom)
            rota.call_after_refresh(rota.go_to, place.day)

    def room_of(self, mode: str) -> Room | None:
        """The room of `mode`, if it was entered by now."""
        stack = self._screen_stacks.get(mode)
        return stack[0] if stack and isinstance(stack[0], Room) else None

    def speak_other(self, *, to_help: bool = False) -> None:
        """Speak the other language from now on, on everything that is shown.

        Raises Refused where that would lose what is on top.
        """
        from tui import speaking

        speaking.refuse_if_lost(self)
        self.run_worker(speaking.turn(self, to_help=to_help))

    def practise(self) -> None:
        """Leave this store alone for the first steps, on a sample; `run` comes back to it."""
        self.practises_next = True
        self.exit()

    def show_history(self, subject: tuple[str, int] | None) -> None:
        """Show the history of a row, on a screen that is made once: that is half of its time."""
        from tui.history import HistoryScreen

        if not self.is_screen_installed("history"):
            self.install_screen(HistoryScreen(), "history")
        self.get_screen("history", HistoryScreen).turn_to(subject)
        self.push_screen("history")

    def _look_for_others(self) -> None:
        """Refresh the room when another connection has changed the store, and at midnight.

        While nothing has, only the time since the last nightly run goes on.
        """
        if not self.screen_stack:  # the app is ending
            return
        seen = (database.changes_elsewhere(), self.today)
        if seen == self._seen:
            if isinstance(self.screen, Room):
                self.screen.show_heartbeat()
            return
        self._seen = seen
        if rights.role() is None:
            self.exit(message=_("You are no longer one of the people of this desk."))
        elif self.compound is not None and not self.compound_is_there():
            self.begin_anew()
        elif isinstance(self.screen, Room):
            self.screen.refill()


class Sample(Protocol):
    """What the desk shows to whoever has nothing of their own."""

    def load(self, today: date) -> None:
        """Fill the open store, which is empty, with the sample compound as of `today`."""

    def practice(self, today: date) -> AbstractContextManager[None]:
        """Put a store with the sample in place of the one that is open, for a while."""
        ...


def run(*, fixed_today: date | None, compound: str | None, sample: Sample, look: Look) -> int:
    """Open the desk on the store that is open, drawn in `look`; answers with the exit status.

    Raises Unusable where the store turned out to be damaged.
    """
    while True:
        app = _shown(QiaomenApp(fixed_today, compound, sample.load, look))
        if not app.practises_next:
            return app.return_code or 0
        from tui.first_steps import FirstSteps

        while app.practises_next:
            with sample.practice(app.today):
                app = _shown(FirstSteps(fixed_today, look))
        if app.return_code:  # the line dropped, so there is nobody left for the desk
            return app.return_code


def _shown(app: QiaomenApp) -> QiaomenApp:
    """Show `app` until it ends."""
    database.wait_at_most(PATIENCE)
    app.run(mouse=False)
    if app.trouble is not None:
        raise app.trouble
    return app
