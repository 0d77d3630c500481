"""The record of backups.

A frozen copy, independent of today's models.
"""

SCHEMA = """
CREATE TABLE backup (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    last_deed INTEGER,
    seal_id INTEGER,
    seal TEXT,
    failure TEXT NOT NULL,
    removed_at TEXT
)
"""


def up(migrator, db):
    db.execute_sql(SCHEMA)
