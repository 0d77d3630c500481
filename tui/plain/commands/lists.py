"""The commands that list, count and draw: list, stats, plot."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_days, add_format, add_kind
from tui.plain.commands.projects import add_place, add_year

DESK_LISTS = ("households", "items", "loans", "overdue")
ROTA_LISTS = ("teams", "members", "shifts", "hours")
PROGRAMME_LISTS = ("projects", "milestones", "reviews", "proposals", "ballots")
# The lists of some days alone.
OF_DAYS = ("shifts", "hours")
# What the programme's lists may be narrowed by, and which of them.
_NARROWED = {
    "year": PROGRAMME_LISTS,
    "dimension": ("projects", "milestones"),
    "rural": ("projects", "milestones"),
    "status": ("projects", "milestones", "proposals"),
    "project": ("milestones", "reviews"),
    "proposal": ("ballots",),
    "late": ("projects", "milestones"),
}


def arguments_list(parser: ArgumentParser) -> None:
    add_kind(parser, (*DESK_LISTS, *ROTA_LISTS, *PROGRAMME_LISTS))
    parser.add_argument("--open", action="store_true", help=_("only loans that are still out"))
    parser.add_argument(
        "--household", metavar=_("ADDRESS"), help=_("only what this household has, lends, borrows")
    )
    parser.add_argument(
        "--team", metavar=_("NAME"), help=_("only this team's members, shifts, hours")
    )
    add_days(parser)
    _add_narrowing(parser)
    add_format(parser, "csv")


def _add_narrowing(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("--late", action="store_true", default=None, help=_("only projects, milestones that are"))
    add("--status", metavar=_("STATUS"), help=_("only projects, proposals that stand so"))
    add("--dimension", metavar=_("NAME"), help=_("only projects of it, as people or 人"))
    add("--project", metavar=_("PROJECT"), help=_("only its milestones, reviews"))
    add("--proposal", metavar=_("PROPOSAL"), help=_("only its ballots"))
    add_year(parser)
    add_place(parser)


def wrong_list(asked: Namespace) -> str | None:
    if asked.open and asked.kind != "loans":
        return _("--open is for loans")
    if asked.kind not in DESK_LISTS and (asked.household or asked.compound):
        return _("--household and --compound are for households, items and loans")
    if asked.team and asked.kind not in ROTA_LISTS[1:]:
        return _("--team is for members, shifts and hours")
    if (asked.first or asked.last) and asked.kind not in OF_DAYS:
        return _("--from and --to are for shifts and hours")
    for key, kinds in _NARROWED.items():
        if getattr(asked, key) is not None and asked.kind not in kinds:
            option = "--rural, --urban" if key == "rural" else f"--{key}"
            return _("{option} is not for {kind}").format(option=option, kind=asked.kind)
    whole = ("dimension", "rural", "status")
    if asked.project and any(getattr(asked, key) is not None for key in whole):
        return _("--project is one project: it cannot be narrowed any further")
    return None


def reads_list(asked: Namespace) -> bool:
    return True


def run_list(asked: Namespace, today: date) -> int:
    if asked.kind in PROGRAMME_LISTS:
        from tui.plain import programme_lists

        narrowed = programme_lists.Narrowed(**{key: getattr(asked, key) for key in _NARROWED})
        programme_lists.write(asked.kind, narrowed, today, asked.format)
        return DONE
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
    parser.add_argument(
        "--programme", action="store_true", help=_("the programme's projects, money and votes")
    )
    add_format(parser, "csv")


def wrong_stats(asked: Namespace) -> str | None:
    if asked.programme and asked.compound:
        return _("--compound is not for --programme")
    return None


def reads_stats(asked: Namespace) -> bool:
    return True


def run_stats(asked: Namespace, today: date) -> int:
    if asked.programme:
        from tui.plain import programme_figures

        programme_figures.write(today, asked.format)
        return DONE
    from tui.plain import stats

    stats.write(today, asked.format, compound=asked.compound)
    return DONE


def arguments_plot(parser: ArgumentParser) -> None:
    # The names of tui.plots, which the other commands have no use for.
    names = ("loans", "participation", "hours", "slip")
    parser.add_argument("name", choices=names, help=_("what the plot is of"))
    add_format(parser, "csv")


def wrong_plot(asked: Namespace) -> str | None:
    if asked.compound and asked.name in ("hours", "slip"):
        return _("--compound is for loans and participation")
    return None


def reads_plot(asked: Namespace) -> bool:
    return True


def run_plot(asked: Namespace, today: date) -> int:
    from tui.plain import plot

    plot.write(asked.name, today, asked.format, compound=asked.compound)
    return DONE
