"""What a draft would change: its figures, each member's hours, and what stays empty with why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from store import walltime
from store.calendar import say_day, say_short, weekday_letters
from store.farm.draft import Draft
from store.farm.shifts import ShiftRow
from store.language import _, listed, ngettext
from tui import cells
from tui.widgets.listing import Column, ListingRow
from tui.widgets.painted import BOLD, PLAIN, Span

FULL = "█"


def summary(made: Draft) -> Iterator[Span]:
    """What the draft would change, in figures."""
    before, after = made.before, made.after
    yield (
        _("Places filled: {after} of {wanted} (before {before}).").format(
            after=made.filled, wanted=made.wanted, before=before.filled
        ),
        BOLD,
    )
    yield (
        _("Hours, most minus least: {after} (before {before}). Gini {gini} (before {was}).").format(
            after=walltime.say_hours(after.max_minus_min),
            before=walltime.say_hours(before.max_minus_min),
            gini=f"{after.gini:.3f}",
            was=f"{before.gini:.3f}",
        ),
        PLAIN,
    )
    yield (
        _("Squares of the hours: {now}; at best {available}, {free} if all were free.").format(
            now=f"{after.sum_of_squares:.1f}",
            available=f"{after.bound_available:.1f}",
            free=f"{after.bound_free:.1f}",
        ),
        PLAIN,
    )
    given = ngettext("{count} place is given", "{count} places are given", len(made.placed))
    taken = ngettext("{count} is taken back", "{count} are taken back", len(made.dropped))
    yield (
        _("{given}, {taken}. Enter accepts, Esc drops the draft.").format(
            given=given.format(count=len(made.placed)),
            taken=taken.format(count=len(made.dropped)),
        ),
        BOLD,
    )


def hours_columns() -> tuple[Column, ...]:
    """The columns of the members' hours."""
    return (
        Column(_("member"), 12, flex=2, priority=9),
        Column(_("before"), 8, align="right", priority=6),
        Column(_("after"), 8, align="right", priority=8),
        Column("+ −", 8, align="right", priority=7),
        Column("", 16, flex=3, priority=1),
    )


def hours_lines(made: Draft) -> Iterator[ListingRow]:
    """Each member's hours before and after, who then has most first, with a bar to compare."""
    before = {member_id: minutes for member_id, _name, minutes in made.before.hours}
    after = sorted(made.after.hours, key=lambda row: (-row[2], row[1]))
    most = max((minutes for _id, _name, minutes in after), default=0)
    for member_id, name, minutes in after:
        was = before.get(member_id, 0)
        more = minutes - was
        sign = "+" if more > 0 else "-"
        yield ListingRow(
            str(member_id),
            (
                name,
                walltime.say_hours(was),
                walltime.say_hours(minutes),
                f"{sign}{walltime.say_hours(abs(more))}" if more else "",
                FULL * round(16 * minutes / most) if most > 0 else "",
            ),
        )


def placed_columns() -> tuple[Column, ...]:
    """The columns of who gets which shift."""
    return (
        Column(_("day"), 10, priority=9),
        Column(_("time"), 11, priority=5),
        Column(_("shift"), 10, flex=1, priority=8),
        Column(_("who"), 14, flex=3, priority=7),
    )


def placed_lines(made: Draft, shifts: Iterable[ShiftRow]) -> Iterator[ListingRow]:
    """Each shift in which the draft gives places, and to whom, as the shifts come."""
    names = {member_id: name for member_id, name, _minutes in made.after.hours}
    people: defaultdict[int, list[str]] = defaultdict(list)
    for place in made.placed:
        people[place.shift_id].append(names[place.member_id])
    for shift in shifts:
        yield ListingRow(
            str(shift.id),
            (
                f"{weekday_letters(shift.day)[1]} {say_short(shift.day)}",
                f"{shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}",
                shift.name,
                listed(people[shift.id]),
            ),
            group=f"{shift.day:%Y-%m}",
        )


def unfilled_lines(made: Draft, width: int) -> list[ListingRow]:
    """The bottlenecks, then each shift with free places and why, in as many lines as it takes."""
    sentences = [(_("Bottlenecks"), "!", sentence) for sentence in made.bottlenecks]
    for row in made.unfilled:
        shift = row.shift
        day = f"{say_day(shift.day)} {shift.starts_at:%H:%M}"
        missing = ngettext("{count} is missing", "{count} are missing", row.missing)
        told = _("{day} {shift}: {missing}. {reason}").format(
            day=day, shift=shift.name, missing=missing.format(count=row.missing), reason=row.reason
        )
        sentences.append((_("Shifts that are not full"), "○", told.rstrip()))
    return [
        ListingRow(f"{number}.{part}", (text,), group=group, glyph=glyph if part == 0 else "")
        for number, (group, glyph, sentence) in enumerate(sentences)
        for part, text in enumerate(cells.wrap(sentence, width))
    ]
