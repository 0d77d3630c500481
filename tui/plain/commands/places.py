"""The deeds of the command rota on shifts and places: what may follow each, and doing it.

`of_…` adds the words that follow some deeds; the others are the deeds.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from store.language import _
from tui.plain.commands.arguments import add_format, number


def of_shift(parser: ArgumentParser) -> None:
    _add_shift(parser)
    add_format(parser)


def shift(asked: Namespace, today: date) -> None:
    from tui.plain import places

    places.write(asked.shift, today, asked.format)


def stand_ins(asked: Namespace, today: date) -> None:
    from tui.plain import places

    places.write_stand_ins(asked.shift, today, asked.format)


def restore(asked: Namespace, today: date) -> None:
    from tui.plain import places

    places.restore(asked.shift, today, asked.format)


def of_place(parser: ArgumentParser) -> None:
    _add_shift(parser)
    _add_member(parser)
    add_format(parser)


def join(asked: Namespace, today: date) -> None:
    from tui.plain import places

    places.join(asked.shift, asked.member, today, asked.format)


def stand_by(asked: Namespace, today: date) -> None:
    from tui.plain import places

    places.stand_by(asked.shift, asked.member, today, asked.format)


def of_leaving(parser: ArgumentParser) -> None:
    _add_shift(parser)
    _add_member(parser)
    _add_reason(parser)
    add_format(parser)


def leave(asked: Namespace, today: date) -> None:
    from tui.plain import places

    places.leave(asked.shift, asked.member, asked.reason, today, asked.format)


def of_two(parser: ArgumentParser) -> None:
    _add_shift(parser)
    _add_member(parser)
    parser.add_argument("other", metavar=_("OTHER"), help=_("the member who comes instead"))
    add_format(parser)


def give(asked: Namespace, today: date) -> None:
    from tui.plain import places

    places.give(asked.shift, asked.member, asked.other, today, asked.format)


def stand_in(asked: Namespace, today: date) -> None:
    from tui.plain import places

    places.stand_in(asked.shift, asked.member, asked.other, today, asked.format)


def of_swap(parser: ArgumentParser) -> None:
    _add_shift(parser)
    _add_member(parser)
    parser.add_argument("other_shift", metavar=_("OTHER_SHIFT"), help=_("the other's shift"))
    parser.add_argument("other", metavar=_("OTHER"), help=_("the other member"))
    parser.add_argument(
        "--offer", action="store_true", help=_("only offer it; else both have agreed")
    )
    parser.add_argument("--expires", metavar=_("DATE"), help=_("the last day of the offer"))
    add_format(parser)


def swap(asked: Namespace, today: date) -> None:
    from tui.plain import swaps

    mine, other = (asked.shift, asked.member), (asked.other_shift, asked.other)
    swaps.swap(mine, other, today, asked.format, only_offer=asked.offer, expires=asked.expires)


def of_swaps(parser: ArgumentParser) -> None:
    add_format(parser, "csv")


def swaps(asked: Namespace, today: date) -> None:
    from tui.plain import swaps

    swaps.write(today, asked.format)


def of_offer(parser: ArgumentParser) -> None:
    parser.add_argument("number", metavar=_("NUMBER"), type=number(1, 2**31))
    add_format(parser, "csv")


def accept(asked: Namespace, today: date) -> None:
    from tui.plain import swaps

    swaps.accept(asked.number, today, asked.format)


def refuse(asked: Namespace, today: date) -> None:
    from tui.plain import swaps

    swaps.refuse(asked.number, today, asked.format)


def withdraw(asked: Namespace, today: date) -> None:
    from tui.plain import swaps

    swaps.withdraw(asked.number, today, asked.format)


def of_attendance(parser: ArgumentParser) -> None:
    _add_shift(parser)
    parser.add_argument("member", metavar=_("MEMBER"), nargs="?", help=_("else everybody: present"))
    parser.add_argument(
        "attendance",
        metavar=_("ATTENDANCE"),
        nargs="?",
        help=_("present, late, excused, absent, or none: not known"),
    )
    add_format(parser)


def attend(asked: Namespace, today: date) -> None:
    from tui.plain import places

    places.attend(asked.shift, asked.member, asked.attendance, today, asked.format)


def of_correction(parser: ArgumentParser) -> None:
    _add_shift(parser)
    _add_member(parser)
    parser.add_argument("length", metavar=_("LENGTH"), help=_("how long, as 1:30 or 90m"))
    parser.add_argument("--note", metavar=_("TEXT"), default="", help=_("why"))
    add_format(parser)


def correct(asked: Namespace, today: date) -> None:
    from tui.plain import places

    places.correct(asked.shift, asked.member, asked.length, asked.note, today, asked.format)


def of_cancelling(parser: ArgumentParser) -> None:
    _add_shift(parser)
    _add_reason(parser)
    add_format(parser)


def cancel(asked: Namespace, today: date) -> None:
    from tui.plain import places

    places.cancel(asked.shift, asked.reason, today, asked.format)


def _add_shift(parser: ArgumentParser) -> None:
    parser.add_argument("shift", metavar=_("SHIFT"), help=_("number, or “fri 7:00 name”"))


def _add_member(parser: ArgumentParser) -> None:
    parser.add_argument("member", metavar=_("MEMBER"), help=_("the member's name"))


def _add_reason(parser: ArgumentParser) -> None:
    parser.add_argument("--reason", metavar=_("TEXT"), default="", help=_("why"))
