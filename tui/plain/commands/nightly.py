"""The nightly commands: overdue, check."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import COULD_NOT, DONE
from tui.plain.commands.arguments import add_format, number


def arguments_overdue(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--due-soon",
        metavar=_("DAYS"),
        type=number(0, 366),
        help=_("how many days count as soon"),
    )
    add_format(parser)


def run_overdue(asked: Namespace, today: date) -> int:
    from tui.plain import overdue

    overdue.write(today, asked.format, due_soon=asked.due_soon, compound=asked.compound)
    return DONE


def arguments_check(parser: ArgumentParser) -> None:
    """`check` takes nothing of its own yet."""


def run_check(asked: Namespace, today: date) -> int:
    return COULD_NOT
