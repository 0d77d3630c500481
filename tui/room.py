"""What the desk's rooms have in common: a title, a line of news, the keys, and one way to act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.timer import Timer

from store import calendar, database, history, runs
from store.access import rights
from store.errors import Busy, NotFound, Refused, StoreError
from store.language import _, listed
from store.runs import LastRun
from tui import actions, cells, heartbeat
from tui.actions import Action
from tui.widgets.bar import Bar, KeyBar, KeyHint
from tui.widgets.desk import Desk
from tui.widgets.painted import BOLD, PLAIN
from tui.widgets.title import TitleBar

Place = dict[str, Any]
"""Where one stands in a room: plain values, as JSON has them."""

FOLLOW_EVERY = 0.5  # seconds between attempts to do what a long deed of somebody else is before

ROOMY = 72  # from this width on the title also says the weekday and who, if there is room

if TYPE_CHECKING:
    from store.access.showing import Phone
    from tui.main import QiaomenApp


class Step(NamedTuple):
    """What was done last in a room, where, and which answers of pickers came after."""

    action: str
    place: Place
    picks: list[str]


class Doing(NamedTuple):
    """What is being done in a room, and how pickers (by a key) and forms were answered for it.

    Of a form that edits these are the fields that were changed. `back` tells that the action took
    back what it does otherwise, as noting somebody present who was noted so.
    """

    action: str
    back: bool
    answers: list[str | dict[str, str]]


class Room(Desk[None]):
    """A screen on the store: `fill` asks the store and shows what it answers.

    An action `x` is the method `do_x`; `why_not(x)` says in a sentence why it cannot act now. Each
    deed of the store is called from a `do_` method, and its StoreError is told in the news line.
    """

    OFFERED: ClassVar[tuple[Action, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.title_bar = TitleBar(_("Qiaomen"), id="title")
        self.news_bar = Bar(id="news")
        self.key_bar = KeyBar(id="keys")
        self._title = ""
        self._last_run: LastRun | None = None
        self._role: str | None = None
        self._filled_at: Size | None = None  # the window's size when the room was filled
        self._undo_named: int | None = None  # the deed that a second `u` takes back
        self.step: Step | None = None
        self.returns_to: Place | None = None  # where it stood when it was made the last time
        self.doing: Doing | None = None
        self._again = False  # what is being done was done before
        self._following: Timer | None = None

    @property
    def desk(self) -> QiaomenApp:
        """The app, by its own type."""
        return cast("QiaomenApp", self.app)

    def fill(self) -> None:
        """Ask the store and show its answer, keeping the cursor where it is."""
        raise NotImplementedError

    @property
    def about(self) -> str:
        """What tells this room from others of its kind; nothing where there is only one."""
        return ""

    def where(self) -> Place:
        """Where one stands, so that `stand_at` leads there again."""
        return {}

    def stand_at(self, place: Place) -> None:
        """Go where `place` was, as far as that is still there."""

    def why_not(self, action_id: str) -> str | None:
        """Why this action cannot act now; None where it can."""
        return None

    def takes_back(self, action_id: str) -> bool:
        """Whether this action, done now, takes back what it does otherwise."""
        return False

    def refusal(self, action_id: str) -> str | None:
        """Why this action is not for who is at the desk, or cannot act now; None where it can."""
        if action_id == "repeat":
            from tui import repeating

            return repeating.why_not(self, self.desk.last_deed)
        return actions.why_not(self._role, action_id) or self.why_not(action_id)

    def on_screen_resume(self) -> None:
        """Show the store as it is now, also after another room changed it."""
        self.refill()
        place, self.returns_to = self.returns_to, None
        if place is not None:
            self.call_after_refresh(self.stand_at, place)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        if self._filled_at not in (None, self.app.size):
            self.call_after_refresh(self.refill)

    def refill(self) -> None:
        """Fill the room, and bring the footer up to date; what the store refuses is told."""
        self._filled_at = self.app.size
        with self.complaining():
            self._role = rights.role()
            self.fill()
        self.show_keys()

    @contextmanager
    def complaining(self) -> Iterator[None]:
        """Tell what the store refuses; where the room's own subject is gone, leave for the desk."""
        try:
            with database.told():
                yield
        except NotFound as gone:
            self.complain(gone.sentence)
            self.desk.lost(gone.sentence)
        except StoreError as trouble:
            self.complain(trouble.sentence)

    def catch_up(self) -> None:
        """Bring what is shown in step with the cursor before a key acts on it.

        Moves are shown when their message arrives; a key typed right behind one may come first.
        """

    def say(self, text: str) -> None:
        """Tell something in the news line; it stays until the next deed."""
        self._tell(text, PLAIN)

    def complain(self, sentence: str) -> None:
        """Say that something could not be done, and why."""
        self._tell(f"! {sentence}", BOLD)

    def say_phones(self, found: Iterable[Phone]) -> None:
        """Tell whole telephone numbers in the news line, until the next key that does anything."""
        self.say(listed(f"{each.name} {each.phone}" for each in found))

    def _tell(self, text: str, style: Style) -> None:
        """What is too long for the news line goes on where the keys are, until the next key."""
        first, *more = cells.wrap(text, max(self.app.size.width, 1)) or [""]
        self.news_bar.say(first, "", style)
        self.key_bar.say_instead(" ".join(more))

    def action_do(self, action_id: str) -> None:
        """Do one action of the table, or say why it cannot be done."""
        self._let_be()
        try:
            with database.told():
                self.say("")
                self.catch_up()
                self._role = rights.role()
                reason = self.refusal(action_id)
                if reason is None:
                    self.step = Step(action_id, self.where(), [])
                    self.doing = Doing(action_id, self.takes_back(action_id), [])
                    getattr(self, f"do_{action_id}")()
        except Busy:
            reason = None
            self.follow(partial(self.action_do, action_id))
        except StoreError as trouble:
            reason = trouble.sentence
        if action_id != "undo":
            self._undo_named = None
        if reason is not None:
            self.complain(reason)
            self.desk.typing.drop()

    def explain(self, key: str, character: str) -> None:
        """Do what an input method's sign stands for, or say what is near a key unknown here."""
        if any(key in action.keys for action in self.OFFERED):
            return
        from tui import nearby

        action = nearby.meant(character, self.OFFERED)
        if action is not None:
            self.action_do(action.id)
            return
        self.complain(nearby.say(character, self.OFFERED))
        self.desk.typing.drop()

    def follow(self, act: Callable[[], object]) -> None:
        """Somebody else's long deed is in the way: `act` as soon as it has ended."""
        self.complain(
            _("Somebody is writing much just now, as by an import: yours follows; Esc lets it be.")
        )
        self._let_be()
        self._following = self.set_timer(FOLLOW_EVERY, act)

    def _let_be(self) -> None:
        """Do not go on with what was to follow."""
        if self._following is not None:
            self._following.stop()
            self._following = None

    def done(self, news: str) -> None:
        """A deed is done: show the store as it is now, and say what was done."""
        self.refill()
        self.say(_("Again: {news}").format(news=news) if self._again else news)
        if self.doing is not None and self.doing.action in actions.AGAIN:
            self.news_bar.offer(_(". again"))
        self.desk.did(self.doing)

    def show_keys(self) -> None:
        """Bring the footer up to date: what cannot act now is dimmed."""
        self.key_bar.set_hints(self._in_footer())

    def _in_footer(self) -> list[KeyHint]:
        return [self._hint(action) for action in self.OFFERED if action.priority]

    def _hint(self, action: Action) -> KeyHint:
        return KeyHint(
            action.shown,
            actions.label(action),
            enabled=self.refusal(action.id) is None,
            priority=action.priority,
            always=action.always,
        )

    # What every room offers

    def do_undo(self) -> None:
        """Undo; a second `u` is wanted for what is large, or was not done at this desk today."""
        target = history.undoable()
        self.undo_named(target, named_first=target.large or not target.here)

    def undo_named(self, target: history.Undoable, *, named_first: bool) -> None:
        """Take back a deed; if it is to be named first, only once `u` was pressed twice."""
        if named_first and self._undo_named != target.id:
            self._undo_named = target.id
            self.say(_("u once more takes back: {deed}").format(deed=target.label))
            return
        self.turned(history.undo(target.id).label)

    def subject(self) -> tuple[str, int] | None:
        """What the cursor is on, whose history `H` shows: a table of the store and a row's number.

        None where it is on nothing that has one.
        """
        return None

    def do_history(self) -> None:
        self.desk.show_history(self.subject())

    def do_repeat(self) -> None:
        from tui import repeating

        deed = self.desk.last_deed
        assert deed is not None  # why_not has seen to it
        self._again = True
        try:
            repeating.do(self, deed)
        finally:
            self._again = False

    def do_redo(self) -> None:
        self.turned(history.redo().label)

    def turned(self, news: str) -> None:
        """Something was taken back or done again; even the compound may have gone or come."""
        if self.desk.stands_alone or self.desk.compound_is_there():
            self.done(news)
        else:
            self.desk.begin_anew()

    def do_show_grid(self) -> None:
        self.desk.enter("welcome" if self.desk.compound is None else "grid")

    def do_show_overdue(self) -> None:
        self._enter_of_compound("overdue")

    def do_show_rota(self) -> None:
        self.desk.enter("rota")

    def do_show_projects(self) -> None:
        self.desk.enter("projects")

    def do_show_proposals(self) -> None:
        self.desk.enter("proposals")

    def do_show_calendar(self) -> None:
        """The calendar is the community's: it needs no compound where there is a team."""
        if self.desk.is_empty:
            self._enter_of_compound("calendar")
        else:
            self.desk.enter("calendar")

    def do_show_rules(self) -> None:
        self._enter_of_compound("rules")

    def _enter_of_compound(self, name: str) -> None:
        """Go to a room about the compound. Raises Refused where there is none."""
        if self.desk.compound is None:
            raise Refused(
                _("No compound"), _("There is no compound yet: 1 shows how to enter one.")
            )
        self.desk.enter(name)

    def do_help(self) -> None:
        from tui.help import keys_of

        self.app.push_screen(keys_of(self), self._do_chosen_in_help)

    def _do_chosen_in_help(self, action_id: str | None) -> None:
        if action_id == "language":
            with self.complaining():
                self.desk.speak_other(to_help=True)
        else:
            self._do_chosen(action_id)

    def do_palette(self) -> None:
        from tui.line_screen import open_line

        open_line(self)

    def _do_chosen(self, action_id: str | None) -> None:
        if action_id is not None:
            self.action_do(action_id)

    def do_plots(self) -> None:
        """The plots, at the one of this room."""
        from tui import plot_screen

        name = plot_screen.OF_ROOM.get(self.desk.current_mode, "loans")
        self.app.push_screen(plot_screen.PlotScreen(name))

    def do_compound(self) -> None:
        from tui.neighbours.compounds import choose

        choose(self.desk)

    def do_new_compound(self) -> None:
        from tui.neighbours.compounds import create

        create(self.desk)

    def do_import(self) -> None:
        from tui.exchange import ask_for_files

        ask_for_files(self.desk)

    def do_drafts(self) -> None:
        from tui import drafts

        drafts.choose(self)

    def do_language(self) -> None:
        self.desk.speak_other()

    def do_first_steps(self) -> None:
        self.desk.practise()

    def do_quit(self) -> None:
        self.app.exit()

    def show_title(self, *parts: str) -> None:
        """The room's name and figures at the left; at the right what `heartbeat.beside` tells."""
        self._title = "  ".join(parts)
        self._last_run = runs.last()
        self.title_bar.tell(self._title, self._beside_title())

    def show_heartbeat(self) -> None:
        """Tell what time has made of the last nightly run, without asking the store again."""
        if self._title:
            self.title_bar.tell(offered=self._beside_title())

    def _beside_title(self) -> tuple[str, ...]:
        return heartbeat.beside(
            self._last_run,
            calendar.moment(),
            self.desk.today,
            self.desk.user,
            roomy=self.app.size.width >= ROOMY,
        )
