"""The table of the people of the desk."""

from __future__ import annotations

from peewee import AutoField, TextField

from store.access.roles import ROLES
from store.fields import DayField, Row, one_of, plain_text, real_day
from store.neighbours.models import NAME_LENGTH

KEY_LENGTH = 3000


class Person(Row):
    """Somebody who works at the desk; `public_key` is their SSH key, its kind and its base64.

    Who was removed stays, because their deeds do, and may come back.
    """

    id = AutoField()
    name = TextField(unique=True, constraints=[plain_text("name", NAME_LENGTH, 1)])
    role = TextField(constraints=[one_of("role", ROLES)])
    public_key = TextField(constraints=[plain_text("public_key", KEY_LENGTH, 1)])
    added_on = DayField(constraints=[real_day("added_on")])
    removed_on = DayField(null=True, constraints=[real_day("removed_on")])
