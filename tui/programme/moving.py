"""Moving the forecast of a milestone: the day, what moves with it, and why; then it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from store.calendar import parse_day, say_day
from store.errors import Refused, StoreError
from store.language import _, listed, ngettext
from store.neighbours.models import NOTE_LENGTH
from store.programme import forecasting, milestone_list, milestones
from store.programme.forecasting import Move, MovePlan
from tui import cells
from tui.programme.answering import Answering, today_of
from tui.reading import Reading, offering
from tui.widgets.form import Field

MOST_SHOWN = 11  # moves that there is room for at 80×24
NAME = 24  # cells


class MoveScreen(Answering):
    """Asks for the day and the reason; what would move stands beneath as one types.

    The room beneath it is told the news. Raises Refused where the milestone does not move at all.
    """

    def __init__(self, milestone_id: int) -> None:
        row = milestones.get(milestone_id)
        # What cannot move at all is refused before a day is asked for.
        forecasting.preview(milestone_id, row.forecast + timedelta(1))
        self._milestone_id = milestone_id
        self._plan: MovePlan | None = None  # as it was shown last
        title = _("{project}: move “{milestone}”, forecast for {day}").format(
            project=row.project, milestone=row.name, day=say_day(row.forecast)
        )
        fields = (
            Field(
                "day",
                _("New day"),
                kind="day",
                value=row.forecast.isoformat(),
                hint=lambda typed: self._hint(typed, row.baseline),
                guess=True,
            ),
            Field(
                "reason",
                _("Reason"),
                value=row.reason,
                limit=NOTE_LENGTH,
                suggest=offering(milestone_list.latest_reasons),
                guess=True,
            ),
        )
        super().__init__(title, fields, self._carry_out, below=self._preview)

    def _hint(self, typed: str, baseline: date) -> str:
        try:
            day = parse_day(typed, today_of(self))
        except Refused as trouble:
            return trouble.sentence if typed.strip() else ""
        slip = (day - baseline).days
        return f"{say_day(day)}  {say_slip(slip)}"

    def _preview(self, values: dict[str, str]) -> list[str]:
        """What the day that is typed would move."""
        self._plan = None
        try:
            self._plan = forecasting.preview(
                self._milestone_id, parse_day(values["day"], today_of(self))
            )
        except StoreError as trouble:
            return [f"! {trouble.sentence}"] if values["day"].strip() else []
        return list(say_plan(self._plan))

    def _carry_out(self, values: dict[str, str]) -> str:
        """Do what was shown; whatever became otherwise meanwhile is refused by the store."""
        read = Reading(_("Day"))
        day = read.needed_day("day", values["day"], today_of(self))
        read.settle()
        plan = self._plan or forecasting.preview(self._milestone_id, day)
        reason = values["reason"] if plan.needs_reason else ""
        forecasting.carry_out(plan, reason)
        return _said(plan)


def say_slip(days: int) -> str:
    """How far a day lies from the baseline: `+14 d`, `−3 d`, or that it is on time."""
    if not days:
        return _("on the baseline")
    return _("{days} d").format(days=f"+{days}" if days > 0 else f"−{-days}")


def say_plan(plan: MovePlan) -> Iterator[str]:
    """All that moves, a line each with before, after and slip; and what is to be thought of."""
    if plan.needs_reason:
        yield _("! It slips beyond its baseline: please give the reason.")
    if plan.sooner:
        yield _("! It would come sooner than planned after {milestones}.").format(
            milestones=listed(f"“{name}”" for name in plan.sooner)
        )
    if plan.beyond:
        yield _("! Past the last day of {projects}.").format(projects=listed(plan.beyond))
    count = len(plan.moves)
    told = ngettext("{count} milestone moves:", "{count} milestones move:", count)
    yield told.format(count=count)
    projects = {move.project_id for move in plan.moves}
    for move in plan.moves[:MOST_SHOWN]:
        yield _line(move, with_project=len(projects) > 1)
    if count > MOST_SHOWN:
        rest = count - MOST_SHOWN
        more = ngettext("… and {count} more", "… and {count} more", rest)
        yield more.format(count=rest)


def _line(move: Move, *, with_project: bool) -> str:
    name = f"{move.project}: {move.milestone}" if with_project else move.milestone
    return (
        f"  {cells.fit(name, NAME)}  {move.before.isoformat()} → {move.after.isoformat()}"
        f"  {say_slip(move.slip)}"
    )


def _said(plan: MovePlan) -> str:
    asked, others = plan.moves[0], len(plan.moves) - 1
    words = {"milestone": asked.milestone, "day": say_day(asked.after), "count": others}
    if not others:
        return _("“{milestone}” is forecast for {day}; u takes it back.").format(**words)
    told = ngettext(
        "“{milestone}” is forecast for {day}, and {count} other moved with it; u takes it back.",
        "“{milestone}” is forecast for {day}, and {count} others moved with it; u takes it back.",
        others,
    )
    return told.format(**words)
