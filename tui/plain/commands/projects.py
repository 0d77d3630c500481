"""The commands for projects and their milestones: project, milestone."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import N_, _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_days, add_format, number
from tui.plain.commands.deeds import Deed, add_deeds, always

# What may be said of a project, by the option and the metavar; the keys are ProjectValues'.
TEXTS = {
    "community": N_("NAME"),
    "district": N_("NAME"),
    "organisation": N_("NAME"),
    "dimensions": N_("NAMES"),
    "note": N_("TEXT"),
}


def arguments_project(parser: ArgumentParser) -> None:
    add_deeds(parser, OF_PROJECTS)


def reads_project(asked: Namespace) -> bool:
    return OF_PROJECTS[asked.deed].reads(asked)


def run_project(asked: Namespace, today: date) -> int:
    OF_PROJECTS[asked.deed].run(asked, today)
    return DONE


def arguments_milestone(parser: ArgumentParser) -> None:
    add_deeds(parser, OF_MILESTONES)


def run_milestone(asked: Namespace, today: date) -> int:
    OF_MILESTONES[asked.deed].run(asked, today)
    return DONE


def add_project(parser: ArgumentParser) -> None:
    """Let the deed be about a project."""
    parser.add_argument("project", metavar=_("PROJECT"), help=_("its name, or #number"))


def add_year(parser: ArgumentParser, *, required: bool = False) -> None:
    """Let a year of the programme be named."""
    parser.add_argument("--year", metavar=_("YEAR"), type=number(1990, 2199), required=required)


def add_place(parser: ArgumentParser) -> None:
    """Let town or village be said."""
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--rural", dest="rural", action="store_const", const="rural")
    place.add_argument("--urban", dest="rural", action="store_const", const="urban")


def said_of(asked: Namespace, *keys: str) -> dict[str, object]:
    """What the options `keys` say, None where they were not given."""
    return {key: getattr(asked, key) for key in keys}


def _of_project(parser: ArgumentParser) -> None:
    add_project(parser)
    add_format(parser)


def _show(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    projects.write(asked.project, today, asked.format)


def _of_values(parser: ArgumentParser) -> None:
    for key, metavar in TEXTS.items():
        parser.add_argument(f"--{key}", metavar=_(metavar))
    parser.add_argument("--in-charge", dest="people", metavar=_("NAMES"), help="李梅 138…;王强")
    parser.add_argument("--from", dest="starts_on", metavar=_("DATE"))
    parser.add_argument("--to", dest="ends_on", metavar=_("DATE"))
    add_place(parser)
    add_format(parser)


_VALUES = ("year", *TEXTS, "people", "starts_on", "ends_on", "rural", "name")


def _of_adding(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar=_("NAME"))
    add_year(parser, required=True)
    _of_values(parser)


def _add(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    said = said_of(asked, *_VALUES)
    said["community"] = said["community"] or ""
    projects.add(said, today, asked.format)


def _of_editing(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("--name", metavar=_("NAME"))
    add_year(parser)
    _of_values(parser)


def _edit(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    projects.edit(asked.project, said_of(asked, *_VALUES), today, asked.format)


def _of_status(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("status", metavar=_("STATUS"), help="running, under_review, completed …")
    parser.add_argument("--reason", metavar=_("TEXT"), default="")
    add_format(parser)


def _status(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    projects.set_status(asked.project, asked.status, asked.reason, today, asked.format)


def _add_milestone(parser: ArgumentParser) -> None:
    parser.add_argument("milestone", metavar=_("MILESTONE"), help=_("its name, or #number"))


def _of_new(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("name", metavar=_("NAME"))
    parser.add_argument("baseline", metavar=_("DATE"), help=_("when it is promised"))
    parser.add_argument("--forecast", metavar=_("DATE"), help=_("when it is expected, if later"))
    parser.add_argument(
        "--needs", metavar=_("MILESTONE"), action="append", default=[], help=_("comes after this")
    )
    add_format(parser)


def _new(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    projects.add_milestone(
        asked.project,
        asked.name,
        asked.baseline,
        today,
        asked.format,
        forecast=asked.forecast,
        needs=asked.needs,
    )


def _of_change(parser: ArgumentParser) -> None:
    add_project(parser)
    _add_milestone(parser)
    parser.add_argument("--name", metavar=_("NAME"))
    parser.add_argument("--baseline", metavar=_("DATE"))
    parser.add_argument("--evidence", metavar=_("TEXT"))
    add_format(parser)


def _change(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    said = said_of(asked, "name", "baseline", "evidence")
    projects.edit_milestone(asked.project, asked.milestone, said, today, asked.format)


def _of_reaching(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("milestones", metavar=_("MILESTONE"), nargs="+")
    parser.add_argument("--on", metavar=_("DATE"), help=_("else today"))
    parser.add_argument("--evidence", metavar=_("TEXT"), default="", help=_("what shows it"))
    add_format(parser)


def _reach(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    projects.reach(asked.project, asked.milestones, asked.on, asked.evidence, today, asked.format)


def _of_milestone(parser: ArgumentParser) -> None:
    add_project(parser)
    _add_milestone(parser)
    add_format(parser)


def _unreach(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    projects.unreach(asked.project, asked.milestone, today, asked.format)


def _remove(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    projects.remove(asked.project, asked.milestone, today, asked.format)


def _of_moving(parser: ArgumentParser) -> None:
    add_project(parser)
    _add_milestone(parser)
    parser.add_argument("day", metavar=_("DATE"), help=_("when it is expected now"))
    parser.add_argument("--reason", metavar=_("TEXT"), default="", help=_("why it slips"))
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would change"))
    add_format(parser)


def _move(asked: Namespace, today: date) -> None:
    from tui.plain import moves

    moves.move(
        asked.project,
        asked.milestone,
        asked.day,
        asked.reason,
        today,
        asked.format,
        dry_run=asked.dry_run,
    )


def _of_need(parser: ArgumentParser) -> None:
    add_project(parser)
    _add_milestone(parser)
    parser.add_argument("needs", metavar=_("NEEDED"), help=_("the milestone it comes after"))


def _of_needing(parser: ArgumentParser) -> None:
    _of_need(parser)
    parser.add_argument("--gap", metavar=_("DAYS"), type=int, help=_("else as the baselines lie"))


def _need(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    projects.add_need(asked.project, asked.milestone, asked.needs, asked.gap, today)


def _need_not(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    projects.remove_need(asked.project, asked.milestone, asked.needs, today)


def _of_recurring(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("name", metavar=_("NAME"))
    parser.add_argument("rule", metavar=_("RULE"), help=_("as “每月15日”, “last fri”, or an RRULE"))
    add_days(parser)


def _recurring(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    projects.add_recurring(asked.project, asked.name, asked.rule, asked.first, asked.last, today)


def _of_ending(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("name", metavar=_("NAME"))
    parser.add_argument("day", metavar=_("DATE"), help=_("the first day without it"))


def _end(asked: Namespace, today: date) -> None:
    from tui.plain import projects

    projects.end_recurring(asked.project, asked.name, asked.day, today)


OF_PROJECTS = {
    "show": Deed(N_("one project with its milestones"), _of_project, _show, always),
    "add": Deed(N_("enter a project"), _of_adding, _add),
    "edit": Deed(N_("change what is known of a project"), _of_editing, _edit),
    "status": Deed(N_("let a project stand otherwise"), _of_status, _status),
}
OF_MILESTONES = {
    "add": Deed(N_("promise a milestone"), _of_new, _new),
    "edit": Deed(N_("change name, baseline or evidence"), _of_change, _change),
    "reach": Deed(N_("note that milestones were reached"), _of_reaching, _reach),
    "unreach": Deed(N_("take back that one was reached"), _of_milestone, _unreach),
    "move": Deed(N_("expect it on another day, and all that follows"), _of_moving, _move),
    "needs": Deed(N_("let one come after another"), _of_needing, _need),
    "needs-not": Deed(N_("let one no longer wait for another"), _of_need, _need_not),
    "recurring": Deed(N_("lay out milestones that recur"), _of_recurring, _recurring),
    "end": Deed(N_("end those that recur"), _of_ending, _end),
    "remove": Deed(N_("promise a milestone no more"), _of_milestone, _remove),
}
