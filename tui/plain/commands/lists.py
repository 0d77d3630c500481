"""The commands that list and count: list, stats."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_days, add_format

DESK_LISTS = ("households", "items", "loans", "overdue")
ROTA_LISTS = ("teams", "members", "shifts", "hours")
# The lists of some days alone.
OF_DAYS = ("shifts", "hours")


def arguments_list(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=(*DESK_LISTS, *ROTA_LISTS))
    parser.add_argument("--open", action="store_true", help=_("only loans that are still out"))
    parser.add_argument(
        "--household", metavar=_("ADDRESS"), help=_("only what this household has, lends, borrows")
    )
    parser.add_argument(
        "--team", metavar=_("NAME"), help=_("only this team's members, shifts, hours")
    )
    add_days(parser)
    add_format(parser, "csv")


def wrong_list(asked: Namespace) -> str | None:
    if asked.open and asked.kind != "loans":
        return _("--open is for loans")
    if asked.kind in ROTA_LISTS and (asked.household or asked.compound):
        return _("--household and --compound are for households, items and loans")
    if asked.team and asked.kind not in ROTA_LISTS[1:]:
        return _("--team is for members, shifts and hours")
    if (asked.first or asked.last) and asked.kind not in OF_DAYS:
        return _("--from and --to are for shifts and hours")
    return None


def reads_list(asked: Namespace) -> bool:
    return True


def run_list(asked: Namespace, today: date) -> int:
    from tui.plain import lists

    if asked.kind in ROTA_LISTS:
        lists.write_rota(
            asked.kind, today, asked.format, team=asked.team, first=asked.first, last=asked.last
        )
        return DONE
    lists.write(
        asked.kind,
        today,
        asked.format,
        compound=asked.compound,
        address=asked.household,
        open_only=asked.open,
    )
    return DONE


def arguments_stats(parser: ArgumentParser) -> None:
    add_format(parser, "csv")


def reads_stats(asked: Namespace) -> bool:
    return True


def run_stats(asked: Namespace, today: date) -> int:
    from tui.plain import stats

    stats.write(today, asked.format, compound=asked.compound)
    return DONE
