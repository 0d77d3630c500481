"""The selection: which proposals get the year's money by a rule, and why; accepted by hand."""

from __future__ import annotations

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult

from store.errors import Refused
from store.language import N_, _, listed
from store.programme import funding
from store.programme.election import COMPLETIONS
from store.programme.selecting import Choice, Selection
from tui import actions
from tui.listroom import MOVES, ListRoom
from tui.widgets.bar import Lines, Notice
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.painted import BOLD, PLAIN, Span

RULE_NAMES = {"greedy": N_("by votes"), "equal-shares": N_("Equal Shares")}
COMPLETION_NAMES = {
    "none": N_("without completion"),
    "add1": N_("completed by raising the shares"),
    "greedy": N_("completed by votes"),
}
# `k` is the completion here, so that only the arrow goes up.
_MOVES = tuple(name for name in MOVES if name not in ("item_down", "item_up"))


class SelectionScreen(ListRoom):
    """Who gets the money and who does not, each and why; a second `A` gives it."""

    OFFERED = actions.of(
        "accept_selection", "selection_rule", "completion", "open", "previous", "next", "back",
        *_MOVES,
    )  # fmt: skip
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, year: int) -> None:
        self.summary = Lines()
        self.reason = Notice()
        super().__init__(Listing(_columns(), id="list"), above=self.summary)
        self._year = year
        self._rule, self._completion = "greedy", "none"
        self._found: Selection | None = None
        self._accepting = False

    def compose(self) -> ComposeResult:
        yield self.title_bar
        yield self.summary
        yield self.list
        yield self.reason
        yield self.news_bar
        yield self.key_bar

    def fill(self) -> None:
        self._found = None
        self.show_title(_("selection"), str(self._year), _(RULE_NAMES[self._rule]))
        try:
            self._found = funding.select(self._year, self._rule, self._completion)
        except Refused as refused:
            self.summary.say([(refused.sentence, PLAIN)])
            self.list.replace(SequenceSource())
            self._say_reason()
            return
        self.summary.say(list(_summary(self._found)))
        self.list.set_empty(
            _(
                "No proposal of {year} was adopted or ranked and waits for money. "
                "Esc goes back to the proposals, o opens the vote on one."
            ).format(year=self._year)
        )
        self.list.replace(SequenceSource(list(_rows(self._found))))
        self._say_reason()

    @on(Listing.Moved)
    def _say_reason(self) -> None:
        """Say the whole reason of the proposal under the cursor."""
        found, key = self._found, self.list.cursor_key
        known = (*found.selected, *found.rejected) if found is not None else ()
        self.reason.say(next((choice.reason for choice in known if choice.id == key), ""))

    def why_not(self, action_id: str) -> str | None:
        found = self._found
        if action_id == "completion" and self._rule != "equal-shares":
            return _("Only Equal Shares leaves something to complete: v changes the rule.")
        if action_id == "accept_selection" and (found is None or not found.selected):
            return _("Nothing is selected that could be given its money.")
        if action_id == "open" and self.list.cursor_key is None:
            return _("There is no proposal here.")
        return None

    def action_do(self, action_id: str) -> None:
        """Any key but a second `A` lets the accepting be."""
        if action_id != "accept_selection":
            self._accepting = False
        super().action_do(action_id)

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_previous(self) -> None:
        self._year -= 1
        self.refill()

    def do_next(self) -> None:
        self._year += 1
        self.refill()

    def do_selection_rule(self) -> None:
        self._rule = "greedy" if self._rule == "equal-shares" else "equal-shares"
        self._completion = "none"
        self.refill()

    def do_completion(self) -> None:
        place = COMPLETIONS.index(self._completion)
        self._completion = COMPLETIONS[(place + 1) % len(COMPLETIONS)]
        self.refill()

    def do_open(self) -> None:
        """Go to how the proposal under the cursor was voted on."""
        from tui.programme.result import ResultScreen

        self.app.push_screen(ResultScreen(int(self.list.cursor_key or 0)))

    def do_accept_selection(self) -> None:
        """Say what would be given; a second `A` gives it, as one deed."""
        found = self._found
        if found is None:
            return
        if not self._accepting:
            self._accepting = True
            told = _(
                "{count} proposals become funded projects with {spent} together: "
                "A once more gives it."
            )
            self.say(told.format(count=len(found.selected), spent=found.unit.say(found.spent)))
            return
        self._accepting = False
        done = funding.accept(found, self._year, self.desk.today)
        self.done(_("{deed}; u takes it back.").format(deed=done.label))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("proposal"), 20, flex=2, priority=9),
        Column(_("cost"), 9, align="right", priority=8),
        Column(_("votes"), 5, align="right", priority=7),
        Column(_("community"), 8, flex=1, priority=4),
        Column(_("why"), 20, flex=3, priority=3),
    )


def _summary(found: Selection) -> Iterator[Span]:
    say = found.unit.say
    told = _("Budget {budget}, spent {spent}, left {left}.").format(
        budget=say(found.budget), spent=say(found.spent), left=say(found.budget - found.spent)
    )
    yield told, BOLD
    if found.rule == "equal-shares":
        yield _(COMPLETION_NAMES[found.completion]), PLAIN
    if found.per_community:
        each = [f"{name} {say(spent)}" for name, spent in found.per_community.items()]
        more = [f"+{len(each) - 4}"] if len(each) > 4 else []
        yield " · ".join(each[:4] + more), PLAIN
    for note in found.notes:
        yield note, PLAIN
    if found.displaced:
        names = listed([choice.name for choice in found.displaced[:5]])
        yield _("Displaced by the rural floor: {names}.").format(names=names), PLAIN


def _rows(found: Selection) -> Iterator[ListingRow]:
    displaced = {choice.id for choice in found.displaced}
    for choice in found.selected:
        yield _line(found, choice, _("Selected"), "✓")
    for choice in found.rejected:
        glyph = "↓" if choice.id in displaced else ""
        yield _line(found, choice, _("Not selected"), glyph)


def _line(found: Selection, choice: Choice, group: str, glyph: str) -> ListingRow:
    fields = (
        choice.name, found.unit.say(choice.cost), str(choice.votes), choice.community,
        choice.reason,
    )  # fmt: skip
    return ListingRow(choice.id, fields, group, glyph=glyph)
