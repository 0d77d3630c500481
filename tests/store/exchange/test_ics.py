"""The rota as calendar files: what another program reads in them, and that it hears of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from store import calendar, history, settings, walltime
from store.exchange import ics
from store.exchange.vtimezone import observances
from store.farm.models import Assignment, Member, Shift, Team

DAY = date(2026, 12, 1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the moment at which deeds are done."""

    def set_to(moment: str) -> None:
        monkeypatch.setattr(calendar, "now", lambda: moment)

    set_to("2026-11-20T08:00:00Z")
    return set_to


@pytest.fixture
def team(store: Path, clock: Callable[[str], None]) -> int:
    """A team of two members."""
    with history.deed("made up"):
        team = Team.create(name="快乐农夫队").id
        for name in ("王芳", "李雷"):
            Member.create(name=name)
    return team


def add(team: int, day: date = DAY, name: str = "浇水", at: int = 7 * 60, **more: Any) -> int:
    """A shift of two hours for two people."""
    start = walltime.start(day, at)
    places = {"least": 1, "wanted": 2, "most": 3}
    with history.deed("made up"):
        return Shift.create(
            team=team,
            name=name,
            starts_at=start,
            ends_at=walltime.end(start, 120),
            minutes=120,
            **places | more,
        ).id


def join(shift: int, member: str, state: str = "planned") -> int:
    with history.deed("made up"):
        return Assignment.create(shift=shift, member=member_id(member), state=state).id


def give_up(place: int, state: str = "left") -> None:
    with history.deed("made up"):
        Assignment.update(state=state).where(Assignment.id == place).execute()


def cancel(shift: int) -> None:
    with history.deed("made up"):
        changed = Shift.update(state="cancelled", sequence=Shift.sequence + 1)
        changed.where(Shift.id == shift).execute()


def member_id(name: str) -> int:
    return Member.get(Member.name == name).id


def events(file: bytes) -> list[icalendar.Event]:
    """What another program reads, once the file has been found to be written as it should be."""
    assert file.endswith(b"\r\n")
    lines = file.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode().isprintable() for line in lines)  # no sign cut in two either
    return list(icalendar.Calendar.from_ical(file).walk("VEVENT"))


def told(file: bytes) -> tuple[str, int]:
    """The status and the sequence of the only event."""
    (event,) = events(file)
    return str(event["STATUS"]), int(event["SEQUENCE"])


def test_a_shift_as_another_program_reads_it(team: int) -> None:
    shift = add(team, name="浇水, 除草; 收菜", note="D:\\手套")
    join(shift, "王芳")
    join(shift, "李雷", "standby")
    (event,) = events(ics.calendar(team_id=team))
    assert str(event["SUMMARY"]) == "浇水, 除草; 收菜"
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert event.start == datetime(2026, 12, 1, 7, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert event.end - event.start == timedelta(hours=2)
    assert str(event["UID"]) == f"{Shift.get_by_id(shift).uid}@rota.qiaomen"
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert event["DTSTAMP"].dt == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert str(event["DESCRIPTION"]).split("\n") == [
        "快乐农夫队",
        "1 of 2: 王芳",
        "On standby: 李雷",
        "D:\\手套",
    ]


def test_the_file_is_the_same_while_nothing_changes(
    team: int, clock: Callable[[str], None]
) -> None:
    join(add(team), "王芳")
    add(team, DAY + timedelta(7))
    before = ics.calendar()
    clock("2026-11-23T08:00:00Z")
    assert ics.calendar() == before
    join(2, "王芳")
    first, second = events(ics.calendar())
    assert [event["DTSTAMP"].dt.day for event in (first, second)] == [20, 23]


def test_a_telephone_number_is_in_no_file(team: int) -> None:
    Member.update(phone="13800001234").execute()
    join(add(team), "王芳")
    assert b"13800001234" not in ics.calendar() + dict(ics.of_members())["王芳"]


def test_days_and_teams_apart(team: int) -> None:
    other = Team.create(name="小分队").id
    add(team)
    add(other)
    add(team, DAY + timedelta(1), at=23 * 60)
    assert len(events(ics.calendar())) == 3
    assert len(events(ics.calendar(team_id=team))) == 2
    assert len(events(ics.calendar(DAY, DAY))) == 2
    assert len(events(ics.calendar(DAY + timedelta(1), DAY + timedelta(1)))) == 1
    assert events(ics.calendar(DAY + timedelta(2))) == []


def test_a_cancelled_shift_stays_and_is_struck_out(team: int) -> None:
    shift = add(team)
    cancel(shift)
    assert told(ics.calendar()) == ("CANCELLED", 1)


def test_a_shift_taken_back_is_struck_out(team: int) -> None:
    shift = add(team)
    cancel(shift)
    history.undo()
    assert told(ics.calendar()) == ("CONFIRMED", 2)
    history.undo()
    assert told(ics.calendar(team_id=team))[0] == "CANCELLED"
    assert events(ics.calendar(team_id=Team.create(name="小分队").id)) == []


def _ways(shift: int) -> Iterator[Callable[[], object]]:
    """What may become of a member's place, one after the other."""
    place = join(shift, "王芳")
    yield lambda: None
    yield lambda: give_up(place)
    yield lambda: join(shift, "王芳")
    yield history.undo
    yield history.undo
    yield lambda: give_up(place, "replaced")
    yield lambda: join(shift, "王芳", "standby")
    yield lambda: cancel(shift)
    yield history.undo


def test_a_member_hears_of_every_change_of_a_place(team: int) -> None:
    shift = add(team)
    heard = []
    for change in _ways(shift):
        change()
        heard.append(told(ics.calendar(member_id=member_id("王芳"))))
    assert [status for status, _sequence in heard] == [
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
        "CANCELLED",
        "TENTATIVE",
        "CANCELLED",
        "TENTATIVE",
    ]
    assert all(earlier[1] < later[1] for earlier, later in pairwise(heard))


def test_attendance_is_nothing_that_a_calendar_hears_of(team: int) -> None:
    place = join(add(team), "王芳")
    before = ics.calendar(member_id=member_id("王芳"))
    with history.deed("made up"):
        Assignment.update(attendance="present").where(Assignment.id == place).execute()
    assert ics.calendar(member_id=member_id("王芳")) == before


def test_a_file_of_each_member_who_has_or_had_a_place(team: int) -> None:
    first, second = add(team), add(team, DAY + timedelta(1))
    join(first, "王芳")
    give_up(join(second, "王芳"))
    join(second, "李雷")
    files = dict(ics.of_members(team_id=team))
    assert {name: len(events(file)) for name, file in files.items()} == {"李雷": 1, "王芳": 2}
    assert files["王芳"] == ics.calendar(team_id=team, member_id=member_id("王芳"))
    assert "王芳" in str(icalendar.Calendar.from_ical(files["王芳"])["X-WR-CALNAME"])


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "UTC"])
def test_the_zone_is_told_as_its_clocks_go(team: int, zone: str) -> None:
    """Each shift begins at the same moment by the file's own rules as by the zone's."""
    settings.change_text("zone", zone)
    for week in range(52):
        add(team, DAY + timedelta(7 * week), at=(week % 5) * 60)
    file = icalendar.Calendar.from_ical(ics.calendar())
    if zone != "UTC":
        (described,) = file.walk("VTIMEZONE")
        assert described["TZID"] == zone
    found = list(observances(ZoneInfo(zone), DAY, DAY + timedelta(400)))
    assert len(found) == (1 if zone in ("Asia/Shanghai", "UTC") else 3)
    starts = Shift.select(Shift.starts_at).order_by(Shift.starts_at)
    for (starts_at,), event in zip(starts.tuples(), file.walk("VEVENT"), strict=True):
        in_force = [each for each in found if each.onset <= starts_at][-1]
        moment = (starts_at - in_force.offset).replace(tzinfo=UTC)
        assert event.start == starts_at.replace(tzinfo=ZoneInfo(zone))
        assert event.start == moment


def test_clocks_change_at_the_minute(store: Path) -> None:
    berlin = list(observances(ZoneInfo("Europe/Berlin"), date(2026, 3, 1), date(2026, 10, 31)))
    changes = [(each.onset, each.is_summer) for each in berlin[1:]]
    assert changes == [
        (datetime(2026, 3, 29, 2), True),
        (datetime(2026, 10, 25, 3), False),
    ]
