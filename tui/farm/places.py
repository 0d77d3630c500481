"""A shift as lines: what is to be said of it, and a row for each place of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from store import walltime
from store.calendar import say_day, say_near, say_short
from store.farm.attendance import SAID_AS
from store.farm.shifts import PlaceRow, ShiftRow
from store.farm.staffing import Forecast
from store.farm.swaps import SwapRow
from store.language import N_, _, in_turn, listed, ngettext
from tui.farm.pane import say_cancelled, say_forecast
from tui.widgets.listing import Column, ListingRow
from tui.widgets.painted import BOLD, PLAIN, Span

FREE, SWAP = "free", "swap"
GLYPHS = {"present": "✓", "late": "~", "excused": "–", "absent": "×"}
GROUPS = {
    "planned": N_("Places"),
    "standby": N_("On standby"),
    "left": N_("No longer in it"),
}
FORMER = {
    "left": N_("gave the place up"),
    "replaced": N_("replaced"),
    "excused": N_("need not come"),
}
# What `shift.edited` names.
EDITED = {
    "name": N_("the name"),
    "day": N_("the day"),
    "at": N_("the time"),
    "minutes": N_("the length"),
    "least": N_("the places"),
    "wanted": N_("the places"),
    "most": N_("the places"),
    "skills": N_("the skills"),
    "note": N_("the note"),
    "state": N_("whether it takes place"),
}


def columns() -> tuple[Column, ...]:
    """The columns of the rows below."""
    return (
        Column(_("who"), 12, flex=1, priority=9),
        Column("", 12, priority=8),
        Column(_("hours"), 7, align="right", priority=7),
        Column("", 16, flex=3, priority=6),
        Column(_("phone"), 11, priority=1),
    )


def say_shift(shift: ShiftRow, today: date) -> str:
    """A shift in a few words: its name and when it starts."""
    return _("{shift} ({day} {time})").format(
        shift=shift.name, day=say_near(shift.day, today), time=f"{shift.starts_at:%H:%M}"
    )


def say_span(shift: ShiftRow) -> str:
    """When a shift is: `Tue 2026-11-24 07:00–09:00`."""
    return f"{say_day(shift.day)} {shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}"


def summary(
    shift: ShiftRow,
    needs: Sequence[tuple[str, int]],
    forecast: Forecast | None,
    reason: str = "",
) -> Iterator[Span]:
    """What is to be known of a shift before its people; `reason` is why it was cancelled."""
    if not shift.is_planned:
        yield say_cancelled(reason), BOLD
    elif shift.is_short:
        yield f"! {_say_filled(shift)}", BOLD
    else:
        yield _say_filled(shift), PLAIN
    details = []
    if needs:
        wanted = listed(f"{skill} {places}" for skill, places in needs)
        details.append(_("Needs: {skills}.").format(skills=wanted))
    if forecast is not None and shift.filled:
        details.append(say_forecast(shift, forecast))
    if details:
        yield in_turn(details), PLAIN
    by_hand = [field for field in shift.edited.split() if field in EDITED]
    if not shift.is_planned and "state" in by_hand:
        by_hand.remove("state")  # as the first line says
    edited = dict.fromkeys(_(EDITED[field]) for field in by_hand)
    if edited:
        yield _("Changed by hand: {fields}.").format(fields=listed(edited)), PLAIN
    if shift.note:
        yield shift.note, PLAIN


def _say_filled(shift: ShiftRow) -> str:
    told = ngettext(
        "{filled} of {wanted} place filled (at least {least}, at most {most})",
        "{filled} of {wanted} places filled (at least {least}, at most {most})",
        shift.wanted,
    ).format(filled=shift.filled, wanted=shift.wanted, least=shift.least, most=shift.most)
    more = []
    if shift.missing:
        more.append(
            ngettext("{count} is missing", "{count} are missing", shift.missing).format(
                count=shift.missing
            )
        )
    if shift.standby:
        more.append(_("{count} on standby").format(count=shift.standby))
    return _("{places}.").format(places=listed((told, *more)))


def rows(
    shift: ShiftRow,
    places: Iterable[PlaceRow],
    minutes: Mapping[int, int],
    swaps: Iterable[SwapRow],
) -> Iterator[ListingRow]:
    """A row for each place, free ones too, then standby, offers to swap and who left."""
    found = list(places)
    yield from (_place(row, minutes) for row in found if row.state == "planned")
    yield from (_free(number, shift) for number in range(shift.missing))
    yield from (_place(row, minutes) for row in found if row.state == "standby")
    yield from (_swap(swap, shift) for swap in swaps)
    yield from (_place(row, minutes) for row in found if not row.in_force)


def _place(row: PlaceRow, minutes: Mapping[int, int]) -> ListingRow:
    attendance = row.attendance or ""
    state = SAID_AS.get(attendance, "")
    group = GROUPS.get(row.state, GROUPS["left"])
    details = [
        "" if row.in_force else _(FORMER[row.state]),
        _("stands in for {member}").format(member=row.stand_in_for) if row.stand_in_for else "",
        _("by hand") if row.by_hand and row.in_force else "",
        row.reason,
    ]
    hours = walltime.say_hours(minutes.get(row.member_id, 0))
    return ListingRow(
        str(row.assignment_id),
        (row.member, _(state) if state else "", hours, listed(filter(None, details)), row.phone),
        group=_(group),
        dimmed=not row.in_force,
        glyph=GLYPHS.get(attendance, ""),
    )


def _free(number: int, shift: ShiftRow) -> ListingRow:
    return ListingRow(
        f"{FREE} {number}",
        (_("free place"), "", "", _("a adds somebody"), ""),
        group=_(GROUPS["planned"]),
        glyph="!" if shift.filled + number < shift.least else "○",
    )


def swap_key(swap_id: int) -> str:
    """What the row of an offer is found by."""
    return f"{SWAP} {swap_id}"


def _swap(swap: SwapRow, shift: ShiftRow) -> ListingRow:
    """An offer as a row: what the other of the two shifts is."""
    gives = swap.shift_id != shift.id
    name, starts_at = swap.other_shift, swap.other_starts_at
    if gives:
        name, starts_at = swap.shift, swap.starts_at
    told = _("gives {shift} {day}") if gives else _("wants {shift} {day}")
    day = f"{say_short(starts_at.date())} {starts_at:%H:%M}"
    return ListingRow(
        swap_key(swap.id),
        (
            f"{swap.member} ⇄ {swap.other}",
            _("until {day}").format(day=say_short(swap.expires_on)),
            "",
            told.format(shift=name, day=day),
            "",
        ),
        group=_("Swaps offered: w accepts, x ends the offer"),
        glyph="⇄",
    )
