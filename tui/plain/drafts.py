"""The draft of the rota, how even everybody's hours are, and why somebody has a place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from store import walltime
from store.calendar import say_day
from store.database import transaction
from store.farm import draft as drafting
from store.farm import eligibility, laying_out, member_list, shifts
from store.farm.draft import Alternative, Draft, Figures, Unfilled
from store.language import N_, _, listed, ngettext
from tui.plain import asked, streams
from tui.plain.output import Field, as_object, say, write_object, write_rows, write_table
from tui.plain.places import place_of
from tui.plain.shifts import Days
from tui.plain.team import hours

UNFILLED: Sequence[Field[Unfilled]] = (
    Field("day", lambda row: row.shift.day, N_("Day"), lambda row: say_day(row.shift.day)),
    Field("at", lambda row: f"{row.shift.starts_at:%H:%M}", N_("At"), least=5),
    Field("shift", lambda row: row.shift.name, N_("Shift"), least=8),
    Field("missing", lambda row: row.missing, N_("Missing"), align="right", least=4),
    Field("reason", lambda row: row.reason, N_("Why"), least=16),
)

ALTERNATIVE: Sequence[Field[Alternative]] = (
    Field("member", lambda row: row.member, N_("Member"), least=8),
    Field(
        "hours",
        lambda row: hours(row.minutes),
        N_("Hours"),
        lambda row: walltime.say_hours(row.minutes),
        align="right",
    ),
    Field(
        "cost",
        lambda row: None if row.cost is None else round(row.cost, 4),
        N_("Cost"),
        lambda row: "" if row.cost is None else f"{row.cost:+.1f}",
        align="right",
    ),
    Field(
        "objections",
        lambda row: [eligibility.say(each) for each in row.objections],
        N_("Against it"),
        lambda row: listed(map(eligibility.say, row.objections)),
        least=16,
    ),
)
ALTERNATIVE_SHOWN = tuple(field.key for field in ALTERNATIVE)


class _DryRun(Exception):
    """Takes back what was laid out for a draft that is only tried."""


def draft(
    first_text: str, weeks: int, today: date, form: str, *, team: str | None, dry_run: bool
) -> None:
    """Fill some weeks, unless `dry_run`, and write what that comes to. Raises StoreErrors."""
    first = asked.day(first_text, today, past=False) or today
    last, team_id = first + timedelta(7 * weeks - 1), asked.team_id(team)
    if dry_run:
        found = _tried(first, last, today, team_id)
    else:
        if member_list.members(today, team_id):
            laying_out.lay_out(today, last)
        found = _proposed(first, last, today, team_id)
        if found.changes:
            drafting.accept(found)
    if form == "json":
        write_object(_draft_object(found, dry_run))
    else:
        _tell(found, dry_run)


def write_fairness(
    first_text: str | None, last_text: str | None, today: date, form: str, *, team: str | None
) -> None:
    """Write everybody's hours, how even they are and could be, and the places that are empty.

    Raises NotFound, Refused.
    """
    days = Days(first_text, last_text)
    first, last = days.read(today, date.min, date.max)
    figures, unfilled = drafting.figures(
        today,
        asked.team_id(team),
        None if days.first is None else first,
        None if days.last is None else last,
    )
    if form == "json":
        write_object(_figures_object(figures) | {"unfilled": _objects(unfilled)})
        return
    for _id, member, minutes in figures.hours:
        say(_("{member}: {hours} h").format(member=member, hours=walltime.say_hours(minutes)))
    say()
    _say_figures(figures)
    if unfilled:
        say()
        write_table(UNFILLED, unfilled)


def write_why(shift_text: str, member_text: str, today: date, form: str) -> None:
    """Write who else could have a member's place, and what that would cost. Raises StoreErrors."""
    shift = shifts.find(shift_text, today)
    why = drafting.why(place_of(shift, member_text, today).assignment_id)
    if form == "json":
        others = [as_object(ALTERNATIVE, each) for each in why.alternatives]
        write_object({"shift_id": shift.id, "member": why.member, "alternatives": others})
        return
    say(
        _("{member} in {shift}, {day}: who else could, and what it would cost").format(
            member=why.member, shift=shift.name, day=say_day(shift.day)
        )
    )
    write_rows(ALTERNATIVE, ALTERNATIVE_SHOWN, why.alternatives, form)
    say(_("The cost is in hours squared: 0 is as even as now, more is less even."))


def _proposed(first: date, last: date, today: date, team_id: int | None) -> Draft:
    with _Progress() as going_on:
        found = drafting.propose(first, last, today, team_id, going_on)
    assert found is not None, "nobody cancels it here"
    return found


def _tried(first: date, last: date, today: date, team_id: int | None) -> Draft:
    """What is proposed, with all taken back that was laid out for it.

    Others can work meanwhile, unless there was something to lay out.
    """
    found: Draft | None = None
    with suppress(_DryRun), transaction():
        if laying_out.lay_out(today, last):
            found = _proposed(first, last, today, team_id)
        raise _DryRun
    return found or _proposed(first, last, today, team_id)


class _Progress:
    """Says on the terminal how far it is while somebody waits there, and wipes that away after."""

    def __enter__(self) -> Callable[[float], bool]:
        self._is_seen = streams.errors_lead_to_terminal()
        self._said = -1
        return self._say

    def __exit__(self, *trouble: object) -> None:
        if self._said >= 0:
            sys.stderr.write("\r\x1b[K")

    def _say(self, share: float) -> bool:
        percent = int(share * 100)
        if self._is_seen and percent != self._said:
            self._said = percent
            sys.stderr.write("\r" + _("{percent} % of the draft").format(percent=percent))
            sys.stderr.flush()
        return True


def _tell(found: Draft, dry_run: bool) -> None:
    say(
        _("Draft from {first} to {last}").format(
            first=say_day(found.first), last=say_day(found.last)
        )
    )
    placed, dropped = len(found.placed), len(found.dropped)
    counts = [ngettext("{count} new place", "{count} new places", placed).format(count=placed)]
    if dropped:
        told = ngettext("{count} replaced", "{count} replaced", dropped)
        counts.append(told.format(count=dropped))
    say(listed(counts))
    say()
    say(_("Before:"))
    _say_figures(found.before)
    say(_("After:"))
    _say_figures(found.after)
    if found.unfilled:
        say()
        write_table(UNFILLED, found.unfilled)
    for bottleneck in found.bottlenecks:
        say(bottleneck)
    if dry_run:
        say(_("Nothing was changed: this was a dry run."))
    elif not found.changes:
        say(_("The draft changes nothing: everybody stays in place."))


def _say_figures(figures: Figures) -> None:
    say(
        "  "
        + _("{filled} of {wanted} places are filled.").format(
            filled=figures.filled, wanted=figures.wanted
        )
    )
    say(
        "  "
        + _("Hours: {spread} between most and least, Gini {gini}").format(
            spread=walltime.say_hours(figures.max_minus_min), gini=f"{figures.gini:.3f}"
        )
    )
    say(
        "  "
        + _("Sum of squares {squares}; no less than {bound}, were everybody free {free}").format(
            squares=f"{figures.sum_of_squares:.1f}",
            bound=f"{figures.bound_available:.1f}",
            free=f"{figures.bound_free:.1f}",
        )
    )


def _draft_object(found: Draft, dry_run: bool) -> dict[str, Any]:
    return {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "dry_run": dry_run,
        "placed": len(found.placed),
        "dropped": len(found.dropped),
        "kept": found.kept,
        "filled": found.filled,
        "wanted": found.wanted,
        "unfilled": _objects(found.unfilled),
        "bottlenecks": list(found.bottlenecks),
        "proven": found.proven,
        "before": _figures_object(found.before),
        "after": _figures_object(found.after),
    }


def _figures_object(figures: Figures) -> dict[str, Any]:
    return {
        "hours": {member: hours(minutes) for _id, member, minutes in figures.hours},
        "max_minus_min": hours(figures.max_minus_min),
        "gini": figures.gini,
        "sum_of_squares": figures.sum_of_squares,
        "bound_free": figures.bound_free,
        "bound_available": figures.bound_available,
        "filled": figures.filled,
        "wanted": figures.wanted,
    }


def _objects(unfilled: Sequence[Unfilled]) -> list[dict[str, Any]]:
    return [as_object(UNFILLED, each) for each in unfilled]
