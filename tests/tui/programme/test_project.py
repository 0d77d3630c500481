"""One project by keyboard: its milestones, its money and its reviews."""

from __future__ import annotations

from datetime import date

from store.programme import (
    budget,
    caps,
    dependencies,
    milestones,
    payments,
    project_values,
    projects,
    reviews,
    tranches,
)
from tests.conftest import TODAY
from tests.tui.programme.garden import YUAN, Garden
from tests.tui.screendump import dump
from tui.main import QiaomenApp
from tui.programme.project import ProjectScreen


async def test_a_milestone_is_reached_with_evidence_and_then_not(
    desk: QiaomenApp, garden: Garden
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.project))
        await pilot.press("m", "tab", *"图纸", "enter")
        await pilot.pause()
        row = milestones.get(garden.design)
        assert (row.actual, row.evidence) == (TODAY, "图纸")
        assert "Evidence: 图纸" in dump(desk)
        await pilot.press("m")
        await pilot.pause()
        assert milestones.get(garden.design).actual is None
        await pilot.press("u")
        await pilot.pause()
    assert milestones.get(garden.design).actual == TODAY


async def test_needs_are_typed_by_number_and_a_ring_is_refused(
    desk: QiaomenApp, garden: Garden
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.project))
        await pilot.press("home", "n", *"2", "enter")
        await pilot.pause()
        assert "ring: 踏勘 → 开种 → 设计 → 踏勘" in dump(desk)
        await pilot.press("escape", "end", "n", *("; 1 +7"), "enter")
        await pilot.pause()
        needs = {need.needs: need.gap_days for need in dependencies.of_milestone(garden.planting)}
        assert needs == {"设计": 25, "踏勘": 7}
        await pilot.press("n", "ctrl+u", "enter")
        await pilot.pause()
    assert dependencies.of_milestone(garden.planting) == ()


async def test_the_late_ones_are_copied_as_a_message(desk: QiaomenApp, garden: Garden) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.project))
        await pilot.press("y")
        await pilot.pause()
        assert "Copied the message about “设计” for 李梅 138····0000." in dump(desk)
    assert desk.clipboard.startswith("Hello 李梅, “共享菜园” was to reach “设计”")


async def test_recurring_milestones_tell_their_days_first(desk: QiaomenApp, garden: Garden) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.park))
        await pilot.press("T", *"月报", "tab", *"monthly 25th", "tab")
        await pilot.pause()
        assert "2 milestones: Wed 2026-11-25, Fri 2026-12-25" in dump(desk)
        await pilot.press("ctrl+s")
        await pilot.pause()
        names = [row.name for row in milestones.of_project(garden.park)]
        assert names == ["月报 2026-11", "月报 2026-12"]


async def test_the_meter_stands_by_a_grant_and_over_the_cap_wants_a_name_and_a_reason(
    desk: QiaomenApp, garden: Garden
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.project))
        await pilot.press("g", *"99000")
        await pilot.pause()
        assert "project ¥99,000 of ¥100,000" in dump(desk)
        assert "Let pass by" not in dump(desk)
        await pilot.press("ctrl+u", *"10.05万")
        await pilot.pause()
        assert "Let pass by  tester" in dump(desk)
        assert "¥500 over the cap of ¥100,000" in dump(desk)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "! Please say why it may pass." in dump(desk)
        assert projects.get(garden.project).granted == 98_000 * YUAN
        await pilot.press(*"追加水管", "enter")
        await pilot.pause()
        assert "has a grant of ¥100,500" in dump(desk)
        assert [row.reason for row in caps.overrides(garden.project)] == ["追加水管"]
        await pilot.press("u")
        await pilot.pause()
    assert projects.get(garden.project).granted == 98_000 * YUAN


async def test_tranches_are_added_paid_reversed_and_cancelled(
    desk: QiaomenApp, garden: Garden
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.project, "money"))
        await pilot.press("a", *"质保金", "tab", *"9000", "ctrl+s")
        await pilot.pause()
        assert "! The grant leaves ¥8,000 for it." in dump(desk)
        await pilot.press("ctrl+u", *"8000", "tab", *"开", "ctrl+s")
        await pilot.pause()
        added = tranches.of_project(garden.project)[-1]
        assert (added.name, added.amount, added.milestone) == ("质保金", 8_000 * YUAN, "开种")
        assert "▸  质保金" in dump(desk)
        await pilot.press("up", "p")
        await pilot.pause()
        assert "“开种” is not reached yet" in dump(desk)
        await pilot.press("tab", *"0.5万", "enter")
        await pilot.pause()
        assert tranches.get(garden.second).paid == 5_000 * YUAN
        await pilot.press("x")
        await pilot.pause()
        assert projects.get(garden.project).committed == 63_000 * YUAN
        await pilot.press("x", "end", "x", *"写错", "enter")
        await pilot.pause()
        assert [row.kind for row in payments.ledger(garden.project)].count("reversal") == 1


async def test_a_line_of_the_budget_changes_its_name_in_one_go(
    desk: QiaomenApp, garden: Garden
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.project, "money"))
        await pilot.press("down", "down", "E", *"苗", "ctrl+s")
        await pilot.pause()
    lines = {row.name: row.amount for row in budget.lines(garden.project)}
    assert lines == {"场地": 3_000 * YUAN, "种子和工具苗": 38_000 * YUAN}


async def test_a_reviewer_gives_all_points_in_one_form(desk: QiaomenApp, garden: Garden) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.park, "reviews"))
        await pilot.press("a", *"赵敏", "tab", *"50", "tab", *"21", "ctrl+s")
        await pilot.pause()
        assert "! “成效”: please give points from 0 to 20." in dump(desk)
        await pilot.press("backspace", "0", "ctrl+s")
        await pilot.pause()
        assert "赵敏 gives 口袋公园 70.00 of 100" in dump(desk)
        (row,) = reviews.of_project(garden.park)
        assert row.scores == {"参与": 50, "成效": 20}
        await pilot.press("S", "right", "tab", "tab", *"陈静", "ctrl+s")
        await pilot.pause()
        assert "Noted the training of 口袋公园" in dump(desk)


async def test_removal_shows_what_it_cancels_wants_a_reason_and_is_undone(
    desk: QiaomenApp, garden: Garden
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.project))
        await pilot.press("D")
        await pilot.pause()
        assert "Tranches that are cancelled: “尾款” ¥40,000." in dump(desk)
        await pilot.press("enter")
        await pilot.pause()
        assert "! Please say why it is removed." in dump(desk)
        await pilot.press(*"烂尾", "enter")
        await pilot.pause()
        row = projects.get(garden.project)
        assert (row.status, row.committed) == ("removed", 50_000 * YUAN)
        assert "! 烂尾" in dump(desk)
        await pilot.press("u")
        await pilot.pause()
        row = projects.get(garden.project)
        assert (row.status, row.committed) == ("funded", 98_000 * YUAN)
        await pilot.press("s", "enter", "enter")
        await pilot.pause()
    assert projects.get(garden.project).status == "running"


async def test_a_project_is_edited_with_its_people(desk: QiaomenApp, garden: Garden) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.project))
        await pilot.press("P", *(["tab"] * 6), *"; 周洋", "ctrl+s")
        await pilot.pause()
    people = project_values.people_of(garden.project)
    assert [(person.name, person.phone) for person in people] == [
        ("李梅", "13800000000"),
        ("周洋", ""),
    ]


async def test_a_milestone_beyond_the_end_says_so_and_keeps_what_was_typed(
    desk: QiaomenApp, garden: Garden
) -> None:
    async with desk.run_test(size=(80, 24)) as pilot:
        await desk.push_screen(ProjectScreen(garden.park))
        await pilot.press("a", *"验收", "tab", *"2027-02-01", "ctrl+s")
        await pilot.pause()
        assert "the baseline cannot be later" in dump(desk)
        assert "2027-02-01" in dump(desk)
        await pilot.press("ctrl+u", *"12-20", "ctrl+s")
        await pilot.pause()
    (row,) = milestones.of_project(garden.park)
    assert (row.name, row.baseline) == ("验收", date(2026, 12, 20))
