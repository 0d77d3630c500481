"""The places that could be had in a swap, and who is away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.errors import NotFound
from store.farm import availability, swappable
from store.farm.away import away_on
from tests.conftest import TODAY
from tests.store.farm.conftest import Village


def test_others_coming_places_of_the_team_can_be_asked_for(village: Village) -> None:
    mine = village.place(village.weeding, "李秀兰")
    village.place(village.weeding, "张伟")  # in the same shift
    village.place(village.past, "张伟")  # over
    village.place(village.now, "王建国", attendance="present")  # noted
    village.place(village.harvest, "陈静", state="standby")  # only stands by
    village.place(village.selling, "陈静")  # of the other team
    village.place(village.gate, "李秀兰")
    village.place(village.gate, "陈静")  # where 李秀兰 is as well
    wanted = village.place(village.watering, "赵敏")
    assert [place.assignment_id for place in swappable.coming(mine, TODAY)] == [wanted]
    assert swappable.coming(mine, TODAY + timedelta(2)) == ()


def test_a_place_that_is_not_there(village: Village) -> None:
    with pytest.raises(NotFound):
        swappable.coming(999, TODAY)


def test_who_is_away_on_a_day(village: Village) -> None:
    last = TODAY + timedelta(3)
    member = village.members["张伟"]
    availability.add_absence(member, TODAY, last)
    assert away_on(TODAY) == away_on(last) == {member: last}
    assert away_on(TODAY - timedelta(1)) == away_on(last + timedelta(1)) == {}
