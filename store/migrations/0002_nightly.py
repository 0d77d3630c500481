"""The calendar, the ladder of an overdue loan, and the nightly run's own records.

A frozen copy, independent of today's models.
"""

HIDDEN = "*[\x01-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]*"
ID = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"


def text(column, most, least=0):
    return (
        f"{column} TEXT NOT NULL CHECK (length({column}) BETWEEN {least} AND {most}"
        f" AND instr({column}, char(0)) = 0 AND {column} NOT GLOB '{HIDDEN}')"
    )


def day(column, required="NOT NULL "):
    return f"{column} DATE {required}CHECK ({column} IS date({column}, '+0 days'))"


SCHEMA = f"""
ALTER TABLE compound ADD COLUMN due_moves TEXT NOT NULL DEFAULT 'holidays'
    CHECK (due_moves IN ('never', 'holidays', 'closed'));
ALTER TABLE compound ADD COLUMN closed_days_late INTEGER NOT NULL DEFAULT 1
    CHECK (closed_days_late IN (0, 1));

DROP INDEX loan_open_due;
CREATE INDEX loan_open_due ON loan (due_on, id, item_id, household_id, returned_on)
    WHERE returned_on IS NULL;

CREATE TABLE calendar_day (
    {ID},
    {day("day")},
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'closed', 'open')),
    {text("name", 60)},
    by_hand INTEGER NOT NULL CHECK (by_hand IN (0, 1))
);
CREATE UNIQUE INDEX calendar_day_day ON calendar_day (day);

CREATE TABLE holiday_year (
    {ID},
    year INTEGER NOT NULL CHECK (year BETWEEN 1 AND 9999),
    country TEXT NOT NULL,
    official INTEGER NOT NULL CHECK (official IN (0, 1)),
    {day("looked_on")}
);
CREATE UNIQUE INDEX holiday_year_year ON holiday_year (year);

CREATE TABLE step (
    {ID},
    days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 3650),
    {text("name", 30, 1)}
);
CREATE UNIQUE INDEX step_days ON step (days);
INSERT INTO step (days, name) VALUES (1, 'remind'), (7, 'call'), (14, 'knock'), (30, 'visit');

CREATE TABLE contact (
    {ID},
    loan_id INTEGER NOT NULL REFERENCES loan (id),
    {day("day")},
    {text("who", 60)},
    kind TEXT NOT NULL CHECK (kind IN ('reminded', 'called', 'knocked', 'promised', 'note')),
    {day("until", "")},
    {text("note", 500)},
    CHECK ((kind = 'promised') = (until IS NOT NULL))
);
CREATE INDEX contact_loan_id ON contact (loan_id);

CREATE TABLE run (
    {ID},
    started_at TEXT NOT NULL,
    finished_at TEXT,
    {day("as_of")},
    compound_id INTEGER REFERENCES compound (id),
    overdue INTEGER NOT NULL,
    due_soon INTEGER NOT NULL,
    fresh INTEGER NOT NULL,
    failures INTEGER NOT NULL
);
CREATE INDEX run_compound_id ON run (compound_id);

CREATE TABLE notice (
    loan_id INTEGER NOT NULL REFERENCES loan (id),
    {day("due_on")},
    step INTEGER NOT NULL,
    run_id INTEGER NOT NULL REFERENCES run (id),
    state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'skipped')),
    PRIMARY KEY (loan_id, due_on, step)
) WITHOUT ROWID;
CREATE INDEX notice_pending ON notice (run_id) WHERE state = 'pending';

CREATE TABLE address ({ID}, {text("name", 60, 1)}, {text("url", 2000, 1)});
CREATE UNIQUE INDEX address_name ON address (name);

CREATE TABLE delivery (
    {ID},
    run_id INTEGER NOT NULL REFERENCES run (id),
    channel TEXT NOT NULL,
    label TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
    at TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE UNIQUE INDEX delivery_run_id_channel ON delivery (run_id, channel);
CREATE INDEX delivery_channel ON delivery (channel);

CREATE TABLE told (
    loan_id INTEGER NOT NULL,
    due_on DATE NOT NULL,
    channel TEXT NOT NULL,
    step INTEGER NOT NULL,
    delivery_id INTEGER NOT NULL REFERENCES delivery (id),
    PRIMARY KEY (loan_id, due_on, channel, step),
    FOREIGN KEY (loan_id, due_on, step) REFERENCES notice (loan_id, due_on, step)
) WITHOUT ROWID;

CREATE TABLE instance (
    {ID},
    host TEXT NOT NULL,
    path TEXT NOT NULL,
    inode INTEGER NOT NULL
)
"""


def up(migrator, db):
    for statement in SCHEMA.split(";"):
        if statement.strip():
            db.execute_sql(statement)
