"""Money of projects: grants, budgets, tranches, payments, and what the caps leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from store.errors import NotFound
from store.language import N_, _, listed
from store.programme import budget, caps, grants, milestones, money, payments, projects, tranches
from store.programme.budget import LineRow
from store.programme.caps import Override
from store.programme.payments import PaymentRow
from store.programme.projects import ProjectRow
from store.programme.tranches import TrancheRow
from store.text import fold, shown
from tui.plain import asked
from tui.plain.facts import write_facts
from tui.plain.output import Field, as_object, say, write_object, write_table
from tui.plain.programme_fields import in_fen

TRANCHE: Sequence[Field[TrancheRow]] = (
    Field("id", lambda row: row.id, N_("No."), align="right"),
    Field("tranche", lambda row: row.name, N_("Tranche"), least=8),
    Field("milestone", lambda row: row.milestone, N_("Milestone"), least=8),
    Field("due", lambda row: row.due, N_("Payable on")),
    Field("reached", lambda row: row.reached),
    in_fen("amount", N_("Amount")),
    in_fen("paid", N_("Paid")),
    in_fen("left", N_("To be paid")),
    Field(
        "state",
        lambda row: row.state,
        N_("State"),
        lambda row: _("cancelled") if row.state == "cancelled" else "",
    ),
)
LINE: Sequence[Field[LineRow]] = (
    Field("line", lambda row: row.name, N_("Budget"), least=10),
    in_fen("amount", N_("Amount")),
    Field(
        "source",
        lambda row: row.source,
        N_("Paid from"),
        lambda row: _("own money") if row.source == "own" else _("grant"),
    ),
)
PAYMENT: Sequence[Field[PaymentRow]] = (
    Field("id", lambda row: row.id, N_("No."), align="right"),
    Field("day", lambda row: row.day, N_("Day")),
    Field("tranche", lambda row: row.tranche, N_("Tranche"), least=8),
    in_fen("amount", N_("Amount")),
    in_fen("balance", N_("Paid in all")),
    Field("reverses", lambda row: row.reverses, N_("Reverses"), align="right"),
    Field("note", lambda row: row.note, N_("Note")),
)
SUMS: Sequence[Field[ProjectRow]] = (
    Field("project", lambda row: row.name, N_("Project")),
    in_fen("granted", N_("Granted")),
    in_fen("committed", N_("Committed")),
    in_fen("paid", N_("Paid")),
    in_fen("left", N_("To be paid")),
)


def write(project: str, form: str) -> None:
    """Write the money of one project: sums, meter, budget, tranches, ledger. Raises StoreErrors."""
    row = projects.find(project)
    meter = caps.meter(row.year, row.community, row.committed, row.id)
    parts: list[tuple[str, Sequence[Field[Any]], Sequence[Any]]] = [
        ("budget", LINE, budget.lines(row.id)),
        ("tranches", TRANCHE, tranches.of_project(row.id)),
        ("ledger", PAYMENT, payments.ledger(row.id)),
    ]
    overrides = caps.overrides(row.id)
    more: dict[str, Any] = {
        name: [as_object(fields, each) for each in found] for name, fields, found in parts
    }
    more["overrides"] = [
        {**each._asdict(), "up_to": each.up_to, "day": each.day.isoformat()} for each in overrides
    ]
    write_facts(SUMS, row, form, more | {"meter": _meter(meter)})
    if form != "plain":
        return
    say(caps.say(meter))
    for each in overrides:
        sentence = _("{by} let it go up to {amount} on {day}: {reason}")
        words = {"by": each.by, "amount": money.say(each.up_to), "day": each.day.isoformat()}
        say(sentence.format(reason=each.reason, **words))
    for _name, fields, found in parts:
        if found:
            say()
            write_table([field for field in fields if field.title], found)


def award(
    project: str, amount: str, by: str, reason: str, today: date, form: str, *, change: bool
) -> None:
    """Give a project its grant, or change it. Raises StoreErrors."""
    row = projects.find(project)
    override = Override(by, reason) if by or reason else None
    fen = money.parse(amount, least=1)
    (grants.change if change else grants.award)(row.id, fen, today, override)
    write(f"#{row.id}", form)


def write_meter(project: str, amount: str, form: str) -> None:
    """Write what the caps would say of a grant; nothing is changed. Raises StoreErrors."""
    meter = grants.meter(projects.find(project).id, money.parse(amount, least=1))
    if form == "json":
        write_object(_meter(meter))
        return
    say(caps.say(meter))
    if meter.over:
        say(caps.OverCap(meter).sentence)


def set_line(project: str, name: str, amount: str, own: bool, form: str) -> None:
    """Plan money for one thing. Raises StoreErrors."""
    row = projects.find(project)
    budget.set_line(row.id, name, money.parse(amount), "own" if own else "grant")
    write(f"#{row.id}", form)


def remove_line(project: str, name: str, form: str) -> None:
    """Take one thing out of the budget. Raises StoreErrors."""
    row = projects.find(project)
    found = [line for line in budget.lines(row.id) if fold(line.name) == fold(name)]
    if not found:
        known = listed(line.name for line in budget.lines(row.id)) or _("none yet")
        sentence = _("There is no “{name}” in the budget; there are {known}.")
        raise NotFound(_("No such line"), sentence.format(name=shown(name), known=known))
    budget.remove_line(found[0].id)
    write(f"#{row.id}", form)


def add_tranche(
    project: str,
    name: str,
    amount: str,
    milestone: str | None,
    due: str | None,
    today: date,
    form: str,
) -> None:
    """Set a part of a grant aside. Raises StoreErrors."""
    row = projects.find(project)
    tranches.add(
        row.id,
        name,
        money.parse(amount, least=1),
        milestone_id=milestones.find(milestone, row.id).id if milestone else None,
        due_on=asked.day(due, today, past=False),
    )
    write(f"#{row.id}", form)


def edit_tranche(project: str, tranche: str, said: dict[str, Any], today: date, form: str) -> None:
    """Change of a tranche what the options say. Raises StoreErrors."""
    row = projects.find(project)
    (seen,) = _tranches(row.id, [tranche])
    milestone, due = said["milestone"], said["due"]
    tranches.edit(
        seen,
        name=seen.name if said["name"] is None else said["name"],
        amount=seen.amount if said["amount"] is None else money.parse(said["amount"], least=1),
        milestone_id=milestones.find(milestone, row.id).id if milestone else seen.milestone_id,
        due_on=asked.day(due, today, past=False) if due else seen.due_on,
    )
    write(f"#{row.id}", form)


def cancel(project: str, names: Sequence[str], form: str, *, restore: bool) -> None:
    """Pay tranches no further, or take them up again. Raises StoreErrors."""
    row = projects.find(project)
    ids = [tranche.id for tranche in _tranches(row.id, names)]
    (tranches.restore if restore else tranches.cancel)(ids)
    write(f"#{row.id}", form)


def remove_tranche(project: str, name: str, form: str) -> None:
    """Take away a tranche of which nothing was ever paid. Raises StoreErrors."""
    row = projects.find(project)
    tranches.remove(_tranches(row.id, [name])[0].id)
    write(f"#{row.id}", form)


def pay(
    project: str,
    names: Sequence[str],
    amount: str | None,
    on: str | None,
    note: str,
    today: date,
    form: str,
) -> None:
    """Note that tranches were paid. Raises StoreErrors."""
    row = projects.find(project)
    day = asked.day(on, today, past=True) or today
    payments.pay(
        [tranche.id for tranche in _tranches(row.id, names)],
        day,
        today,
        amount=None if amount is None else money.parse(amount, least=1),
        note=note,
    )
    write(f"#{row.id}", form)


def reverse(number: int, note: str, today: date) -> None:
    """Take a payment back. Raises StoreErrors."""
    payments.reverse(number, note, today)
    say(_("Line {number} of the ledger is taken back.").format(number=number))


def _tranches(project_id: int, names: Sequence[str]) -> list[TrancheRow]:
    """The tranches that `names` mean: their names, or #numbers. Raises NotFound."""
    known = tranches.of_project(project_id)
    found = []
    for name in names:
        meant = [row for row in known if name.strip() in (f"#{row.id}", row.name)]
        meant = meant or [row for row in known if fold(row.name) == fold(name)]
        if not meant:
            there = listed(row.name for row in known) or _("none yet")
            sentence = _("There is no tranche “{name}”; there are {known}.")
            raise NotFound(_("No such tranche"), sentence.format(name=shown(name), known=there))
        found.append(meant[0])
    return found


def _meter(meter: caps.Meter) -> dict[str, Any]:
    """A meter as programs read it."""
    said = meter._asdict()
    fen = {key for key in said if key.endswith(("_cap", "_limit", "_committed"))}
    return {f"{key}_fen" if key in fen else key: value for key, value in said.items()}
