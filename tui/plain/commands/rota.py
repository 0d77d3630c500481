"""The command for the rota, whose deeds each take words of their own: rota."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import N_, _
from tui.plain.commands import DONE, places
from tui.plain.commands.arguments import add_days, add_format, number
from tui.plain.commands.deeds import Deed, add_deeds, always

MOST_WEEKS = 104


def arguments_rota(parser: ArgumentParser) -> None:
    add_deeds(parser, DEEDS, _wrong)


def reads_rota(asked: Namespace) -> bool:
    return DEEDS[asked.deed].reads(asked)


def run_rota(asked: Namespace, today: date) -> int:
    DEEDS[asked.deed].run(asked, today)
    return DONE


def _wrong(asked: Namespace) -> str | None:
    """What does not fit together in the words that follow a deed, if anything."""
    match asked.deed:
        case "attend" if (asked.member is None) != (asked.attendance is None):
            return _("a member needs one of these: {words}").format(words="present, late, …")
        case "swap" if asked.expires and not asked.offer:
            return _("--expires is for an offer")
        case "export" if (asked.file is None) == (not asked.per_member):
            return _("give one FILE, or --per-member and a folder")
        case "export" if asked.per_member and asked.member:
            return _("--member is for one FILE")
    return None


def _arguments_week(parser: ArgumentParser) -> None:
    parser.add_argument("day", metavar=_("DATE"), nargs="?", help=_("a day of the week; else now"))
    _add_team(parser)
    add_format(parser)


def _week(asked: Namespace, today: date) -> None:
    from tui.plain import shifts

    shifts.write_week(asked.day, today, asked.format, team=asked.team)


def _arguments_draft(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="first", metavar=_("DATE"), required=True, help=_("the first day")
    )
    parser.add_argument(
        "--weeks", metavar=_("NUMBER"), type=number(1, MOST_WEEKS), default=4, help=_("else 4")
    )
    _add_team(parser)
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would change"))
    add_format(parser)


def _draft(asked: Namespace, today: date) -> None:
    from tui.plain import drafts

    drafts.draft(
        asked.first, asked.weeks, today, asked.format, team=asked.team, dry_run=asked.dry_run
    )


def _arguments_fairness(parser: ArgumentParser) -> None:
    _add_team(parser)
    add_days(parser)
    add_format(parser)


def _fairness(asked: Namespace, today: date) -> None:
    from tui.plain import drafts

    drafts.write_fairness(asked.first, asked.last, today, asked.format, team=asked.team)


def _why(asked: Namespace, today: date) -> None:
    from tui.plain import drafts

    drafts.write_why(asked.shift, asked.member, today, asked.format)


def _arguments_export(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE.ics", nargs="?", help=_("a new file, or - for standard output")
    )
    _add_team(parser)
    parser.add_argument("--member", metavar=_("NAME"), help=_("only this member's shifts"))
    parser.add_argument(
        "--per-member", metavar=_("FOLDER"), help=_("a file of each member, into this folder")
    )
    add_days(parser)


def _export(asked: Namespace, today: date) -> None:
    from tui.plain import ics, shifts

    days = shifts.Days(asked.first, asked.last)
    if asked.per_member:
        ics.write_each(asked.per_member, today, days, team_name=asked.team)
    else:
        ics.write(asked.file, today, days, team_name=asked.team, member=asked.member)


def _prints(asked: Namespace) -> bool:
    return asked.file == "-"


def _add_team(parser: ArgumentParser) -> None:
    parser.add_argument("--team", metavar=_("NAME"), help=_("only this team"))


DEEDS = {
    "week": Deed(N_("the shifts of a week and who comes"), _arguments_week, _week, always),
    "shift": Deed(N_("one shift and its people"), places.of_shift, places.shift, always),
    "draft": Deed(N_("fill a period, fairly"), _arguments_draft, _draft),
    "fairness": Deed(
        N_("everybody's hours, and how even they are"), _arguments_fairness, _fairness, always
    ),
    "why": Deed(
        N_("who else could take a place, and what it would cost"), places.of_place, _why, always
    ),
    "stand-ins": Deed(
        N_("who could come, least hours first"), places.of_shift, places.stand_ins, always
    ),
    "join": Deed(N_("give a member a place"), places.of_place, places.join),
    "standby": Deed(N_("put a member on the standby list"), places.of_place, places.stand_by),
    "leave": Deed(N_("give a member's place up"), places.of_leaving, places.leave),
    "give": Deed(N_("give a member's place to another"), places.of_two, places.give),
    "stand-in": Deed(N_("let another stand in for a member"), places.of_two, places.stand_in),
    "swap": Deed(N_("swap the places of two members"), places.of_swap, places.swap),
    "swaps": Deed(N_("the offers that are open"), places.of_swaps, places.swaps, always),
    "accept": Deed(N_("accept an offer"), places.of_offer, places.accept),
    "refuse": Deed(N_("refuse an offer"), places.of_offer, places.refuse),
    "withdraw": Deed(N_("take an offer back"), places.of_offer, places.withdraw),
    "attend": Deed(N_("note who came"), places.of_attendance, places.attend),
    "correct": Deed(N_("correct how long somebody worked"), places.of_correction, places.correct),
    "cancel": Deed(N_("cancel a shift"), places.of_cancelling, places.cancel),
    "restore": Deed(
        N_("let a cancelled shift take place after all"), places.of_shift, places.restore
    ),
    "export": Deed(N_("write the rota as calendar files"), _arguments_export, _export, _prints),
}
