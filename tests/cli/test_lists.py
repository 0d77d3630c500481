"""The lists, the nightly summary and the figures, in every format."""

from __future__ import annotations

import csv
import fcntl
import os
import pty
import signal
import struct
import subprocess
import termios

import pytest

from tests.cli.conftest import Desk, keys
from tui.cells import width


def test_an_item_has_these_words(desk: Desk) -> None:
    items = desk.answered("list", "items")
    assert items[0] == {
        "id": 1,
        "name": "烤箱",
        "category": "厨房",
        "household": "1-101",
        "household_name": "",
        "condition": "good",
        "availability": "overdue",
        "note": "=hot",
        "due_on": "2026-10-15",
        "borrower": "2-102",
    }
    assert [item["availability"] for item in items] == [
        "overdue",
        "available",
        "unavailable",
        "available",
    ]
    assert (items[1]["due_on"], items[1]["borrower"]) == (None, None)


@pytest.mark.parametrize("kind", ["loans", "overdue"])
def test_a_loan_has_these_words(desk: Desk, kind: str) -> None:
    assert desk.answered("list", kind, "--household", "2-102") == [
        {
            "id": 1,
            "item": "烤箱",
            "item_id": 1,
            "lender": "1-101",
            "borrower": "2-102",
            "lent_on": "2026-10-01",
            "due_on": "2026-10-15",
            "returned_on": None,
            "renewals": 0,
            "days_overdue": 39,
            "resident": None,
            "note": "",
        }
    ]
    assert desk.answered("list", kind, "--household", "2-201") == []


def test_a_household_has_these_words(desk: Desk) -> None:
    households = desk.answered("list", "households")
    assert len(households) == 24
    assert households[0] == {
        "address": "1-101",
        "unit": "1",
        "floor": 1,
        "door": "101",
        "name": "",
        "kind": "home",
        "items": 3,
        "lent": 1,
        "overdue": 1,
        "compound": "Test Yard",
        "on_board": True,
        "by_phone": True,
    }


def test_plain_columns_stand_under_their_titles_in_cells(desk: Desk) -> None:
    title, *lines = desk.said("list", "items").splitlines()
    for line, name in zip(lines, ("烤箱", "drill", "lamp", "drill"), strict=True):
        assert width(line[: line.index(name)]) == title.index("Item")
        owner = "2-102" if line.lstrip().startswith("4") else "1-101"
        assert width(line[: line.index(owner)]) == title.index("Household")


def test_a_list_on_a_terminal_keeps_to_its_width(desk: Desk) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
    subprocess.run(
        desk.command("list", "items"),
        env=desk.environment(TERM="xterm"),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        timeout=60,
        check=True,
    )
    os.close(theirs)
    lines = os.read(ours, 10_000).decode().splitlines()
    os.close(ours)
    assert len(lines) == 5
    assert max(map(width, lines)) <= 50
    assert "烤箱" in lines[1]


def test_csv_has_the_words_of_json_and_no_formula(desk: Desk) -> None:
    header, oven, *_others = csv.reader(desk.said("list", "items", "--format", "csv").splitlines())
    assert header == keys(desk.answered("list", "items"))
    assert oven[header.index("note")] != "=hot"
    assert oven[header.index("note")].endswith("=hot")


def test_overdue_tells_the_latest_first_then_what_is_due_soon(desk: Desk) -> None:
    desk.said("lend", "2", "2-201", "--due", "11-25")
    said = desk.said("overdue")
    assert said.splitlines()[0] == "Overdue on Mon 2026-11-23"
    assert said.index("烤箱") < said.index("Due in the next 7 days") < said.index("drill")
    assert said.endswith("1 overdue, 1 due soon, 2 open in all.\n")


def test_overdue_as_json(desk: Desk) -> None:
    desk.said("lend", "2", "2-201", "--due", "11-25")
    summary = desk.answered("overdue")
    assert list(summary) == [
        "as_of", "overdue", "due_soon", "late_milestones", "shifts", "cancelled_shifts", "totals",
    ]  # fmt: skip
    assert [loan["item"] for loan in summary["overdue"]] == ["烤箱"]
    assert [loan["item"] for loan in summary["due_soon"]] == ["drill"]
    assert summary["totals"] | {"stages": {}} == {
        "open": 2,
        "overdue": 1,
        "due_soon": 1,
        "new": 1,
        "promised": 0,
        "stages": {},
        "late_milestones": 0,
    }
    assert desk.answered("overdue", "--due-soon", "1")["due_soon"] == []


def test_stats_counts_as_of_today(desk: Desk) -> None:
    assert desk.answered("stats") == {
        "as_of": "2026-11-23",
        "households": 24,
        "vacant": 1,
        "participating": 2,
        "items": 4,
        "loans": 1,
        "open": 1,
        "overdue": 1,
    }
    assert desk.answered("stats", "--today", "2026-10-02")["overdue"] == 0


def test_without_a_terminal_the_board_stands_in_for_the_app(desk: Desk) -> None:
    said = desk.said()
    assert said.splitlines()[0] == "Test Yard · Mon 2026-11-23"
    assert ["1", "12", "3", "1", "1"] in [line.split() for line in said.splitlines()]
    assert "烤箱" in said


def test_an_empty_store_tells_how_to_begin(bare_desk: Desk) -> None:
    assert "qiaomen demo" in bare_desk.said()
    assert bare_desk.answered("list", "items") == []
    assert "Nothing is overdue" in bare_desk.said("overdue")


@pytest.mark.parametrize("kind", ["households", "items", "loans", "overdue"])
def test_an_empty_list_says_so_to_people_only(bare_desk: Desk, kind: str) -> None:
    bare_desk.said()
    assert bare_desk.said("list", kind) == "Nothing to list.\n"
    assert bare_desk.answered("list", kind) == []
    assert len(bare_desk.said("list", kind, "--format", "csv").splitlines()) == 1


def test_several_compounds_are_named_and_narrowed_to(desk: Desk) -> None:
    desk.said("new-compound", "Other Yard", "--units", "1: 1 x 2")
    assert "Other Yard" in desk.said()
    assert len(desk.answered("list", "households")) == 26
    assert desk.answered("--compound", "Other Yard", "stats")["households"] == 2
    assert desk.answered("stats", "--compound", "Test Yard")["households"] == 24
    assert "Which" not in desk.refused("stats", "--compound", "No Yard")


def test_a_reader_that_goes_away_is_no_error(bare_desk: Desk) -> None:
    with _long_list(bare_desk) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.readline()
        listing.stdout.close()
        assert listing.stderr.read() == b""
        assert listing.wait(timeout=60) == 0


def test_an_interrupt_leaves_quietly(bare_desk: Desk) -> None:
    with _long_list(bare_desk) as listing:
        assert listing.stderr is not None
        assert listing.stdout is not None
        listing.stdout.readline()
        listing.send_signal(signal.SIGINT)
        assert listing.wait(timeout=60) == 130
        assert listing.stderr.read() == b""


def _long_list(desk: Desk) -> subprocess.Popen[bytes]:
    """A list on its way that no pipe can hold, so that it waits for its reader."""
    desk.said("new-compound", "Long Street", "--units", "1-10: 30 x 10")
    return subprocess.Popen(
        desk.command("list", "households", "--format", "json"),
        env=desk.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_plot_is_drawn_or_told_in_figures(desk: Desk) -> None:
    ran = desk.run("plot", "loans")
    assert ran.returncode == 0
    assert "█" in ran.stdout
    assert max(map(width, ran.stdout.splitlines())) <= 80
    assert sum(week["value"] for week in desk.answered("plot", "loans")) == 1
    months = desk.answered("plot", "participation", "--compound", "Test Yard")
    assert [month["value"] for month in months][-2:] == [2, 0]
    assert desk.run("plot", "hours").stdout.splitlines()[-1].startswith("Nobody has worked yet")
    ran = desk.run("plot", "slip", "--compound", "Test Yard")
    assert (ran.returncode, ran.stdout) == (2, "")
