"""The bounds of a rota that breaks rules: given by hand, or changed after the draft."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from store.farm import fairness
from store.farm.allowing import allowing
from store.farm.fairness import Places, Problem
from store.farm.solving import bound_available
from tests.store.farm.sharing import person, problem, problems, slot, squares


@st.composite
def held(draw: st.DrawFn) -> tuple[Problem, Places]:
    """A problem, and places that anybody may hold but for two at the same time."""
    plain = draw(problems(even=draw(st.booleans()), rules=True))
    shares = st.sampled_from([100, 100, 50, 0])
    people = tuple(each._replace(share=draw(shares)) for each in plain.people)
    places: Places = set()
    for number, shift in enumerate(plain.slots):
        for who in draw(st.sets(st.integers(0, len(people) - 1))):
            mine = [plain.slots[at] for at, holder in places if holder == who]
            if not any(fairness.clash(shift, other, 0) for other in mine):
                places.add((number, who))
    fixed = frozenset(place for place in sorted(places) if draw(st.booleans()))
    return plain._replace(people=people, fixed=fixed), places


@settings(max_examples=150, deadline=None)
@given(held())
def test_the_bounds_of_any_rota_are_bounds_and_in_their_order(given_: tuple) -> None:
    plain, places = given_
    free = fairness.bound_free(plain, places)
    available = bound_available(allowing(plain, places), places)
    assert free <= available + 1e-9
    assert available <= squares(plain)(places) + 1e-9


def test_what_no_place_breaks_still_holds() -> None:
    kept = problem(
        [person(0, week=1, skills=frozenset({1})), person(1, 9)],
        [slot(0, 0, needs=((1, 1),)), slot(1, 24)],
        rest_minutes=600,
    )
    assert allowing(kept, {(0, 0), (1, 1)}).people == kept.people
    assert allowing(kept, {(0, 0), (1, 1)})[1:] == kept[1:]
    assert bound_available(allowing(kept, {(0, 0), (1, 1)}), {(0, 0), (1, 1)}) == 2**2 + 11**2
