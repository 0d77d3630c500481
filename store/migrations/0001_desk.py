"""The first schema: settings, the neighbourhood, sharing, and the journal.

A frozen copy, independent of today's models. Ids are never used twice: items carry them as numbers
on their labels, and the journal names rows by them.
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
CREATE TABLE setting ({ID}, key TEXT NOT NULL, value TEXT NOT NULL);
CREATE UNIQUE INDEX setting_key ON setting (key);

CREATE TABLE community ({ID}, {text("name", 60, 1)});
CREATE UNIQUE INDEX community_name ON community (name);

CREATE TABLE compound (
    {ID},
    community_id INTEGER NOT NULL REFERENCES community (id),
    {text("name", 60, 1)}
);
CREATE INDEX compound_community_id ON compound (community_id);
CREATE UNIQUE INDEX compound_community_id_name ON compound (community_id, name);

CREATE TABLE unit (
    {ID},
    compound_id INTEGER NOT NULL REFERENCES compound (id),
    {text("name", 12, 1)},
    position INTEGER NOT NULL
);
CREATE UNIQUE INDEX unit_compound_id_name ON unit (compound_id, name);

CREATE TABLE household (
    {ID},
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    {text("door", 12, 1)},
    floor INTEGER NOT NULL,
    position INTEGER NOT NULL,
    {text("name", 60)},
    kind TEXT NOT NULL CHECK (kind IN ('home', 'shop', 'vacant')),
    {text("note", 500)},
    search_key TEXT NOT NULL
);
CREATE UNIQUE INDEX household_unit_id_door ON household (unit_id, door);

CREATE TABLE resident (
    {ID},
    household_id INTEGER NOT NULL REFERENCES household (id),
    {text("name", 60, 1)},
    {text("phone", 20)},
    {text("note", 500)},
    search_key TEXT NOT NULL
);
CREATE INDEX resident_household_id ON resident (household_id);

CREATE TABLE category (
    {ID},
    {text("name", 60, 1)},
    loan_days INTEGER CHECK (loan_days BETWEEN 1 AND 366),
    renewal_limit INTEGER CHECK (renewal_limit BETWEEN 0 AND 99)
);
CREATE UNIQUE INDEX category_name ON category (name);

CREATE TABLE item (
    {ID},
    household_id INTEGER NOT NULL REFERENCES household (id),
    category_id INTEGER NOT NULL REFERENCES category (id),
    {text("name", 60, 1)},
    condition TEXT NOT NULL
        CHECK (condition IN ('good', 'worn', 'damaged', 'lost', 'withdrawn')),
    {text("note", 500)},
    search_key TEXT NOT NULL
);
CREATE INDEX item_household_id ON item (household_id);

CREATE TABLE loan (
    {ID},
    item_id INTEGER NOT NULL REFERENCES item (id),
    household_id INTEGER NOT NULL REFERENCES household (id),
    resident_id INTEGER REFERENCES resident (id),
    {day("lent_on")},
    {day("due_on")},
    {day("returned_on", "")},
    renewals INTEGER NOT NULL CHECK (renewals >= 0),
    {text("note", 500)},
    CHECK (due_on >= lent_on),
    CHECK (returned_on IS NULL OR returned_on >= lent_on)
);
CREATE INDEX loan_item_id ON loan (item_id);
CREATE INDEX loan_household_id ON loan (household_id);
CREATE UNIQUE INDEX loan_open_item ON loan (item_id) WHERE returned_on IS NULL;
CREATE INDEX loan_open_due ON loan (due_on, id, item_id, household_id)
    WHERE returned_on IS NULL;

CREATE TABLE deed (
    {ID},
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    verb TEXT NOT NULL,
    words TEXT NOT NULL,
    undoes_id INTEGER REFERENCES deed (id),
    undone_by_id INTEGER REFERENCES deed (id)
);
CREATE INDEX deed_who ON deed (who);

CREATE TABLE change (
    {ID},
    deed_id INTEGER REFERENCES deed (id),
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    event TEXT NOT NULL CHECK (event IN ('insert', 'update', 'delete')),
    before TEXT
);
CREATE INDEX change_deed_id ON change (deed_id);
CREATE INDEX change_table_name_row_id ON change (table_name, row_id);

CREATE TABLE current_deed (id INTEGER NOT NULL PRIMARY KEY, deed_id INTEGER);
INSERT INTO current_deed (id) VALUES (1);
"""


def up(migrator, db):
    for statement in SCHEMA.split(";"):
        if statement.strip():
            db.execute_sql(statement)
