"""The rules that are a number."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from store import settings
from store.errors import FieldError, Invalid
from store.language import _
from store.numerals import narrow
from tui.rules.rule import Rule, ask
from tui.widgets.form import Field

if TYPE_CHECKING:
    from tui.rules.room import RulesRoom

MOST_DIGITS = 9


def rule(key: str, group: str) -> Rule:
    """The setting `key`, a number, as a rule of `group`."""
    name, default, _least, _greatest = settings.KNOWN[key]
    value = settings.number(key)
    said = str(value) if value == default else say_unusual(value, default)
    return Rule(_key(key), group, _(name), said, edit=partial(_edit, key))


def say_unusual(value: object, default: object) -> str:
    """A setting that is not what it is at first, and that beside it."""
    return _("{value} (usually {default})").format(value=value, default=default)


def read(field: str, typed: str) -> int:
    """The whole number typed. Raises Invalid."""
    number = narrow(typed)
    if not number.isdecimal():
        raise Invalid(_("Number"), (FieldError(field, _("Please type a whole number.")),))
    return int(number)


def _key(key: str) -> str:
    return f"number {key}"


def _edit(key: str, room: RulesRoom) -> None:
    name, _default, least, greatest = settings.KNOWN[key]
    span = _("from {least} to {greatest}").format(least=least, greatest=greatest)

    def save(values: dict[str, str]) -> str:
        return settings.change(key, read("value", values["value"])).label

    value = str(settings.number(key))
    fields = (Field("value", _("Value"), value=value, limit=MOST_DIGITS, hint=lambda _typed: span),)
    ask(room, _(name), fields, save, lambda _values: _key(key))
