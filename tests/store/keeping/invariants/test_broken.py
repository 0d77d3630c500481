"""Each thing that always holds is found broken where it is, however that came about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.database import db
from store.keeping import invariants, schema
from store.keeping.invariants import Broken

Rows = list[tuple[str, dict[str, Any]]]

ITEM = ("item", {"id": 7, "name": "烤箱"})
LENT = {"item_id": 7, "lent_on": "2026-11-01", "due_on": "2026-11-15"}
MEMBER = ("member", {"id": 3, "name": "张伟"})
SHIFT = {"id": 5, "name": "浇水", "starts_at": "2026-12-01T07:00", "ends_at": "2026-12-01T09:00"}
LATER = {"id": 6, "name": "采收", "starts_at": "2026-12-01T08:00", "ends_at": "2026-12-01T10:00"}
PLACE = {"shift_id": 5, "member_id": 3, "state": "planned"}
LINE = {"id": 1, "member_id": 3, "day": "2026-12-01", "minutes": 60, "kind": "attendance"}
YEAR = ("programme_year", {"id": 2026, "project_cap": 100, "community_cap": 150})
COMMUNITY = ("community", {"id": 1, "name": "晋原"})
PROJECT = {"year_id": 2026, "community_id": 1, "status": "running", "ends_on": "2026-12-31"}
GARDEN = {"id": 1, "name": "花园", "granted": 90, **PROJECT}
TRANCHE = {"id": 1, "project_id": 1, "name": "首款", "amount": 50, "state": "planned"}
PAID = {"id": 1, "project_id": 1, "tranche_id": 1, "amount": 50, "kind": "payment"}
PROPOSAL = {"id": 1, "name": "亮灯", "state": "open", "secret": 0}
VOTED = {"id": 1, "proposal_id": 1, "household_id": 1, "cast_as": "present"}
BALLOT = {"id": 1, "proposal_id": 1, "entry_id": 1, "choice": "yes"}
SECRET = ("proposal", PROPOSAL | {"secret": 1})
TICK = {"deed_id": 9, "event": "update", "table_name": "roll_entry", "row_id": 1}
PAPER = {"deed_id": 9, "event": "insert", "table_name": "ballot", "row_id": 1}

CASES: dict[str, tuple[Rows, str]] = {
    "one_open_loan": ([ITEM, ("loan", LENT), ("loan", LENT)], "烤箱 (number 7) is lent twice"),
    "loan_days": ([ITEM, ("loan", LENT | {"due_on": "2026-02-30"})], "due 2026-02-30"),
    "loan_days, due before lent": ([ITEM, ("loan", LENT | {"due_on": "2026-10-01"})], "Loan 1"),
    "loan_days, back before lent": ([ITEM, ("loan", LENT | {"returned_on": "2026-10-01"})], "back"),
    "one_place_in_a_shift": (
        [
            MEMBER,
            ("shift", SHIFT | {"most": 9, "state": "cancelled"}),
            ("assignment", PLACE),
            ("assignment", PLACE | {"state": "standby"}),
        ],
        "张伟 has two places in the shift 浇水",
    ),
    "one_shift_at_a_time": (
        [
            MEMBER,
            ("shift", SHIFT | {"most": 9, "state": "planned"}),
            ("shift", LATER | {"most": 9, "state": "planned"}),
            ("assignment", PLACE),
            ("assignment", PLACE | {"shift_id": 6}),
        ],
        "采收 (2026-12-01T08:00) begins before",
    ),
    "shift_not_overfull": (
        [
            MEMBER,
            ("shift", SHIFT | {"most": 1, "state": "planned"}),
            ("assignment", PLACE),
            ("assignment", PLACE | {"member_id": 4}),
        ],
        "has 2 people planned, and takes 1",
    ),
    "one_shift_a_day": (
        [
            ("series", {"id": 1, "name": "浇水"}),
            ("shift", SHIFT | {"series_id": 1, "occurrence": "2026-12-01"}),
            ("shift", LATER | {"series_id": 1, "occurrence": "2026-12-01"}),
        ],
        "浇水 has two shifts for 2026-12-01",
    ),
    "hours_reversed": (
        [
            ("hours_entry", LINE),
            ("hours_entry", LINE | {"id": 2, "kind": "reversal", "reverses_id": 1}),
        ],
        "Line 2",
    ),
    "hours_reversed_once": (
        [("hours_entry", LINE)]
        + [
            ("hours_entry", LINE | {"id": n, "minutes": -60, "kind": "reversal", "reverses_id": 1})
            for n in (2, 3)
        ],
        "Line 1",
    ),
    "whole_fen": ([YEAR, COMMUNITY, ("project", GARDEN | {"granted": 0.5})], "project 1"),
    "project_cap": ([YEAR, COMMUNITY, ("project", GARDEN | {"granted": 101})], "花园 (2026)"),
    "community_cap": (
        [YEAR, COMMUNITY, ("project", GARDEN), ("project", GARDEN | {"id": 2, "name": "书屋"})],
        "晋原 (2026) is over",
    ),
    "tranches_within_grant": (
        [YEAR, COMMUNITY, ("project", GARDEN), ("tranche", TRANCHE | {"amount": 91})],
        "花园 (2026) are more",
    ),
    "payments_within_tranche": (
        [
            YEAR,
            COMMUNITY,
            ("project", GARDEN),
            ("tranche", TRANCHE),
            ("payment", PAID),
            ("payment", PAID | {"id": 2, "amount": 1}),
        ],
        "The tranche 首款 of 花园",
    ),
    "payments_within_tranche, of one that is gone": (
        [YEAR, COMMUNITY, ("project", GARDEN), ("payment", PAID)],
        "The tranche 1 of 花园",
    ),
    "payment_reversed": (
        [
            YEAR,
            COMMUNITY,
            ("project", GARDEN),
            ("tranche", TRANCHE),
            ("payment", PAID),
            ("payment", PAID | {"id": 2, "amount": -49, "kind": "reversal", "reverses_id": 1}),
        ],
        "Line 2",
    ),
    "payment_reversed_once": (
        [YEAR, COMMUNITY, ("project", GARDEN), ("tranche", TRANCHE), ("payment", PAID)]
        + [("payment", PAID | {"id": 4})]
        + [
            ("payment", PAID | {"id": n, "amount": -50, "kind": "reversal", "reverses_id": 1})
            for n in (2, 3)
        ],
        "Line 1",
    ),
    "no_ring": (
        [YEAR, COMMUNITY, ("project", GARDEN)]
        + [
            ("milestone", {"id": n, "project_id": 1, "name": f"第{n}步", "baseline": "2026-06-01"})
            for n in (1, 2)
        ]
        + [("dependency", {"milestone_id": n, "needs_id": 3 - n}) for n in (1, 2)],
        "needs itself",
    ),
    "baseline_within_project": (
        [
            YEAR,
            COMMUNITY,
            ("project", GARDEN),
            ("milestone", {"project_id": 1, "name": "验收", "baseline": "2027-01-01"}),
        ],
        "验收 is promised for 2027-01-01",
    ),
    "points_within_criterion": (
        [
            ("criterion", {"id": 1, "name": "参与", "most": 5}),
            ("score", {"criterion_id": 1, "points": 6}),
        ],
        "6 points for 参与, of 5",
    ),
    "one_place_on_the_roll": (
        [("proposal", PROPOSAL)]
        + [("roll_entry", VOTED | {"id": n, "cast_as": None}) for n in (1, 2)],
        "twice on the roll of 亮灯",
    ),
    "one_ballot": (
        [("proposal", PROPOSAL), ("roll_entry", VOTED)]
        + [("ballot", BALLOT | {"id": n}) for n in (1, 2)],
        "two ballots on 亮灯",
    ),
    "ballot_of_the_roll": (
        [("proposal", PROPOSAL), ("roll_entry", VOTED | {"cast_as": None}), ("ballot", BALLOT)],
        "no household on its roll that voted",
    ),
    "every_vote_a_ballot": ([("proposal", PROPOSAL), ("roll_entry", VOTED)], "has no ballot"),
    "no_more_papers_than_voters": ([SECRET, ("ballot", BALLOT | {"entry_id": None})], "亮灯"),
    "secret_papers": ([SECRET, ("roll_entry", VOTED), ("ballot", BALLOT)], "names its household"),
    "secret_journal": (
        [
            SECRET,
            ("roll_entry", VOTED),
            ("ballot", BALLOT | {"entry_id": None}),
            ("change", TICK),
            ("change", PAPER),
        ],
        "(deed 9)",
    ),
    "voting_has_opened": (
        [("proposal", PROPOSAL | {"state": "draft"}), ("roll_entry", VOTED), ("ballot", BALLOT)],
        "never opened",
    ),
    "no_hidden_characters": ([("item", {"id": 7, "name": "烤\x1b[2J箱"})], "item 7"),
    "no_hidden_characters, a NUL": ([("unit", {"id": 2, "name": "1\0"})], "unit 2"),
    "nfc": ([("item", {"id": 7, "name": "cafe\u0301"})], "item 7"),
    "no_deed_half_done": ([("current_deed", {"id": 2, "deed_id": 1})], "going on"),
}


@pytest.fixture
def unguarded(store: Path) -> None:
    """A store that lets anything be written."""
    db.execute_sql("PRAGMA foreign_keys = 0")
    db.execute_sql("PRAGMA ignore_check_constraints = 1")
    guards = (
        "SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL"
        " AND (type = 'trigger' OR (type = 'index' AND sql LIKE 'CREATE UNIQUE%'))"
    )
    with db.atomic():
        for kind, name in db.execute_sql(guards).fetchall():
            db.execute_sql(f'DROP {kind} "{name}"')


def put(table: str, values: dict[str, Any]) -> None:
    """Add a row; what must not be empty and is not given is 0 or no text."""
    for column in db.execute_sql(f'PRAGMA table_info("{table}")').fetchall():
        _place, name, kind, required, default, _key = column
        if required and default is None and name not in values and name != "id":
            values = values | {name: 0 if kind == "INTEGER" else ""}
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    db.execute_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))


def found() -> list[Broken]:
    return invariants.broken(db.connection())


def test_where_nothing_is_wrong_nothing_is_found(compound: int) -> None:
    assert found() == []
    assert schema.trouble(db.connection()) is None


@pytest.mark.parametrize("case", CASES)
def test_what_is_broken_is_named(unguarded: None, case: str) -> None:
    rows, told = CASES[case]
    for table, values in rows:
        put(table, values)
    (broken,) = found()
    assert broken.name == case.partition(",")[0]
    assert told in broken.told
    assert broken.told.endswith(".")


def test_a_step_or_an_address_cannot_be_told_twice_without_the_tables_key(store: Path) -> None:
    for name, more in (("notice", "run_id, state"), ("told", "channel, delivery_id")):
        columns = f"loan_id, due_on, step, {more}"
        db.execute_sql(f"DROP TABLE {name}")
        db.execute_sql(f"CREATE TABLE {name} ({columns})")
        for _time in range(2):
            db.execute_sql(f"INSERT INTO {name} VALUES (1, '2026-11-15', 7, 'a', 1)")
    assert [broken.name for broken in found()] == ["notice_once", "told_once"]


def test_numbers_that_would_be_given_once_more_are_found(compound: int) -> None:
    db.execute_sql("UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'household'")
    (broken,) = found()
    assert broken.name == "ids_used_once"
    assert "household" in broken.told


def test_every_invariant_is_shown_broken(store: Path) -> None:
    names = {invariant.name for invariant in invariants.all_of(db.connection())}
    shown = {case.partition(",")[0] for case in CASES}
    assert names == shown | {"notice_once", "told_once", "ids_used_once"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("DROP TRIGGER journal_loan_update", "journal_loan_update"),
        ("DROP INDEX loan_open_item", "loan_open_item"),
        ("CREATE TABLE notes (text)", "notes"),
        ("CREATE TRIGGER spy AFTER INSERT ON loan BEGIN SELECT 1; END", "spy"),
        ("ALTER TABLE item ADD COLUMN colour TEXT", "item"),
    ],
)
def test_a_schema_that_was_changed_is_told(store: Path, change: str, named: str) -> None:
    db.execute_sql(change)
    assert f"({named})" in (schema.trouble(db.connection()) or "")


def test_a_trigger_that_was_weakened_is_told(store: Path) -> None:
    db.execute_sql("DROP TRIGGER payment_delete")
    db.execute_sql("CREATE TRIGGER payment_delete BEFORE DELETE ON payment BEGIN SELECT 1; END")
    assert "(payment_delete)" in (schema.trouble(db.connection()) or "")
