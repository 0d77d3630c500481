"""One rule as a row of the list, and how a rule is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from store.language import _
from tui.widgets.form import Field, Form
from tui.widgets.listing import ListingRow

if TYPE_CHECKING:
    from tui.rules.room import RulesRoom

Act = Callable[["RulesRoom"], None]


class Rule(NamedTuple):
    """A rule, or what stands in its group instead; what cannot be done to it is None.

    `fixed` says why it cannot be edited.
    """

    key: str
    group: str
    name: str
    value: str
    detail: str = ""
    edit: Act | None = None
    add: Act | None = None
    remove: Act | None = None
    fixed: str = ""
    glyph: str = ""
    dimmed: bool = False

    def row(self) -> ListingRow:
        """The rule in the list."""
        fields = (self.name, self.value, self.detail)
        return ListingRow(self.key, fields, self.group, dimmed=self.dimmed, glyph=self.glyph)


def ask(
    room: RulesRoom,
    title: str,
    fields: Sequence[Field],
    save: Callable[[dict[str, str]], str],
    key: Callable[[dict[str, str]], str],
    below: Callable[[dict[str, str]], Sequence[str]] | None = None,
) -> None:
    """Ask for a rule; `save` does the deed and answers with the news, `key` names its row then."""
    shown = {field.name: field.value for field in fields}

    def check(values: dict[str, str]) -> tuple[str, str]:
        if values == shown:
            return _("Nothing was changed."), key(values)
        return save(values), key(values)

    def saved(answer: tuple[str, str] | None) -> None:
        if answer is not None:
            room.changed(*answer)

    room.app.push_screen(Form(title, fields, check, below=below), saved)
