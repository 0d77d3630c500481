"""The community's own rules: its settings, and the loan rules of categories."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from store import settings
from store.errors import NotFound
from store.farm import rezoning
from store.keeping import backup_rules
from store.language import N_, _, listed
from store.sharing import categories, steps
from store.sharing.categories import CategoryRow
from store.sharing.steps import StepRow
from store.text import shown
from tui.plain.output import Field, write_rows

# The settings of words that this command changes, and how; the others have commands of their own.
WORDS: dict[str, Callable[[str, date], object]] = {
    "zone": rezoning.change,
    "backup_folder": lambda folder, _today: backup_rules.change_folder(folder),
    "backup_keep": lambda keep, _today: backup_rules.change_keep(keep),
}


@dataclass(frozen=True)
class SettingRow:
    key: str
    name: str
    value: int | str
    default: int | str


SETTING: Sequence[Field[SettingRow]] = (
    Field("key", lambda row: row.key, N_("Key"), least=14),
    Field("value", lambda row: row.value, N_("Value"), align="right"),
    Field("default", lambda row: row.default, N_("Default"), align="right"),
    Field("name", lambda row: row.name, N_("Meaning")),
)
STEP: Sequence[Field[StepRow]] = (
    Field("days", lambda row: row.days, N_("Days late"), align="right"),
    Field("name", lambda row: row.name, N_("Step"), lambda row: steps.say_step(row.name)),
)
CATEGORY: Sequence[Field[CategoryRow]] = (
    Field("name", lambda row: row.name, N_("Category")),
    Field(
        "loan_days",
        lambda row: row.loan_days,
        N_("Days"),
        lambda row: _or_default(row.loan_days),
        align="right",
    ),
    Field(
        "renewal_limit",
        lambda row: row.renewal_limit,
        N_("Renewals"),
        lambda row: _or_default(row.renewal_limit),
        align="right",
    ),
)


def is_number(key: str) -> bool:
    """Whether the setting `key` holds a number."""
    return key in settings.KNOWN


def settings_asked(key: str | None, value: str | None, today: date, form: str) -> None:
    """Show the settings, or one of them, or change it. Raises NotFound, Refused."""
    if key is not None and key not in (*settings.KNOWN, *WORDS):
        raise NotFound(
            _("No such setting"),
            _("There is no setting “{key}”; there are {known}.").format(
                key=shown(key, 40), known=listed((*settings.KNOWN, *WORDS))
            ),
        )
    if key in WORDS and value is not None:
        WORDS[key](value, today)
    elif key is not None and value is not None:
        settings.change(key, int(value))
    known = [
        SettingRow(known_key, _(name), settings.number(known_key), default)
        for known_key, (name, default, _least, _most) in settings.KNOWN.items()
    ]
    known += [
        SettingRow(word, _(name), settings.text(word), default)
        for word in WORDS
        for name, default in (settings.TEXTS[word],)
    ]
    found = (row for row in known if key in (None, row.key))
    write_rows(SETTING, ("key", "value", "default", "name"), found, form)


def categories_asked(name: str | None, changes: dict[str, int | None], form: str) -> None:
    """Show the categories, or one of them, or change its `loan_days` or `renewal_limit`.

    None stands for the community's default; a rule that is not named stays. Raises NotFound,
    Invalid.
    """
    found = [row for row in categories.categories() if name in (None, row.name)]
    if name is not None and (changes or not found):
        categories.change_rules(name, **changes)
        found = [row for row in categories.categories() if row.name == name]
    write_rows(CATEGORY, ("name", "loan_days", "renewal_limit"), found, form)


def steps_asked(days: int | None, name: str | None, removed: int | None, form: str) -> None:
    """Show the steps for what is late, having put one at `days`, or taken the one at `removed`.

    Raises NotFound, Refused.
    """
    if removed is not None:
        steps.remove(removed)
    elif days is not None and name is not None:
        steps.change(days, name)
    write_rows(STEP, ("days", "name"), steps.steps(), form)


def _or_default(rule: int | None) -> str:
    return _("default") if rule is None else str(rule)
