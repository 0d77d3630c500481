"""The rules of the community in one list: lending, the rota, privacy, reminders, the summary."""

from __future__ import annotations

from store.language import _
from tui import actions
from tui.listroom import MOVES, ListRoom
from tui.rules import lending, messages, privacy, reminders, rota
from tui.rules.rule import Rule
from tui.widgets.listing import Column, Listing, SequenceSource


class RulesRoom(ListRoom):
    """Screen 9: what the community has agreed on."""

    OFFERED = actions.of("edit_rule", "add_rule", "remove_rule", "open", "back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self) -> None:
        columns = (
            Column("", 36, flex=1, priority=2),
            Column("", 20, flex=6, priority=1),
            Column("", 30),
        )
        super().__init__(Listing(columns, header=False))
        self._rules: dict[str, Rule] = {}

    def fill(self) -> None:
        self.show_title(_("rules"))
        found = (
            *lending.rules(),
            *rota.rules(),
            *privacy.rules(),
            *reminders.rules(),
            *messages.rules(),
        )
        self._rules = {rule.key: rule for rule in found}
        self.list.replace(SequenceSource([rule.row() for rule in found]))

    def changed(self, news: str, key: str) -> None:
        """A rule was changed: say so, with the cursor on it."""
        self.done(news)
        self.list.cursor_key = key

    @property
    def _rule(self) -> Rule | None:
        return self._rules.get(self.list.cursor_key or "")

    def why_not(self, action_id: str) -> str | None:
        rule = self._rule
        if rule is None:
            return None
        if action_id in ("edit_rule", "open") and rule.edit is None:
            return rule.fixed
        if action_id == "add_rule" and rule.add is None:
            return _("Steps and addresses are added: go to their group first.")
        if action_id == "remove_rule" and rule.remove is None:
            return _("There is nothing to remove here.")
        return None

    def do_back(self) -> None:
        self.desk.enter("grid")

    def do_edit_rule(self) -> None:
        if self._rule is not None and self._rule.edit is not None:
            self._rule.edit(self)

    do_open = do_edit_rule

    def do_add_rule(self) -> None:
        if self._rule is not None and self._rule.add is not None:
            self._rule.add(self)

    def do_remove_rule(self) -> None:
        if self._rule is not None and self._rule.remove is not None:
            self._rule.remove(self)
