"""The command for the money of projects: money."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import N_, _
from tui.plain.commands import DONE
from tui.plain.commands.arguments import add_format, number
from tui.plain.commands.deeds import Deed, add_deeds, always
from tui.plain.commands.projects import add_project, said_of


def arguments_money(parser: ArgumentParser) -> None:
    add_deeds(parser, DEEDS, _wrong)


def reads_money(asked: Namespace) -> bool:
    return DEEDS[asked.deed].reads(asked)


def run_money(asked: Namespace, today: date) -> int:
    DEEDS[asked.deed].run(asked, today)
    return DONE


def _wrong(asked: Namespace) -> str | None:
    """What does not fit together in the words that follow a deed, if anything."""
    if asked.deed == "pay" and asked.amount is not None and len(asked.tranches) > 1:
        return _("--amount is for one tranche")
    return None


def _of_project(parser: ArgumentParser) -> None:
    add_project(parser)
    add_format(parser)


def _show(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    funds.write(asked.project, asked.format)


def _add_amount(parser: ArgumentParser) -> None:
    parser.add_argument("amount", metavar=_("AMOUNT"), help=_("in yuan, as 98000.50 or 9.8万"))


def _of_grant(parser: ArgumentParser) -> None:
    add_project(parser)
    _add_amount(parser)
    parser.add_argument("--by", metavar=_("NAME"), default="", help=_("who lets it pass a cap"))
    parser.add_argument("--reason", metavar=_("TEXT"), default="", help=_("why it may pass"))
    add_format(parser)


def _award(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    said = (asked.project, asked.amount, asked.by, asked.reason, today, asked.format)
    funds.award(*said, change=False)


def _change(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    said = (asked.project, asked.amount, asked.by, asked.reason, today, asked.format)
    funds.award(*said, change=True)


def _of_meter(parser: ArgumentParser) -> None:
    add_project(parser)
    _add_amount(parser)
    add_format(parser)


def _meter(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    funds.write_meter(asked.project, asked.amount, asked.format)


def _of_line(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("line", metavar=_("NAME"), help=_("what it is for"))
    _add_amount(parser)
    parser.add_argument("--own", action="store_true", help=_("not from the grant"))
    add_format(parser)


def _line(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    funds.set_line(asked.project, asked.line, asked.amount, asked.own, asked.format)


def _of_old_line(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("line", metavar=_("NAME"))
    add_format(parser)


def _remove_line(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    funds.remove_line(asked.project, asked.line, asked.format)


def _of_tranche(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("name", metavar=_("NAME"))
    _add_amount(parser)
    parser.add_argument("--milestone", metavar=_("MILESTONE"), help=_("paid when it is reached"))
    parser.add_argument("--due", metavar=_("DATE"), help=_("paid on that day"))
    add_format(parser)


def _tranche(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    funds.add_tranche(
        asked.project, asked.name, asked.amount, asked.milestone, asked.due, today, asked.format
    )


def _of_edit(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("tranche", metavar=_("TRANCHE"))
    parser.add_argument("--name", metavar=_("NAME"))
    parser.add_argument("--amount", metavar=_("AMOUNT"))
    parser.add_argument("--milestone", metavar=_("MILESTONE"))
    parser.add_argument("--due", metavar=_("DATE"))
    add_format(parser)


def _edit(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    said = said_of(asked, "name", "amount", "milestone", "due")
    funds.edit_tranche(asked.project, asked.tranche, said, today, asked.format)


def _of_tranches(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("tranches", metavar=_("TRANCHE"), nargs="+", help=_("name, or #number"))
    add_format(parser)


def _cancel(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    funds.cancel(asked.project, asked.tranches, asked.format, restore=False)


def _restore(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    funds.cancel(asked.project, asked.tranches, asked.format, restore=True)


def _of_old_tranche(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("tranche", metavar=_("TRANCHE"))
    add_format(parser)


def _remove(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    funds.remove_tranche(asked.project, asked.tranche, asked.format)


def _of_paying(parser: ArgumentParser) -> None:
    add_project(parser)
    parser.add_argument("tranches", metavar=_("TRANCHE"), nargs="+", help=_("name, or #number"))
    parser.add_argument("--amount", metavar=_("AMOUNT"), help=_("else all that is left"))
    parser.add_argument("--on", metavar=_("DATE"), help=_("else today"))
    parser.add_argument("--note", metavar=_("TEXT"), default="")
    add_format(parser)


def _pay(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    funds.pay(
        asked.project, asked.tranches, asked.amount, asked.on, asked.note, today, asked.format
    )


def _of_reversing(parser: ArgumentParser) -> None:
    parser.add_argument(
        "number", metavar=_("NUMBER"), type=number(1, 2**31), help=_("its line in the ledger")
    )
    parser.add_argument("--note", metavar=_("TEXT"), required=True, help=_("why"))


def _reverse(asked: Namespace, today: date) -> None:
    from tui.plain import funds

    funds.reverse(asked.number, asked.note, today)


DEEDS = {
    "show": Deed(N_("grant, budget, tranches and ledger of a project"), _of_project, _show, always),
    "award": Deed(N_("give a proposed project its grant"), _of_grant, _award),
    "change": Deed(N_("change a grant"), _of_grant, _change),
    "meter": Deed(N_("what the caps would say of a grant"), _of_meter, _meter, always),
    "budget": Deed(N_("plan money for one thing"), _of_line, _line),
    "budget-remove": Deed(N_("take one thing out of the budget"), _of_old_line, _remove_line),
    "tranche": Deed(N_("set a part of the grant aside"), _of_tranche, _tranche),
    "tranche-edit": Deed(N_("change a tranche"), _of_edit, _edit),
    "tranche-remove": Deed(N_("remove a tranche never paid"), _of_old_tranche, _remove),
    "cancel": Deed(N_("pay tranches no further"), _of_tranches, _cancel),
    "restore": Deed(N_("take cancelled tranches up again"), _of_tranches, _restore),
    "pay": Deed(N_("note that tranches were paid"), _of_paying, _pay),
    "reverse": Deed(N_("take a payment back"), _of_reversing, _reverse),
}
