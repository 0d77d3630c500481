"""The commands that keep the store's file: backup, restore, salvage."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import COULD_NOT, DONE
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


def wrong_backup(asked: Namespace) -> str | None:
    """An empty destination is a variable that nobody set, not the folder where one stands."""
    return None if asked.destination else _("a backup needs a folder or a file")


def run_backup(asked: Namespace, today: date) -> int:
    from tui.plain import backups

    backups.make(asked.destination, asked.keep, asked.format)
    return DONE


def arguments_restore(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar=_("FILE"), help=_("a backup, or a store that was replaced"))
    add("--dry-run", action="store_true", help=_("only show what would be lost"))
    add("--yes", action="store_true", help=_("do not ask"))
    add_format(parser)


def run_restore(asked: Namespace, today: date) -> int:
    from tui.plain import restore

    dry_run, form = asked.dry_run, asked.format
    done = restore.run(asked.file, asked.db, dry_run=dry_run, sure=asked.yes, form=form)
    return DONE if done else COULD_NOT


def arguments_salvage(parser: ArgumentParser) -> None:
    parser.add_argument("damaged", metavar=_("DAMAGED"), help=_("the store that is damaged"))
    parser.add_argument("new", metavar=_("NEW"), help=_("the file of the new store"))
    add_format(parser)


def without_store_salvage(asked: Namespace) -> bool:
    """Both stores are named behind the command."""
    return True


def run_salvage(asked: Namespace, today: date) -> int:
    from tui.plain import salvage

    return DONE if salvage.run(asked.damaged, asked.new, asked.format) else COULD_NOT
