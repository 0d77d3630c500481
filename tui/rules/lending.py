"""The rules of lending: its numbers, and the steps that are taken when a loan is late."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from store.errors import FieldError, Invalid
from store.language import _, ngettext
from store.sharing import steps
from store.sharing.models import STEP_LENGTH
from store.sharing.steps import StepRow
from tui.reading import Reading
from tui.rules import numbers
from tui.rules.rule import Rule, ask
from tui.widgets.form import Field, Suggestion

if TYPE_CHECKING:
    from tui.rules.room import RulesRoom

NUMBERS = ("loan_days", "renewal_limit", "due_soon_days")


def rules() -> Iterator[Rule]:
    """The numbers, then the steps from the lowest."""
    for key in NUMBERS:
        yield numbers.rule(key, _("Lending"))
    for step in steps.steps():
        yield _step_rule(step)


def _step_rule(step: StepRow) -> Rule:
    days = ngettext("from {days} day late on", "from {days} days late on", step.days)
    return Rule(
        _step_key(step.days),
        _("Steps when a loan is late"),
        days.format(days=step.days),
        steps.say_step(step.name),
        edit=partial(_edit_step, step),
        add=_add_step,
        remove=partial(_remove_step, step),
    )


def _edit_step(step: StepRow, room: RulesRoom) -> None:
    _ask_step(room, _("Change a step"), str(step.days), steps.say_step(step.name), step.days)


def _add_step(room: RulesRoom) -> None:
    _ask_step(room, _("Add a step"), "", "", None)


def _ask_step(room: RulesRoom, title: str, days: str, name: str, was: int | None) -> None:
    def save(values: dict[str, str]) -> str:
        read = Reading(_("Step"))
        late = read.of("days", lambda: numbers.read("days", values["days"]), 1)
        if was is None:
            read.of("days", lambda: _refuse_taken(late), None)
        read.do(lambda: steps.change(late, values["name"], was))
        return _("From {days} days late on: {step}.").format(days=late, step=values["name"].strip())

    fields = (
        Field("days", _("Days late"), value=days, limit=numbers.MOST_DIGITS),
        Field("name", _("What is done"), value=name, limit=STEP_LENGTH, suggest=_known_steps),
    )
    ask(room, title, fields, save, lambda values: _step_key(numbers.read("days", values["days"])))


def _refuse_taken(days: int) -> None:
    """A new step takes no other's place. Raises Invalid."""
    if any(step.days == days for step in steps.steps()):
        sentence = _(
            "There is a step at {days} days late already. Please take another day."
        ).format(days=days)
        raise Invalid(_("Step"), (FieldError("days", sentence),))


def _known_steps(typed: str) -> list[Suggestion]:
    names = [steps.say_step(name) for name in steps.KNOWN]
    return [Suggestion(name, name) for name in names if typed.strip() in name]


def _remove_step(step: StepRow, room: RulesRoom) -> None:
    steps.remove(step.days)
    name = steps.say_step(step.name)
    room.done(_("Removed the step “{step}”; u brings it back.").format(step=name))


def _step_key(days: int) -> str:
    return f"step {days}"
