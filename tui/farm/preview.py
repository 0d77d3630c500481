"""What a change of a series would do, as a list, before Enter does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from store.calendar import say_day
from store.errors import StoreError
from store.farm import series_changes
from store.farm.consequences import Cancelled, Consequences, Kept, Moved, NewShift
from store.farm.overlaps import Person
from store.farm.series_changes import SeriesPlan
from store.farm.shifts import ShiftRow
from store.language import N_, _, listed
from tui import actions, cells
from tui.farm.places import EDITED
from tui.listroom import MOVES, ListRoom
from tui.room import Room
from tui.widgets.bar import Lines
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.painted import BOLD, PLAIN, Span

WIDEST = date(2026, 11, 24)  # no day is said wider, as 2026年11月24日 周二
CHANGED = EDITED | {"team": N_("the team"), "attendance": N_("who came is noted")}


class PreviewScreen(ListRoom):
    """Every shift that a change touches, and who is in it; nothing is done yet."""

    OFFERED = actions.of("confirm", "back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(
        self,
        room: Room,
        make: Callable[[], SeriesPlan],
        go_back: Callable[[], None] | None = None,
    ) -> None:
        self.summary = Lines()
        super().__init__(Listing(columns()), above=self.summary)
        self._room = room
        self._make = make
        self._go_back = go_back
        self._plan: SeriesPlan | None = None

    def fill(self) -> None:
        plan = self._make()
        self._plan = plan
        self.show_title(_("preview"), plan.values.name)
        self.summary.say(list(_summary(plan)))
        self.list.set_empty(_("No shift that is laid out already becomes otherwise."))
        self.list.replace(SequenceSource(list(rows(plan.shifts))))

    def why_not(self, action_id: str) -> str | None:
        if action_id == "confirm" and self._plan is not None and self._plan.is_none:
            return _("Nothing would change; Esc leaves.")
        return None

    def do_back(self) -> None:
        """Leave without the change: to the form, where there was one."""
        self.app.pop_screen()
        if self._go_back is not None:
            self._go_back()
        else:
            self._room.say(_("Nothing was changed."))

    def do_confirm(self) -> None:
        plan = self._plan
        if plan is None:
            return
        try:
            series_changes.change(plan, self.desk.today)
        except StoreError:
            self.refill()
            raise
        self.app.pop_screen()
        self._room.done(
            _("Changed the series “{series}”; u takes it back.").format(series=plan.values.name)
        )


def _summary(plan: SeriesPlan) -> Iterator[Span]:
    yield series_changes.say_summary(plan), PLAIN
    if plan.splits:
        told = _("The series ends before {day}, and a new one goes on from there.")
        yield told.format(day=say_day(plan.since)), PLAIN
    for sentence in plan.warnings():
        yield f"! {sentence}", PLAIN
    yield _("Enter does it, Esc leaves all as it is."), BOLD


def columns() -> tuple[Column, ...]:
    """The columns of the rows below."""
    return (
        Column(_("day"), cells.width(say_day(WIDEST)), priority=9),
        Column(_("time"), 13, priority=8),
        Column(_("shift"), 10, flex=1, priority=7),
        Column(_("what"), 14, flex=3, priority=5),
        Column(_("people"), 12, flex=3, priority=6),
    )


def rows(found: Consequences) -> Iterator[ListingRow]:
    """What is lost first, then what changes, what comes, and what stays."""
    yield from (_cancelled(each) for each in found.cancelled)
    yield from (_moved(each, _("Changed")) for each in found.moved)
    yield from (_moved(each, _("Take place after all")) for each in found.restored)
    yield from (_new(each) for each in found.new)
    yield from (_kept(each) for each in found.kept)


def _cancelled(each: Cancelled) -> ListingRow:
    what = _("goes away") if each.goes_away else _("is cancelled")
    return _row(each.shift, what, _people(each.people), _("Cancelled"), "×")


def _moved(each: Moved, group: str) -> ListingRow:
    at = each.shift.starts_at.time() != each.became.starts_at.time()  # the column of times says it
    changes = [field for field in each.changes if not (at and field == "at")]
    what = listed(dict.fromkeys(_(CHANGED[field]) for field in changes))
    return _row(each.became, what, _people(each.people), group, "→", was=each.shift)


def _new(each: NewShift) -> ListingRow:
    return ListingRow(
        f"new {each.series_id} {each.day.isoformat()}",
        (say_day(each.starts_at.date()), f"{each.starts_at:%H:%M}", each.name, "", ""),
        group=_("New"),
        glyph="+",
    )


def _kept(each: Kept) -> ListingRow:
    what = listed(dict.fromkeys(_(CHANGED[field]) for field in each.fields if field in CHANGED))
    return _row(each.shift, what, "", _("Stay as they were made by hand"), "", dimmed=True)


def _row(
    shift: ShiftRow,
    what: str,
    people: str,
    group: str,
    glyph: str,
    *,
    was: ShiftRow | None = None,
    dimmed: bool = False,
) -> ListingRow:
    time = f"{shift.starts_at:%H:%M}"
    if was is not None and was.starts_at.time() != shift.starts_at.time():
        time = f"{was.starts_at:%H:%M} → {time}"
    fields = (say_day(shift.day), time, shift.name, what, people)
    return ListingRow(f"shift {shift.id}", fields, group, dimmed=dimmed, glyph=glyph)


def _people(people: tuple[Person, ...]) -> str:
    return listed(person.member for person in people)
