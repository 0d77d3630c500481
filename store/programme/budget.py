"""What a project plans to spend its money on, line by line."""

from __future__ import annotations

from typing import NamedTuple

from store import history
from store.database import transaction
from store.errors import FieldError, Invalid, NotFound
from store.language import _
from store.programme import money
from store.programme.models import MOST_FEN, SOURCES, TITLE_LENGTH, BudgetLine, Project
from store.text import clean


class LineRow(NamedTuple):
    """What one thing costs, in fen, from the `grant` or from money of the project's `own`."""

    id: int
    name: str
    amount: int
    source: str


def lines(project_id: int) -> tuple[LineRow, ...]:
    """The budget of a project, in the order it was written."""
    query = BudgetLine.select(
        BudgetLine.id, BudgetLine.name, BudgetLine.amount, BudgetLine.source
    ).where(BudgetLine.project == project_id)
    return tuple(LineRow(*row) for row in query.order_by(BudgetLine.id).tuples())


def set_line(project_id: int, name: str, amount: int, source: str = "grant") -> None:
    """Plan `amount` fen for one thing, instead of what was planned for it from the same source.

    Raises NotFound, or Invalid naming every field that is wrong.
    """
    name = _check(name, amount, source)
    with transaction():
        called = _project(project_id)
        words = {"line": name, "project": called, "amount": money.say(amount)}
        same = (BudgetLine.project == project_id) & (BudgetLine.name == name)
        same &= BudgetLine.source == source
        row = BudgetLine.select(BudgetLine.amount).where(same).tuples().first()
        if row == (amount,):
            return
        with history.deed("set_budget", **words):
            put(project_id, name, amount, source)


def put(project_id: int, name: str, amount: int, source: str) -> None:
    """Enter a line that is checked or change its amount, inside the caller's deed."""
    BudgetLine.insert(project=project_id, name=name, amount=amount, source=source).on_conflict(
        conflict_target=[BudgetLine.project, BudgetLine.name, BudgetLine.source],
        update={BudgetLine.amount: amount},
    ).execute()


def take_away(project_id: int, name: str, source: str) -> None:
    """Delete a line, inside the caller's deed."""
    own = (BudgetLine.project == project_id) & (BudgetLine.name == name)
    BudgetLine.delete().where(own, BudgetLine.source == source).execute()


def remove_line(line_id: int) -> None:
    """Take a line out of the budget. Raises NotFound."""
    with transaction():
        row = (
            BudgetLine.select(BudgetLine.name, Project.name)
            .join(Project)
            .where(BudgetLine.id == line_id)
        )
        found = row.tuples().first()
        if found is None:
            raise NotFound(_("No such line"), _("This line of the budget is not in the store."))
        with history.deed("remove_budget", line=found[0], project=found[1]):
            BudgetLine.delete().where(BudgetLine.id == line_id).execute()


def _check(name: str, amount: int, source: str) -> str:
    name = clean(name, TITLE_LENGTH, _("Name"))
    errors = []
    if not name:
        errors.append(FieldError("name", _("Please say what it is for.")))
    if not 0 <= amount <= MOST_FEN:
        errors.append(FieldError("amount", _("Please give an amount above nothing.")))
    if source not in SOURCES:
        errors.append(FieldError("source", _("Please say where the money comes from.")))
    if errors:
        raise Invalid(_("Budget"), tuple(errors))
    return name


def _project(project_id: int) -> str:
    name = Project.select(Project.name).where(Project.id == project_id).scalar()
    if name is None:
        raise NotFound(_("No such project"), _("This project is not in the store."))
    return name
