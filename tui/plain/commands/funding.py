"""The command that selects what gets the money: funding."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import N_, _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format
from tui.plain.commands.deeds import Deed, add_deeds
from tui.plain.commands.projects import add_year

RULES = ("greedy", "equal-shares")
COMPLETIONS = ("none", "add1", "greedy")


def arguments_funding(parser: ArgumentParser) -> None:
    add_deeds(parser, DEEDS, _wrong)


def reads_funding(asked: Namespace) -> bool:
    return DEEDS[asked.deed].reads(asked)


def run_funding(asked: Namespace, today: date) -> int:
    DEEDS[asked.deed].run(asked, today)
    return DONE


def without_store_funding(asked: Namespace) -> bool:
    """Whether the deed needs no store: an election in a file is whole."""
    return getattr(asked, "pb", None) is not None


def _wrong(asked: Namespace) -> str | None:
    """What does not fit together in the words that follow a deed, if anything."""
    if asked.rule == "greedy" and asked.completion != "none":
        return _("--completion is for --rule equal-shares")
    if getattr(asked, "pb", None) is not None and (asked.year or asked.seed is not None):
        return _("--year and --seed are for the store, not for a file")
    return None


def _of_rule(parser: ArgumentParser) -> None:
    add_year(parser)
    parser.add_argument("--rule", choices=RULES, default="greedy")
    parser.add_argument(
        "--completion", choices=COMPLETIONS, default="none", help=_("what spends the rest")
    )
    parser.add_argument("--budget", metavar=_("AMOUNT"), help=_("else what the year has left"))
    parser.add_argument("--seed", metavar=_("TEXT"), help=_("what the public draw starts from"))


def _of_selecting(parser: ArgumentParser) -> None:
    _of_rule(parser)
    parser.add_argument("--pb", metavar=_("FILE"), help=_("select from a Pabulib file instead"))
    add_format(parser)


def _select(asked: Namespace, today: date) -> None:
    from tui.plain import funding

    if asked.pb is not None:
        funding.select_from(asked.pb, asked.rule, asked.completion, asked.budget, asked.format)
        return
    year = asked.year or _year(today)
    funding.select(year, asked.rule, asked.completion, asked.budget, asked.seed, asked.format)


def _of_accepting(parser: ArgumentParser) -> None:
    _of_rule(parser)
    add_format(parser)


def _accept(asked: Namespace, today: date) -> None:
    from tui.plain import funding

    said = (asked.rule, asked.completion, asked.budget, asked.seed)
    funding.accept(asked.year or _year(today), *said, today, asked.format)


def _year(today: date) -> int:
    """The last year that has proposals, else the one to come."""
    from store.programme import proposals

    return max(proposals.years_with_proposals(), default=today.year + 1)


DEEDS = {
    "select": Deed(
        N_("which proposals get the money, and why"),
        _of_selecting,
        _select,
        lambda asked: asked.pb is None,
    ),
    "accept": Deed(N_("give the selected their grants"), _of_accepting, _accept),
}
