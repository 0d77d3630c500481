"""The conversation from its first line to its last."""

from __future__ import annotations

import sys
from datetime import date
from io import TextIOWrapper

from store import acting
from store.access import rights
from store.calendar import say_day
from store.language import _
from store.neighbours import compounds
from store.sharing import overdue
from tui.plain import board, streams
from tui.plain.conversation import finding, lines, tasks
from tui.plain.conversation.choosing import BACK
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import END, HELP, Ended, Left, ask, plain, saying_refusals
from tui.plain.output import say


def hold(compound: str | None, fixed_today: date | None) -> None:
    """Ask what is to be done, and do it, until whoever is here goes.

    Raises NotFound where there is no compound of that name.
    """
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # what cannot be read is refused where it is stored
    desk = Desk(_first(compound), fixed_today)
    if not streams.anything_to_hear():
        board.write(desk.today, compound)
        return
    try:
        _greet(desk)
        while _may_stay():
            _turn(desk)
    except Ended:
        say(_("Goodbye."))


def _turn(desk: Desk) -> None:
    """One task, from its name to its end; what is refused is said."""
    try:
        with saying_refusals():
            line = ask(_("What next?"), _help())
            if plain(line) in ("", BACK):
                _say_keys()
            elif task := tasks.named(line):
                task.do(desk)
            else:
                _otherwise(desk, line)
    except (Left, KeyboardInterrupt):
        say(_("Left."))


def _otherwise(desk: Desk, line: str) -> None:
    """What a line means that names no task: a deed that it begins with, or letters to look for."""
    if lines.is_one(line):
        lines.take(desk, line)
    else:
        finding.look_for(desk, line)


def _first(compound: str | None) -> compounds.CompoundRow | None:
    """The compound asked for, else the oldest. Raises NotFound."""
    if compound is not None:
        return compounds.find(compound)
    return next(iter(compounds.compounds(limit=1)), None)


def _greet(desk: Desk) -> None:
    name = desk.compound.name if desk.compound else _("no compound yet")
    who = {"compound": name, "day": say_day(desk.today), "user": acting.user()}
    say(_("Qiaomen, {compound}. {day}, {user}.").format(**who))
    if desk.compound is None:
        board.say_how_to_begin()
    else:
        lent, late = overdue.open_of_compound(desk.compound.id, desk.today)
        say(_("Overdue: {late}. Lent now: {open}.").format(late=late, open=lent))
    _say_keys()


def _say_keys() -> None:
    say(_("{help}: what can be done here. {end}: end.").format(help=HELP, end=END))


def _help() -> list[str]:
    return [*tasks.lines(), _("Or a few letters of what you look for, or a line as l kx 3-502 2w.")]


def _may_stay() -> bool:
    """Whether who is here is still of the desk; says so where not."""
    if rights.role() is not None:
        return True
    say(_("You are no longer one of the people of this desk."))
    return False
