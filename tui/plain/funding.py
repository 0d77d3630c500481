"""Selecting what gets the money, from the store or from a Pabulib file, and accepting it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from store.errors import Refused
from store.language import N_, _
from store.programme import money
from store.programme.election import FEN, Election, Unit
from store.programme.selecting import Choice, Selection
from tui.plain.output import Field, say, write_object, write_table


def select(
    year: int,
    rule: str,
    completion: str,
    budget: str | None,
    seed: str | None,
    form: str,
) -> None:
    """Write which proposals of a year would get the money, and why. Raises StoreErrors."""
    write(_of_store(year, rule, completion, budget, seed), form)


def accept(
    year: int,
    rule: str,
    completion: str,
    budget: str | None,
    seed: str | None,
    today: date,
    form: str,
) -> None:
    """Give the selected proposals their grants. Raises StoreErrors."""
    from store.programme import funding

    selection = _of_store(year, rule, completion, budget, seed)
    told = funding.accept(selection, year, today)
    write(selection, form)
    if form == "plain":
        say(told.label)


def select_from(file: str, rule: str, completion: str, budget: str | None, form: str) -> None:
    """Write what a rule decides on a Pabulib file; no store is needed. Raises StoreErrors."""
    from store.programme import pabulib, selecting

    found = pabulib.read(Path(file))
    if rule != "greedy" and found.vote_type not in pabulib.APPROVAL:
        sentence = _("{file} has {kind} votes; Equal Shares needs approval votes.")
        raise Refused(_("Pabulib file"), sentence.format(file=found.name, kind=found.vote_type))
    election = found.election
    if budget is not None:
        election = election._replace(budget=_in_unit(budget, election))
    selection = selecting.select(election, rule, completion)
    write(selection._replace(notes=(*found.notes, *selection.notes)), form)


def write(selection: Selection, form: str) -> None:
    """Write a selection: what is taken, what is not and why, what was displaced."""
    if form == "json":
        write_object(_as_object(selection))
        return
    say(_heading(selection))
    for note in selection.notes:
        say(note)
    for title, choices in (
        (_("Selected"), selection.selected),
        (_("Not selected"), selection.rejected),
        (_("Displaced by the rural floor"), selection.displaced),
    ):
        if choices:
            say()
            say(f"{title} ({len(choices)})")
            write_table(_fields(selection), choices)
    communities = {name: spent for name, spent in selection.per_community.items() if name}
    if communities:
        say()
        for name, spent in sorted(communities.items(), key=lambda each: (-each[1], each[0])):
            say(f"{name}  {selection.unit.say(spent)}")


def _of_store(
    year: int, rule: str, completion: str, budget: str | None, seed: str | None
) -> Selection:
    from store.programme import funding

    fen = None if budget is None else money.parse(budget)
    return funding.select(year, rule, completion, budget=fen, seed=seed)


def _heading(selection: Selection) -> str:
    say_amount = selection.unit.say
    sentence = _("{spent} of {budget} for {count}; {left} left.")
    return sentence.format(
        spent=say_amount(selection.spent),
        budget=say_amount(selection.budget),
        count=len(selection.selected),
        left=say_amount(selection.budget - selection.spent),
    )


def _fields(selection: Selection) -> Sequence[Field[Choice]]:
    return (
        Field("id", lambda row: row.id, N_("No."), align="right"),
        Field("name", lambda row: row.name, N_("Proposal"), least=12),
        Field("votes", lambda row: row.votes, N_("Votes"), align="right"),
        Field(
            "cost", lambda row: selection.unit.say(row.cost), N_("Amount"), align="right", least=8
        ),
        Field("reason", lambda row: row.reason, N_("Why"), least=30),
    )


def _as_object(selection: Selection) -> dict[str, Any]:
    """A selection as programs read it, amounts in fen or in the unit of the file."""

    def choices(found: tuple[Choice, ...]) -> list[dict[str, Any]]:
        return [
            {
                "id": int(choice.id) if selection.unit == FEN else choice.id,
                "name": choice.name,
                "cost": _amount(choice.cost, selection.unit),
                "votes": choice.votes,
                "reason": choice.reason,
            }
            for choice in found
        ]

    return {
        "rule": selection.rule,
        "completion": selection.completion,
        "budget": _amount(selection.budget, selection.unit),
        "spent": _amount(selection.spent, selection.unit),
        "unit": selection.unit.name,
        "selected": choices(selection.selected),
        "rejected": choices(selection.rejected),
        "displaced": choices(selection.displaced),
        "per_community": {
            name: _amount(spent, selection.unit)
            for name, spent in selection.per_community.items()
            if name
        },
        "rural_floor": selection.rural_floor,
        "seed": selection.seed,
        "notes": list(selection.notes),
    }


def _amount(amount: int, unit: Unit) -> int | float:
    """An amount for JSON: fen of a store; of a file its own unit, where that has decimals as such.

    Nothing is counted in these any more: they are only written, with all their (few) digits.
    """
    if unit == FEN:
        return amount
    return amount / unit.one if amount % unit.one else amount // unit.one


def _in_unit(budget: str, election: Election) -> int:
    """A budget in the file's unit, as typed. Raises Refused."""
    return money.parse(budget) * election.unit.one // money.YUAN
