"""Two members exchange their places: offered, accepted, refused, taken back, lapsed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from store import history
from store.errors import NotFound, Refused
from store.farm import attendance, changes, swaps
from store.farm.models import Absence, Assignment, Member, Shift, Swap
from tests.conftest import TODAY
from tests.store.farm.conftest import Village

UNTIL = TODAY + timedelta(1)


@pytest.fixture
def places(village: Village) -> tuple[int, int]:
    """张伟 waters on Tuesday, when 赵敏 harvests at the same time."""
    return village.place(village.watering, "张伟"), village.place(village.harvest, "赵敏")


def state_of(swap_id: int) -> str:
    return Swap.get_by_id(swap_id).state


def held() -> list[tuple[int, int, str]]:
    query = Assignment.select(Assignment.shift_id, Assignment.member_id, Assignment.state)
    return list(query.order_by(Assignment.id).tuples())


def test_an_offer_is_open_until_it_is_answered(village: Village, places: tuple[int, int]) -> None:
    number = swaps.offer(*places, UNTIL, TODAY)
    (swap,) = swaps.open_swaps(TODAY)
    assert (swap.id, swap.member, swap.shift, swap.other, swap.other_shift, swap.expires_on) == (
        number,
        "张伟",
        "浇水",
        "赵敏",
        "采收",
        UNTIL,
    )
    assert swap.places_hold
    assert [row.id for row in swaps.open_swaps(TODAY, village.watering)] == [number]
    assert [row.id for row in swaps.open_swaps(TODAY, village.harvest)] == [number]
    assert swaps.open_swaps(TODAY, village.gate) == ()
    assert history.latest(1)[0].label == (
        "张伟 offered 赵敏 浇水 (2026-11-24 07:00) for 采收 (2026-11-24 08:00)"
    )
    history.undo()
    assert swaps.open_swaps(TODAY) == ()
    history.redo()
    assert swaps.open_swaps(TODAY) == (swap,)


def test_both_change_places_at_once_also_where_shifts_overlap(
    village: Village, places: tuple[int, int]
) -> None:
    number = swaps.offer(*places, UNTIL, TODAY)
    before = held()
    swapped = swaps.accept(number, TODAY)
    planned = {
        row.id: (row.shift_id, row.member_id)
        for row in Assignment.select().where(Assignment.state == "planned")
    }
    assert planned == {
        swapped.assignment_id: (village.harvest, village.members["张伟"]),
        swapped.other_assignment_id: (village.watering, village.members["赵敏"]),
    }
    assert [Assignment.get_by_id(place).state for place in places] == ["replaced", "replaced"]
    assert state_of(number) == "accepted"
    after = held()
    history.undo()
    assert (held(), state_of(number)) == (before, "offered")
    history.redo()
    assert (held(), state_of(number)) == (after, "accepted")


def test_who_agreed_already_swaps_by_one_deed(village: Village, places: tuple[int, int]) -> None:
    before = held()
    swapped = swaps.agree(*places, TODAY)
    assert state_of(swapped.swap_id) == "accepted"
    assert held()[2:] == [
        (village.harvest, village.members["张伟"], "planned"),
        (village.watering, village.members["赵敏"], "planned"),
    ]
    history.undo()
    assert held() == before
    assert not Swap.select().exists()
    with pytest.raises(Refused, match="over"):
        swaps.agree(*places, UNTIL + timedelta(1))


def test_full_shifts_may_swap(village: Village) -> None:
    one = village.place(village.watering, "张伟")
    village.place(village.watering, "王建国")
    other = village.place(village.gate, "李秀兰")
    village.place(village.gate, "陈静")
    swaps.accept(swaps.offer(one, other, UNTIL, TODAY), TODAY)
    planned = Assignment.select().where(Assignment.state == "planned")
    assert {(row.shift_id, row.member.name) for row in planned} == {
        (village.watering, "王建国"),
        (village.watering, "李秀兰"),
        (village.gate, "陈静"),
        (village.gate, "张伟"),
    }


def test_a_cap_counts_the_place_given_as_gone(village: Village, places: tuple[int, int]) -> None:
    for name in ("张伟", "赵敏"):
        Member.update(max_per_week=1).where(Member.id == village.members[name]).execute()
    number = swaps.offer(*places, UNTIL, TODAY)
    assert swaps.accept(number, TODAY).remarks == ()


def test_what_speaks_against_either_refuses_the_offer(village: Village) -> None:
    one = village.place(village.weeding, "张伟")
    other = village.place(village.gate, "李秀兰")
    village.place(village.gate, "赵敏")
    with pytest.raises(Refused, match="somebody who knows gate"):
        swaps.offer(one, other, UNTIL, TODAY)
    Absence.insert(
        member=village.members["李秀兰"], first=date(2026, 11, 30), last=date(2026, 12, 1)
    ).execute()
    with pytest.raises(Refused, match="李秀兰 is away") as refusal:
        swaps.offer(other, one, UNTIL, TODAY)
    assert "somebody who knows gate" in refusal.value.sentence


def test_what_speaks_against_it_by_now_refuses_to_accept(
    village: Village, places: tuple[int, int]
) -> None:
    number = swaps.offer(*places, UNTIL, TODAY)
    Absence.insert(member=village.members["赵敏"], first=UNTIL, last=UNTIL).execute()
    before = held()
    with pytest.raises(Refused, match="赵敏 is away"):
        swaps.accept(number, TODAY)
    assert (held(), state_of(number)) == (before, "offered")


@pytest.mark.parametrize("side", [0, 1])
def test_a_place_that_changed_is_not_swapped(
    village: Village, places: tuple[int, int], side: int
) -> None:
    number = swaps.offer(*places, UNTIL, TODAY)
    changes.leave(places[side], TODAY)
    assert swaps.open_swaps(TODAY) == ()
    assert not swaps.get(number).places_hold
    with pytest.raises(Refused, match="no longer in"):
        swaps.accept(number, TODAY)
    history.undo()
    assert swaps.accept(number, TODAY).swap_id == number


def test_a_place_that_is_noted_is_not_swapped(village: Village) -> None:
    one, other = village.place(village.now, "张伟"), village.place(village.weeding, "赵敏")
    number = swaps.offer(one, other, TODAY, TODAY)
    attendance.record([one], "present", TODAY)
    assert swaps.open_swaps(TODAY) == ()
    with pytest.raises(Refused, match="noted already"):
        swaps.accept(number, TODAY)


def test_a_cancelled_shift_is_not_swapped(village: Village, places: tuple[int, int]) -> None:
    number = swaps.offer(*places, UNTIL, TODAY)
    Shift.update(state="cancelled").where(Shift.id == village.harvest).execute()
    assert swaps.open_swaps(TODAY) == ()
    with pytest.raises(Refused, match="cancelled"):
        swaps.accept(number, TODAY)


def test_an_offer_lapses_by_itself(places: tuple[int, int]) -> None:
    number = swaps.offer(*places, TODAY, TODAY)
    assert swaps.get(number).standing(TODAY) == "offered"
    tomorrow = TODAY + timedelta(1)
    assert swaps.get(number).standing(tomorrow) == "expired"
    assert swaps.open_swaps(tomorrow) == ()
    with pytest.raises(Refused, match="stood until Mon 2026-11-23"):
        swaps.accept(number, tomorrow)
    assert state_of(number) == "offered"


def test_an_offer_is_refused_or_taken_back_once(places: tuple[int, int]) -> None:
    answers = (
        (swaps.refuse, "refused", "refused"),
        (swaps.withdraw, "withdrawn", "taken back"),
    )
    for deed, state, said in answers:
        number = swaps.offer(*places, UNTIL, TODAY)
        deed(number)
        assert state_of(number) == state
        assert swaps.open_swaps(TODAY) == ()
        with pytest.raises(Refused, match=f"is {said} already"):
            swaps.accept(number, TODAY)
        history.undo()
        assert state_of(number) == "offered"
        history.redo()
        assert state_of(number) == state


def test_an_offer_stands_until_the_first_of_the_shifts(places: tuple[int, int]) -> None:
    last = swaps.last_day(*places)
    assert last == date(2026, 11, 24)
    for day in (last + timedelta(1), TODAY - timedelta(1)):
        with pytest.raises(Refused, match="until Tue 2026-11-24"):
            swaps.offer(*places, day, TODAY)
    with pytest.raises(Refused, match="is over"):
        swaps.offer(*places, last + timedelta(1), last + timedelta(1))


def test_what_is_no_swap(village: Village, places: tuple[int, int]) -> None:
    swaps.offer(*places, UNTIL, TODAY)
    for pair in (places, places[::-1]):
        with pytest.raises(Refused, match="have this offer already"):
            swaps.offer(*pair, UNTIL, TODAY)
    same = village.place(village.watering, "王建国")
    with pytest.raises(Refused, match="another shift"):
        swaps.offer(places[0], same, UNTIL, TODAY)
    mine = village.place(village.weeding, "张伟")
    with pytest.raises(Refused, match="somebody else"):
        swaps.offer(places[0], mine, UNTIL, TODAY)
    waiting = village.place(village.weeding, "王建国", state="standby")
    with pytest.raises(Refused, match="only on standby"):
        swaps.offer(places[0], waiting, UNTIL, TODAY)
    with pytest.raises(NotFound):
        swaps.accept(999, TODAY)
