"""The nightly commands: overdue, check."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands import COULD_NOT, DONE
from tui.plain.commands.arguments import add_format, number


def arguments_overdue(parser: ArgumentParser) -> None:
    add_format(parser, "markdown", "html", "csv")
    parser.add_argument(
        "--due-soon",
        metavar=_("DAYS"),
        type=number(0, 366),
        help=_("how many days count as soon"),
    )
    add = parser.add_argument
    add("--new-only", action="store_true", help=_("only what is new since the last run"))
    add("--phones", action="store_true", help=_("with the whole phone numbers"))
    add(
        "--send",
        metavar=_("NAME"),
        action="append",
        default=[],
        help=_("send it there too: an address that is kept, all of them, or a URL"),
    )
    add(
        "--dry-run", action="store_true", help=_("show what would be told; record and send nothing")
    )
    add("--counts", action="store_true", help=_("only the counts: a question, which is no run"))
    add(
        "--install",
        choices=("cron", "systemd"),
        help=_("print what starts it every night, with the options given here"),
    )


def wrong_overdue(asked: Namespace) -> str | None:
    if asked.counts and asked.send:
        return _("counts are only printed, never sent")
    if asked.counts and asked.format not in ("plain", "text", "json"):
        return _("counts are plain text or JSON")
    if asked.install and (asked.counts or asked.dry_run):
        return _("what is installed runs and sends")
    return None


def reads_overdue(asked: Namespace) -> bool:
    return (asked.counts or asked.dry_run) and not (asked.send or asked.install)


def run_overdue(asked: Namespace, today: date) -> int:
    if asked.install:
        return _install(asked)
    from tui.plain import overdue

    wanted = overdue.wanted(
        asked.format,
        due_soon=asked.due_soon,
        compound=asked.compound,
        new_only=asked.new_only,
        phones=asked.phones,
        send=asked.send,
    )
    if asked.counts:
        overdue.write_counts(today, wanted)
        return DONE
    does = overdue.rehearse if asked.dry_run else overdue.run
    return DONE if does(today, wanted) else COULD_NOT


def _install(asked: Namespace) -> int:
    from tui.plain import install

    nightly = install.Nightly(
        form=asked.format,
        due_soon=asked.due_soon,
        compound=asked.compound,
        new_only=asked.new_only,
        phones=asked.phones,
        send=asked.send,
    )
    install.write(asked.install, nightly)
    return DONE


def arguments_check(parser: ArgumentParser) -> None:
    add_format(parser)


def reads_check(asked: Namespace) -> bool:
    return True


def run_check(asked: Namespace, today: date) -> int:
    from tui.plain import check

    return DONE if check.write(today, asked.format) else COULD_NOT
