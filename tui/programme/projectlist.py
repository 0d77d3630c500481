"""Projects and milestones as rows, a page of the store's lists at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from store.language import _
from store.programme import milestones, projects, terms
from store.programme.milestone_list import MilestoneList
from store.programme.milestones import MilestoneRow
from store.programme.project_list import Filters, ListedProject, ProjectList
from tui import cells
from tui.programme.moving import say_slip
from tui.widgets import timeline
from tui.widgets.listing import Column, ListingRow
from tui.widgets.timeline import Mark, Scale, draw, months

NAME, DAY, SLIP, DIMENSIONS = 22, 10, 8, 4  # cells
LATE, REACHED = "!", "●"


def columns(year: int | None) -> tuple[Column, ...]:
    """The columns of a list of projects; the year only where there are several."""
    of_year = (Column(_("Year"), 4, priority=3),) if year is None else ()
    return (
        Column(_("project"), 24, flex=3, priority=9),
        Column(_("community"), 10, flex=1, priority=6),
        Column("", DIMENSIONS, priority=2),
        *of_year,
        Column(_("status"), 12, priority=5),
        Column(_("reached"), 7, align="right", priority=7),
        Column(_("slip"), SLIP, align="right", priority=8),
        Column(_("due next"), DAY, priority=1),
    )


def timeline_columns(scale: Scale) -> tuple[Column, ...]:
    """The name, then the year's line with its months above it."""
    return (Column(_("project"), NAME, priority=9), Column(months(scale), scale.width, priority=8))


def milestone_columns() -> tuple[Column, ...]:
    """The columns of a list of milestones."""
    return (
        Column(_("milestone"), 16, flex=2, priority=9),
        Column(_("project"), 16, flex=2, priority=8),
        Column(_("baseline"), DAY, priority=5),
        Column(_("expected"), DAY, priority=7),
        Column(_("slip"), SLIP, align="right", priority=6),
        Column(_("community"), 10, flex=1, priority=4),
    )


def scale(year: int, width: int) -> Scale:
    """The days of a year's projects in what the name leaves of a window of `width`."""
    first, last = projects.span(year) or (date(year, 1, 1), date(year, 12, 31))
    return Scale(first, last, max(20, width - NAME - 4))


class _Rows:
    """A list of the store as rows, found by number."""

    def __init__(self, found: ProjectList | MilestoneList) -> None:
        self._list = found

    def after(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` rows that follow the one of `key`."""
        return self._rows(self._list.after(None if key is None else int(key), limit))

    def before(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        """Up to `limit` rows that stand before the one of `key`."""
        return self._rows(self._list.before(None if key is None else int(key), limit))

    def _rows(self, found: Sequence[Any]) -> list[ListingRow]:
        raise NotImplementedError


class _Counted(_Rows):
    """One whose places can be told fast, however many there are."""

    def count(self) -> int:
        """How many there are."""
        return self._list.count()

    def position(self, key: str) -> int:
        """How many precede the one of `key`."""
        return self._list.position(int(key))


class ProjectSource(_Counted):
    """The store's list of projects as rows."""

    def __init__(self, filters: Filters, today: date) -> None:
        super().__init__(ProjectList(filters, today))
        self._with_year = filters.year is None

    def _rows(self, found: Sequence[ListedProject]) -> list[ListingRow]:
        return [self._row(row) for row in found]

    def _row(self, row: ListedProject) -> ListingRow:
        return ListingRow(
            str(row.id),
            (
                row.name,
                row.community,
                terms.say_dimensions(row.dimensions),
                *((str(row.year),) if self._with_year else ()),
                _(terms.STATUS_NAMES[row.status]),
                f"{row.reached}/{row.milestones}" if row.milestones else "",
                say_slip(row.slip) if row.slip else "",
                row.next_on.isoformat() if row.next_on else "",
            ),
            glyph=LATE if row.late else "",
            dimmed=row.status == "removed",
        )


class TimelineSource(_Counted):
    """The store's list of projects, each with its milestones on a line."""

    def __init__(self, filters: Filters, today: date, scale: Scale) -> None:
        super().__init__(ProjectList(filters, today))
        self._today = today
        self._scale = scale

    def _rows(self, found: Sequence[ListedProject]) -> list[ListingRow]:
        known = milestones.of_projects([row.id for row in found]) if found else {}
        return [
            ListingRow(
                str(row.id),
                (row.name, draw(map(mark, known.get(row.id, ())), self._scale, self._today)),
                glyph=LATE if row.late else "",
                dimmed=row.status == "removed",
            )
            for row in found
        ]


class MilestoneSource(_Rows):
    """The store's list of milestones as rows, by the day each is expected."""

    def __init__(self, filters: Filters, today: date) -> None:
        super().__init__(MilestoneList(filters, today))
        self._today = today

    def _rows(self, found: Sequence[MilestoneRow]) -> list[ListingRow]:
        return [self._row(row) for row in found]

    def _row(self, row: MilestoneRow) -> ListingRow:
        return ListingRow(
            str(row.id),
            (
                row.name,
                row.project,
                row.baseline.isoformat(),
                row.day.isoformat(),
                say_slip(row.slip) if row.slip else "",
                row.community,
            ),
            glyph=REACHED if row.actual else LATE if row.is_late(self._today) else "",
            dimmed=row.status == "removed",
        )


def legend(room: int) -> str:
    """What the signs of a timeline mean, as many of them as there is room for."""
    known = [
        timeline.BASELINE + timeline.SLIP + " " + _("baseline"),
        timeline.FORECAST + " " + _("forecast"),
        timeline.REACHED + " " + _("reached"),
        timeline.TODAY + " " + _("today"),
    ]
    while known and cells.width(" ".join(known)) > room:
        known.pop()
    return " ".join(known)


def mark(row: MilestoneRow) -> Mark:
    """A milestone as it is drawn."""
    return Mark(row.baseline, row.day, row.actual is not None)
