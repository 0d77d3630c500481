"""What is typed into a form until it is saved: kept as a draft, taken up again, told of clashes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.timer import Timer

from store.errors import ChangedMeanwhile, Clash, StoreError
from store.language import _
from store.text import shown
from tui.widgets.bar import Bar, Notice
from tui.widgets.desk import Desk
from tui.widgets.field import ERROR, FieldRow
from tui.widgets.keeper import HalfTyped, Keeper
from tui.widgets.painted import BOLD
from tui.widgets.terminal import LeanApp

T = TypeVar("T")

FOLLOW_EVERY = 0.5  # seconds between attempts to save
KEEP_AFTER = 0.5  # seconds from a key to the moment at which what is typed is kept


class KeptForm(Desk[T]):
    """Rows of fields; what is typed into them goes to the app's keeper until it is saved.

    That is shortly after a key, and when the form is left or taken away.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "take_up", show=False, priority=True),
        Binding("ctrl+t", "take_theirs", show=False, priority=True),
    ]

    def __init__(self, heading: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.heading = heading
        self.keeper = Keeper()
        self._title = Bar(heading, style=BOLD)
        self._status = Notice()
        self._rows: list[FieldRow] = []
        self._began: dict[str, str] = {}  # what the fields showed before anything was typed
        self._timer: Timer | None = None
        self._following: Timer | None = None  # until it is tried to save once more
        self._ended = False  # what was typed is saved, or left
        self._taken_up = False  # a draft was filled in

    def _focused_row(self) -> FieldRow:
        raise NotImplementedError

    # What is typed

    def values(self) -> dict[str, str]:
        """What each field means now, by name."""
        return {row.field.name: row.value for row in self._rows}

    def draft(self) -> dict[str, str]:
        """What is typed now, to be given as `draft` to a later form of the same fields."""
        return {name: text for row in self._rows for name, text in row.draft().items()}

    def half_typed(self) -> HalfTyped:
        """What is typed and not saved; of secrets nothing."""
        typed: dict[str, str] = {}
        was: dict[str, str] = {}
        for row in self._rows:
            began = self._began.get(row.field.name, row.field.value)
            if not row.field.secret and row.value != began:
                typed |= row.draft()
                was[row.field.name] = began
        return HalfTyped(typed, was)

    # Keeping it

    def begin(self) -> None:
        """Nothing is typed yet."""
        self._began = self.values()

    def look_for_draft(self) -> None:
        """Say where a draft is kept of this form."""
        if isinstance(self.app, LeanApp):
            self.keeper = self.app.keeper_of(self)
            self._status.say(self.keeper.offer)

    def keep_soon(self) -> None:
        """Keep what is typed, after a few more keys."""
        self._let_be()
        if self._timer is None:
            self._timer = self.set_timer(KEEP_AFTER, self._keep)

    def _keep(self) -> None:
        self._timer = None
        if not self._ended:
            try:
                self.keeper.keep(self.half_typed())
            except StoreError as trouble:
                self._status.say(f"{ERROR} {trouble.sentence}")

    def tell_what_is_filled_in(self, *, stays: bool = False) -> None:
        """Let the app know what is saved."""
        if isinstance(self.app, LeanApp):
            values, began = self.values(), self._began
            changed = {name: text for name, text in values.items() if text != began.get(name)}
            self.app.filled_in(values, changed, stays=stays)

    def end(self) -> None:
        """What was typed is saved."""
        self._ended = True
        self.tell_what_is_filled_in()
        self.keeper.forget()

    def leave(self, *, on_purpose: bool) -> None:
        """Keep what is typed, for another time."""
        self._ended = True
        with suppress(StoreError):  # there is nobody left to tell
            self.keeper.leave(self.half_typed(), on_purpose=on_purpose)

    def on_unmount(self) -> None:
        """The form is taken away: the line dropped, or its room is gone."""
        if not self._ended:
            self.leave(on_purpose=False)

    # Saving it

    def declared(self) -> dict[str, str]:
        """What the fields show before anything is typed, by name."""
        raise NotImplementedError

    def checked(self, check: Callable[[dict[str, str]], T]) -> T:
        """What `check` makes of what is typed, unless somebody else changed what the form shows.

        Raises ChangedMeanwhile, with all that `check` did taken back, or as `check` does.
        """
        with self.keeper.saving():
            now = self.keeper.declared_now()
            answer = check(self.values())
            if now is not None and now != self.declared():
                raise ChangedMeanwhile(
                    _("Somebody changed what this form shows meanwhile. Please look again.")
                )
        return answer

    def follow(self) -> None:
        """Somebody else's long deed is in the way: save as soon as it has ended."""
        self._status.say(
            _("Somebody is writing much just now, as an import does: this is saved when it ends.")
        )
        self._let_be()
        self._following = self.set_timer(FOLLOW_EVERY, self.action_save)

    def action_save(self) -> None:
        """Save what is typed."""
        raise NotImplementedError

    def _let_be(self) -> None:
        if self._following is not None:
            self._following.stop()
            self._following = None

    # Taking it up

    def action_take_up(self) -> None:
        """Fill in the draft that is offered; once more, forget it."""
        half = self.keeper.take()
        if half is not None:
            self.go_on_with(half)
        elif self._taken_up:
            self._taken_up = False
            for row in self._rows:
                row.reset()
            self._keep()
            self._status.say(_("Forgotten; the form is as it was."))

    def open_anew(self, refused: ChangedMeanwhile) -> None:
        """Show what others made of it, and beside it what is typed here."""
        self._ended = self.keeper.open_anew(self.half_typed(), refused)

    def go_on_with(self, half: HalfTyped, clashes: Sequence[Clash] = ()) -> bool:
        """Fill in what was typed at another time, and show what others made of the same since.

        Answers whether they made anything of it.
        """
        who = {clash.field.removesuffix("_id"): clash.who for clash in clashes}
        changed = []
        for row in self._rows:
            name = row.field.name
            now = self._began.get(name, "")
            row.fill_in(half.typed)
            if name in half.was and now not in (half.was[name], half.typed[name]):
                row.theirs = _say_theirs(row.declared(), who.get(name, ""))
                row.say_hint()
                changed.append(row)
        self._taken_up = True
        told = _("Here is what you had typed: Ctrl+S saves it, Ctrl+O forgets it.")
        if changed:
            told = _("Changed meanwhile: Ctrl+T takes theirs in a field, Ctrl+S keeps yours.")
            changed[0].input.focus()
        self._status.say(told)
        self.keep_soon()
        return bool(changed)

    def action_take_theirs(self) -> None:
        """Take what somebody else made of the field meanwhile."""
        row = self._focused_row()
        if row.theirs:
            row.reset()


def _say_theirs(value: str, who: str) -> str:
    if who:
        return _("{who} changed this to “{value}”.").format(who=shown(who), value=shown(value))
    return _("This is “{value}” by now.").format(value=shown(value))
