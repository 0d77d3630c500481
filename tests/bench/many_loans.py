"""A store of any number of loans: every item lent again and again over ten years.

Of all loans one in twenty is overdue, another one in twenty is out and not late, the rest is back.
Open loans are their items' last ones, spread over the newest part of the table.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from math import gcd
from pathlib import Path

from fixtures.filling import fill as fill_households
from store import database, journal

OPEN_SHARE = 1 / 10  # half of them overdue
LOANS_PER_HOUSEHOLD = 25
LEAST_HOUSEHOLDS = 148  # the sample compound's, with items enough for 500 loans
DAYS = 3_650

# What is looked up while 20 million rows are made: the days of ten years and of the month to come,
# which item is where, and who takes things for a household.
LOOK_UP = """
CREATE TEMP TABLE day AS
    WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < :days + 60)
    SELECT n AS id, date(:today, (n - :days) || ' days') AS day FROM n;
CREATE UNIQUE INDEX temp.day_id ON day (id, day);
CREATE TEMP TABLE yard AS
    SELECT compound_id AS id, min(household.id) AS first, count(*) AS homes
    FROM household JOIN unit ON unit.id = unit_id GROUP BY compound_id;
CREATE TEMP TABLE thing AS
    SELECT item.id AS id, household_id AS home, first, homes
    FROM item JOIN household ON household.id = household_id JOIN unit ON unit.id = unit_id
    JOIN yard ON yard.id = compound_id ORDER BY item.id;
CREATE UNIQUE INDEX temp.thing_id ON thing (id, home, first, homes);
CREATE TEMP TABLE person AS
    SELECT household_id AS home, min(id) AS id FROM resident GROUP BY household_id;
CREATE UNIQUE INDEX temp.person_home ON person (home, id);
"""

# Loan `n` is of the item that a walk by a large step reaches, and `dice` is random enough. An open
# loan was due within the last 45 days, or is within the next 14.
LEND = """
INSERT INTO loan (
    id, item_id, household_id, resident_id, lent_on, due_on, returned_on, renewals, note
)
WITH RECURSIVE
    n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < :loans),
    thrown AS (
        SELECT n, 1 + n * :step % :items AS item, (n * 2654435761 >> 9) & 0xffffff AS dice,
            CASE WHEN n > :loans - :newest THEN n * :leap % :newest END AS place
        FROM n
    ),
    dated AS (
        SELECT n, item, dice, place, CASE
            WHEN place < :late THEN :days - 1 - dice % 45
            WHEN place < :open THEN :days + dice % 15
            ELSE n * (:days - 60) / :loans
        END AS due
        FROM thrown
    ),
    known AS (
        SELECT n, due, dice, ifnull(place < :open, 0) AS is_open,
            first + (home - first + 1 + dice % (homes - 1)) % homes AS borrower, item
        FROM dated CROSS JOIN thing ON thing.id = item
    )
SELECT n, item, borrower, (SELECT person.id FROM person WHERE person.home = borrower),
    (SELECT day FROM day WHERE day.id = max(0, due - 14)),
    (SELECT day FROM day WHERE day.id = due),
    iif(is_open, NULL, (SELECT day FROM day WHERE day.id = max(0, due - 14) + dice % 20)),
    dice % 11 = 0, ''
FROM known
"""


def fill(path: Path, loans: int, seed: int, today: date) -> None:
    """Make the store at `path` with so many loans; the result is an ordinary store, closed."""
    households = max(LEAST_HOUSEHOLDS, loans // LOANS_PER_HOUSEHOLD)
    fill_households(path, households, seed, today)
    store = sqlite3.connect(path, isolation_level=None)
    try:
        # Nothing of this is to survive a crash, nor to be looked over: it is made right.
        for pragma in (
            "journal_mode = off",
            "synchronous = off",
            "locking_mode = exclusive",
            "foreign_keys = off",
            "ignore_check_constraints = on",
            "cache_size = -64000",
        ):
            store.execute(f"PRAGMA {pragma}").fetchall()
        _lend(store, loans, today)
    finally:
        store.close()
    database.open_store(path)
    journal.install_triggers(database.db.obj)
    database.close_store()


def _lend(store: sqlite3.Connection, loans: int, today: date) -> None:
    kinds = "type IN ('index', 'trigger') AND tbl_name = 'loan' AND sql IS NOT NULL"
    made = store.execute(f"SELECT type, name, sql FROM sqlite_master WHERE {kinds}").fetchall()
    for kind, name, _sql in made:
        store.execute(f'DROP {kind} "{name}"')
    store.execute("DELETE FROM loan")
    (items,) = store.execute("SELECT count(*) FROM item").fetchone()
    numbers = {
        "loans": loans,
        "items": items,
        "open": (open_loans := round(loans * OPEN_SHARE)),
        "late": open_loans // 2,
        "newest": (newest := min(items, loans)),
        "step": _step(items, 0.618),
        "leap": _step(newest, 0.27),
        "days": DAYS,
        "today": today.isoformat(),
    }
    for statement in LOOK_UP.split(";")[:-1]:
        store.execute(statement, numbers)
    store.execute(LEND, numbers)
    for kind, _name, sql in made:
        if kind == "index":
            store.execute(sql)


def _step(count: int, share: float) -> int:
    """A step that reaches each of so many once: it has no divisor in common with them."""
    return next(n for n in range(int(count * share), count) if gcd(n, count) == 1)
