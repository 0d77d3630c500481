"""The tables of messages: addresses, deliveries, and the mark of the real store."""

from __future__ import annotations

from peewee import AutoField, ForeignKeyField, IntegerField, TextField

from store.fields import Row, one_of, plain_text
from store.neighbours.models import NAME_LENGTH
from store.runs import Run

URL_LENGTH = 2000
DELIVERY_STATES = ("pending", "sent", "failed")


class Address(Row):
    """Somewhere the nightly summary goes; `url` is an Apprise URL, and a secret."""

    id = AutoField()
    name = TextField(unique=True, constraints=[plain_text("name", NAME_LENGTH, 1)])
    url = TextField(constraints=[plain_text("url", URL_LENGTH, 1)])


class Delivery(Row):
    """One run's message on one channel: pending before it is handed over, sent once it is taken.

    `channel` tells one address from another without its secret; `label` is how it is shown.
    """

    id = AutoField()
    run = ForeignKeyField(Run, index=False)
    channel = TextField(index=True)
    label = TextField()
    state = TextField(constraints=[one_of("state", DELIVERY_STATES)])
    at = TextField()
    reason = TextField(default="")

    class Meta:
        indexes = ((("run", "channel"), True),)


class Instance(Row):
    """Where the real store lies: a copy finds itself elsewhere, and sends nothing."""

    id = AutoField()
    host = TextField()
    path = TextField()
    inode = IntegerField()
