"""Each command by its name: where it is written, what it is for, and how it is run.

A command `x-y` of the group `g` is the module `tui.plain.commands.g`, with `arguments_x_y(parser)`,
which adds what may follow it, and `run_x_y(asked, today)`, which does it and answers with the exit
status. Where words must fit together, `wrong_x_y(asked)` says what does not; where a store is not
always needed, `without_store_x_y(asked)` says when. `reads_x_y(asked)` says whether it only reads,
and so may be asked from afar by a key that starts the desk; who says nothing writes. Only the
module of the command that was asked is imported, so that the nightly one starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from store.language import N_

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import date

# Exit statuses.
DONE, COULD_NOT = 0, 1


class Command(NamedTuple):
    """What stands behind a name on the command line; `scoped` ones take --compound.

    What is `unattended` the machine may do, in the name of nobody who is of the desk.
    """

    group: str
    told: str
    scoped: bool = False
    unattended: bool = False


COMMANDS = {
    "lend": Command("desk", N_("lend an item to a household"), scoped=True),
    "return": Command("desk", N_("take lent items back, all or none"), scoped=True),
    "renew": Command("desk", N_("renew the loans of items, all or none"), scoped=True),
    "do": Command("line", N_("a line as the desk's `:` takes it: `l oven 3-502 2w`"), scoped=True),
    "undo": Command("desk", N_("take back your last deed, or the deed of this number")),
    "history": Command("desk", N_("who did what, newest first; what a deed changed"), scoped=True),
    "list": Command("lists", N_("households, items, loans, the rota, the programme"), scoped=True),
    "loan": Command("loans", N_("one loan, and how its due date came about"), scoped=True),
    "contact": Command("loans", N_("record that a borrower was called or promised"), scoped=True),
    "phone": Command("phones", N_("show a whole phone number; the history tells it"), scoped=True),
    "overdue": Command(
        "nightly", N_("the nightly summary of what is late"), scoped=True, unattended=True
    ),
    "check": Command(
        "nightly", N_("whether the nightly summary runs and arrives"), unattended=True
    ),
    "addresses": Command("messages", N_("show where the summary is sent, or change it")),
    "stats": Command("lists", N_("who takes part, and what is lent"), scoped=True),
    "plot": Command("lists", N_("loans, participation, hours or slip, drawn"), scoped=True),
    "calendar": Command("calendar", N_("show which days are closed, or change them"), scoped=True),
    "closure": Command("calendar", N_("close some days, and move what is due on them")),
    "rota": Command("rota", N_("the farmer team's rota: a draft, changes, attendance, calendars")),
    "project": Command("projects", N_("projects: entered, changed, how they stand")),
    "milestone": Command("projects", N_("milestones: promised, reached, moved")),
    "money": Command("funds", N_("grants, budgets, tranches and payments of projects")),
    "review": Command("programme", N_("reviews, criteria and the ranking")),
    "programme": Command("programme", N_("a year's budget and caps, supervision, what if")),
    "proposal": Command("votes", N_("proposals of residents")),
    "vote": Command("votes", N_("a vote, from its roll to its tally")),
    "funding": Command("funding", N_("select which proposals get the money")),
    "demo": Command("files", N_("open the sample compound in a store of its own"), scoped=True),
    "import": Command("files", N_("bring in a CSV file"), scoped=True),
    "export": Command(
        "files", N_("write a CSV file that import reads, or a person's own data"), scoped=True
    ),
    "erase": Command("privacy", N_("erase all that is kept of somebody, for good"), scoped=True),
    "backup": Command(
        "keeping", N_("copy the store to a safe place, while others work"), unattended=True
    ),
    "restore": Command("keeping", N_("go back to a backup, having shown what is lost")),
    "salvage": Command("keeping", N_("save what can be read of a damaged store into a new one")),
    "new-compound": Command("rules", N_("put up a compound of empty homes")),
    "settings": Command("rules", N_("show the community's rules, or change one")),
    "categories": Command("rules", N_("show the categories' loan rules, or change one")),
    "steps": Command("rules", N_("show the steps for what is late, or change one")),
    "access": Command("access", N_("who may work at the desk, in which role, with which key")),
}


def add_arguments(name: str, parser: ArgumentParser) -> None:
    """Let `parser` know what may follow the command `name`."""
    _part("arguments", name)(parser)


def wrong(asked: Namespace) -> str | None:
    """What does not fit together in the words that follow the command, if anything."""
    check = _part("wrong", asked.command)
    return check(asked) if check else None


def needs_store(asked: Namespace) -> bool:
    """Whether what was asked is about a store, as nearly all is."""
    free = _part("without_store", asked.command) if asked.command in COMMANDS else None
    return not (free and free(asked))


def only_reads(asked: Namespace) -> bool:
    """Whether what was asked changes nothing, and meets no file but the store's own."""
    reads = _part("reads", asked.command) if asked.command in COMMANDS else None
    return bool(reads and reads(asked))


def may_be_unattended(name: str | None) -> bool:
    """Whether the machine may do this, in the name of nobody who is of the desk."""
    return name in COMMANDS and COMMANDS[name].unattended


def run(asked: Namespace, today: date) -> int:
    """Do what was asked; answers with the exit status. Raises StoreErrors."""
    return _part("run", asked.command)(asked, today)


def _part(part: str, name: str) -> Any:
    group = import_module(f"{__name__}.{COMMANDS[name].group}")
    return getattr(group, f"{part}_{name.replace('-', '_')}", None)
