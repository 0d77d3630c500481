"""The draft of a rota: read from the store, shared out, compared, and carried out as one deed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from store import history
from store.database import transaction
from store.errors import NotFound, Refused
from store.farm import bottlenecks, eligibility, fairness, planning
from store.farm.allowing import allowing
from store.farm.bottlenecks import Unfilled
from store.farm.eligibility import Objection
from store.farm.fairness import Places
from store.farm.gathering import read_crew, read_slot
from store.farm.matching import Cancelled, GoingOn
from store.farm.models import Assignment
from store.farm.planning import Sheet
from store.farm.solving import bound_available, share_out
from store.language import _

# Places that are written in one statement.
_TOGETHER = 200


class Placed(NamedTuple):
    """A place that the draft gives to a member."""

    shift_id: int
    member_id: int


class Figures(NamedTuple):
    """How a rota shares the work; loads include what was worked before, and are in minutes.

    `hours` is by member: number, name, minutes. The sum of squares is in hours², and so are its two
    bounds: the least there could be for the same filled places if everyone were free, and given
    who can when. `filled` of `wanted` places are taken.
    """

    hours: tuple[tuple[int, str, int], ...]
    max_minus_min: int
    gini: float
    sum_of_squares: float
    bound_free: float
    bound_available: float
    filled: int
    wanted: int


class Draft(NamedTuple):
    """What a draft would change: places it gives, and earlier drafted ones that it takes back.

    `kept` is how many places it found and keeps. `proven` says that no sharing of the places that
    it fills is more even; `basis` is what it was made from.
    """

    first: date
    last: date
    team_id: int | None
    placed: tuple[Placed, ...]
    dropped: tuple[int, ...]
    kept: int
    filled: int
    wanted: int
    unfilled: tuple[Unfilled, ...]
    bottlenecks: tuple[str, ...]
    before: Figures
    after: Figures
    proven: bool
    basis: tuple

    @property
    def changes(self) -> int:
        """How many places it gives or takes back."""
        return len(self.placed) + len(self.dropped)


class Alternative(NamedTuple):
    """Another member for a place: `cost` in hours² more, or None where `objections` speak."""

    member_id: int
    member: str
    minutes: int
    cost: float | None
    objections: tuple[Objection, ...]


class Why(NamedTuple):
    """Who holds a place, with what load, and who else could have it at what cost."""

    shift_id: int
    member: str
    minutes: int
    alternatives: tuple[Alternative, ...]


def propose(
    first: date,
    last: date,
    today: date,
    team_id: int | None = None,
    going_on: GoingOn = lambda _done: True,
) -> Draft | None:
    """A draft for the shifts from `first` to `last`, which must be laid out; nothing is written.

    Places taken by hand, and those of which it is known who came, stay as they are; so do days that
    are over, unless the whole period is. `going_on` is told from time to time how much is done,
    from 0 to 1; None where it answers no. Raises Refused where there is nothing to draft.
    """
    if first < today <= last:
        first = today
    sheet = planning.read(first, last, team_id)
    _refuse_empty(sheet, first, last)
    try:
        solution = share_out(sheet.problem, lambda done: going_on(done * 0.7))
        before = _figures(sheet, set(sheet.released) | sheet.problem.fixed)
        after = _figures(
            sheet,
            solution.places | sheet.problem.fixed,
            lambda done: going_on(0.7 + done * 0.3),
        )
    except Cancelled:
        return None
    given, kept, now = solution.places, sheet.problem.fixed, set(sheet.released)
    placed = sorted(given - now, key=lambda each: (each[0], sheet.members[each[1]]))
    return Draft(
        first,
        last,
        team_id,
        tuple(Placed(sheet.problem.slots[slot].id, sheet.members[who]) for slot, who in placed),
        tuple(sorted(sheet.released[each] for each in now - given)),
        len(now & given) + len(kept),
        len(given | kept),
        sum(slot.wanted for slot in sheet.problem.slots),
        bottlenecks.unfilled(sheet.crew, sheet.problem, given | kept),
        bottlenecks.sentences(sheet.crew, sheet.problem, given | kept),
        before,
        after,
        solution.proven,
        sheet.key(),
    )


def accept(draft: Draft) -> None:
    """Carry a draft out as one deed. Raises Refused where the rota has changed since."""
    with transaction():
        sheet = planning.read(draft.first, draft.last, draft.team_id)
        _refuse_changed(draft, sheet)
        if not draft.changes:
            raise Refused(_("Draft"), _("The draft changes nothing: everybody stays in place."))
        with history.deed(
            "draft",
            first=draft.first.isoformat(),
            last=draft.last.isoformat(),
            count=len(draft.placed),
        ):
            _drop(draft.dropped)
            _place(draft.placed)


def figures(
    today: date, team_id: int | None = None, first: date | None = None, last: date | None = None
) -> tuple[Figures, tuple[Unfilled, ...]]:
    """How the work is shared as the rota stands, and the places that are empty, by shift.

    Without days, of all shifts of which nobody has noted yet who came.
    """
    open_from, open_until = planning.open_days(today)
    sheet = planning.read(first or open_from, last or open_until, team_id)
    places = set(sheet.released) | sheet.problem.fixed
    return _figures(sheet, places), bottlenecks.unfilled(sheet.crew, sheet.problem, places)


def why(assignment_id: int) -> Why:
    """Who else could have a place, and what that would have cost. Raises NotFound.

    The cost is how much greater the sum of squared loads would be with the other member there.
    """
    row = Assignment.get_or_none(Assignment.id == assignment_id)
    if row is None:
        raise NotFound(_("No such place"), _("This place is no more. Please look again."))
    slot = read_slot(row.shift_id)
    crew = read_crew(slot.day, slot.day, members=(row.member_id,))
    holder = crew.workers[row.member_id]
    held = row.state == "planned" and row.attendance is None and slot.state == "planned"
    freed = holder.minutes - slot.minutes if held else holder.minutes
    saved = holder.minutes**2 - freed**2
    others = []
    for candidate in eligibility.stand_ins(slot.id, instead_of=assignment_id):
        cost = None
        if not candidate.objections:
            more = (candidate.minutes + slot.minutes) ** 2 - candidate.minutes**2
            cost = (more - saved) / 3600
        others.append(Alternative(*candidate[:3], cost, candidate.objections))
    others.sort(key=lambda each: (each.cost is None, each.cost or 0.0, each.minutes, each.member))
    return Why(slot.id, holder.name, holder.minutes, tuple(others))


def _figures(sheet: Sheet, places: Places, going_on: GoingOn = lambda _done: True) -> Figures:
    problem = sheet.problem
    minutes = fairness.loads(problem, places)
    hours = sorted(
        (
            (member_id, sheet.crew.workers[member_id].name, load)
            for member_id, load in zip(sheet.members, minutes, strict=True)
        ),
        key=lambda each: (-each[2], each[1]),
    )
    filled = Counter(slot for slot, _person in places)
    return Figures(
        tuple(hours),
        fairness.spread(minutes),
        fairness.gini(minutes),
        fairness.sum_of_squares(minutes),
        fairness.bound_free(problem, places),
        bound_available(allowing(problem, places), places, going_on),
        sum(min(filled[slot], shift.wanted) for slot, shift in enumerate(problem.slots)),
        sum(shift.wanted for shift in problem.slots),
    )


def _refuse_empty(sheet: Sheet, first: date, last: date) -> None:
    if not sheet.problem.slots:
        raise Refused(
            _("Draft"),
            _(
                "There are no shifts to fill from {first} to {last}. Please add a series first."
            ).format(first=first.isoformat(), last=last.isoformat()),
        )
    if not sheet.members:
        raise Refused(_("Draft"), _("Nobody is in the team yet. Please add members first."))


def _refuse_changed(draft: Draft, sheet: Sheet) -> None:
    """Refuse where somebody changed what the draft goes by."""
    if sheet.key() != draft.basis:
        raise Refused(
            _("Draft"),
            _("The rota has changed since this draft was made. Please draft it again."),
        )


def _drop(assignment_ids: Sequence[int]) -> None:
    for some in _in_parts(assignment_ids):
        Assignment.update(state="replaced").where(Assignment.id.in_(some)).execute()


def _place(placed: Sequence[Placed]) -> None:
    for some in _in_parts(placed):
        Assignment.insert_many(
            [
                {"shift": each.shift_id, "member": each.member_id, "state": "planned",
                 "by_hand": False}
                for each in some
            ]
        ).execute()  # fmt: skip


def _in_parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + _TOGETHER] for start in range(0, len(rows), _TOGETHER))
