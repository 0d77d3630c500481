"""Rolls: who may vote, frozen when voting opens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from store import history
from store.errors import Invalid, NotFound, Refused
from store.neighbours import compounds, households, plan
from store.neighbours.models import Household, Unit
from store.programme import ballots, closing, proposals, rolls
from store.programme.vote_models import RollEntry
from tests.conftest import TODAY
from tests.store.programme.making import everything, opened, plainly, proposal, voted, wrong_fields

pytestmark = pytest.mark.usefixtures("compound")

DAY = timedelta(days=1)
FIRST_FLOOR = ["1-101", "1-102", "1-103"]


def addresses(proposal_id: int) -> list[str]:
    return [row.address for row in rolls.roll(proposal_id)]


def move_in(unit: str, door: str, floor: int, position: int = 1) -> None:
    """Let there be one home more."""
    unit_id = Unit.get(Unit.name == unit).id
    Household.insert(unit=unit_id, door=door, floor=floor, position=position).execute()


def test_all_households_of_the_yard_are_on_the_roll_door_by_door() -> None:
    compounds.create("别的院子", plan.parse("1: 2 x 2"))
    trees = proposal()
    assert rolls.roll(trees) == ()
    assert rolls.count_eligible(trees) == 24
    assert rolls.open_vote(trees, TODAY, TODAY + DAY, TODAY) == 24
    row = proposals.get(trees)
    assert (row.state, row.opens_on, row.closes_on) == ("open", TODAY, TODAY + DAY)
    assert (row.roll, row.cast) == (24, 0)
    found = addresses(trees)
    assert found[:3] == FIRST_FLOOR
    assert found[-1] == "2-403"
    assert rolls.missing(trees) == rolls.roll(trees)


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({"without_vacant": True}, 23),
        ({"units": ("2",)}, 12),
        ({"units": (" 2 ", "1")}, 24),
        ({"units": ("2",), "without_vacant": True}, 11),
    ],
)
def test_the_roll_may_leave_out_vacant_homes_and_units(options: dict[str, Any], count: int) -> None:
    trees = proposal()
    assert rolls.count_eligible(trees, **options) == count
    assert rolls.open_vote(trees, TODAY, TODAY, TODAY, **options) == count
    assert len(rolls.roll(trees)) == count


@pytest.mark.parametrize(
    ("opens", "closes", "fields"),
    [(0, -1, ["closes_on"]), (-5, -1, ["closes_on"]), (0, 0, []), (-5, 0, []), (3, 9, [])],
)
def test_a_vote_lasts_from_a_day_to_one_that_is_not_over(
    opens: int, closes: int, fields: list[str]
) -> None:
    trees = proposal()
    before = everything()
    days = (TODAY + opens * DAY, TODAY + closes * DAY)
    if not fields:
        rolls.open_vote(trees, *days, TODAY)
        return
    assert wrong_fields(lambda: rolls.open_vote(trees, *days, TODAY)) == fields
    assert everything() == before


def test_a_vote_that_nobody_could_hold_is_not_opened() -> None:
    trees, nowhere = proposal(), proposal("路灯", compound="")
    before = everything()
    with pytest.raises(Refused, match="names no compound"):
        rolls.open_vote(nowhere, TODAY, TODAY, TODAY)
    with pytest.raises(Invalid, match="There is no unit 9 in Test Yard"):
        rolls.open_vote(trees, TODAY, TODAY, TODAY, units=("1", "9"))
    with pytest.raises(NotFound):
        rolls.open_vote(99, TODAY, TODAY, TODAY)
    Household.update(kind="vacant").execute()
    with pytest.raises(Refused, match="Nobody would be on the roll"):
        rolls.open_vote(trees, TODAY, TODAY, TODAY, without_vacant=True)
    now = everything()
    assert [now[table] for table in ("proposal", "roll_entry")] == [before["proposal"], []]


def test_a_vote_is_opened_once() -> None:
    trees = opened()
    before = everything()
    with pytest.raises(Refused, match="is open already"):
        rolls.open_vote(trees, TODAY, TODAY, TODAY)
    assert everything() == before


def test_households_that_come_later_are_not_on_the_roll() -> None:
    trees = opened(units=("1",))
    before = rolls.roll(trees)
    move_in("1", "501", 5)
    move_in("1", "100", 1, 0)
    assert rolls.roll(trees) == before
    with pytest.raises(Refused, match="1-501 is not on the roll of this vote"):
        ballots.cast(trees, "1-501", "yes", TODAY)
    newcomer = households.find("1-501").id
    plainly(
        "INSERT INTO roll_entry (proposal_id, household_id, proxy, witness) VALUES (?, ?, '', '')",
        trees, newcomer,
    )  # fmt: skip
    plainly("UPDATE roll_entry SET household_id = ? WHERE id = ?", newcomer, before[0].entry_id)
    plainly("DELETE FROM roll_entry WHERE id = ?", before[0].entry_id)
    assert closing.preview(trees, TODAY).votes.roll == 12
    assert len(rolls.roll(opened("楼道灯", units=("1",)))) == 14


def test_the_roll_stays_frozen_when_the_vote_is_over() -> None:
    trees = opened(units=("1",))
    voted(trees, "yyyyyy")
    closing.close(trees, TODAY)
    entry = rolls.roll(trees)[0].entry_id
    for change in ("cast_as = NULL", "proxy = 'x'", "cast_as = 'paper', witness = 'x'"):
        plainly(f"UPDATE roll_entry SET {change} WHERE id = ?", entry)
    plainly("DELETE FROM roll_entry WHERE id = ?", entry)


def test_a_door_is_found_as_people_write_it() -> None:
    trees = opened(units=("1",))
    for typed in ("1-101", "1单元101室", "1 101", "１-１０１", " 1-101 "):
        assert rolls.entry(trees, typed).address == "1-101"
    with pytest.raises(Refused, match="2-101 is not on the roll of this vote"):
        rolls.entry(trees, "2-101")
    for typed in ("1-999", "", "-", "101"):
        with pytest.raises(NotFound):
            rolls.entry(trees, typed)
    with pytest.raises(Refused, match="has not been opened yet"):
        rolls.entry(proposal("楼道灯"), "1-101")
    with pytest.raises(NotFound):
        rolls.entry_by_id(9999)
    first = rolls.entry(trees, "1-101")
    assert rolls.entry_by_id(first.entry_id) == (trees, first)


def test_the_same_door_of_another_yard_does_not_vote() -> None:
    compounds.create("别的院子", plan.parse("9: 2 x 2"))
    trees = opened()
    with pytest.raises(NotFound):
        ballots.cast(trees, "9-101", "yes", TODAY)


def test_opening_is_taken_back_while_nobody_has_voted() -> None:
    trees = opened()
    opening = history.latest(1)[0].id
    voted(trees, "y")
    with pytest.raises(Refused, match="later, tester 1-101 votes yes: 种树"):
        history.undo(opening)
    history.undo()
    assert history.undo().label == "undid: opened the vote on 种树 until 2026-12-20: 24 households"
    row = proposals.get(trees)
    assert (row.state, row.opens_on, row.roll) == ("draft", None, 0)
    history.redo()
    assert (proposals.get(trees).state, proposals.get(trees).roll) == ("open", 24)
    assert RollEntry.select().count() == 24


def test_a_vote_goes_on_until_a_later_day() -> None:
    trees = opened()
    last = date(2026, 12, 20)
    rolls.extend(trees, last + DAY, TODAY)
    assert proposals.get(trees).closes_on == last + DAY
    history.undo()
    assert proposals.get(trees).closes_on == last
    for day, today in ((last, TODAY), (TODAY, TODAY), (last + DAY, last + 2 * DAY)):
        before = everything()
        assert wrong_fields(lambda d=day, t=today: rolls.extend(trees, d, t)) == ["closes_on"]
        assert everything() == before
    # It may be extended when it is over, as long as it was not closed.
    rolls.extend(trees, last + 5 * DAY, last + 3 * DAY)
    ballots.cast(trees, "1-101", "yes", last + 4 * DAY)
    with pytest.raises(Refused, match="has not been opened"):
        rolls.extend(proposal("楼道灯"), last, TODAY)
    closing.close(trees, TODAY)
    with pytest.raises(Refused, match="that is final"):
        rolls.extend(trees, last + 9 * DAY, TODAY)
