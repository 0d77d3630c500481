"""When members can work, and with whom."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import history, language
from store.errors import NotFound, Refused
from store.farm import availability, team
from store.farm.availability import Window, parse_windows, say_windows
from store.farm.windows import parse_end, parse_weekday, window


@pytest.fixture
def member(store) -> int:
    """The one member of a team."""
    return team.add_member("张伟", [team.add_team("队")])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1-5 7:00-11:00; sat 14-18", "Mon-Fri 07:00-11:00; Sat 14:00-18:00"),
        ("周二、周六 7点-9点", "Tue,Sat 07:00-09:00"),
        ("周一至周五8点到11点半；周末", "Mon-Fri 08:00-11:30; Sat,Sun"),
        ("二六 7点-9点", "Tue,Sat 07:00-09:00"),
        ("mon wed 7-11, 14-18", "Mon,Wed 07:00-11:00,14:00-18:00"),
        ("fri-mon", "Mon,Fri-Sun"),
        ("每天", "daily"),
        ("工作日 上午7点-11点", "Mon-Fri 07:00-11:00"),
        ("7:00-11:00", "daily 07:00-11:00"),
        ("1 22:00-24:00; 2 0:00-6:00", "Mon 22:00-24:00; Tue 00:00-06:00"),
        ("周日２０：００—0:00", "Sun 20:00-24:00"),
        ("", "any time"),
        ("any", "any time"),
        ("都可以", "any time"),
    ],
)
def test_windows_as_they_are_typed(typed: str, said: str) -> None:
    found = parse_windows(typed)
    assert say_windows(found) == said
    language.speak("zh_CN")
    assert parse_windows(say_windows(found)) == found


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("7-11", "not clear"),
        ("mon 7", "not clear"),
        ("x 7-8", "not a time"),
        ("8", "not clear"),
        ("mon 7-25", "not a time"),
        ("mon 22:00-6:00", "as two windows: 22:00 to 24:00, and 00:00 to 06:00"),
        ("mon 9:00-9:00", "does not end after it begins"),
    ],
)
def test_windows_that_are_not_understood(typed: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        parse_windows(typed)


TIMES = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda pair: pair[0] < pair[1])


@given(st.sets(st.tuples(st.integers(1, 7), TIMES), max_size=8), st.sampled_from(("en", "zh_CN")))
def test_what_is_told_can_be_typed(asked: set, spoken: str) -> None:
    windows = tuple(sorted(Window(day, *times) for day, times in asked))
    language.speak(spoken)
    assert parse_windows(say_windows(windows)) == windows


def test_a_weekday_and_an_end() -> None:
    assert [parse_weekday(word) for word in ("1", "７", "sat", "周日", "星期天", "三")] == [
        1, 7, 6, 7, 7, 3
    ]  # fmt: skip
    for word in ("0", "8", "", "mon,tue", "x"):
        with pytest.raises(Refused, match="weekday"):
            parse_weekday(word)
    assert [parse_end(typed) for typed in ("24:00", "0:00", "11")] == [1440, 1440, 660]
    with pytest.raises(Refused):
        window(8, 0, 60)


def test_windows_of_a_member_are_one_deed(member: int) -> None:
    assert availability.windows(member) == ()
    availability.set_windows(member, parse_windows("1-5 7-11"))
    seen = availability.windows(member)
    availability.set_windows(member, parse_windows("1-4 7-11; 6 7-11"), seen)
    assert say_windows(availability.windows(member)) == "Mon-Thu,Sat 07:00-11:00"
    with pytest.raises(Refused, match="changed when 张伟 can work"):
        availability.set_windows(member, (), seen)
    deeds = len(history.latest(99))
    availability.set_windows(member, availability.windows(member))
    assert len(history.latest(99)) == deeds
    history.undo()
    assert availability.windows(member) == seen
    with pytest.raises(Refused):
        availability.set_windows(member, [Window(1, 600, 600)])
    with pytest.raises(NotFound):
        availability.set_windows(99, ())


def test_absences(member: int) -> None:
    first, last = date(2026, 12, 1), date(2026, 12, 5)
    later = availability.add_absence(member, last, last)
    absence = availability.add_absence(member, first, last, "away")
    assert [row.id for row in availability.absences(member)] == [absence, later]
    assert history.latest(1)[0].label == "noted that 张伟 is away 2026-12-01 to 2026-12-05"
    with pytest.raises(Refused, match="noted already"):
        availability.add_absence(member, first, last)
    with pytest.raises(Refused, match="before the first"):
        availability.add_absence(member, last, first)
    availability.remove_absence(absence)
    assert [row.id for row in availability.absences(member)] == [later]
    with pytest.raises(NotFound):
        availability.remove_absence(absence)
    history.undo()
    assert availability.absences(member)[0].note == "away"


def test_exemptions(member: int) -> None:
    days = date(2026, 12, 1), date(2027, 2, 28)
    exemption = availability.add_exemption(member, *days, 50, "baby")
    assert availability.exemptions(member) == ((exemption, *days, 50, "baby"),)
    for share in (-1, 100):
        with pytest.raises(Refused, match="percent"):
            availability.add_exemption(member, *days, share)
    availability.remove_exemption(exemption)
    assert availability.exemptions(member) == ()
    assert "let off" in history.latest(1)[0].label


def test_pairs_hold_both_ways(member: int) -> None:
    other = team.add_member("李娜", [1])
    availability.set_pair(other, member, "apart")
    assert availability.pairs(member) == ((other, "李娜", "apart"),)
    assert availability.pairs(other) == ((member, "张伟", "apart"),)
    availability.set_pair(member, other, "together")
    assert availability.pairs(other)[0].kind == "together"
    history.undo()
    assert availability.pairs(other)[0].kind == "apart"
    availability.set_pair(member, other, None)
    assert availability.pairs(member) == ()
    for wrong in ((member, member, "apart"), (member, other, "friends")):
        with pytest.raises(Refused):
            availability.set_pair(*wrong)
    with pytest.raises(NotFound):
        availability.set_pair(member, 99, "apart")
