"""The command for the people of the desk: access."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import N_, _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format
from tui.plain.commands.deeds import Deed, add_deeds, always


def arguments_access(parser: ArgumentParser) -> None:
    add_deeds(parser, DEEDS)


def reads_access(asked: Namespace) -> bool:
    return DEEDS[asked.deed].reads(asked)


def run_access(asked: Namespace, today: date) -> int:
    DEEDS[asked.deed].run(asked, today)
    return DONE


def _of_list(parser: ArgumentParser) -> None:
    add_format(parser, "csv")


def _list(asked: Namespace, today: date) -> None:
    from tui.plain import access

    access.write(asked.format)


def _of_person(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar=_("NAME"))


def _of_new(parser: ArgumentParser) -> None:
    _of_person(parser)
    parser.add_argument(
        "--role", metavar=_("ROLE"), required=True, help="coordinator, helper, viewer"
    )
    parser.add_argument(
        "--key",
        metavar=_("FILE"),
        required=True,
        help=_("their public SSH key, as id_ed25519.pub, or - for standard input"),
    )


def _add(asked: Namespace, today: date) -> None:
    from tui.plain import access

    access.add(asked.name, asked.role, asked.key, today)


def _of_role(parser: ArgumentParser) -> None:
    _of_person(parser)
    parser.add_argument("role", metavar=_("ROLE"), help="coordinator, helper, viewer")
    add_format(parser, "csv")


def _change_role(asked: Namespace, today: date) -> None:
    from tui.plain import access

    access.change_role(asked.name, asked.role, asked.format)


def _of_removal(parser: ArgumentParser) -> None:
    _of_person(parser)
    add_format(parser, "csv")


def _remove(asked: Namespace, today: date) -> None:
    from tui.plain import access

    access.remove(asked.name, today, asked.format)


def _line(asked: Namespace, today: date) -> None:
    from tui.plain import access

    access.write_line(asked.name)


DEEDS = {
    "list": Deed(N_("who is of the desk"), _of_list, _list, always),
    "add": Deed(N_("let somebody in; prints the line for authorized_keys"), _of_new, _add),
    "role": Deed(N_("give somebody another role"), _of_role, _change_role),
    "remove": Deed(N_("let somebody in no more"), _of_removal, _remove),
    "line": Deed(N_("print somebody's line for authorized_keys again"), _of_person, _line, always),
}
