"""A command whose deeds each take words of their own, as `rota join` and `rota draft` do."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from store.language import _
from tui.plain.helptext import CellFormatter, Parser


class Deed(NamedTuple):
    """What stands behind a word after a command: what it is for, its arguments, and doing it.

    `reads` says whether, asked like this, it only reads, as for a command.
    """

    told: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, date], None]
    reads: Callable[[Namespace], bool] = lambda asked: False


def always(asked: Namespace) -> bool:
    """As a deed's `reads`: it never does anything else."""
    return True


def add_deeds(
    parser: ArgumentParser,
    deeds: Mapping[str, Deed],
    wrong: Callable[[Namespace], str | None] = lambda asked: None,
) -> None:
    """Let one of `deeds` follow, which `asked.deed` then names; `wrong` is as for a command."""

    class Asked(argparse.Action):
        """The deed and all that follows it, which a parser of its own is made to read."""

        def __call__(
            self,
            parser: ArgumentParser,
            asked: Namespace,
            values: Any,
            option_string: str | None = None,
        ) -> None:
            from tui.plain.usage import add_options

            name, *rest = values
            theirs = Parser(
                prog=f"{parser.prog} {name}",
                formatter_class=CellFormatter,
                description=_(deeds[name].told),
                allow_abbrev=False,
            )
            add_options(theirs, scoped=False)
            deeds[name].arguments(theirs)
            asked.deed = name
            theirs.parse_args(rest, asked)
            if complaint := wrong(asked):
                theirs.error(complaint)

        def _get_subactions(self) -> list[argparse.Action]:
            """Every deed, for the help."""
            return [
                argparse.Action((), name, metavar=name, help=_(deed.told))
                for name, deed in deeds.items()
            ]

    parser.add_argument(
        "deed",
        metavar=_("DEED"),
        choices=deeds,
        nargs=argparse.PARSER,
        action=Asked,
        help=_("see `{command} DEED --help`").format(command=parser.prog),
    )
