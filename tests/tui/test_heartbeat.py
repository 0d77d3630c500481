"""Every title tells when the nightly run was, and warns when it stays away."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from store import language, runs
from store.database import transaction
from store.runs import LastRun
from tests.conftest import TODAY
from tests.tui.screendump import dump
from tui import heartbeat
from tui.main import QiaomenApp

AT = datetime(2026, 11, 22, 21, 31, tzinfo=UTC)  # 05:31 of TODAY in Chengdu
DAY = "Mon 2026-11-23  tester"


def told(hours: float, *, failures: int = 0, today: date = TODAY) -> str:
    """What is told first so many hours after the last run."""
    last = LastRun(AT, TODAY, failures)
    now = AT + timedelta(hours=hours)
    return heartbeat.beside(last, now, today, "tester", roomy=True)[0].removesuffix(f"  {DAY}")


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (-2, "nightly 11-23 05:31"),
        (0, "nightly 11-23 05:31"),
        (36, "nightly 11-23 05:31"),
        (36.1, "! nightly: none for 2 days"),
        (72, "! nightly: none for 3 days"),
        (24 * 400, "! nightly: none for 400 days"),
    ],
)
def test_a_run_turns_to_a_warning_after_36_hours(hours: float, said: str) -> None:
    assert told(hours) == said


@pytest.mark.usefixtures("clock")
def test_failures_are_a_warning_too() -> None:
    assert told(1, failures=2) == "! nightly 11-23 05:31: 2 failed"


@pytest.mark.usefixtures("clock")
def test_what_gives_way_is_the_date_of_today_then_the_weekday() -> None:
    last = LastRun(AT, TODAY, 0)
    assert heartbeat.beside(last, AT, TODAY, "me", roomy=True) == (
        "nightly 11-23 05:31  Mon 2026-11-23  me",
        "nightly 05:31  Mon 2026-11-23  me",
        "nightly 11-23 05:31  11-23  me",
        "nightly 11-23 05:31  11-23",
        "nightly 05:31  11-23",
    )
    next_day = AT + timedelta(hours=20)
    assert heartbeat.beside(last, next_day, TODAY, "me", roomy=False) == (
        "nightly 11-23 05:31  11-23",
        "nightly 11-23  11-23",
    )


def test_where_there_was_no_run_only_a_roomy_window_says_so() -> None:
    assert heartbeat.beside(None, AT, TODAY, "me", roomy=False) == ("11-23",)
    day = "Mon 2026-11-23  me"
    roomy = heartbeat.beside(None, AT, TODAY, "me", roomy=True)
    assert roomy == (f"no nightly run yet  {day}", day)


def run_once(failures: int = 0) -> None:
    with transaction():
        run = runs.begin(TODAY, None)
        runs.finish(run, overdue=9, due_soon=5, fresh=0, failures=failures)


def title(desk: QiaomenApp) -> str:
    return dump(desk).splitlines()[0]


@pytest.mark.parametrize("keys", [(), ("2",), ("2", "i"), ("p",)])
async def test_every_room_tells_it(
    desk: QiaomenApp, clock: Callable[[str], None], keys: tuple[str, ...]
) -> None:
    run_once()
    async with desk.run_test(size=(120, 40)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert title(desk).endswith(f"nightly 11-23 05:31  {DAY}")


async def test_an_open_desk_begins_to_warn_by_itself(
    desk: QiaomenApp, clock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_once()
    async with desk.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "nightly 11-23 05:31" in title(desk)
        painted: list[object] = []
        clock("2026-11-24T09:31:00Z")
        with monkeypatch.context() as watched:
            for widget in desk.screen.walk_children():
                watched.setattr(widget, "refresh", lambda *_regions, **_how: painted.append(1))
            desk._look_for_others()
        assert painted == []
        clock("2026-11-24T09:31:01Z")
        desk._look_for_others()
        await pilot.pause()
        assert "! nightly: none for 2 days" in title(desk)


async def test_a_run_that_another_process_ends_is_told(
    desk: QiaomenApp, sample: Path, clock: Callable[[str], None]
) -> None:
    async with desk.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "no nightly run yet" in title(desk)
        with sqlite3.connect(sample) as other:
            other.execute(
                "INSERT INTO run (started_at, finished_at, as_of, overdue, due_soon, fresh,"
                " failures) VALUES (?, ?, ?, 9, 5, 9, 1)",
                ("2026-11-22T21:31:00Z", "2026-11-22T21:31:02Z", TODAY.isoformat()),
            )
        other.close()
        desk._look_for_others()
        await pilot.pause()
        assert "! nightly 11-23 05:31: 1 failed" in title(desk)


async def test_a_narrow_window_still_warns(desk: QiaomenApp, clock: Callable[[str], None]) -> None:
    run_once()
    clock("2026-11-25T21:31:00Z")
    async with desk.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert "! overdue 9" in title(desk)
        assert "! nightly 11-23" in title(desk)


async def test_it_is_told_in_chinese(desk: QiaomenApp, clock: Callable[[str], None]) -> None:
    run_once()
    language.speak("zh_CN")
    app = QiaomenApp(TODAY, None, lambda _today: None)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "夜报 05:31" in title(app)
