"""What may be typed on the command line."""

from __future__ import annotations

import argparse
import gettext
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from store.exchange import NAMES
from store.language import CATALOGUES, N_, _, choose
from tui.plain.helptext import CellFormatter

KINDS = tuple(NAMES)
LISTS = ("households", "items", "loans", "overdue")

# argparse says these itself, out of whatever catalogue the process has chosen.
SAID_BY_ARGPARSE = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ignored explicit argument %r"),
)


def language(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """The language to speak, found before anything is said: `--lang`, else the environment."""
    asked = environ.get("QIAOMEN_LANG")
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        elif argument == "--lang":
            asked = "".join(arguments[place + 1 : place + 2])
    return choose(asked, environ)


def parse(
    arguments: Sequence[str], environ: Mapping[str, str], spoken: str, version: str
) -> argparse.Namespace:
    """What was asked for. Says what is wrong and raises SystemExit where it is no usage of ours."""
    _let_argparse_speak(spoken)
    asked = argparse.Namespace(
        db=environ.get("QIAOMEN_DB"),
        today=environ.get("QIAOMEN_TODAY"),
        user=environ.get("QIAOMEN_USER"),
        lang=None,
        compound=None,
    )
    parser = _parser(version)
    parser.parse_args(arguments, asked)
    if asked.command == "list" and asked.open and asked.kind != "loans":
        parser.error(_("--open is for loans"))
    if getattr(asked, "format", None) == "text":
        asked.format = "plain"
    return asked


def _let_argparse_speak(spoken: str) -> None:
    gettext.bindtextdomain("qiaomen", str(CATALOGUES))
    gettext.textdomain("qiaomen")
    os.environ["LANGUAGE"] = spoken


def _parser(version: str) -> argparse.ArgumentParser:
    # Options that may stand before or after the command: absent, they leave what is known alone.
    general = _options()
    general.add_argument("--db", metavar=_("FILE"), help=_("the store's file"))
    general.add_argument(
        "--today", metavar=_("DATE"), help=_("act as if today were this day, as 2026-12-03")
    )
    general.add_argument(
        "--lang", type=_known_language, metavar=_("LANGUAGE"), help=_("the language: zh or en")
    )
    general.add_argument("--user", metavar=_("NAME"), help=_("who is at the desk"))
    scope = _options()
    scope.add_argument("--compound", metavar=_("NAME"), help=_("only this compound"))
    parser = argparse.ArgumentParser(
        prog="qiaomen",
        formatter_class=CellFormatter,
        description=_("The desk of a neighbourhood's volunteers. Without a command it opens."),
        parents=[general, scope],
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"qiaomen {version}",
        help=_("show program's version number and exit"),
    )
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"))

    def command(name: str, told: str, *, scoped: bool = False) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=told,
            description=told,
            formatter_class=CellFormatter,
            parents=[general, scope] if scoped else [general],
            allow_abbrev=False,
        )

    _add_desk(command)
    _add_lists(command)
    _add_files(command)
    _add_rules(command)
    return parser


def _options() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)


def _add_desk(command: Callable[..., argparse.ArgumentParser]) -> None:
    lend = command("lend", _("lend an item to a household"), scoped=True)
    lend.add_argument("item", metavar=_("ITEM"), help=_("number, name, or “3-502 name”"))
    lend.add_argument("household", metavar=_("HOUSEHOLD"), help=_("address, as 3-502"))
    lend.add_argument("--on", metavar=_("DATE"), help=_("the day it was lent; today if left out"))
    lend.add_argument("--due", metavar=_("DATE"), help=_("the due date, if not the usual one"))
    lend.add_argument("--resident", metavar=_("NAME"), help=_("who took it"))
    lend.add_argument("--note", metavar=_("TEXT"), default="", help=_("a note on the loan"))
    _add_format(lend)
    take_back = command("return", _("take lent items back, all or none"), scoped=True)
    take_back.add_argument("items", metavar=_("ITEM"), nargs="+", help=_("as for lend"))
    take_back.add_argument(
        "--on", metavar=_("DATE"), help=_("the day it came back; today if left out")
    )
    take_back.add_argument(
        "--condition", metavar=_("WORD"), help=_("the condition it came back in")
    )
    _add_format(take_back)
    renew = command("renew", _("renew the loans of items, all or none"), scoped=True)
    renew.add_argument("items", metavar=_("ITEM"), nargs="+", help=_("as for lend"))
    _add_format(renew)
    undo = command("undo", _("take back your last deed, or the deed of this number"))
    undo.add_argument("deed", metavar=_("NUMBER"), nargs="?", type=_number(1, 2**62))
    _add_format(undo)
    history = command("history", _("who did what, newest first"))
    history.add_argument(
        "--limit", metavar=_("NUMBER"), type=_number(1, 100_000), default=20, help=_("how many")
    )
    _add_format(history, "csv")


def _add_lists(command: Callable[..., argparse.ArgumentParser]) -> None:
    listing = command("list", _("households, items, loans, or what is overdue"), scoped=True)
    listing.add_argument("kind", choices=LISTS)
    listing.add_argument("--open", action="store_true", help=_("only loans that are still out"))
    listing.add_argument(
        "--household", metavar=_("ADDRESS"), help=_("only what this household has, lends, borrows")
    )
    _add_format(listing, "csv")
    overdue = command("overdue", _("the nightly summary of what is late"), scoped=True)
    overdue.add_argument(
        "--due-soon",
        metavar=_("DAYS"),
        type=_number(0, 366),
        help=_("how many days count as soon"),
    )
    _add_format(overdue)
    stats = command("stats", _("who takes part, and what is lent"), scoped=True)
    _add_format(stats, "csv")


def _add_files(command: Callable[..., argparse.ArgumentParser]) -> None:
    demo = command("demo", _("open the sample compound in a store of its own"), scoped=True)
    demo.add_argument("--no-open", action="store_true", help=_("build it only"))
    demo.add_argument("--fresh", action="store_true", help=_("build it anew"))
    demo.add_argument(
        "--original-dates", action="store_true", help=_("leave the loans in their year, 2017")
    )
    bring = command("import", _("bring in a CSV file"), scoped=True)
    bring.add_argument("kind", choices=KINDS)
    bring.add_argument("file", metavar=_("FILE"), help=_("a CSV file, or - for standard input"))
    bring.add_argument("--dry-run", action="store_true", help=_("only show what would change"))
    bring.add_argument(
        "--all-or-nothing", action="store_true", help=_("import nothing if any row is rejected")
    )
    bring.add_argument(
        "--rejects", metavar=_("FILE"), help=_("where rejected rows go, to be put right")
    )
    _add_format(bring)
    export = command("export", _("write a CSV file that import reads"), scoped=True)
    export.add_argument("kind", choices=KINDS)
    export.add_argument(
        "file",
        metavar=_("FILE"),
        nargs="?",
        default="-",
        help=_("a new file, or - for standard output"),
    )


def _add_rules(command: Callable[..., argparse.ArgumentParser]) -> None:
    compound = command("new-compound", _("put up a compound of empty homes"))
    compound.add_argument("name", metavar=_("NAME"))
    compound.add_argument(
        "--units",
        metavar=_("PLAN"),
        required=True,
        help=_("floors x doors of each unit, as “1-4: 7 x 3; 5: 6 x 2, 1 shops, 302 vacant”"),
    )
    compound.add_argument("--community", metavar=_("NAME"), default="")
    _add_format(compound)
    settings = command("settings", _("show the community's rules, or change one"))
    settings.add_argument("key", metavar=_("KEY"), nargs="?")
    settings.add_argument("value", metavar=_("VALUE"), nargs="?", type=_number(0, 2**31))
    _add_format(settings, "csv")
    categories = command("categories", _("show the categories' loan rules, or change one"))
    categories.add_argument("name", metavar=_("NAME"), nargs="?")
    for option, told in (
        ("--days", _("loan period in days, or “default”")),
        ("--renewals", _("how often a loan may be renewed, or “default”")),
    ):
        categories.add_argument(
            option,
            metavar=_("NUMBER"),
            type=_number_or_default,
            default=argparse.SUPPRESS,
            help=told,
        )
    _add_format(categories, "csv")


def _add_format(parser: argparse.ArgumentParser, *more: str) -> None:
    parser.add_argument(
        "--format",
        choices=("plain", "text", "json", *more),
        default="plain",
        help=_("plain text for people, the others for programs"),
    )


def _number(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:20]) <= most):
            raise argparse.ArgumentTypeError(
                _("a number is needed, at least {least}").format(least=least)
            )
        return int(text)

    return number


def _number_or_default(text: str) -> int | None:
    return None if text in ("default", _("default")) else _number(0, 2**31)(text)


def _known_language(text: str) -> str:
    if not text.lower().startswith(("zh", "en")):
        raise argparse.ArgumentTypeError(_("the desk speaks zh and en"))
    return text


def is_text(argument: str) -> bool:
    """Whether an argument came as characters, not as bytes that spell none."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def rules_changed(asked: argparse.Namespace) -> dict[str, Any]:
    """The category rules that were named, by the store's words for them."""
    named = {"loan_days": "days", "renewal_limit": "renewals"}
    return {rule: getattr(asked, name) for rule, name in named.items() if name in asked}
