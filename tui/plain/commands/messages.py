"""The commands for what leaves the house: addresses."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format

NAMED = ("add", "remove", "test")


def arguments_addresses(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=(*NAMED, "claim"),
        nargs="?",
        help=_("add reads the URL from standard input; claim says that this store is no copy"),
    )
    parser.add_argument("name", metavar=_("NAME"), nargs="?", help=_("what the address is called"))
    add_format(parser, "csv")


def wrong_addresses(asked: Namespace) -> str | None:
    if asked.what in NAMED:
        return None if asked.name else _("the address needs a name")
    return _("claim needs no name") if asked.name else None


def reads_addresses(asked: Namespace) -> bool:
    return asked.what is None


def run_addresses(asked: Namespace, today: date) -> int:
    from tui.plain import messages

    if asked.what == "add":
        messages.add(asked.name, asked.format)
    elif asked.what == "remove":
        messages.remove(asked.name, asked.format)
    elif asked.what == "test":
        messages.test(asked.name)
    elif asked.what == "claim":
        messages.claim()
    else:
        messages.write(asked.format)
    return DONE
