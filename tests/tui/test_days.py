"""A field for a day says what it understands, and keeps the day itself."""

from __future__ import annotations

from datetime import date

import pytest

from tui.days import day_field

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "past", "says"),
    [
        ("明天", False, "Tue 2026-12-01  in 1 day"),
        ("12-3", False, "Thu 2026-12-03  in 3 days"),
        ("12-3", True, "Wed 2025-12-03  362 days ago"),
        ("今天", True, "Mon 2026-11-30  today"),
        ("2-30", False, "“2-30” is not a date: that month has no such day."),
        (" ", False, "nothing: that day"),
    ],
)
def test_the_day_is_told_with_its_weekday_and_how_far_it_is(
    typed: str, past: bool, says: str
) -> None:
    field = day_field("day", "Day", None, MONDAY, past=past, empty="nothing: that day")
    assert field.hint is not None
    assert field.hint(typed) == says


@pytest.mark.parametrize(("typed", "kept"), [("明天", "2026-12-01"), ("明", "明"), ("", "")])
def test_a_draft_keeps_the_day_that_was_meant(typed: str, kept: str) -> None:
    field = day_field("day", "Day", None, MONDAY)
    assert field.kept is not None
    assert field.kept(typed) == kept
