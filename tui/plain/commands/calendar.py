"""The commands for open and closed days: calendar, closure."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format, number

# What may be done with the calendar, besides looking at it, and whether it needs a word and takes
# a name.
DEEDS = {
    "close": (True, True),
    "open": (True, True),
    "clear": (True, False),
    "weekly": (True, False),
    "load": (True, False),
    "country": (True, False),
    "policy": (False, False),
}


def arguments_calendar(parser: ArgumentParser) -> None:
    parser.add_argument(
        "deed",
        choices=DEEDS,
        nargs="?",
        help=_(
            "close, open or clear a DAY; weekly sat,sun or none; load a YEAR of public holidays; "
            "country CN or none; policy: what compounds do about closed days"
        ),
    )
    parser.add_argument(
        "what", metavar=_("WHAT"), nargs="?", help=_("the day, days, year, country")
    )
    parser.add_argument("name", metavar=_("NAME"), nargs="?", help=_("why that day is so"))
    parser.add_argument(
        "--year", metavar=_("YEAR"), type=number(1, 9999), help=_("the year to show; else this one")
    )
    parser.add_argument(
        "--moves",
        choices=("never", "holidays", "closed"),
        help=_("for policy: off which days due dates move"),
    )
    parser.add_argument(
        "--late-days",
        choices=("all", "open"),
        help=_("for policy: which days make a loan later"),
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help=_("for close, open, clear, weekly: only show which shifts would change"),
    )
    add_format(parser, "csv")


def wrong_calendar(asked: Namespace) -> str | None:
    needs_word, takes_name = DEEDS.get(asked.deed, (False, False))
    if needs_word and asked.what is None:
        return _("{deed} what?").format(deed=asked.deed)
    if (asked.what is not None and not needs_word) or (asked.name is not None and not takes_name):
        return _("{deed} takes fewer words").format(deed=asked.deed)
    if asked.deed == "load" and not (asked.what.isascii() and asked.what.isdigit()):
        return _("load needs a year, as 2027")
    if asked.year is not None and asked.deed is not None:
        return _("--year is for looking at the calendar")
    if asked.dry_run and asked.deed not in ("close", "open", "clear", "weekly"):
        return _("--dry-run is for close, open, clear and weekly")
    if asked.deed != "policy" and (asked.moves or asked.late_days or asked.compound):
        return _("--moves, --late-days and --compound are for policy")
    return None


def reads_calendar(asked: Namespace) -> bool:
    return asked.deed is None


def run_calendar(asked: Namespace, today: date) -> int:
    from tui.plain import calendar

    form = asked.format
    match asked.deed:
        case "close" | "open":
            kind = "closed" if asked.deed == "close" else "open"
            calendar.set_day(asked.what, kind, asked.name or "", today, form, dry_run=asked.dry_run)
        case "clear":
            calendar.clear_day(asked.what, today, form, dry_run=asked.dry_run)
        case "weekly":
            calendar.set_weekly(asked.what, today, form, dry_run=asked.dry_run)
        case "load":
            calendar.load(int(asked.what[:9]), today, form)
        case "country":
            calendar.set_country(asked.what, today, form)
        case "policy":
            calendar.policy_asked(asked.compound, asked.moves, asked.late_days, form)
        case _other:
            calendar.write(asked.year, today, form)
    return DONE


def arguments_closure(parser: ArgumentParser) -> None:
    parser.add_argument("first", metavar=_("FIRST"), help=_("the first closed day, as 12-3"))
    parser.add_argument("last", metavar=_("LAST"), help=_("the last closed day"))
    parser.add_argument("--name", metavar=_("NAME"), default="", help=_("why it is closed"))
    parser.add_argument(
        "--spread",
        metavar=_("DAYS"),
        type=number(1, 60),
        default=5,
        help=_("over how many open days after it the returns are spread; else 5"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would change"))
    add_format(parser, "csv")


def run_closure(asked: Namespace, today: date) -> int:
    from tui.plain import closure

    closure.close(
        asked.first,
        asked.last,
        today,
        asked.format,
        name=asked.name,
        spread_days=asked.spread,
        dry_run=asked.dry_run,
    )
    return DONE
