"""The tasks of the desk, in the order of their numbers."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from store.language import N_, _
from tui.plain.conversation.desk import Desk
from tui.plain.conversation.talk import letter_of, plain


class Task(NamedTuple):
    """What can be done at the desk: its letter, what it is, and the function that does it."""

    letter: str
    told: str
    module: str
    function: str

    def do(self, desk: Desk) -> None:
        """Do it; its module is imported only now. Raises StoreErrors, Left and Ended."""
        getattr(import_module(f"{__package__}.{self.module}"), self.function)(desk)


# The first four have the numbers of the screens.
TASKS = (
    Task("f", N_("find a household, a thing or a person"), "finding", "search_for"),
    Task("o", N_("what is overdue"), "late", "overdue"),
    Task("w", N_("the rota of this week"), "rota", "week"),
    Task("m", N_("late milestones"), "milestones", "late"),
    Task("l", N_("lend"), "lending", "lend"),
    Task("r", N_("take back"), "lending", "take_back"),
    Task("n", N_("renew"), "lending", "renew"),
    Task("a", N_("add things to a household"), "adding", "add"),
    Task("s", N_("what is due soon"), "late", "soon"),
    Task("h", N_("history"), "past", "history_of_all"),
    Task("u", N_("undo your last deed"), "past", "undo"),
    Task("U", N_("do it again"), "past", "redo"),
    Task("c", N_("another compound"), "places", "choose_compound"),
    Task("z", N_("another language"), "places", "choose_language"),
)


def named(line: str) -> Task | None:
    """The task meant by a number or a letter, if it is one."""
    by_name = {
        name: task for number, task in enumerate(TASKS, 1) for name in (str(number), task.letter)
    }
    letter = letter_of(plain(line), by_name)
    return by_name[letter] if letter else None


def lines() -> list[str]:
    """Every task with its number and letter."""
    told = _("{number} or {letter}: {what}")
    return [
        told.format(number=number, letter=task.letter, what=_(task.told))
        for number, task in enumerate(TASKS, 1)
    ]
