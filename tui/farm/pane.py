"""What stands beneath the timetable: the shift under the cursor, or the shifts of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from store.calendar import say_day
from store.farm import shifts, staffing
from store.farm.shifts import ShiftRow
from store.farm.staffing import Forecast
from store.language import _, in_turn, listed
from tui import cells
from tui.farm.week import say_places, style_of
from tui.widgets.painted import BOLD, DIM, PLAIN, Line, Painted, Span
from tui.widgets.timetable import fullest


class ShiftPane(Painted):
    """A heading, and sentences under it, as many lines as there is room for."""

    DEFAULT_CSS = "ShiftPane { height: 4; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sentences: tuple[Span, ...] = ()
        self._expected: dict[int, Forecast] = {}

    def show_nothing(self) -> None:
        """There is nothing to tell of."""
        self._tell(())

    def show_shift(self, shift: ShiftRow, names: Sequence[str] | None, today: date) -> None:
        """Tell of a shift; who is in it is asked for, unless `names` says so."""
        standby, reason = "", ""
        if shift.standby or names is None or not shift.is_planned:
            found = shifts.places(shift.id)
            names = [place.member for place in found if place.state == "planned"]
            standby = listed(place.member for place in found if place.state == "standby")
            reason = shifts.why_cancelled(found)
        people = _say_people(shift, names, standby)
        self._tell(_of_shift(shift, people, reason, self._forecast(shift, today), today))

    def show_day(self, day: date, those: Sequence[ShiftRow], note: str) -> None:
        """Tell of a day: its shifts in a row, and what is special about it."""
        self._tell(_of_day(day, those, note))

    def forget(self) -> None:
        """What was forecast may not hold any more."""
        self._expected.clear()

    def _tell(self, sentences: Iterable[Span]) -> None:
        self._sentences = tuple(sentences)
        self.repaint()

    def _forecast(self, shift: ShiftRow, today: date) -> Forecast | None:
        """How many are expected in a shift that is to come; asked once."""
        if not shift.is_planned or not shift.filled or shift.checked or shift.day < today:
            return None
        if shift.id not in self._expected:
            self._expected.update(staffing.forecast([shift.id]))
        return self._expected.get(shift.id)

    def draw(self, width: int, height: int) -> list[Line]:
        """A rule above, then the sentences; where they do not all fit, the long ones are cut."""
        rule: Line = (("─" * width, DIM),)
        wrapped = [(cells.wrap(text, width), style) for text, style in self._sentences]
        spare = height - 1 - len(wrapped)
        lines: list[Line] = [rule]
        for number, ((text, style), (pieces, _style)) in enumerate(
            zip(self._sentences, wrapped, strict=True)
        ):
            more = max(0, min(len(pieces) - 1, spare)) if number else 0
            spare -= more
            kept = pieces[:more]
            rest = text if not kept else " ".join(pieces[more:])
            lines += [((line, style),) for line in kept]
            lines.append(((cells.fit(rest, width), style),))
        return lines


def _say_people(shift: ShiftRow, names: Sequence[str], standby: str) -> str:
    """Who is in a shift, and who is on standby; nothing of one that is cancelled."""
    if not shift.is_planned:
        return ""
    parts = [_("On standby: {names}.").format(names=standby)] if standby else []
    people = listed(names) or _("Nobody is in it yet.")
    return "  ".join((people, *parts))


def _of_shift(
    shift: ShiftRow, people: str, reason: str, forecast: Forecast | None, today: date
) -> Iterator[Span]:
    """A shift: when it is, who is in it, what is missing, and who is expected to come."""
    when = f"{say_day(shift.day)} {shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}"
    yield f"{when}  {shift.name}  {shift.team}", BOLD
    if people:
        yield people, PLAIN
    parts = [_say_state(shift, reason)]
    if forecast is not None:
        parts.append(say_forecast(shift, forecast))
    if shift.note:
        parts.append(shift.note)
    yield in_turn(parts), style_of(shift, today)


def say_forecast(shift: ShiftRow, forecast: Forecast) -> str:
    """How many are expected to come, and how likely it is that they are enough."""
    return _("Expected: {expected}; at least {least} come with {chance} %.").format(
        expected=f"{forecast.expected:.1f}",
        least=shift.least,
        chance=round(forecast.chance * 100),
    )


def say_cancelled(reason: str) -> str:
    """That a shift is cancelled, and why, as far as that was said."""
    if reason:
        return _("× This shift is cancelled ({reason}): who was in it is excused.").format(
            reason=reason
        )
    return _("× This shift is cancelled: who was in it is excused.")


def _say_state(shift: ShiftRow, reason: str) -> str:
    if not shift.is_planned:
        return say_cancelled(reason)
    if shift.checked:
        return _("Attendance is noted of {checked} of {filled}.").format(
            checked=shift.checked, filled=shift.filled
        )
    if not shift.missing:
        return _("Every place is filled.")
    if shift.is_short:
        told = _("! {count} of {wanted} missing, at least {least} needed.")
    else:
        told = _("{count} of {wanted} missing.")
    return told.format(count=shift.missing, wanted=shift.wanted, least=shift.least)


def _of_day(day: date, those: Sequence[ShiftRow], note: str) -> Iterator[Span]:
    """A day: its shifts in a row, each with its places."""
    yield "  ".join(filter(None, (say_day(day), note))), BOLD
    if not those:
        yield _("No shift on this day."), PLAIN
        return
    told = (
        f"{shift.starts_at:%H:%M} {shift.name} {fullest(say_places(shift)[-2:], 5)}"
        for shift in those
    )
    yield listed(told), PLAIN
