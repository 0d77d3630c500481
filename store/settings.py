"""The rules that a community sets for itself, kept in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import AutoField, TextField

from store import acting
from store.errors import Refused
from store.fields import Row
from store.language import N_, _

if TYPE_CHECKING:
    from store.history import Told

# What each setting is called, its default, and the least and greatest number it takes.
KNOWN = {
    "loan_days": (N_("loan period in days"), 14, 1, 366),
    "renewal_limit": (N_("renewals of a loan"), 2, 0, 99),
    "due_soon_days": (N_("days that count as due soon"), 7, 0, 60),
    "rota_weeks": (N_("weeks that shifts are laid out ahead"), 8, 1, 104),
    "rest_hours": (N_("hours of rest between two shifts"), 0, 0, 48),
    "forget_months": (N_("forget borrowers after months (0: no)"), 0, 0, 1200),
    "drop_days": (N_("days of notice when a shift is given up"), 2, 0, 60),
}

# Settings that are text: what each is called, and its default. Who uses one says what it may hold.
TEXTS = {
    "closed_weekdays": (N_("weekdays that are closed, as sat,sun"), ""),
    "holiday_country": (N_("country whose public holidays hold"), "CN"),
    "zone": (N_("time zone, as Asia/Shanghai"), "Asia/Shanghai"),
    "backup_folder": (N_("folder of the nightly backup"), ""),
    "backup_keep": (N_("backups to keep, as 7d,4w,12m"), "7d,4w,12m"),
    "reminder.en": (N_("reminder of one loan, in English"), ""),
    "reminder.zh_CN": (N_("reminder of one loan, in Chinese"), ""),
    "reminder_many.en": (N_("reminder of several loans, in English"), ""),
    "reminder_many.zh_CN": (N_("reminder of several loans, in Chinese"), ""),
}


class Setting(Row):
    id = AutoField()
    key = TextField(unique=True)
    value = TextField()


def number(key: str) -> int:
    """The setting `key`, or its default where the community has set none."""
    value = _value(key)
    return KNOWN[key][1] if value is None else int(value)


def text(key: str) -> str:
    """The setting `key` of TEXTS, or its default where the community has set none."""
    value = _value(key)
    return TEXTS[key][1] if value is None else value


def change(key: str, value: int) -> Told:
    """Set `key` to `value`. Raises Refused for a number out of its range."""
    name, _default, least, greatest = KNOWN[key]
    if not least <= value <= greatest:
        raise Refused(
            _("Out of range"),
            _("The {setting} must be from {least} to {greatest}.").format(
                setting=_(name), least=least, greatest=greatest
            ),
        )
    return _change(key, name, str(value))


def change_text(key: str, value: str) -> Told:
    """Set `key` of TEXTS to a `value` that its user found right; nothing is as it was at first."""
    name = TEXTS[key][0]
    if value:
        return _change(key, name, value)
    with acting.deed("reset_setting", setting=name) as deed:
        put(key, "")
    return deed


def put(key: str, value: str) -> None:
    """Write a setting inside the caller's deed."""
    Setting.insert(key=key, value=value).on_conflict(
        conflict_target=[Setting.key], update={Setting.value: value}
    ).execute()


def _value(key: str) -> str | None:
    row = Setting.select(Setting.value).where(Setting.key == key).tuples().first()
    return row[0] if row else None


def _change(key: str, name: str, value: str) -> Told:
    with acting.deed("change_setting", setting=name, value=value) as deed:
        put(key, value)
    return deed
