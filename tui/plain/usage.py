"""What may be typed on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from store.language import N_, _, choose, ngettext
from tui.plain.commands import COMMANDS, add_arguments, wrong
from tui.plain.helptext import CellFormatter, Parser
from tui.widgets.look import THEMES

# What opens the desk.
SCREENS = (None, "demo")

# What argparse says itself.
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


def parse(arguments: Sequence[str], environ: Mapping[str, str], version: str) -> argparse.Namespace:
    """What was asked for. Says what is wrong and raises SystemExit where it is no usage of ours."""
    # argparse would ask the process's own catalogue, anew for each word: a millisecond, and a
    # variable in the environment of every child.
    argparse._ = _  # type: ignore[attr-defined]
    argparse.ngettext = ngettext  # type: ignore[attr-defined]
    asked = argparse.Namespace(
        db=environ.get("QIAOMEN_DB"),
        today=environ.get("QIAOMEN_TODAY"),
        user=environ.get("QIAOMEN_USER"),
        lang=None,
        compound=None,
        plain=False,
        theme=environ.get("QIAOMEN_THEME") or "own",
    )
    parser = _parser(version)
    parser.parse_args(arguments, asked)
    if asked.command in SCREENS and asked.theme not in THEMES:
        parser.error(_("no such theme: {theme}").format(theme=asked.theme))
    if getattr(asked, "format", None) == "text":
        asked.format = "plain"
    return asked


def _parser(version: str) -> argparse.ArgumentParser:
    parser = Parser(
        prog="qiaomen",
        formatter_class=CellFormatter,
        description=_("The desk of a neighbourhood's volunteers. Without a command it opens."),
        allow_abbrev=False,
    )
    add_options(parser, scoped=True)
    parser.add_argument(
        "--plain", action="store_true", help=_("the desk line by line, for a screen reader")
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"qiaomen {version}",
        help=_("show program's version number and exit"),
    )
    parser.add_argument(
        "--theme",
        metavar=_("THEME"),
        help=_("the screen's colours: {themes}").format(themes=", ".join(THEMES)),
        default=argparse.SUPPRESS,
    )
    command = parser.add_argument(
        "command", metavar=_("COMMAND"), choices=COMMANDS, nargs=argparse.PARSER, action=_Asked
    )
    command.required = False
    return parser


def add_options(parser: argparse.ArgumentParser, *, scoped: bool) -> None:
    """Add what may stand before or after the command; absent, it leaves what is known alone."""

    def add(option: str, name: str, told: str, **more: Any) -> None:
        parser.add_argument(option, metavar=name, help=told, default=argparse.SUPPRESS, **more)

    add("--db", _("FILE"), _("the store's file"))
    add("--today", _("DATE"), _("act as if today were this day, as 2026-12-03"))
    add("--lang", _("LANGUAGE"), _("the language: zh or en"), type=_known_language)
    add("--user", _("NAME"), _("who is at the desk"))
    if scoped:
        add("--compound", _("NAME"), _("only this compound"))


class _Asked(argparse.Action):
    """The command and all that follows it, which the command's own parser is made to read.

    argparse's subparsers do the same, but make every command's parser to use one of them.
    """

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        asked: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        name, *rest = values
        command = COMMANDS[name]
        theirs = Parser(
            prog=f"{parser.prog} {name}",
            formatter_class=CellFormatter,
            description=_(command.told),
            allow_abbrev=False,
        )
        add_options(theirs, scoped=command.scoped)
        add_arguments(name, theirs)
        asked.command = name
        theirs.parse_args(rest, asked)
        if complaint := wrong(asked):
            theirs.error(complaint)

    def _get_subactions(self) -> list[argparse.Action]:
        """Every command, for the help."""
        return [
            argparse.Action((), name, metavar=name, help=_(command.told))
            for name, command in COMMANDS.items()
        ]


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
