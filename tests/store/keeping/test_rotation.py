"""Which backups stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import Refused
from store.keeping import rotation

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
moments = st.lists(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    unique=True,
    max_size=60,
)
keeps = st.dictionaries(st.sampled_from("dwmy"), st.integers(0, 12))


def test_it_is_typed_in_letters_or_characters() -> None:
    assert rotation.parse("7d,4w,12m") == {"d": 7, "w": 4, "m": 12}
    assert rotation.parse(" 7天，4周, 12月，2年") == {"d": 7, "w": 4, "m": 12, "y": 2}
    assert rotation.written(rotation.parse("7d, 2y")) == "7d,2y"


@pytest.mark.parametrize("typed", ["", "7", "7h", "d", "7d,", "7d 4w", "1d,2d", "-1d", "99999d"])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="7d,4w,12m"):
        rotation.parse(typed)


def test_a_year_of_nights_leaves_days_weeks_and_months() -> None:
    """30 November 2026 is a Monday: its week has one night so far."""
    nights = [NOON - timedelta(days=back) for back in range(365)]
    stay = rotation.kept(nights, rotation.parse("3d,3w,3m"))
    assert [f"{at:%m-%d}" for at in sorted(stay)] == [
        "09-30",
        "10-31",
        "11-22",
        "11-28",
        "11-29",
        "11-30",
    ]


def test_a_long_pause_loses_nothing() -> None:
    before = [NOON - timedelta(days=400 + back) for back in range(3)]
    assert rotation.kept([NOON, *before], {"d": 3}) == {NOON, *before[:2]}


@given(moments, keeps)
@settings(max_examples=100)
def test_the_newest_stays_and_no_more_than_asked(made: list[datetime], keep: rotation.Keep) -> None:
    stay = rotation.kept(made, keep)
    assert stay <= set(made)
    assert len(stay) <= max(1, sum(keep.values()))
    assert not made or max(made) in stay


@given(moments, keeps)
@settings(max_examples=100)
def test_what_went_once_makes_no_difference_later(
    made: list[datetime], keep: rotation.Keep
) -> None:
    """Thinning out every night leaves what thinning out once in the end would."""
    left: set[datetime] = set()
    for at in sorted(made):
        left = rotation.kept([*left, at], keep)
    assert left == rotation.kept(made, keep)
