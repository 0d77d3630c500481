"""The ladder of an overdue loan: what is done after how many days late."""

from __future__ import annotations

from typing import NamedTuple

from store import acting
from store.database import transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.language import N_, _
from store.sharing.models import STEP_LENGTH, Step
from store.text import clean

# The rungs that every store begins with; others are called as a coordinator called them.
KNOWN = {
    "remind": N_("remind"),
    "call": N_("call"),
    "knock": N_("knock on the door"),
    "visit": N_("visit or write off"),
}


class StepRow(NamedTuple):
    """One rung: from `days` days late on, `name` is what is to be done."""

    days: int
    name: str


def steps() -> tuple[StepRow, ...]:
    """The ladder, lowest rung first."""
    query = Step.select(Step.days, Step.name).order_by(Step.days)
    return tuple(StepRow(*row) for row in query.tuples())


def say_step(name: str) -> str:
    """What is to be done, in the language spoken now."""
    return _(KNOWN[name]) if name in KNOWN else name


def to_do(name: str, *, by_phone: bool) -> str:
    """The step that is taken with a household; who does not want to be called is knocked at."""
    return "knock" if name == "call" and not by_phone else name


def say_to_do(name: str, *, by_phone: bool) -> str:
    """What is to be done about a household, in the language spoken now."""
    return say_step(to_do(name, by_phone=by_phone))


def change(days: int, name: str, was: int | None = None) -> None:
    """Put a rung at `days` days late, or call the one that is there otherwise.

    With `was` the rung that stood there is the one that is put at `days`. Raises Invalid, or
    Refused where another rung stands there.
    """
    name = clean(name, STEP_LENGTH, _("Step"))
    errors = []
    if not 1 <= days <= 3650:
        errors.append(FieldError("days", _("A step is taken from 1 to 3650 days late.")))
    if not name:
        errors.append(FieldError("name", _("Please say what is to be done at this step.")))
    if errors:
        raise Invalid(_("Step"), tuple(errors))
    said = {say_step(known): known for known in KNOWN}
    name = said.get(name, name)
    with acting.deed("change_step", days=days, step=KNOWN.get(name, name)):
        if was not in (None, days):
            _move(was, days)
        Step.insert(days=days, name=name).on_conflict(
            conflict_target=[Step.days], update={Step.name: name}
        ).execute()


def _move(was: int, days: int) -> None:
    if Step.select().where(Step.days == days).exists():
        raise Refused(
            _("Step"),
            _("There is a step at {days} days late already. Please take another day.").format(
                days=days
            ),
        )
    if Step.update(days=days).where(Step.days == was).execute() != 1:
        raise _missing(was)


def remove(days: int) -> None:
    """Take a rung out of the ladder. Raises NotFound, or Refused for the last one."""
    with transaction():
        found = [step for step in steps() if step.days == days]
        if not found:
            raise _missing(days)
        if Step.select().count() == 1:
            raise Refused(_("Step"), _("At least one step must stay."))
        with acting.deed("remove_step", days=days, step=KNOWN.get(found[0].name, found[0].name)):
            Step.delete().where(Step.days == days).execute()


def _missing(days: int) -> NotFound:
    return NotFound(_("No such step"), _("There is no step at {days} days late.").format(days=days))
