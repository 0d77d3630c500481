"""A place in a shift as the deeds by hand see it: who may take it, and how it changes hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from store.errors import NotFound, Refused
from store.farm import eligibility
from store.farm.eligibility import Objection
from store.farm.models import Assignment, Member, Shift
from store.language import _, in_turn

# What a member's other shifts have against it; all else is about the member or the shift itself.
OF_OTHER_SHIFTS = frozenset({"overlap", "rest", "week", "month"})


class Place(NamedTuple):
    """Somebody's place in a shift, whatever its state; `shift` is the shift's name."""

    id: int
    shift_id: int
    member_id: int
    member: str
    state: str
    attendance: str | None
    shift: str
    starts_at: datetime
    minutes: int
    shift_state: str

    @property
    def day(self) -> date:
        """The day of the shift."""
        return self.starts_at.date()

    @property
    def at(self) -> str:
        """When the shift starts: `2026-11-24 07:00`."""
        return say_at(self.starts_at)

    @property
    def is_changeable(self) -> bool:
        """Whether somebody is planned to come and nobody has looked yet who did."""
        return self.state == "planned" and self.attendance is None

    def words(self) -> dict[str, str | int]:
        """What a deed on this place is told with."""
        return {"member": self.member, "shift": self.shift, "at": self.at}


def say_at(starts_at: datetime) -> str:
    """A start as deeds and sentences name it: `2026-11-24 07:00`."""
    return starts_at.strftime("%Y-%m-%d %H:%M")


def get(assignment_id: int) -> Place:
    """The place with this number. Raises NotFound."""
    return several([assignment_id])[0]


def several(assignment_ids: Sequence[int]) -> tuple[Place, ...]:
    """The places with these numbers, each once, in this order. Raises NotFound."""
    wanted = tuple(dict.fromkeys(assignment_ids))
    query = (
        Assignment.select(
            Assignment.id,
            Assignment.shift_id,
            Assignment.member_id,
            Member.name,
            Assignment.state,
            Assignment.attendance,
            Shift.name,
            Shift.starts_at,
            Shift.minutes,
            Shift.state,
        )
        .join(Member)
        .join_from(Assignment, Shift)
        .where(Assignment.id.in_(wanted))
    )
    found = {row[0]: Place(*row) for row in query.tuples()}
    if not wanted or len(found) < len(wanted):
        raise NotFound(_("No such place"), _("This place is not in the store. Please look again."))
    return tuple(found[number] for number in wanted)


def planned(assignment_id: int) -> Place:
    """The place with this number, of which something may be changed.

    Raises NotFound, or Refused where it was given up already or its attendance is noted.
    """
    place = get(assignment_id)
    if place.state != "planned":
        raise given_up(place)
    if place.attendance is not None:
        raise noted(place)
    return place


def noted(place: Place) -> Refused:
    """That it is known already who came."""
    return Refused(
        _("Noted already"),
        _(
            "It is noted already whether {member} came to {shift} ({at}). "
            "Please take that back first."
        ).format(**place.words()),
    )


def given_up(place: Place) -> Refused:
    """That a place is not in force, or only on standby, or its shift cancelled."""
    if place.shift_state != "planned":
        sentence = _("{shift} ({at}) is cancelled. Please look again.")
    elif place.state == "standby":
        sentence = _("{member} is only on standby for {shift} ({at}).")
    else:
        sentence = _("{member} is no longer in {shift} ({at}). Please look again.")
    return Refused(_("Changed meanwhile"), sentence.format(**place.words()))


def refuse_same(place: Place, member_id: int) -> None:
    """Refuse to hand a place to the one who holds it."""
    if place.member_id == member_id:
        raise Refused(
            _("The same person"),
            _("{member} has this place already. Please choose somebody else.").format(
                member=place.member
            ),
        )


def check(shift_id: int, member_id: int, *, instead_of: int | None = None) -> tuple[str, ...]:
    """Refuse a member whom anything speaks against but the usual times, which are answered.

    Raises NotFound, or Refused with a sentence for each thing.
    """
    found = eligibility.objections(shift_id, member_id, instead_of=instead_of)
    return refuse(found)


def refuse(found: Iterable[Objection]) -> tuple[str, ...]:
    """Refuse what is objected, each in a sentence; answers with what is only to be told."""
    objections = tuple(found)
    against = [_sentence(each) for each in objections if each.forbids]
    if against:
        more = _("Please choose somebody else or another shift.")
        raise Refused(_("That does not fit"), in_turn([*against, more]))
    return tuple(map(eligibility.say, objections))


def take(shift_id: int, member_id: int, stand_in_for: int | None = None) -> int:
    """Plan a member in a shift, from standby if need be; answers with the number of the place.

    Within the caller's deed, which checked whether it may be.
    """
    _close_behind(shift_id)
    waiting = (
        Assignment.select(Assignment.id)
        .where(Assignment.shift == shift_id, Assignment.member == member_id)
        .where(Assignment.state == "standby")
        .scalar()
    )
    values = {"state": "planned", "by_hand": True, "stand_in_for": stand_in_for}
    if waiting is not None:
        Assignment.update(values).where(Assignment.id == waiting).execute()
        return waiting
    return Assignment.insert(shift=shift_id, member=member_id, **values).execute()


def give_up(assignment_ids: Iterable[int], state: str, reason: str = "") -> None:
    """Take places out of force, within the caller's deed; their rows stay for calendars to see."""
    Assignment.update(state=state, by_hand=True, reason=reason).where(
        Assignment.id.in_(list(assignment_ids))
    ).execute()


def _close_behind(shift_id: int) -> None:
    """Let this deed stand on those by which others gave up a place in the shift.

    Undoing one of them alone would bring somebody back into a place that is taken now.
    """
    Assignment.update(state=Assignment.state).where(
        Assignment.shift == shift_id, Assignment.state.in_(("left", "replaced"))
    ).execute()


def _sentence(objection: Objection) -> str:
    said = eligibility.say(objection)
    return _("{sentence}.").format(sentence=said[:1].upper() + said[1:])
