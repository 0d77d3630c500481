"""The words of reminders, as the community would say them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from store import settings
from store.errors import StoreError
from store.language import _
from store.sharing import reminders
from store.sharing.late_loans import LateLoans
from tui import cells
from tui.rules.rule import Rule, ask
from tui.widgets.form import Field

if TYPE_CHECKING:
    from tui.rules.room import RulesRoom

NAMES_WIDTH = 10
KEYS = tuple(key for key in settings.TEXTS if key.startswith("reminder"))


def rules() -> Iterator[Rule]:
    """The reminder of one loan and of several, in each language."""
    for key in KEYS:
        own = settings.text(key)
        yield Rule(
            f"text {key}",
            _("Reminders"),
            _(settings.TEXTS[key][0]),
            reminders.template(key),
            edit=partial(_edit, key),
            remove=partial(_forget, key) if own else None,
        )


def _edit(key: str, room: RulesRoom) -> None:
    loans, today = _examples(room, many="many" in key), room.desk.today
    name = _(settings.TEXTS[key][0])

    def save(values: dict[str, str]) -> str:
        reminders.change(key, values["words"])
        return _("Changed the {setting}; u brings the old one back.").format(setting=name)

    def below(values: dict[str, str]) -> list[str]:
        return _preview(values["words"], loans, today)

    fields = (
        Field("words", _("Text"), value=reminders.template(key), limit=reminders.TEMPLATE_LENGTH),
    )
    ask(room, name, fields, save, lambda _values: f"text {key}", below)


def _forget(key: str, room: RulesRoom) -> None:
    reminders.change(key, "")
    name = _(settings.TEXTS[key][0])
    room.done(_("The {setting} is as it was at first; u brings yours back.").format(setting=name))


def _examples(room: RulesRoom, *, many: bool) -> list[int]:
    """Loans to try a text on: what is late longest, or else soon due."""
    compound, today = room.desk.compound, room.desk.today
    if compound is None:
        return []
    for loans in (LateLoans(compound.id, today), LateLoans(compound.id, today, due_soon_days=366)):
        found = loans.after(None, 2 if many else 1)
        if found:
            return [loan.id for loan in found]
    return []


def _preview(words: str, loans: list[int], today: date) -> list[str]:
    """What the words would say of a real loan, and what may stand in braces."""
    known = [
        f"{cells.fit(f'{{{name}}}', NAMES_WIDTH)} {meaning}"
        for name, meaning in reminders.known_placeholders().items()
    ]
    if not loans:
        return known
    try:
        said = reminders.preview(words, loans, today)
    except StoreError as trouble:
        said = f"! {trouble.sentence}"
    return [said, "", *known]
