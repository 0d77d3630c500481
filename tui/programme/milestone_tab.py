"""The milestones of one project: a row each, with its dates and its own timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from store.calendar import say_day
from store.language import _, in_turn, listed
from store.programme.dependencies import NeedRow
from store.programme.milestones import MilestoneRow
from store.programme.projects import ProjectRow
from tui.programme.moving import say_slip
from tui.programme.projectlist import mark
from tui.widgets.listing import Column, ListingRow
from tui.widgets.timeline import Scale, draw

NAME, DAY, SLIP = 18, 10, 8  # cells
REACHED, LATE = "●", "!"


def columns(width: int) -> tuple[Column, ...]:
    """The columns in a window of `width` cells; the timeline takes what the others leave."""
    return (
        Column(_("milestone"), name_width(width), priority=9),
        Column(_("baseline"), DAY, priority=6),
        Column(_("expected"), DAY, priority=8),
        Column(_("slip"), SLIP, align="right", priority=7),
        Column("", line_width(width), priority=5),
    )


def name_width(width: int) -> int:
    """How many cells a name has in a window of `width`."""
    return NAME + max(0, width - 80) // 4


def line_width(width: int) -> int:
    """How many cells a timeline has in a window of `width`."""
    return max(12, width - name_width(width) - 2 * DAY - SLIP - 8)


def rows(
    project: ProjectRow, found: Sequence[MilestoneRow], today: date, width: int
) -> Iterator[ListingRow]:
    """The milestones in the order of their days."""
    days = [day for row in found for day in (row.baseline, row.day)]
    line = Scale(min([project.starts_on, *days]), max([project.ends_on, *days]), line_width(width))
    for row in found:
        late = row.is_late(today)
        yield ListingRow(
            f"milestone {row.id}",
            (
                row.name,
                row.baseline.isoformat(),
                row.day.isoformat(),
                say_slip(row.slip) if row.slip else "",
                draw([mark(row)], line, today),
            ),
            glyph=REACHED if row.actual else LATE if late else "",
            dimmed=project.status == "removed",
        )


def say(row: MilestoneRow, needs: Sequence[NeedRow], names: Mapping[int, str]) -> str:
    """What stands beneath the list about the milestone under the cursor."""
    parts = []
    if row.actual:
        parts.append(_("Reached on {day}.").format(day=say_day(row.actual)))
    else:
        parts.append(_("Forecast for {day}.").format(day=say_day(row.forecast)))
    own = [need for need in needs if need.milestone_id == row.id]
    if own:
        told = listed(
            _("{milestone} {gap:+} d").format(
                milestone=names.get(need.needs_id, need.needs), gap=need.gap_days
            )
            for need in own
        )
        parts.append(_("Needs {milestones}.").format(milestones=told))
    followed = [names[need.milestone_id] for need in needs if need.needs_id == row.id]
    if followed:
        parts.append(_("Needed by {milestones}.").format(milestones=listed(followed)))
    if row.reason:
        parts.append(_("Why it slips: {reason}").format(reason=row.reason))
    if row.evidence:
        parts.append(_("Evidence: {evidence}").format(evidence=row.evidence))
    return in_turn(parts)
