"""The commands for one loan: loan, contact."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format


def arguments_loan(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar=_("ITEM"), help=_("number, name, or “3-502 name”"))
    add_format(parser)


def reads_loan(asked: Namespace) -> bool:
    return True


def run_loan(asked: Namespace, today: date) -> int:
    from tui.plain import loans

    loans.write(asked.item, today, asked.format, compound=asked.compound)
    return DONE


def arguments_contact(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar=_("ITEM"), help=_("number, name, or “3-502 name”"))
    parser.add_argument(
        "kind",
        metavar=_("CONTACT"),
        help=_("what was done: called, knocked, reminded, promised, or note"),
    )
    parser.add_argument("--until", metavar=_("DATE"), help=_("for which day it was promised"))
    parser.add_argument("--note", metavar=_("TEXT"), default="", help=_("a note on the contact"))
    add_format(parser)


def run_contact(asked: Namespace, today: date) -> int:
    from tui.plain import loans

    loans.record_contact(
        asked.item,
        asked.kind,
        today,
        asked.format,
        compound=asked.compound,
        until=asked.until,
        note=asked.note,
    )
    return DONE
