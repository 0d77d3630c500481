"""What the commands' arguments have in common."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Sequence

from store.language import _


def add_format(parser: ArgumentParser, *more: str) -> None:
    """Let the command answer in plain text, as JSON, and in what else it knows."""
    parser.add_argument(
        "--format",
        choices=("plain", "text", "json", *more),
        default="plain",
        help=_("plain text for people, the others for programs"),
    )


def add_kind(parser: ArgumentParser, kinds: Sequence[str]) -> None:
    """Let one of `kinds` be named; together they are too wide for one word of the help."""
    parser.add_argument("kind", metavar=_("KIND"), choices=kinds, help=", ".join(kinds))


def add_days(parser: ArgumentParser) -> None:
    """Let the command be about the days from `first` to `last`."""
    parser.add_argument("--from", dest="first", metavar=_("DATE"), help=_("the first day"))
    parser.add_argument("--to", dest="last", metavar=_("DATE"), help=_("the last day"))


def number(least: int, most: int) -> Callable[[str], int]:
    """The type of an argument that is a whole number from `least` to `most`."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:20])):
            raise ArgumentTypeError(_("a number is needed, at least {least}").format(least=least))
        if int(text[:20]) > most:
            raise ArgumentTypeError(_("a number is needed, at most {most}").format(most=most))
        return int(text)

    return read


def number_or_default(text: str) -> int | None:
    """A whole number, or None where the word for the community's default was typed."""
    return None if text in ("default", _("default")) else number(0, 2**31)(text)
