"""The command that erases somebody on request."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import COULD_NOT, DONE
from tui.plain.commands.arguments import add_format


def arguments_erase(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("who", metavar=_("WHO"), nargs="*", help=_("the address and the name, as 3-502 李敏"))
    add("--dry-run", action="store_true", help=_("only show what would go"))
    add("--yes", action="store_true", help=_("do not ask"))
    add("--receipt", metavar=_("FILE"), help=_("where the receipt is written as well"))
    add("--clean", action="store_true", help=_("write the file anew, if erasing could not"))
    add_format(parser)


def wrong_erase(asked: Namespace) -> str | None:
    if asked.clean:
        return _("--clean is about nobody") if asked.who or asked.dry_run else None
    return None if asked.who else _("the address and the name are needed, as 3-502 李敏")


def run_erase(asked: Namespace, today: date) -> int:
    from tui.plain import erasing

    if asked.clean:
        return DONE if erasing.clean() else COULD_NOT
    done = erasing.erase(
        " ".join(asked.who),
        asked.format,
        compound=asked.compound,
        dry_run=asked.dry_run,
        sure=asked.yes,
        file=asked.receipt,
    )
    return DONE if done else COULD_NOT
