"""Half-typed forms of the desk: kept while one types, and opened again where they were left."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from store import database, drafts
from store.calendar import say_moment
from store.drafts import Draft, DraftFile
from store.errors import ChangedMeanwhile, Clash, StoreError
from store.language import _, listed, ngettext
from store.text import shown
from tui import retracing
from tui.retracing import Way, way_to
from tui.room import Room
from tui.widgets.form import Form
from tui.widgets.keeper import HalfTyped, Keeper
from tui.widgets.listing import Column, ListingRow
from tui.widgets.picker import Picker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.main import QiaomenApp

# What such actions make is about no row under the cursor.
MAKING = ("add", "new")
ROW = ("row", "marked", "day")


class DeskKeeper(Keeper):
    """Keeps one form's draft in a file; the draft of another time is offered with it."""

    def __init__(self, desk: QiaomenApp, form: Form[Any], way: Way) -> None:
        self.form_key = _form_key(desk, form, way)
        self._desk = desk
        self._form = form
        self._way = way
        self._file = DraftFile()
        self._kept = HalfTyped({}, {})
        self._seen = database.changes_elsewhere()
        self._makes = way.steps[-1].action.startswith(MAKING)
        self._offered = next((d for d in drafts.found() if d.form == self.form_key), None)

    @property
    def offer(self) -> str:
        if self._offered is None:
            return ""
        return _("Half typed {moment}: Ctrl+O brings it back.").format(moment=_when(self._offered))

    def keep(self, half: HalfTyped) -> None:
        if half != self._kept:
            self._write(half, left=False)

    def leave(self, half: HalfTyped, *, on_purpose: bool) -> None:
        if half != self._kept or (on_purpose and half.typed):
            self._write(half, left=on_purpose)
        self._file.release()
        room = self._desk.screen_stack[-2] if on_purpose and half.typed else None
        if isinstance(room, Room):
            room.say(_("What you typed is kept: Ctrl+O takes it up again."))

    def forget(self) -> None:
        self._file.drop()
        self._kept = HalfTyped({}, {})
        # What the answer of this form opens cannot be opened again without answering once more.
        room = self._desk.screen_stack[-2]
        if isinstance(room, Room):
            room.step = None

    def take(self) -> HalfTyped | None:
        offered, self._offered = self._offered, None
        return self.go_on(offered) if offered is not None else None

    def go_on(self, draft: Draft) -> HalfTyped | None:
        """Take `draft` for this form's own; None where another desk did."""
        if draft.file and not self._file.take(draft):
            return None
        self._kept = HalfTyped(draft.typed, draft.was)
        return self._kept

    def saving(self) -> AbstractContextManager[None]:
        return nullcontext() if self._makes else database.transaction()

    def declared_now(self) -> Mapping[str, str] | None:
        if self._makes or database.changes_elsewhere() == self._seen:
            return None
        return retracing.declared_now(self._desk, self._way.steps[-1])

    def open_anew(self, half: HalfTyped, refused: ChangedMeanwhile) -> bool:
        self.leave(half, on_purpose=False)
        typed = self._draft(half, left=False)._replace(file=self._file.path)
        self._form.dismiss(None)
        opening = _open_anew(self._desk, typed, self._way, refused.clashes)
        self._desk.run_worker(opening)
        return True

    def _write(self, half: HalfTyped, *, left: bool) -> None:
        self._kept = half
        if not half.typed:
            self._file.drop()
            return
        self._file.write(self._draft(half, left=left))

    def _draft(self, half: HalfTyped, *, left: bool) -> Draft:
        return Draft(self.form_key, self._form.heading, self._way, half.typed, half.was, left)


async def _open(desk: QiaomenApp, draft: Draft) -> None:
    """Go all the way to the form of `draft`, and fill it in."""
    form = await retracing.go(desk, Way.read(draft.way))
    _fill_in(desk, form, draft)


async def _open_anew(desk: QiaomenApp, draft: Draft, way: Way, clashes: Sequence[Clash]) -> None:
    """Open the form again that was on top of the last room of `way`, and go on with its saving."""
    form = await retracing.go_on(desk, way.steps[-1:])
    _fill_in(desk, form, draft, clashes, saves=True)


def _fill_in(
    desk: QiaomenApp,
    form: Form[Any] | None,
    draft: Draft,
    clashes: Sequence[Clash] = (),
    *,
    saves: bool = False,
) -> None:
    """Let `form` go on with `draft`, if it is the one; else say what was typed: it stays kept.

    With `saves` it is saved at once where nobody else made anything of the same fields.
    """
    keeper = form.keeper if form is not None else None
    if form is not None and isinstance(keeper, DeskKeeper) and keeper.form_key == draft.form:
        half = keeper.go_on(draft)
        if half is not None and not form.go_on_with(half, clashes) and saves:
            form.action_save()
        return
    if form is not None:
        form.dismiss(None)
    typed = listed(shown(draft.typed[name]) for name in draft.was)
    sentence = _("“{form}” cannot be opened as it was; you had typed: {typed}.")
    if isinstance(desk.screen, Room):
        desk.screen.complain(sentence.format(form=shown(draft.title), typed=typed))


def keeper_of(desk: QiaomenApp, form: Screen[Any]) -> Keeper:
    """The keeper of `form`; one that keeps nothing where nobody could find the way there again."""
    way = way_to(desk, form)
    if way is None or not isinstance(form, Form):
        return Keeper()
    return DeskKeeper(desk, form, way)


def tell(room: Room) -> None:
    """Say which forms were being typed when the line dropped, if any, unless a key was quicker."""
    if room.step is not None:
        return
    dropped = [draft for draft in drafts.found() if not draft.left]
    if not dropped:
        return
    sentence = ngettext(
        "“{form}” was half typed {moment}: Ctrl+O opens it.",
        "{count} forms were half typed, “{form}” {moment}: Ctrl+O shows them.",
        len(dropped),
    )
    newest = dropped[0]
    room.say(sentence.format(form=shown(newest.title), moment=_when(newest), count=len(dropped)))


def choose(room: Room) -> None:
    """Open the draft there is, or the one that is chosen. Raises StoreError where there is none."""
    found = {draft.file: draft for draft in drafts.found()}
    if not found:
        raise StoreError(_("Half typed"), _("No form is half typed."))
    desk = room.desk
    if len(found) == 1:
        desk.run_worker(_open(desk, *found.values()))
        return

    def find(typed: str) -> list[ListingRow]:
        return [
            ListingRow(key, (draft.title, _when(draft), listed(map(shown, draft.typed.values()))))
            for key, draft in found.items()
            if typed.casefold() in draft.title.casefold()
        ]

    def chosen(key: str | None) -> None:
        if key is not None:
            desk.run_worker(_open(desk, found[key]))

    def throw_away(key: str) -> None:
        drafts.drop(found.pop(key))

    columns = (
        Column(_("form"), 24, flex=2, priority=3),
        Column(_("when"), 16, priority=2),
        Column(_("typed"), 20, flex=2, priority=1),
    )
    picker = Picker(
        _("Half-typed forms"),
        columns,
        find,
        empty=_("No form is half typed."),
        header=True,
        remove=(_("throw away"), throw_away),
    )
    desk.push_screen(picker, chosen)


def _form_key(desk: QiaomenApp, form: Form[Any], way: Way) -> str:
    """The same for the same form about the same thing, whatever language it speaks."""
    rooms = [screen.about for screen in desk.screen_stack if isinstance(screen, Room)]
    last = way.steps[-1]
    making = last.action.startswith(MAKING)
    place = {key: value for key, value in last.place.items() if not (making and key in ROW)}
    fields = list(form.declared()) if making else []
    actions = [step.action for step in way.steps]
    return json.dumps([way.compound, way.room, rooms, actions, place, last.picks, fields])


def _when(draft: Draft) -> str:
    return say_moment(datetime.fromisoformat(draft.at))
