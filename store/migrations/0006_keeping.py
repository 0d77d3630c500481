"""The record of backups; and what kept no shift from being planned beyond its most.

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

# The most was lowered (also by undo), or somebody is only planned again who came beyond it.
OVERFULL = """
    SELECT RAISE(ABORT, 'the shift is full') FROM shift
        WHERE shift.id = {shift} AND shift.most < (
            SELECT count(*) FROM assignment WHERE shift_id = shift.id
                AND assignment.state = 'planned' AND attendance IS NULL);
"""
TRIGGERS = (
    "CREATE TRIGGER shift_most AFTER UPDATE OF most ON shift WHEN NEW.most < OLD.most"
    f" BEGIN{OVERFULL.format(shift='NEW.id')}END",
    "CREATE TRIGGER assignment_cleared AFTER UPDATE OF attendance ON assignment"
    " WHEN NEW.state = 'planned' AND NEW.attendance IS NULL AND OLD.attendance IS NOT NULL"
    f" BEGIN{OVERFULL.format(shift='NEW.shift_id')}END",
)


def up(migrator, db):
    for statement in (SCHEMA, *TRIGGERS):
        db.execute_sql(statement)
