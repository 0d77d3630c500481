"""The desk's commands: lend, return, renew, and what was done."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format, number


def arguments_lend(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar=_("ITEM"), help=_("number, name, or “3-502 name”"))
    parser.add_argument("household", metavar=_("HOUSEHOLD"), help=_("address, as 3-502"))
    parser.add_argument("--on", metavar=_("DATE"), help=_("the day it was lent; today if left out"))
    parser.add_argument("--due", metavar=_("DATE"), help=_("the due date, if not the usual one"))
    parser.add_argument("--resident", metavar=_("NAME"), help=_("who took it"))
    parser.add_argument("--note", metavar=_("TEXT"), default="", help=_("a note on the loan"))
    add_format(parser)


def run_lend(asked: Namespace, today: date) -> int:
    from tui.plain import desk

    desk.lend(
        asked.item,
        asked.household,
        today,
        asked.format,
        compound=asked.compound,
        on=asked.on,
        due=asked.due,
        resident=asked.resident,
        note=asked.note,
    )
    return DONE


def arguments_return(parser: ArgumentParser) -> None:
    parser.add_argument("items", metavar=_("ITEM"), nargs="+", help=_("as for lend"))
    parser.add_argument(
        "--on", metavar=_("DATE"), help=_("the day it came back; today if left out")
    )
    parser.add_argument("--condition", metavar=_("WORD"), help=_("the condition it came back in"))
    add_format(parser)


def run_return(asked: Namespace, today: date) -> int:
    from tui.plain import desk

    desk.take_back(
        asked.items,
        today,
        asked.format,
        compound=asked.compound,
        on=asked.on,
        condition=asked.condition,
    )
    return DONE


def arguments_renew(parser: ArgumentParser) -> None:
    parser.add_argument("items", metavar=_("ITEM"), nargs="+", help=_("as for lend"))
    add_format(parser)


def run_renew(asked: Namespace, today: date) -> int:
    from tui.plain import desk

    desk.renew(asked.items, today, asked.format, compound=asked.compound)
    return DONE


def arguments_undo(parser: ArgumentParser) -> None:
    parser.add_argument("deed", metavar=_("NUMBER"), nargs="?", type=number(1, 2**62))
    add_format(parser)


def run_undo(asked: Namespace, today: date) -> int:
    from tui.plain import deeds

    deeds.undo(asked.deed, asked.format)
    return DONE


def arguments_history(parser: ArgumentParser) -> None:
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument(
        "--of", metavar=_("HOUSEHOLD|ITEM"), help=_("of a household and its things, or of an item")
    )
    whose.add_argument("--mine", action="store_true", help=_("what I did myself"))
    whose.add_argument("--by", metavar=_("NAME"), help=_("what one person did"))
    whose.add_argument(
        "--deed", metavar=_("NUMBER"), type=entry_key, help=_("what one deed changed")
    )
    parser.add_argument(
        "--limit", metavar=_("NUMBER"), type=number(1, 100_000), default=20, help=_("how many")
    )
    add_format(parser, "csv")


def entry_key(text: str) -> int:
    """The key of an entry of the history, by its number: `12`, or `12+` for what came after it."""
    return 2 * number(0, 2**61)(text.removesuffix("+")) + text.endswith("+")


def reads_history(asked: Namespace) -> bool:
    return True


def run_history(asked: Namespace, today: date) -> int:
    from tui.plain import deeds

    if asked.deed is not None:
        deeds.write_changes(asked.deed, asked.format)
    else:
        scope = deeds.scope(asked.of, asked.by, asked.mine, today, asked.compound)
        deeds.write(scope, asked.limit, asked.format)
    return DONE
