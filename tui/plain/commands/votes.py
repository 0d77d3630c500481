"""The commands for proposals and their votes: proposal, vote."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import N_, _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format, number
from tui.plain.commands.deeds import Deed, add_deeds, always
from tui.plain.commands.projects import TEXTS, add_place, add_year, said_of


def arguments_proposal(parser: ArgumentParser) -> None:
    add_deeds(parser, OF_PROPOSALS)


def reads_proposal(asked: Namespace) -> bool:
    return OF_PROPOSALS[asked.deed].reads(asked)


def run_proposal(asked: Namespace, today: date) -> int:
    OF_PROPOSALS[asked.deed].run(asked, today)
    return DONE


def arguments_vote(parser: ArgumentParser) -> None:
    add_deeds(parser, OF_VOTES, _wrong)


def reads_vote(asked: Namespace) -> bool:
    return OF_VOTES[asked.deed].reads(asked)


def run_vote(asked: Namespace, today: date) -> int:
    OF_VOTES[asked.deed].run(asked, today)
    return DONE


def without_store_vote(asked: Namespace) -> bool:
    """Whether the deed needs no store: anybody may recount."""
    return asked.deed == "recount"


def _wrong(asked: Namespace) -> str | None:
    """What does not fit together in the words that follow a deed, if anything."""
    match asked.deed:
        case "cast" if (asked.door is None) != (asked.choice is None):
            return _("a door needs a choice: {words}").format(words="y, n, 0")
        case "cast" if asked.door is None and (asked.proxy or asked.witness):
            return _("--proxy and --witness are for one door")
        case "papers" if not asked.yes + asked.no + asked.abstain:
            return _("how many papers say what?")
    return None


def _add_proposal(parser: ArgumentParser) -> None:
    parser.add_argument("proposal", metavar=_("PROPOSAL"), help=_("its name, or #number"))


def _of_proposal(parser: ArgumentParser) -> None:
    _add_proposal(parser)
    add_format(parser)


def _show(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.write(asked.proposal, asked.format)


_VALUES = (
    "year", "name", *TEXTS, "compound_name", "cost", "proposer", "rule", "quorum", "rural", "secret"
)  # fmt: skip


def _of_values(parser: ArgumentParser) -> None:
    for key, metavar in TEXTS.items():
        parser.add_argument(f"--{key}", metavar=_(metavar))
    parser.add_argument("--compound-name", metavar=_("NAME"), help=_("whose households vote on it"))
    parser.add_argument("--cost", metavar=_("AMOUNT"), help=_("in yuan"))
    parser.add_argument("--proposer", metavar=_("NAME"))
    parser.add_argument("--rule", metavar=_("RULE"), help="majority, two_thirds, approval")
    parser.add_argument("--quorum", metavar=_("PERCENT"), type=number(0, 100))
    add_place(parser)
    secrecy = parser.add_mutually_exclusive_group()
    secrecy.add_argument("--secret", dest="secret", action="store_true", default=None)
    secrecy.add_argument("--open", dest="secret", action="store_false", default=None)
    add_format(parser)


def _said(asked: Namespace) -> dict[str, object]:
    said = said_of(asked, *_VALUES)
    said["compound"] = said.pop("compound_name")
    return said


def _of_adding(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar=_("NAME"))
    add_year(parser, required=True)
    _of_values(parser)


def _add(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    said = _said(asked)
    said["community"] = said["community"] or ""
    votes.add(said, asked.format)


def _of_editing(parser: ArgumentParser) -> None:
    _add_proposal(parser)
    parser.add_argument("--name", metavar=_("NAME"))
    add_year(parser)
    _of_values(parser)


def _edit(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.edit(asked.proposal, _said(asked), asked.format)


def _withdraw(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.withdraw(asked.proposal, asked.format)


def _of_adopting(parser: ArgumentParser) -> None:
    _add_proposal(parser)


def _adopt(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.adopt(asked.proposal, today)


def _of_opening(parser: ArgumentParser) -> None:
    _add_proposal(parser)
    parser.add_argument("--from", dest="first", metavar=_("DATE"), help=_("else today"))
    parser.add_argument("--to", dest="last", metavar=_("DATE"), help=_("else the same day"))
    parser.add_argument("--unit", metavar=_("UNIT"), action="append", default=[])
    parser.add_argument("--without-vacant", action="store_true", help=_("vacant homes do not vote"))


def _open(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    said = (asked.proposal, asked.first, asked.last, asked.unit, asked.without_vacant)
    votes.open_vote(*said, today)


def _add_hands(parser: ArgumentParser) -> None:
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--proxy", metavar=_("NAME"), default="", help=_("who votes for them"))
    how.add_argument("--witness", metavar=_("NAME"), default="", help=_("who saw the paper"))
    add_format(parser)


def _of_casting(parser: ArgumentParser) -> None:
    _add_proposal(parser)
    parser.add_argument(
        "door",
        metavar=_("DOOR"),
        nargs="?",
        help=_("as 3-502; without one, lines like “3-502 y” are read from standard input"),
    )
    parser.add_argument("choice", metavar="y|n|0", nargs="?")
    _add_hands(parser)


def _cast(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    hand = (asked.door, asked.choice, asked.proxy, asked.witness)
    votes.cast(asked.proposal, *hand, today, asked.format)


def _of_correcting(parser: ArgumentParser) -> None:
    _add_proposal(parser)
    parser.add_argument("door", metavar=_("DOOR"))
    parser.add_argument("choice", metavar="y|n|0")
    parser.add_argument("--reason", metavar=_("TEXT"), required=True)
    add_format(parser)


def _correct(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.correct(asked.proposal, asked.door, asked.choice, asked.reason, today, asked.format)


def _of_door(parser: ArgumentParser) -> None:
    _add_proposal(parser)
    parser.add_argument("door", metavar=_("DOOR"))
    add_format(parser)


def _take_back(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.take_back(asked.proposal, asked.door, asked.format)


def _of_ticking(parser: ArgumentParser) -> None:
    _add_proposal(parser)
    parser.add_argument("doors", metavar=_("DOOR"), nargs="+")
    _add_hands(parser)


def _tick(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    hands = (asked.proposal, asked.doors, asked.proxy, asked.witness)
    votes.tick(*hands, today, asked.format)


def _of_papers(parser: ArgumentParser) -> None:
    _add_proposal(parser)
    for option in ("yes", "no", "abstain"):
        parser.add_argument(f"--{option}", metavar=_("NUMBER"), type=number(0, 10**6), default=0)
    add_format(parser)


def _papers(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    counts = (asked.yes, asked.no, asked.abstain)
    votes.count_papers(asked.proposal, *counts, today, asked.format)


def _count_anew(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.count_anew(asked.proposal, asked.format)


def _of_extending(parser: ArgumentParser) -> None:
    _add_proposal(parser)
    parser.add_argument("last", metavar=_("DATE"), help=_("the last day"))
    add_format(parser)


def _extend(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.extend(asked.proposal, asked.last, today, asked.format)


def _of_closing(parser: ArgumentParser) -> None:
    _add_proposal(parser)
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would change"))
    add_format(parser)


def _close(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.close(asked.proposal, today, asked.format, dry_run=asked.dry_run)


def _result(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.write_result(asked.proposal, asked.format)


def _of_roll(parser: ArgumentParser) -> None:
    _add_proposal(parser)
    add_format(parser, "csv")


def _roll(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.write_roll(asked.proposal, asked.format, missing=False)


def _missing(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.write_roll(asked.proposal, asked.format, missing=True)


def _of_tally(parser: ArgumentParser) -> None:
    _add_proposal(parser)
    parser.add_argument(
        "file", metavar=_("FILE"), nargs="?", help=_("a new file, or - for standard output")
    )


def _tally(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.write_tally(asked.proposal, asked.file)


def _of_recount(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar=_("FILE"), help=_("a tally, or - for standard input"))
    add_format(parser)


def _recount(asked: Namespace, today: date) -> None:
    from tui.plain import votes

    votes.recount(asked.file, asked.format)


def _prints(asked: Namespace) -> bool:
    return asked.file in (None, "-")


OF_PROPOSALS = {
    "show": Deed(N_("one proposal and how its vote stands"), _of_proposal, _show, always),
    "add": Deed(N_("write a proposal down"), _of_adding, _add),
    "edit": Deed(N_("change a proposal"), _of_editing, _edit),
    "withdraw": Deed(N_("take a proposal back"), _of_proposal, _withdraw),
    "adopt": Deed(N_("make an adopted proposal a project"), _of_adopting, _adopt),
}
OF_VOTES = {
    "open": Deed(N_("open a vote and freeze its roll"), _of_opening, _open),
    "cast": Deed(N_("enter a ballot, or a meeting's"), _of_casting, _cast),
    "correct": Deed(N_("put a ballot right"), _of_correcting, _correct),
    "take-back": Deed(N_("let a household not have voted"), _of_door, _take_back),
    "tick": Deed(N_("tick households off in a secret vote"), _of_ticking, _tick),
    "papers": Deed(N_("count papers of a secret vote"), _of_papers, _papers),
    "count-anew": Deed(N_("throw that count away, to begin again"), _of_proposal, _count_anew),
    "extend": Deed(N_("let a vote go on until a later day"), _of_extending, _extend),
    "close": Deed(N_("close a vote, for good"), _of_closing, _close),
    "result": Deed(N_("what came of a vote"), _of_proposal, _result, always),
    "roll": Deed(N_("who may vote, and how they did"), _of_roll, _roll, always),
    "missing": Deed(N_("who has not voted"), _of_roll, _missing, always),
    "tally": Deed(N_("write the tally of a closed vote"), _of_tally, _tally, _prints),
    "recount": Deed(
        N_("count a tally file anew; no store is needed"), _of_recount, _recount, _prints
    ),
}
