"""An index of what is sought: households, items, residents, members and projects by each beginning.

A frozen copy, independent of today's models; but search keys are made as they are made today, and
the triggers and the filling of the index (store/index.py) are today's, too.
"""

from store import journal
from store.text import home_key, person_key, search_key

# `compound_id` is 0 where a row belongs to none.
SCHEMA = (
    """CREATE TABLE sought_text (
        id INTEGER PRIMARY KEY,
        tokens TEXT NOT NULL,
        kind INTEGER NOT NULL
    )""",
    "CREATE UNIQUE INDEX sought_text_kind_tokens ON sought_text (kind, tokens)",
    """CREATE TABLE sought_token (
        kind INTEGER NOT NULL,
        tier INTEGER NOT NULL,
        token TEXT NOT NULL,
        text_id INTEGER NOT NULL,
        PRIMARY KEY (kind, tier, token, text_id)
    ) WITHOUT ROWID""",
    """CREATE TABLE sought_row (
        text_id INTEGER NOT NULL,
        compound_id INTEGER NOT NULL,
        row_id INTEGER NOT NULL,
        PRIMARY KEY (text_id, compound_id, row_id)
    ) WITHOUT ROWID""",
)

# Each table's search key, from its other columns.
KEYS = {
    "household": (
        home_key,
        "(SELECT unit.name FROM unit WHERE unit.id = unit_id) || '-' || door, name",
    ),
    "resident": (person_key, "name, phone"),
    "item": (search_key, "name"),
    "member": (person_key, "name, phone"),
    "project": (
        search_key,
        "name, (SELECT community.name FROM community WHERE community.id = community_id)",
    ),
}


def up(migrator, db):
    for statement in SCHEMA:
        db.execute_sql(statement)
    journal.remove_triggers(db)  # nobody's deed; they are installed anew after a migration
    for table, (key, columns) in KEYS.items():
        name = f"key_of_{table}"
        db.connection().create_function(name, -1, key)
        db.execute_sql(f"UPDATE {table} SET search_key = {name}({columns}) WHERE search_key <> ''")
