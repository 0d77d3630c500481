"""The rules that a community sets for itself, kept in the store."""

from __future__ import annotations

from peewee import AutoField, TextField

from store import history
from store.errors import Refused
from store.fields import Row
from store.language import N_, _

# What each setting is called, its default, and the least and greatest number it takes.
KNOWN = {
    "loan_days": (N_("loan period in days"), 14, 1, 366),
    "renewal_limit": (N_("renewals of a loan"), 2, 0, 99),
    "due_soon_days": (N_("days that count as due soon"), 7, 0, 60),
}


class Setting(Row):
    id = AutoField()
    key = TextField(unique=True)
    value = TextField()


def number(key: str) -> int:
    """The setting `key`, or its default where the community has set none."""
    row = Setting.select(Setting.value).where(Setting.key == key).tuples().first()
    return int(row[0]) if row else KNOWN[key][1]


def change(key: str, value: int) -> history.Told:
    """Set `key` to `value`. Raises Refused for a number out of its range."""
    name, _default, least, greatest = KNOWN[key]
    if not least <= value <= greatest:
        raise Refused(
            _("Out of range"),
            _("The {setting} must be from {least} to {greatest}.").format(
                setting=_(name), least=least, greatest=greatest
            ),
        )
    with history.deed("change_setting", setting=name, value=value) as deed:
        Setting.insert(key=key, value=str(value)).on_conflict(
            conflict_target=[Setting.key], update={Setting.value: str(value)}
        ).execute()
    return deed
