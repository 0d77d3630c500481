"""Milestones that are late, and noting that one was reached."""

from __future__ import annotations

from store.calendar import parse_day, say_day
from store.language import _, listed, ngettext
from store.programme import late_milestones, milestones
from store.programme.late_milestones import LateMilestone
from tui.plain.conversation.choosing import Told, choose, one_after_another
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import ask_for, plain, saying_refusals, together
from tui.plain.output import say


def late(desk: Desk) -> None:
    """Say which are late, the longest first, and note which one was reached. Raises StoreErrors.

    One that is not late is found by its name or number.
    """
    found = tuple(late_milestones.late(desk.today))
    if not found:
        say(_("No milestone is late."))
    told: Told[LateMilestone] = Told(one_after_another(found), _said)
    while (picked := choose(told, {}, takes_text=True)) is not None:
        with saying_refusals():
            named = milestones.find(plain(picked)) if isinstance(picked, str) else picked
            _ask_reached(desk, named.id)


def _ask_reached(desk: Desk, milestone_id: int) -> None:
    """Ask on which day it was reached, and note it. Raises StoreErrors."""
    row = milestones.get(milestone_id)
    forecast = _("expected {day}").format(day=say_day(row.forecast))
    say(together((row.name, row.project, forecast)))
    if waiting := milestones.not_reached_before(row.id):
        sentence = _("It needs what was not reached yet: {milestones}.")
        say(sentence.format(milestones=listed(waiting)))
    help = (_("today, or a day that has been, as 11-20, fri, yesterday."),)

    def note(line: str) -> None:
        day = parse_day(plain(line), desk.today, past=True)
        milestones.reach([row.id], day, desk.today)
        told = _("Noted: “{milestone}” of {project} was reached on {day}.")
        say(told.format(milestone=row.name, project=row.project, day=say_day(day)))

    ask_for(_("Reached on which day?"), help, note)


def _said(row: LateMilestone) -> str:
    """A milestone: how late it is, whose, and whom to ask."""
    days = ngettext("{days} day late", "{days} days late", row.days).format(days=row.days)
    expected = _("expected {day}").format(day=say_day(row.forecast))
    who = _("ask {people}").format(people=listed(row.in_charge)) if row.in_charge else ""
    return together((row.milestone, row.project, expected, days, who))
