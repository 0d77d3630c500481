"""The table of tasks: each has a letter of its own, and a function that does it."""

from __future__ import annotations

from importlib import import_module

from tui.plain.conversation import tasks
from tui.plain.conversation.choosing import BACK
from tui.plain.conversation.talk import END, HELP


def test_each_task_has_a_letter_of_its_own_and_a_function() -> None:
    letters = [task.letter for task in tasks.TASKS]
    assert len(set(letters)) == len(letters)
    assert not {BACK, END, HELP} & set(letters)
    for task in tasks.TASKS:
        module = import_module(f"{tasks.__package__}.{task.module}")
        assert callable(getattr(module, task.function)), task


def test_a_task_is_named_by_number_or_letter_in_any_width_and_case() -> None:
    lend = next(task for task in tasks.TASKS if task.letter == "l")
    assert [tasks.named(typed) for typed in ("l", "5", "Ｌ", " ５ ")] == [lend] * 4
    undo, redo = tasks.named("u"), tasks.named("U")
    assert undo
    assert redo
    assert (undo.function, redo.function) == ("undo", "redo")
    assert tasks.named("烤箱") is None
