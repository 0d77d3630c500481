"""The commands that list and count: list, stats."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format

LISTS = ("households", "items", "loans", "overdue")


def arguments_list(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=LISTS)
    parser.add_argument("--open", action="store_true", help=_("only loans that are still out"))
    parser.add_argument(
        "--household", metavar=_("ADDRESS"), help=_("only what this household has, lends, borrows")
    )
    add_format(parser, "csv")


def wrong_list(asked: Namespace) -> str | None:
    return _("--open is for loans") if asked.open and asked.kind != "loans" else None


def run_list(asked: Namespace, today: date) -> int:
    from tui.plain import lists

    lists.write(
        asked.kind,
        today,
        asked.format,
        compound=asked.compound,
        address=asked.household,
        open_only=asked.open,
    )
    return DONE


def arguments_stats(parser: ArgumentParser) -> None:
    add_format(parser, "csv")


def run_stats(asked: Namespace, today: date) -> int:
    from tui.plain import stats

    stats.write(today, asked.format, compound=asked.compound)
    return DONE
