"""The commands that set the community's rules: new-compound, settings, categories, steps."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format, number, number_or_default


def arguments_new_compound(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar=_("NAME"))
    parser.add_argument(
        "--units",
        metavar=_("PLAN"),
        required=True,
        help=_("floors x doors of each unit, as “1-4: 7 x 3; 5: 6 x 2, 1 shops, 302 vacant”"),
    )
    parser.add_argument("--community", metavar=_("NAME"), default="")
    add_format(parser)


def run_new_compound(asked: Namespace, today: date) -> int:
    from tui.plain import setup

    setup.new_compound(asked.name, asked.units, asked.format, community=asked.community)
    return DONE


def arguments_settings(parser: ArgumentParser) -> None:
    parser.add_argument("key", metavar=_("KEY"), nargs="?")
    parser.add_argument("value", metavar=_("VALUE"), nargs="?")
    add_format(parser, "csv")


def wrong_settings(asked: Namespace) -> str | None:
    from tui.plain import rules

    if asked.value is None or not rules.is_number(asked.key):
        return None
    try:
        number(0, 2**31)(asked.value)
    except ArgumentTypeError as wrong:
        return str(wrong)
    return None


def reads_settings(asked: Namespace) -> bool:
    return asked.value is None


def run_settings(asked: Namespace, today: date) -> int:
    from tui.plain import rules

    rules.settings_asked(asked.key, asked.value, today, asked.format)
    return DONE


def arguments_categories(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar=_("NAME"), nargs="?")
    for option, told in (
        ("--days", _("loan period in days, or “default”")),
        ("--renewals", _("how often a loan may be renewed, or “default”")),
    ):
        parser.add_argument(
            option,
            metavar=_("NUMBER"),
            type=number_or_default,
            default=SUPPRESS,
            help=told,
        )
    add_format(parser, "csv")


def reads_categories(asked: Namespace) -> bool:
    return not ("days" in asked or "renewals" in asked)


def run_categories(asked: Namespace, today: date) -> int:
    from tui.plain import rules

    # Only the rules that were named, by the store's words for them.
    named = {"loan_days": "days", "renewal_limit": "renewals"}
    changes = {rule: getattr(asked, name) for rule, name in named.items() if name in asked}
    rules.categories_asked(asked.name, changes, asked.format)
    return DONE


def arguments_steps(parser: ArgumentParser) -> None:
    parser.add_argument(
        "days",
        metavar=_("DAYS"),
        nargs="?",
        type=number(0, 2**31),
        help=_("from how many days late on"),
    )
    parser.add_argument("name", metavar=_("NAME"), nargs="?", help=_("what is to be done then"))
    parser.add_argument(
        "--remove", metavar=_("DAYS"), type=number(0, 2**31), help=_("take this step away")
    )
    add_format(parser, "csv")


def wrong_steps(asked: Namespace) -> str | None:
    if asked.days is None:
        return None
    if asked.remove is not None:
        return _("one step is changed at a time")
    return _("a step needs its days and its name") if asked.name is None else None


def reads_steps(asked: Namespace) -> bool:
    return asked.days is None and asked.remove is None


def run_steps(asked: Namespace, today: date) -> int:
    from tui.plain import rules

    rules.steps_asked(asked.days, asked.name, asked.remove, asked.format)
    return DONE
