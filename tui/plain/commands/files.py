"""The commands that deal with files: the sample, import, export."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.exchange import NAMES
from store.language import _
from tui.plain.commands import COULD_NOT, DONE
from tui.plain.commands.arguments import add_format, add_kind

KINDS = tuple(NAMES)


def arguments_demo(parser: ArgumentParser) -> None:
    """What `demo` takes; the door itself runs it, because it has a store of its own."""
    parser.add_argument("--no-open", action="store_true", help=_("build it only"))
    parser.add_argument("--fresh", action="store_true", help=_("build it anew"))
    parser.add_argument(
        "--original-dates", action="store_true", help=_("leave the loans in their year, 2017")
    )


def arguments_import(parser: ArgumentParser) -> None:
    add_kind(parser, KINDS)
    parser.add_argument("file", metavar=_("FILE"), help=_("a CSV file, or - for standard input"))
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would change"))
    parser.add_argument(
        "--all-or-nothing", action="store_true", help=_("import nothing if any row is rejected")
    )
    parser.add_argument(
        "--rejects", metavar=_("FILE"), help=_("where rejected rows go, to be put right")
    )
    add_format(parser)


def run_import(asked: Namespace, today: date) -> int:
    from pathlib import Path

    from tui.plain import imports

    whole = imports.bring_in(
        asked.kind,
        Path(asked.file),
        today,
        asked.format,
        compound=asked.compound,
        dry_run=asked.dry_run,
        all_or_nothing=asked.all_or_nothing,
        rejects=Path(asked.rejects) if asked.rejects else None,
    )
    return DONE if whole else COULD_NOT


def arguments_export(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("kind", nargs="?", metavar=_("KIND"), help=", ".join(KINDS))
    add(
        "file",
        metavar=_("FILE"),
        nargs="?",
        default="-",
        help=_("a new file, or - for standard output"),
    )
    add(
        "--person",
        metavar=_("WHO"),
        help=_("instead of a table all that is kept of somebody, as “3-502 李敏”"),
    )
    add_format(parser)


def wrong_export(asked: Namespace) -> str | None:
    """What does not fit; beside a person, what looks like a kind is the file."""
    if asked.person is not None:
        if asked.file != "-":
            return _("only a file goes with --person")
        asked.kind, asked.file = None, asked.kind or "-"
    elif asked.kind not in KINDS:
        return _("invalid choice: %(value)r (choose from %(choices)s)") % {
            "value": asked.kind or "",
            "choices": ", ".join(KINDS),
        }
    elif asked.format != "plain":
        return _("--format is for --person")
    return None


def reads_export(asked: Namespace) -> bool:
    return asked.file == "-" and asked.person is None


def run_export(asked: Namespace, today: date) -> int:
    if asked.person is not None:
        from tui.plain import own_data

        own_data.write(asked.person, asked.file, asked.format, compound=asked.compound)
        return DONE
    from tui.plain import exports

    exports.write(asked.kind, asked.file, compound=asked.compound)
    return DONE
