"""The command that shows a whole telephone number: phone."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format


def arguments_phone(parser: ArgumentParser) -> None:
    parser.add_argument("household", metavar=_("HOUSEHOLD"), nargs="?", help=_("address, as 3-502"))
    parser.add_argument("name", metavar=_("NAME"), nargs="?", help=_("only this resident's"))
    parser.add_argument("--member", metavar=_("NAME"), help=_("a member of the team instead"))
    parser.add_argument(
        "--project", metavar=_("PROJECT"), help=_("who is in charge of a project instead")
    )
    add_format(parser)


def wrong_phone(asked: Namespace) -> str | None:
    if sum(map(bool, (asked.household, asked.member, asked.project))) != 1:
        return _("whose phone? a household's, a --member's, or a --project's")
    return None


def reads_phone(asked: Namespace) -> bool:
    return True


def run_phone(asked: Namespace, today: date) -> int:
    from tui.plain import phones

    if asked.member:
        phones.write_of_member(asked.member, today, asked.format)
    elif asked.project:
        phones.write_of_project(asked.project, asked.format)
    else:
        phones.write(asked.household, asked.name, asked.format, compound=asked.compound)
    return DONE
