"""Another time zone: what its clocks move, and nothing else."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from store import history, walltime
from store.errors import Refused
from store.farm import changes, laying_out, rezoning, shifts, team
from store.farm.models import Shift
from tests.conftest import TODAY
from tests.store.farm.conftest import Village
from tests.store.farm.series_sample import add, shift_on
from tests.store.test_history import everything

SPRING = date(2027, 3, 28)  # clocks are put on in Berlin, from 2:00 to 3:00


def test_a_night_gets_its_length_and_a_time_that_never_comes_another(store: Path) -> None:
    night = add(name="夜班", at=60, minutes=480, rule="FREQ=DAILY")
    dawn = add(name="早班", at=150, rule="FREQ=DAILY")
    laying_out.lay_out(TODAY, date(2027, 3, 31))
    before = everything()
    rezoning.change("europe/berlin", TODAY)
    assert walltime.zone().key == "Europe/Berlin"
    assert shift_on(night, SPRING).ends_at == datetime(2027, 3, 28, 10)
    assert shift_on(dawn, SPRING).starts_at == datetime(2027, 3, 28, 3, 30)
    assert _times(everything()) - _times(before) == {
        ("2027-03-28T01:00", "2027-03-28T10:00"), ("2027-03-28T03:30", "2027-03-28T05:30"),
    }  # fmt: skip
    history.undo()
    assert everything() == before


def test_whoever_would_be_in_two_shifts_at_once_leaves_one(store: Path) -> None:
    night = add(name="夜班", at=60, minutes=60, rule="FREQ=DAILY")
    dawn = add(name="早班", at=150, minutes=60, rule="FREQ=DAILY")
    later = add(name="早饭", at=210, minutes=60, rule="FREQ=DAILY")
    laying_out.lay_out(TODAY, date(2027, 3, 31))
    member = team.add_member("张伟", [shifts.get(shift_on(night, SPRING).id).team_id])
    for series_id in (night, dawn, later):
        changes.join(shift_on(series_id, SPRING).id, member)
    rezoning.change("Europe/Berlin", TODAY)
    filled = [shifts.get(shift_on(each, SPRING).id).filled for each in (night, dawn, later)]
    assert filled[0] == 1
    assert sorted(filled[1:]) == [0, 1]


def test_a_shift_of_no_series_gets_its_length_and_calendars_hear_of_every_shift(
    village: Village,
) -> None:
    night = village.add_shift("守夜", f"{SPRING}T01:00", 180)
    later = village.add_shift("早饭", f"{SPRING}T04:30", 60)
    for shift_id in (night, later):
        village.place(shift_id, "张伟")
    before = everything()
    rezoning.change("Europe/Berlin", TODAY)
    assert shifts.get(night).ends_at == datetime(2027, 3, 28, 5)
    assert (shifts.get(night).filled, shifts.get(later).filled) == (0, 1)
    heard = {row.id for row in Shift.select() if row.sequence}
    assert heard == {row.id for row in shifts.between(TODAY, date.max)}
    history.undo()
    assert everything() == before


def test_a_zone_that_nobody_knows_changes_nothing(store: Path) -> None:
    before = everything()
    with pytest.raises(Refused, match="no time zone"):
        rezoning.change("Mars/Olympus", TODAY)
    assert everything() == before


def _times(rows: dict) -> set[tuple[str, str]]:
    """When the shifts of a store begin and end."""
    columns = [field.column_name for field in Shift._meta.sorted_fields]
    starts, ends = columns.index("starts_at"), columns.index("ends_at")
    return {(row[starts], row[ends]) for row in rows["shift"]}
