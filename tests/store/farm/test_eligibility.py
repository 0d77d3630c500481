"""Who may work in which shift: each thing that can speak against it, and who could best."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from store import settings
from store.errors import NotFound
from store.farm import eligibility
from store.farm.crew import Worker
from store.farm.eligibility import missing_skills
from store.farm.models import Absence, Availability, Member, Membership, Pair, Shift
from tests.conftest import TODAY
from tests.store.farm.conftest import Village
from tests.store.farm.test_shifts import listen


def kinds(shift_id: int, member_id: int, instead_of: int | None = None) -> list[str]:
    found = eligibility.objections(shift_id, member_id, instead_of=instead_of)
    assert all(eligibility.say(each) for each in found)
    return [each.kind for each in found]


def test_nothing_speaks_against_who_is_free(village: Village) -> None:
    assert kinds(village.watering, village.members["张伟"]) == []


def test_somebody_of_another_team_or_who_left_it_before(village: Village) -> None:
    assert kinds(village.watering, village.members["刘洋"]) == ["team"]
    Membership.update(left_on=date(2026, 11, 24)).execute()
    assert kinds(village.watering, village.members["张伟"]) == ["team"]
    assert kinds(village.now, village.members["张伟"]) == []


def test_an_absence_on_any_of_its_days(village: Village) -> None:
    night = village.add_shift("守夜", "2026-11-25T22:00", 480)
    member = village.members["张伟"]
    Absence.create(member=member, first=date(2026, 11, 26), last=date(2026, 11, 26))
    assert kinds(night, member) == ["absent"]
    assert kinds(village.gate, member) != ["absent"]


def test_the_usual_times_of_a_night_are_two_adjoining_windows(village: Village) -> None:
    night = village.add_shift("守夜", "2026-11-29T22:00", 480)  # from Sunday into Monday
    member = village.members["张伟"]
    Availability.create(member=member, weekday=7, from_minute=22 * 60, to_minute=24 * 60)
    assert kinds(night, member) == ["time"]
    Availability.create(member=member, weekday=1, from_minute=0, to_minute=6 * 60)
    assert kinds(night, member) == []
    assert kinds(village.watering, member) == ["time"]


def test_a_shift_at_the_same_time_or_with_too_little_rest(village: Village) -> None:
    member = village.members["张伟"]
    place = village.place(village.watering, "张伟")
    assert kinds(village.harvest, member) == ["overlap"]
    assert kinds(village.harvest, member, instead_of=place) == []
    later = village.add_shift("浇水", "2026-11-24T09:00")
    assert kinds(later, member) == []
    settings.change("rest_hours", 3)
    assert kinds(later, member) == ["rest"]


def test_the_most_of_a_week_and_of_a_month(village: Village) -> None:
    member = village.members["张伟"]
    village.place(village.now, "张伟")
    Member.update(max_per_week=1, max_per_month=1).execute()
    assert kinds(village.watering, member) == ["week", "month"]
    assert kinds(village.weeding, member) == ["month"]
    december = village.add_shift("浇水", "2026-12-08T07:00")
    assert kinds(december, member) == []


def test_those_who_must_not_work_together(village: Village) -> None:
    village.place(village.watering, "王建国")
    pair = sorted((village.members["王建国"], village.members["张伟"]))
    Pair.create(member=pair[0], other=pair[1], kind="apart")
    assert kinds(village.watering, village.members["张伟"]) == ["apart"]


def test_a_full_a_cancelled_shift_and_one_already_in(village: Village) -> None:
    village.place(village.watering, "王建国")
    taken = village.place(village.watering, "赵敏")
    assert kinds(village.watering, village.members["张伟"]) == ["full"]
    assert kinds(village.watering, village.members["张伟"], instead_of=taken) == []
    assert kinds(village.watering, village.members["赵敏"]) == ["overlap", "in"] or kinds(
        village.watering, village.members["赵敏"]
    ) == ["in"]
    Shift.update(state="cancelled").where(Shift.id == village.gate).execute()
    assert kinds(village.gate, village.members["李秀兰"]) == ["cancelled"]


def test_the_last_places_are_for_those_with_the_skill(village: Village) -> None:
    # Two places at most, one of them for somebody who knows the gate.
    assert kinds(village.gate, village.members["张伟"]) == []
    village.place(village.gate, "张伟")
    assert kinds(village.gate, village.members["赵敏"]) == ["skill"]
    assert kinds(village.gate, village.members["陈静"]) == []


@pytest.mark.parametrize(
    ("people", "needs", "lacking"),
    [
        ([], [(1, 2)], [1, 1]),
        ([{1, 2}, {1}], [(1, 1), (2, 1)], []),
        ([{1}, {1}], [(1, 1), (2, 1)], [2]),
        ([{1, 2}, {1, 2}, {3}], [(1, 1), (2, 1), (3, 1)], []),
        ([{1, 2}, {2, 3}, {1}], [(1, 1), (2, 1), (3, 1)], []),
    ],
)
def test_one_person_fills_one_place_of_a_skill(
    people: list[set[int]], needs: list[tuple[int, int]], lacking: list[int]
) -> None:
    assert missing_skills(map(frozenset, people), needs) == lacking


def test_stand_ins_are_those_who_could_with_the_least_hours_first(village: Village) -> None:
    village.place(village.watering, "王建国")
    Absence.create(member=village.members["陈静"], first=TODAY, last=date(2026, 12, 31))
    windows = {"member": village.members["赵敏"], "weekday": 7, "from_minute": 0, "to_minute": 60}
    Availability.create(**windows)
    found = eligibility.stand_ins(village.watering)
    assert [(each.member, each.minutes) for each in found] == [
        ("张伟", 300), ("李秀兰", 1200), ("赵敏", 0), ("陈静", 0)
    ]  # fmt: skip
    assert [[objection.kind for objection in each.objections] for each in found] == [
        [], [], ["time"], ["absent"]
    ]  # fmt: skip


def test_who_could_is_asked_alike_however_many_are_there_or_wait(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> int:
        found = listen(lambda: eligibility.stand_ins(village.harvest), monkeypatch)
        return len(found + listen(lambda: eligibility.of_standby(village.harvest), monkeypatch))

    before = asked()
    village.place(village.harvest, "刘洋")  # of another team
    for name in ("陈静", "赵敏", "王建国"):
        village.place(village.harvest, name, state="standby")
    assert asked() == before


def test_what_is_not_there_is_not_found(village: Village) -> None:
    with pytest.raises(NotFound):
        eligibility.objections(999, village.members["张伟"])
    with pytest.raises(NotFound):
        eligibility.objections(village.gate, 999)
    with pytest.raises(NotFound):
        eligibility.stand_ins(999)


def test_a_share_is_the_mean_over_the_days() -> None:
    worker = Worker(1, "x", (None, None), 0)
    worker.exemptions = [(date(2026, 11, 1), date(2026, 11, 15), 0)]
    assert worker.share(date(2026, 11, 1), date(2026, 11, 30)) == 50
    assert worker.share(date(2026, 12, 1), date(2026, 12, 30)) == 100
    assert worker.is_free(datetime(2026, 11, 1, 3), datetime(2026, 11, 1, 4))
