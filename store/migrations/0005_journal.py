"""The journal is sealed: salts, a chain of hashes, and what was erased and yet vouched for.

A frozen copy, independent of today's models.
"""

ID = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"

SCHEMA = f"""
ALTER TABLE deed ADD COLUMN salt BLOB;
UPDATE deed SET salt = randomblob(16);

ALTER TABLE change ADD COLUMN salt BLOB;
ALTER TABLE change ADD COLUMN at TEXT;
ALTER TABLE change ADD COLUMN after_deed INTEGER;
UPDATE change SET salt = randomblob(16) WHERE before IS NOT NULL;
UPDATE change SET at = '', after_deed = coalesce(seen.newest, 0)
    FROM (SELECT id, max(deed_id) OVER (ORDER BY id) AS newest FROM change) AS seen
    WHERE seen.id = change.id AND deed_id IS NULL;
DROP INDEX change_table_name_row_id;
CREATE INDEX change_table_name_row_id_deed_id ON change (table_name, row_id, deed_id);
CREATE INDEX change_by_others ON change (after_deed) WHERE deed_id IS NULL;
CREATE INDEX change_deleted ON change (table_name) WHERE event = 'delete';

CREATE TABLE seal (
    {ID},
    last_deed INTEGER NOT NULL,
    last_change INTEGER NOT NULL,
    hash TEXT NOT NULL
);

CREATE TABLE erased (
    {ID},
    table_name TEXT NOT NULL CHECK (table_name IN ('change', 'deed')),
    row_id INTEGER NOT NULL,
    digest TEXT NOT NULL
);
CREATE UNIQUE INDEX erased_table_name_row_id ON erased (table_name, row_id);

ALTER TABLE current_deed ADD COLUMN erasing INTEGER NOT NULL DEFAULT 0;
"""


def up(migrator, db):
    for statement in SCHEMA.split(";"):
        if statement.strip():
            db.execute_sql(statement)
    settle_undone(db)


def settle_undone(db):
    """Say anew which deeds are taken back, each by the newest deed in force that undoes it."""
    undone: dict[int, int] = {}
    undoing = db.execute_sql(
        "SELECT id, undoes_id FROM deed WHERE undoes_id IS NOT NULL ORDER BY id DESC"
    ).fetchall()
    for by, deed in undoing:
        if by not in undone:
            undone.setdefault(deed, by)
    db.execute_sql("UPDATE deed SET undone_by_id = NULL WHERE undone_by_id IS NOT NULL")
    for deed, by in undone.items():
        db.execute_sql("UPDATE deed SET undone_by_id = ? WHERE id = ?", (by, deed))
