"""The nightly summary from the command line: night after night, and when something fails."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import sqlite3
import subprocess
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cli.conftest import Desk, one_sentence
from tests.cli.test_addresses import add
from tests.receivers import TOKEN, Webhook, nobody

# Steps of the template's oven, due on Thu 2026-10-15: remind, call, knock, visit.
STEPS = {"2026-10-16": "remind", "2026-10-22": "call", "2026-10-29": "knock", "2026-11-14": "visit"}


def night(desk: Desk, day: str, *more: str) -> Any:
    """What the night of `day` prints, as JSON."""
    return desk.answered("overdue", "--today", day, *more)


def news(told: Any) -> list[tuple[str, str]]:
    """What a night tells as new: items, and the steps they have reached."""
    return [(loan["item"], loan["stage"]) for loan in told["overdue"] if loan["new"]]


def everything(desk: Desk) -> str:
    """All that is in the store."""
    store = sqlite3.connect(desk.db)
    dump = "\n".join(store.iterdump())
    store.close()
    return dump


def runs(desk: Desk) -> list[tuple[str, bool, int, int, int]]:
    """Every run: its day, if it came to its end, and what it counted."""
    return rows(desk, "SELECT as_of, finished_at IS NOT NULL, overdue, fresh, failures FROM run")


def deliveries(desk: Desk) -> list[tuple[str, str]]:
    return rows(desk, "SELECT label, state FROM delivery ORDER BY id")


def rows(desk: Desk, question: str) -> list[Any]:
    store = sqlite3.connect(desk.db)
    found = store.execute(question).fetchall()
    store.close()
    return found


def test_each_step_is_new_in_one_night_of_the_month(desk: Desk) -> None:
    told = {}
    for number in range(14, 32):
        day = f"2026-10-{number}"
        answer = night(desk, day)
        assert [loan["days_overdue"] for loan in answer["overdue"]] == [number - 15] * (number > 15)
        told |= {day: news(answer)} if news(answer) else {}
    assert told == {day: [("烤箱", step)] for day, step in STEPS.items() if day < "2026-11"}
    assert [run[:2] for run in runs(desk)] == [(f"2026-10-{day}", 1) for day in range(14, 32)]


def test_after_missed_nights_only_the_highest_step_is_told(desk: Desk) -> None:
    assert news(night(desk, "2026-10-16")) == [("烤箱", "remind")]
    assert news(night(desk, "2026-10-30")) == [("烤箱", "knock")]
    assert news(night(desk, "2026-10-31")) == []
    states = {each["step"]: each["state"] for each in desk.answered("loan", "1")["notices"]}
    assert states == {1: "sent", 7: "skipped", 14: "sent"}


def test_a_renewal_starts_the_ladder_anew_and_a_return_ends_it(desk: Desk) -> None:
    assert news(night(desk, "2026-10-30")) == [("烤箱", "knock")]
    desk.said("renew", "1", "--today", "2026-10-30")
    assert night(desk, "2026-10-31")["overdue"] == []
    assert news(night(desk, "2026-11-14")) == [("烤箱", "remind")]
    desk.said("return", "1", "--today", "2026-11-20")
    answer = night(desk, "2026-11-21")
    assert (answer["overdue"], answer["totals"]["open"]) == ([], 0)


def test_the_same_night_asked_again_says_the_same_with_nothing_new(desk: Desk) -> None:
    first, second = night(desk, "2026-11-23"), night(desk, "2026-11-23")
    assert news(first) == [("烤箱", "visit")]
    assert news(second) == []
    assert [loan["id"] for loan in second["overdue"]] == [1]
    assert night(desk, "2026-11-23", "--new-only")["overdue"] == []


def test_new_only_leaves_out_what_was_told(desk: Desk) -> None:
    desk.said("lend", "2", "2-201", "--due", "11-22", "--today", "2026-11-20")
    assert len(night(desk, "2026-11-22", "--new-only")["overdue"]) == 1
    told = night(desk, "2026-11-23", "--new-only")
    assert news(told) == [("drill", "remind")]
    assert len(told["overdue"]) == 1


@pytest.mark.long
def test_a_month_of_nights_in_the_sample_tells_every_step_once(bare_desk: Desk) -> None:
    """Printed and sent in nights on end and after some that were missed; all loans stay out."""
    bare_desk.said("demo", "--no-open", "--original-dates")
    first = date.fromisoformat(bare_desk.answered("list", "overdue")[4]["due_on"])
    printed, nights = [], (0, 1, 2, 3, 7, 8, 14, 15, 22, 28, 29, 30)
    with Webhook() as hook:
        add(bare_desk, "hook", hook.url)
        for number in nights:
            told = night(bare_desk, (first + timedelta(number)).isoformat(), "--send", "all")
            new = [loan for loan in told["overdue"] if loan["new"]]
            printed += [(loan["id"], loan["due_on"], loan["stage"]) for loan in new]
            assert {loan["id"] for loan in told["overdue"]} <= {loan for loan, *_step in printed}
            assert told["totals"]["new"] == len(new)
        keys = {request["key"] for request in hook.requests}
    assert len(printed) == len(set(printed)) > 9
    assert [stage for _loan, _due, stage in printed].count("knock") > 0
    assert len(keys) == len(hook.requests) == len(nights)


@pytest.mark.parametrize("form", ["text", "plain", "markdown", "html", "json", "csv"])
def test_every_format_tells_the_oven_and_masks_the_phone(desk: Desk, form: str) -> None:
    desk_with_phone(desk)
    said = desk.said("overdue", "--format", form)
    assert "烤箱" in said
    assert "13900001234" not in said
    assert "13900001234" in desk.said("overdue", "--format", form, "--phones")


def desk_with_phone(desk: Desk) -> None:
    """Let 王芳, who has the oven, have a telephone."""
    store = sqlite3.connect(desk.db)
    store.execute("UPDATE resident SET phone = '13900001234'")
    store.execute("UPDATE loan SET resident_id = (SELECT id FROM resident)")
    store.commit()
    store.close()


def test_csv_has_a_line_for_each_loan(desk: Desk) -> None:
    desk.said("lend", "2", "2-201", "--due", "11-25")
    header, *lines = csv.reader(desk.said("overdue", "--format", "csv").splitlines())
    assert {"item", "stage", "new", "days_overdue"} <= set(header)
    assert "烤箱" in [line[header.index("item")] for line in lines]


def test_counts_are_a_question_and_no_run(desk: Desk) -> None:
    before = everything(desk)
    answer = desk.answered("overdue", "--counts")
    assert (answer["totals"]["overdue"], answer["totals"]["new"]) == (1, 1)
    assert "烤箱" not in desk.said("overdue", "--counts")
    assert everything(desk) == before


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk) -> None:
    add(desk, "群", f"json://127.0.0.1:9/{TOKEN}")
    before = everything(desk)
    rehearsed = desk.run("overdue", "--dry-run", "--send", "all", "--format", "json")
    assert rehearsed.returncode == 0
    assert one_sentence(rehearsed.stderr) == "群 would get: 1 overdue, 1 of them new."
    assert everything(desk) == before
    assert json.loads(rehearsed.stdout) == desk.answered("overdue")
    assert sorted(path.name for path in desk.db.parent.glob("*nightly")) == ["desk.db-nightly"]


def test_a_dry_run_says_that_a_copy_would_send_nothing(desk: Desk) -> None:
    add(desk, "群", f"json://127.0.0.1:9/{TOKEN}")
    copy = Desk(desk.db.with_name("copy.db"))
    copy.db.write_bytes(desk.db.read_bytes())
    rehearsed = copy.run("overdue", "--dry-run", "--send", "all")
    assert rehearsed.returncode == 1
    assert "addresses claim" in one_sentence(rehearsed.stderr)


def test_one_address_that_fails_does_not_stop_the_other_and_is_tried_again(desk: Desk) -> None:
    with Webhook() as hook, nobody() as port:
        add(desk, "down", f"json://127.0.0.1:{port}/{TOKEN}")
        add(desk, "up", hook.url)
        ran = desk.run("overdue", "--send", "all")
        assert ran.returncode == 1
        assert "烤箱" in ran.stdout
        assert one_sentence(ran.stderr).startswith("down did not get its message: ")
        assert TOKEN not in ran.stderr
        assert "烤箱" in hook.requests[0]["said"]
        assert deliveries(desk) == [("down", "failed"), ("up", "sent"), ("printed", "sent")]
        assert runs(desk)[0][1:] == (1, 1, 1, 1)
        desk.said("addresses", "remove", "down")
        desk.said("overdue", "--send", "all")
        assert len(hook.requests) == 1
        rehearsed = desk.run("overdue", "--dry-run", "--send", "up")
        assert "up would get nothing" in one_sentence(rehearsed.stderr)


def test_what_is_thrown_away_counts_as_told_to_nobody(desk: Desk) -> None:
    """The coordinator who looks in the morning sees what the night's message told as new."""
    with Webhook() as hook:
        subprocess.run(
            desk.command("overdue", "--send", hook.url),
            env=desk.environment(),
            stdout=subprocess.DEVNULL,
            timeout=60,
            check=True,
        )
        assert len(hook.requests) == 1
    assert [state for _label, state in deliveries(desk)] == ["sent"]
    assert news(night(desk, "2026-11-23")) == [("烤箱", "visit")]


def test_a_closed_pipe_is_no_error_and_tells_nobody(desk: Desk) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        desk.command("overdue"),
        env=desk.environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert runs(desk)[0][1] == 1
    assert deliveries(desk) == [("printed", "failed")]
    assert news(night(desk, "2026-11-23")) == [("烤箱", "visit")]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is full")
def test_output_that_cannot_be_written_is_told_and_the_run_recorded(desk: Desk) -> None:
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            desk.command("overdue"),
            env=desk.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert ran.returncode == 1
    assert "No space left on device" in one_sentence(ran.stderr)
    assert (runs(desk)[0][1], deliveries(desk)) == (1, [("printed", "failed")])


def test_a_second_run_at_once_is_refused(desk: Desk) -> None:
    with open(f"{desk.db}-nightly", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "going on just now" in desk.refused("overdue")
        assert "烤箱" in desk.said("overdue", "--dry-run")
        assert runs(desk) == []
    desk.said("overdue")


def test_a_compound_has_nights_of_its_own(desk: Desk) -> None:
    desk.said("new-compound", "Other Yard", "--units", "1: 1 x 2")
    assert night(desk, "2026-11-22", "--compound", "Other Yard")["overdue"] == []
    assert news(night(desk, "2026-11-23", "--compound", "Test Yard")) == [("烤箱", "visit")]
    assert "No Yard" in desk.refused("overdue", "--compound", "No Yard")


def test_an_address_that_is_not_kept_is_refused_before_anything_runs(desk: Desk) -> None:
    assert "No address is kept" in desk.refused("overdue", "--send", "all")
    assert runs(desk) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "xml"],
        ["--due-soon", "-1"],
        ["--install", "launchd"],
        ["--counts", "--send", "all"],
        ["--counts", "--format", "html"],
    ],
    ids=" ".join,
)
def test_wrong_usage_runs_nothing(desk: Desk, arguments: list[str]) -> None:
    ran = desk.run("overdue", *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert runs(desk) == []
