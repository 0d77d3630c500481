"""Offers to swap two places, as lists show them and deeds find them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import Expression, ModelSelect

from store.errors import NotFound
from store.farm import places
from store.farm.models import Assignment, Member, Shift, Swap
from store.language import N_, _

STATES = {
    "offered": N_("offered"),
    "accepted": N_("accepted"),
    "refused": N_("refused"),
    "withdrawn": N_("taken back"),
    "expired": N_("lapsed"),
}

_Offered = Assignment.alias("offered")
_OfferedBy = Member.alias("offered_by")
_OfferedShift = Shift.alias("offered_shift")
_Wanted = Assignment.alias("wanted")
_WantedOf = Member.alias("wanted_of")
_WantedShift = Shift.alias("wanted_shift")


class SwapRow(NamedTuple):
    """An offer: `member` would give the place in `shift` for the place of `other` in `other_shift`.

    `places_hold` tells whether both places are still there to be exchanged.
    """

    id: int
    offered_id: int
    wanted_id: int
    member_id: int
    member: str
    shift_id: int
    shift: str
    starts_at: datetime
    other_id: int
    other: str
    other_shift_id: int
    other_shift: str
    other_starts_at: datetime
    expires_on: date
    state: str
    places_hold: bool

    def standing(self, today: date) -> str:
        """One of STATES; an offer that nobody answered in time has `expired`."""
        is_late = self.state == "offered" and self.expires_on < today
        return "expired" if is_late else self.state

    def words(self) -> dict[str, str | int]:
        """What a deed on this offer is told with."""
        return {
            "member": self.member,
            "shift": self.shift,
            "at": places.say_at(self.starts_at),
            "other": self.other,
            "other_shift": self.other_shift,
            "other_at": places.say_at(self.other_starts_at),
        }


def get(swap_id: int) -> SwapRow:
    """The offer with this number. Raises NotFound."""
    values = _select().where(Swap.id == swap_id).tuples().first()
    if values is None:
        raise NotFound(_("No such swap"), _("There is no swap {number}.").format(number=swap_id))
    return _row(*values)


def open_swaps(today: date, shift_id: int | None = None) -> tuple[SwapRow, ...]:
    """The offers that can still be accepted, of one shift on either side if given; oldest first."""
    query = _select().where(Swap.state == "offered", Swap.expires_on >= today, _places_hold())
    if shift_id is not None:
        query = query.where((_Offered.shift == shift_id) | (_Wanted.shift == shift_id))
    return tuple(_row(*values) for values in query.order_by(Swap.id).tuples())


def _row(*values: Any) -> SwapRow:
    *most, hold = values
    return SwapRow._make((*most, bool(hold)))


def _places_hold() -> Expression:
    return (
        (_Offered.state == "planned")
        & (_Wanted.state == "planned")
        & _Offered.attendance.is_null()
        & _Wanted.attendance.is_null()
        & (_OfferedShift.state == "planned")
        & (_WantedShift.state == "planned")
    )


def _select() -> ModelSelect:
    """The query behind every SwapRow, its columns in the row's order."""
    return (
        Swap.select(
            Swap.id,
            _Offered.id,
            _Wanted.id,
            _OfferedBy.id,
            _OfferedBy.name,
            _OfferedShift.id,
            _OfferedShift.name,
            _OfferedShift.starts_at,
            _WantedOf.id,
            _WantedOf.name,
            _WantedShift.id,
            _WantedShift.name,
            _WantedShift.starts_at,
            Swap.expires_on,
            Swap.state,
            _places_hold(),
        )
        .join(_Offered, on=(Swap.offered == _Offered.id))
        .join(_OfferedBy, on=(_Offered.member == _OfferedBy.id))
        .join_from(_Offered, _OfferedShift, on=(_Offered.shift == _OfferedShift.id))
        .join_from(Swap, _Wanted, on=(Swap.wanted == _Wanted.id))
        .join(_WantedOf, on=(_Wanted.member == _WantedOf.id))
        .join_from(_Wanted, _WantedShift, on=(_Wanted.shift == _WantedShift.id))
    )
