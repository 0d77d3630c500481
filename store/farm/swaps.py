"""Swaps: two members exchange their places, once one has offered it and the other has agreed.

An offer lapses by itself after its day, or when either place changes; neither is ever stored.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store import history
from store.calendar import say_day
from store.database import transaction
from store.errors import Refused
from store.farm import eligibility, places
from store.farm.models import Swap
from store.farm.places import OF_OTHER_SHIFTS, Place
from store.farm.swap_list import STATES as STATES
from store.farm.swap_list import SwapRow as SwapRow
from store.farm.swap_list import get as get
from store.farm.swap_list import open_swaps as open_swaps
from store.language import _


class Swapped(NamedTuple):
    """The two new places of an accepted swap, and what is to be told of it, in a few words each."""

    swap_id: int
    assignment_id: int
    other_assignment_id: int
    remarks: tuple[str, ...]


def offer(offered_id: int, wanted_id: int, expires_on: date, today: date) -> int:
    """Offer the holder of one place another for it, until a day; answers with the offer's number.

    Raises NotFound, or Refused where the two could not swap or the day does not fit.
    """
    with transaction():
        mine, theirs = places.planned(offered_id), places.planned(wanted_id)
        _refuse_pair(mine, theirs)
        _refuse_expiry(expires_on, min(mine.day, theirs.day), today)
        _refuse_twice(mine, theirs, today)
        _check_both(mine, theirs)
        with history.deed("offer_swap", **_words(mine, theirs)):
            return Swap.insert(offered=mine.id, wanted=theirs.id, expires_on=expires_on).execute()


def agree(offered_id: int, wanted_id: int, today: date) -> Swapped:
    """Let both members exchange their places at once, as they have agreed without an offer here.

    Raises NotFound, or Refused where the two cannot swap.
    """
    with transaction():
        mine, theirs = places.planned(offered_id), places.planned(wanted_id)
        _refuse_pair(mine, theirs)
        _refuse_over(min(mine.day, theirs.day), today)
        _refuse_twice(mine, theirs, today)
        remarks = _check_both(mine, theirs)
        with history.deed("accept_swap", **_words(mine, theirs)):
            swap_id = Swap.insert(
                offered=mine.id, wanted=theirs.id, expires_on=today, state="accepted"
            ).execute()
            return _exchange(swap_id, mine, theirs, remarks)


def last_day(offered_id: int, wanted_id: int) -> date:
    """The last day to which an offer of these places may stand. Raises NotFound."""
    return min(place.day for place in places.several([offered_id, wanted_id]))


def accept(swap_id: int, today: date) -> Swapped:
    """Let both members exchange their places at once.

    Raises NotFound, or Refused where the offer has lapsed, either place has changed, or anything
    speaks against either of the two.
    """
    with transaction():
        swap = _offered(swap_id)
        if swap.standing(today) == "expired":
            raise Refused(
                _("Too late"),
                _("This offer stood until {day}. Please offer the swap again.").format(
                    day=say_day(swap.expires_on)
                ),
            )
        mine, theirs = places.get(swap.offered_id), places.get(swap.wanted_id)
        _refuse_changed(mine, theirs)
        remarks = _check_both(mine, theirs)
        with history.deed("accept_swap", **swap.words()):
            _answer(swap_id, "accepted")
            return _exchange(swap_id, mine, theirs, remarks)


def refuse(swap_id: int) -> None:
    """Note that the other member says no. Raises NotFound, or Refused if it was answered."""
    _end(swap_id, "refused", "refuse_swap")


def withdraw(swap_id: int) -> None:
    """Take an offer back. Raises NotFound, or Refused if it was answered."""
    _end(swap_id, "withdrawn", "withdraw_swap")


def _words(mine: Place, theirs: Place) -> dict[str, str | int]:
    """What a deed on two places is told with."""
    return {
        **mine.words(),
        "other": theirs.member,
        "other_shift": theirs.shift,
        "other_at": theirs.at,
    }


def _exchange(swap_id: int, mine: Place, theirs: Place, remarks: tuple[str, ...]) -> Swapped:
    """Let each holder take the other's place, within the caller's deed."""
    # Both are out before either is in: the shifts may be at the same time.
    places.give_up([mine.id, theirs.id], "replaced")
    return Swapped(
        swap_id,
        places.take(theirs.shift_id, mine.member_id),
        places.take(mine.shift_id, theirs.member_id),
        remarks,
    )


def _check_both(mine: Place, theirs: Place) -> tuple[str, ...]:
    """Refuse what speaks against either, when both have given up their places."""
    return places.refuse(
        objection
        for giver, taker in ((mine, theirs), (theirs, mine))
        for objection in _against(giver, taker)
    )


def _against(giver: Place, taken: Place) -> list[eligibility.Objection]:
    """What speaks against the holder of one place taking the other.

    Of the holder's other shifts it is asked without the place given, of the shift without the
    place taken: `objections` lets one place be given up at a time.
    """

    def asked(instead_of: int) -> tuple[eligibility.Objection, ...]:
        return eligibility.objections(taken.shift_id, giver.member_id, instead_of=instead_of)

    own = [each for each in asked(giver.id) if each.kind in OF_OTHER_SHIFTS]
    return own + [each for each in asked(taken.id) if each.kind not in OF_OTHER_SHIFTS]


def _end(swap_id: int, state: str, verb: str) -> None:
    with transaction():
        swap = _offered(swap_id)
        with history.deed(verb, **swap.words()):
            _answer(swap_id, state)


def _answer(swap_id: int, state: str) -> None:
    Swap.update(state=state).where(Swap.id == swap_id).execute()


def _offered(swap_id: int) -> SwapRow:
    swap = get(swap_id)
    if swap.state != "offered":
        raise Refused(
            _("Answered already"),
            _("This swap is {state} already. Please look again.").format(
                state=_(STATES[swap.state])
            ),
        )
    return swap


def _refuse_pair(mine: Place, theirs: Place) -> None:
    if mine.member_id == theirs.member_id:
        raise Refused(
            _("The same person"),
            _("Both places are {member}'s. Please choose the place of somebody else.").format(
                member=mine.member
            ),
        )
    if mine.shift_id == theirs.shift_id:
        raise Refused(
            _("The same shift"),
            _("Both are in {shift} ({at}). Please choose a place in another shift.").format(
                **mine.words()
            ),
        )


def _refuse_over(first: date, today: date) -> None:
    if first < today:
        raise Refused(
            _("Over already"), _("One of the two shifts is over. Please choose coming ones.")
        )


def _refuse_expiry(expires_on: date, first: date, today: date) -> None:
    _refuse_over(first, today)
    if not today <= expires_on <= first:
        raise Refused(
            _("Until when?"),
            _("The offer may stand until {day}, the day of the first of the two shifts.").format(
                day=say_day(first)
            ),
            "until",
        )


def _refuse_twice(mine: Place, theirs: Place, today: date) -> None:
    pairs = {(mine.id, theirs.id), (theirs.id, mine.id)}
    if any((swap.offered_id, swap.wanted_id) in pairs for swap in open_swaps(today, mine.shift_id)):
        raise Refused(
            _("Offered already"),
            _("{member} and {other} have this offer already. Please answer that one.").format(
                member=mine.member, other=theirs.member
            ),
        )


def _refuse_changed(mine: Place, theirs: Place) -> None:
    for place in (mine, theirs):
        if not place.is_changeable or place.shift_state != "planned":
            raise places.given_up(place) if place.attendance is None else places.noted(place)
