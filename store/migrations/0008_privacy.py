"""What a household consents to; and what is frozen or only added to can be erased from.

A frozen copy, independent of today's models.
"""

SCHEMA = (
    "ALTER TABLE household ADD COLUMN on_board INTEGER NOT NULL DEFAULT 1"
    " CHECK (on_board IN (0, 1))",
    "ALTER TABLE household ADD COLUMN by_phone INTEGER NOT NULL DEFAULT 1"
    " CHECK (by_phone IN (0, 1))",
)

# The ledgers stay what they are but for their notes, and these are emptied by erasing alone.
LEDGERS = (
    ("hours_entry", "hours", "id, member_id, assignment_id, day, minutes, kind, reverses_id"),
    ("payment", "payments", "id, project_id, tranche_id, day, amount, kind, reverses_id"),
)
# Frozen once a vote is over, but for who erases a proxy, a witness or a reason.
VOTES = ("roll_update", "ballot_update")

ERASING = "(SELECT erasing FROM current_deed)"


def up(migrator, db):
    for statement in SCHEMA:
        db.execute_sql(statement)
    for table, of, columns in LEDGERS:
        refuse = f"SELECT RAISE(ABORT, 'the ledger of {of} is only added to')"
        db.execute_sql(f"DROP TRIGGER {table}_update")
        db.execute_sql(
            f"CREATE TRIGGER {table}_update BEFORE UPDATE OF {columns} ON {table}"
            f" BEGIN {refuse}; END"
        )
        db.execute_sql(
            f"CREATE TRIGGER {table}_note BEFORE UPDATE OF note ON {table}"
            f" WHEN {ERASING} IS NOT TRUE BEGIN {refuse}; END"
        )
    for name in VOTES:
        sql = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"
        trigger = db.execute_sql(sql, (name,)).fetchone()[0]
        db.execute_sql(f"DROP TRIGGER {name}")
        db.execute_sql(trigger.replace(" BEGIN", f" WHEN {ERASING} IS NOT TRUE BEGIN", 1))
