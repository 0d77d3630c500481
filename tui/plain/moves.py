"""Moving the forecast of a milestone: what moves with it, shown or done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.language import N_, _, listed
from store.programme import forecasting, milestones, projects
from store.programme.forecasting import Move, MovePlan
from tui.plain import asked
from tui.plain.output import Field, as_object, say, write_object, write_table

MOVE: Sequence[Field[Move]] = (
    Field("id", lambda row: row.milestone_id, N_("No."), align="right"),
    Field("project", lambda row: row.project, N_("Project"), least=10),
    Field("milestone", lambda row: row.milestone, N_("Milestone"), least=8),
    Field("baseline", lambda row: row.baseline, N_("Baseline")),
    Field("before", lambda row: row.before, N_("Before")),
    Field("after", lambda row: row.after, N_("After")),
    Field("slip_days", lambda row: row.slip, N_("Slip"), lambda row: f"{row.slip:+d}"),
)


def move(
    project: str,
    milestone: str,
    day_text: str,
    reason: str,
    today: date,
    form: str,
    *,
    dry_run: bool,
) -> None:
    """Move a milestone and what follows, or only say what would move. Raises StoreErrors."""
    row = milestones.find(milestone, projects.find(project).id)
    day = asked.day(day_text, today, past=False)
    assert day is not None  # a text was given
    plan = forecasting.preview(row.id, day)
    if not dry_run:
        forecasting.carry_out(plan, reason)
    if form == "json":
        write_object(
            {
                "moves": [as_object(MOVE, each) for each in plan.moves],
                "beyond": list(plan.beyond),
                "sooner": list(plan.sooner),
                "needs_reason": plan.needs_reason,
                "done": not dry_run,
            }
        )
        return
    write_table(MOVE, plan.moves)
    for sentence in _remarks(plan, dry_run):
        say(sentence)


def _remarks(plan: MovePlan, dry_run: bool) -> list[str]:
    told = []
    if plan.beyond:
        sentence = _("That is after the last day of {projects}.")
        told.append(sentence.format(projects=listed(plan.beyond)))
    if plan.sooner:
        sentence = _("That is sooner after {milestones} than was planned.")
        told.append(sentence.format(milestones=listed(plan.sooner)))
    if dry_run:
        told.append(_("Nothing was changed."))
        if plan.needs_reason:
            told.append(_("It slips: please give --reason with it."))
    return told
