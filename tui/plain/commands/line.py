"""The command that reads a line, as the desk's `:` does."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import DONE


def arguments_do(parser: ArgumentParser) -> None:
    parser.add_argument(
        "line", metavar=_("LINE"), nargs="+", help=_("a verb and what it wants, as `r oven`")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))


def reads_do(asked: Namespace) -> bool:
    from tui.plain import line

    return asked.dry_run or line.only_goes(" ".join(asked.line))


def run_do(asked: Namespace, today: date) -> int:
    from tui.plain import line

    place = line.do(" ".join(asked.line), today, asked.compound, dry_run=asked.dry_run)
    return DONE if place is None else show(place.plain, asked.compound, today)


def show(words: tuple[str, ...], compound: str | None, today: date) -> int:
    """Answer as the command line does that shows the same as a room of the desk."""
    from tui.plain import commands, usage

    shown = usage.parse(words, {}, "")
    shown.compound = compound
    return commands.run(shown, today)
