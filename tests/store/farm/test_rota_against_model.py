"""The rota against a plain Python model: whatever people do and take back, both agree."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from store import chain, database, history
from store.errors import StoreError
from store.farm import changes, swaps
from store.farm.models import Assignment, Shift
from tests.conftest import TODAY, open_fresh
from tests.store.farm.conftest import FARMERS, KEEPERS, build_village

NAMES = tuple(FARMERS)
SHIFTS = ("watering", "harvest", "gate")
# So few that shifts are often full.
MOST = 2
AT_ONCE = frozenset({"watering", "harvest"})

# By shift: who is planned, and who is on standby in the order of the list.
Model = dict[str, tuple[frozenset[str], tuple[str, ...]]]


class RotaMachine(RuleBasedStateMachine):
    """People join, wait, leave, hand on and swap; every deed may be undone, also out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        open_fresh(Path(self.folder.name) / "desk.db")
        self.village = build_village()
        Shift.update(least=1, wanted=MOST, most=MOST).execute()
        self.model: Model = {shift: (frozenset(), ()) for shift in SHIFTS}
        self.past: list[Model] = []
        self.future: list[Model] = []
        self.out_of_turn = False

    def teardown(self) -> None:
        assert chain.verify() is None
        database.close_store()
        self.folder.cleanup()

    def stored(self) -> Model:
        query = Assignment.select(Assignment.shift_id, Assignment.member_id, Assignment.state)
        names = {number: name for name, number in self.village.members.items()}
        held = [
            (shift, names[member], state)
            for shift, member, state in query.order_by(Assignment.id).tuples()
        ]

        def of(shift: str, state: str) -> list[str]:
            wanted = (self.village.shifts[shift], state)
            return [name for number, name, its in held if (number, its) == wanted]

        return {
            shift: (frozenset(of(shift, "planned")), tuple(of(shift, "standby")))
            for shift in SHIFTS
        }

    def place(self, shift: str, name: str) -> int:
        mine = (Assignment.shift == self.village.shifts[shift]) & (
            Assignment.member == self.village.members[name]
        )
        in_force = Assignment.state.in_(("planned", "standby"))
        return Assignment.select(Assignment.id).where(mine, in_force).scalar()

    def fits(self, model: Model, shift: str, name: str) -> bool:
        """Whether the rules let somebody into a shift."""
        planned = model[shift][0]
        if name in planned or len(planned) >= MOST:
            return False
        if shift in AT_ONCE and any(name in model[other][0] for other in AT_ONCE):
            return False
        last = len(planned) + 1 == MOST
        return not (shift == "gate" and last and not (planned | {name}) & set(KEEPERS))

    @staticmethod
    def without(model: Model, shift: str, name: str) -> Model:
        planned, waiting = model[shift]
        rest = tuple(other for other in waiting if other != name)
        return {**model, shift: (planned - {name}, rest)}

    def having(self, model: Model, shift: str, name: str) -> Model:
        planned, waiting = self.without(model, shift, name)[shift]
        return {**model, shift: (planned | {name}, waiting)}

    def tried(self, allowed: bool, model: Model, deed) -> None:
        """Do a deed: it leads to `model` where allowed, else it is refused."""
        if not allowed:
            with pytest.raises(StoreError):
                deed()
            return
        deed()
        self.past.append(self.model)
        self.future.clear()
        self.model = model

    members = st.sampled_from(NAMES)
    shifts = st.sampled_from(SHIFTS)

    @rule(shift=shifts, name=members)
    def join(self, shift: str, name: str) -> None:
        self.tried(
            self.fits(self.model, shift, name),
            self.having(self.model, shift, name),
            lambda: changes.join(self.village.shifts[shift], self.village.members[name]),
        )

    @rule(shift=shifts, name=members)
    def stand_by(self, shift: str, name: str) -> None:
        planned, waiting = self.model[shift]
        busy = shift in AT_ONCE and any(name in self.model[other][0] for other in AT_ONCE)
        self.tried(
            name not in planned and name not in waiting and not busy,
            {**self.model, shift: (planned, (*waiting, name))},
            lambda: changes.stand_by(self.village.shifts[shift], self.village.members[name]),
        )

    @rule(data=st.data(), shift=shifts)
    def leave(self, data: st.DataObject, shift: str) -> None:
        planned, waiting = self.model[shift]
        if not planned and not waiting:
            return
        name = data.draw(st.sampled_from([*sorted(planned), *waiting]))
        place = self.place(shift, name)
        self.tried(True, self.without(self.model, shift, name), lambda: changes.leave(place, TODAY))

    @rule(data=st.data(), shift=shifts)
    def promote(self, data: st.DataObject, shift: str) -> None:
        if not self.model[shift][1]:
            return
        name = data.draw(st.sampled_from(self.model[shift][1]))
        place = self.place(shift, name)
        self.tried(
            self.fits(self.model, shift, name),
            self.having(self.model, shift, name),
            lambda: changes.promote(place),
        )

    @rule(data=st.data(), shift=shifts, name=members, as_stand_in=st.booleans())
    def hand_over(self, data: st.DataObject, shift: str, name: str, as_stand_in: bool) -> None:
        if not self.model[shift][0]:
            return
        holder = data.draw(st.sampled_from(sorted(self.model[shift][0])))
        place = self.place(shift, holder)
        deed = changes.stand_in if as_stand_in else changes.give
        freed = self.without(self.model, shift, holder)
        self.tried(
            name != holder and self.fits(freed, shift, name),
            self.having(freed, shift, name),
            lambda: deed(place, self.village.members[name]),
        )

    @rule(data=st.data(), one=shifts, other=shifts)
    def swap(self, data: st.DataObject, one: str, other: str) -> None:
        if one == other or not self.model[one][0] or not self.model[other][0]:
            return
        giver = data.draw(st.sampled_from(sorted(self.model[one][0])))
        taker = data.draw(st.sampled_from(sorted(self.model[other][0])))
        freed = self.without(self.without(self.model, one, giver), other, taker)
        half = self.having(freed, other, giver)
        allowed = giver != taker and self.fits(freed, other, giver) and self.fits(half, one, taker)
        pair = (self.place(one, giver), self.place(other, taker))
        until = swaps.last_day(*pair)
        if not allowed:
            self.tried(False, self.model, lambda: swaps.offer(*pair, until, TODAY))
            return
        stand = [
            swap.id
            for swap in swaps.open_swaps(TODAY)
            if {swap.offered_id, swap.wanted_id} == {*pair}
        ]
        if not stand:
            self.tried(True, self.model, lambda: stand.append(swaps.offer(*pair, until, TODAY)))
        model = self.having(half, one, taker)
        self.tried(True, model, lambda: swaps.accept(stand[0], TODAY))

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        history.undo()
        self.future.append(self.model)
        self.model = self.past.pop()

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        history.redo()
        self.past.append(self.model)
        self.model = self.future.pop()

    @rule(back=st.integers(1, 3))
    def undo_out_of_turn(self, back: int) -> None:
        """It is refused, or leads to whatever the invariants below allow.

        It may put somebody back into a shift that others have filled up to the last place without
        its skill: that is told with the shift, as where a skill is taken from a member.
        """
        in_force = [deed.id for deed in history.latest(12) if not deed.undone]
        try:
            history.undo(in_force[back] if len(in_force) > back else None)
        except StoreError:
            return
        self.out_of_turn = True
        self.model = self.stored()
        self.past.clear()
        self.future.clear()

    @invariant()
    def agrees(self) -> None:
        assert self.stored() == self.model

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        planned = {shift: self.model[shift][0] for shift in SHIFTS}
        assert not frozenset.intersection(*(planned[shift] for shift in AT_ONCE))
        in_force = Assignment.select().where(Assignment.state.in_(("planned", "standby")))
        held = [(row.shift_id, row.member_id) for row in in_force]
        assert len(held) == len(set(held))

    @invariant()
    def no_shift_is_too_full_or_without_its_skill(self) -> None:
        for shift in SHIFTS:
            planned = self.model[shift][0]
            assert len(planned) <= MOST
            full = len(planned) == MOST
            if not self.out_of_turn:
                assert not (shift == "gate" and full and not planned & set(KEEPERS))


TestRota = RotaMachine.TestCase
TestRota.settings = hypothesis_settings(max_examples=8, stateful_step_count=30, deadline=None)
