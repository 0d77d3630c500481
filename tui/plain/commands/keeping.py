"""The commands that keep the store's file: backup."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format


def arguments_backup(parser: ArgumentParser) -> None:
    parser.add_argument(
        "destination", metavar=_("DESTINATION"), help=_("a folder, or the name of a new file")
    )
    parser.add_argument(
        "--keep",
        metavar=_("PERIODS"),
        help=_("thin out older ones in that folder: how many of each period stay, as 7d,4w,12m"),
    )
    add_format(parser)


def run_backup(asked: Namespace, today: date) -> int:
    from tui.plain import backups

    backups.make(asked.destination, asked.keep, asked.format)
    return DONE
