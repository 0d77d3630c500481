"""The table of backups."""

from __future__ import annotations

from peewee import AutoField, Check, IntegerField, TextField

from store.fields import Row


class Backup(Row):
    """One backup that was made, or with a `failure` one that could not be.

    `last_deed` and the `seal` over the journal are the newest that it holds. `removed_at` is when
    rotation took it away.
    """

    id = AutoField()
    at = TextField()
    path = TextField()
    bytes = IntegerField(default=0, constraints=[Check("bytes >= 0")])
    last_deed = IntegerField(null=True)
    seal_id = IntegerField(null=True)
    seal = TextField(null=True)
    failure = TextField(default="")
    removed_at = TextField(null=True)
