"""The people of the desk: who may do what, and their keys.

A frozen copy, independent of today's models.
"""

HIDDEN = "*[\x01-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]*"


def text(column, most):
    return (
        f"{column} TEXT NOT NULL CHECK (length({column}) BETWEEN 1 AND {most}"
        f" AND instr({column}, char(0)) = 0 AND {column} NOT GLOB '{HIDDEN}')"
    )


STATEMENTS = (
    f"""
CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    {text("name", 60)},
    role TEXT NOT NULL CHECK (role IN ('viewer', 'helper', 'coordinator')),
    {text("public_key", 3000)},
    added_on DATE NOT NULL CHECK (added_on IS date(added_on, '+0 days')),
    removed_on DATE CHECK (removed_on IS date(removed_on, '+0 days'))
)""",
    "CREATE UNIQUE INDEX person_name ON person (name)",
    # sshd takes the first line that has the key, so a key can be one person's only.
    "CREATE UNIQUE INDEX person_public_key ON person (public_key) WHERE removed_on IS NULL",
    # Where somebody is registered, a coordinator is: nobody else could let anybody in.
    """
CREATE TRIGGER person_insert AFTER INSERT ON person BEGIN
    SELECT RAISE(ABORT, 'no coordinator is left') WHERE NOT EXISTS (
        SELECT 1 FROM person WHERE role = 'coordinator' AND removed_on IS NULL);
END""",
    """
CREATE TRIGGER person_update AFTER UPDATE ON person BEGIN
    SELECT RAISE(ABORT, 'no coordinator is left') WHERE NOT EXISTS (
        SELECT 1 FROM person WHERE role = 'coordinator' AND removed_on IS NULL);
END""",
    """
CREATE TRIGGER person_delete AFTER DELETE ON person BEGIN
    SELECT RAISE(ABORT, 'no coordinator is left') WHERE NOT EXISTS (
        SELECT 1 FROM person WHERE role = 'coordinator' AND removed_on IS NULL)
    AND EXISTS (SELECT 1 FROM person WHERE removed_on IS NULL);
END""",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
