"""The commands for the programme's years and for reviews: programme, review."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import N_, _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format, number
from tui.plain.commands.deeds import Deed, add_deeds, always
from tui.plain.commands.projects import add_project, said_of

_SET = ("budget", "project_cap", "community_cap", "rural_floor", "pass_mark", "seed")


def arguments_programme(parser: ArgumentParser) -> None:
    add_deeds(parser, OF_YEARS)


def reads_programme(asked: Namespace) -> bool:
    return OF_YEARS[asked.deed].reads(asked)


def run_programme(asked: Namespace, today: date) -> int:
    OF_YEARS[asked.deed].run(asked, today)
    return DONE


def arguments_review(parser: ArgumentParser) -> None:
    add_deeds(parser, OF_REVIEWS)


def reads_review(asked: Namespace) -> bool:
    return OF_REVIEWS[asked.deed].reads(asked)


def run_review(asked: Namespace, today: date) -> int:
    OF_REVIEWS[asked.deed].run(asked, today)
    return DONE


def _add_year(parser: ArgumentParser) -> None:
    parser.add_argument("year", metavar=_("YEAR"), type=number(1990, 2199))


def _of_year(parser: ArgumentParser) -> None:
    _add_year(parser)
    for option in ("budget", "project-cap", "community-cap"):
        parser.add_argument(f"--{option}", metavar=_("AMOUNT"), help=_("in yuan"))
    for option in ("rural-floor", "pass-mark"):
        parser.add_argument(f"--{option}", metavar=_("PERCENT"), type=number(0, 100))
    parser.add_argument("--seed", metavar=_("TEXT"), help=_("what the public draw starts from"))
    add_format(parser)


def _year(asked: Namespace, today: date) -> None:
    from tui.plain import programme

    if _shows_year(asked):
        programme.write_year(asked.year, asked.format)
    else:
        programme.change_year(asked.year, said_of(asked, *_SET), asked.format)


def _shows_year(asked: Namespace) -> bool:
    return all(value is None for value in said_of(asked, *_SET).values())


def _of_what_if(parser: ArgumentParser) -> None:
    _add_year(parser)
    parser.add_argument("--budget", metavar=_("AMOUNT"), help=_("else as much as this year"))
    parser.add_argument(
        "--keep", metavar=_("NUMBER"), type=number(1, 10**6), help=_("so many go on")
    )
    add_format(parser)


def _what_if(asked: Namespace, today: date) -> None:
    from tui.plain import programme

    programme.write_what_if(asked.year, asked.budget, asked.keep, asked.format)


def _of_supervising(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("--reason", metavar=_("TEXT"), required=True)


def _supervise(asked: Namespace, today: date) -> None:
    from tui.plain import programme

    programme.supervise(asked.project, asked.reason, today)


def _of_releasing(parser: ArgumentParser) -> None:
    add_project(parser)


def _release(asked: Namespace, today: date) -> None:
    from tui.plain import programme

    programme.release(asked.project, today)


def _of_log(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("--on", metavar=_("DATE"), help=_("else today"))
    parser.add_argument("--who", metavar=_("NAME"), default="")
    parser.add_argument("--note", metavar=_("TEXT"), default="")
    add_format(parser)


def _visit(asked: Namespace, today: date) -> None:
    _log(asked, "visit", today)


def _training(asked: Namespace, today: date) -> None:
    _log(asked, "training", today)


def _log(asked: Namespace, kind: str, today: date) -> None:
    from tui.plain import programme

    programme.log(asked.project, kind, asked.on, asked.who, asked.note, today, asked.format)


def _of_removing(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("--reason", metavar=_("TEXT"), default="")
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would change"))
    add_format(parser)


def _remove(asked: Namespace, today: date) -> None:
    from tui.plain import programme

    programme.remove(asked.project, asked.reason, today, asked.format, dry_run=asked.dry_run)


def _of_project(parser: ArgumentParser) -> None:
    add_project(parser)
    add_format(parser)


def _reviews(asked: Namespace, today: date) -> None:
    from tui.plain import programme

    programme.write_reviews(asked.project, asked.format)


def _of_recording(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("reviewer", metavar=_("REVIEWER"))
    parser.add_argument(
        "points", metavar=_("CRITERION=POINTS"), nargs="+", help=_("for every criterion")
    )
    parser.add_argument("--on", metavar=_("DATE"), help=_("else today"))
    parser.add_argument("--note", metavar=_("TEXT"), default="")
    add_format(parser)


def _record(asked: Namespace, today: date) -> None:
    from tui.plain import programme

    said = (asked.project, asked.reviewer, asked.points, asked.on, asked.note)
    programme.record(*said, today, asked.format)


def _of_review(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("reviewer", metavar=_("REVIEWER"))
    add_format(parser)


def _remove_review(asked: Namespace, today: date) -> None:
    from tui.plain import programme

    programme.remove_review(asked.project, asked.reviewer, asked.format)


def _of_ranking(parser: ArgumentParser) -> None:
    _add_year(parser)
    add_format(parser, "csv")


def _ranking(asked: Namespace, today: date) -> None:
    from tui.plain import programme

    programme.write_ranking(asked.year, asked.format)


def _of_criteria(parser: ArgumentParser) -> None:
    _add_year(parser)
    parser.add_argument(
        "criteria",
        metavar=_("NAME=WEIGHT[/MOST]"),
        nargs="*",
        help=_("all of them, in their order; without any they are shown"),
    )
    add_format(parser)


def _criteria(asked: Namespace, today: date) -> None:
    from tui.plain import programme

    if asked.criteria:
        programme.set_criteria(asked.year, asked.criteria, asked.format)
    else:
        programme.write_year(asked.year, asked.format)


OF_YEARS = {
    "year": Deed(N_("show what holds in a year, or set it"), _of_year, _year, _shows_year),
    "what-if": Deed(N_("the next year with fewer, larger grants"), _of_what_if, _what_if, always),
    "supervise": Deed(N_("put a weak project under supervision"), _of_supervising, _supervise),
    "release": Deed(N_("let it run on by itself"), _of_releasing, _release),
    "visit": Deed(N_("note a visit"), _of_log, _visit),
    "training": Deed(N_("note a training"), _of_log, _training),
    "remove": Deed(N_("remove a project from the funding"), _of_removing, _remove),
}
OF_REVIEWS = {
    "show": Deed(N_("the reviews of a project"), _of_project, _reviews, always),
    "record": Deed(N_("note what a reviewer found"), _of_recording, _record),
    "remove": Deed(N_("take a review away"), _of_review, _remove_review),
    "ranking": Deed(N_("who did best in a year"), _of_ranking, _ranking, always),
    "criteria": Deed(
        N_("show the criteria of a year, or set them"),
        _of_criteria,
        _criteria,
        lambda asked: not asked.criteria,
    ),
}
