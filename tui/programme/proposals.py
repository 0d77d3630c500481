"""The room of proposals: what residents want, how each vote stands, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from store.errors import NotFound
from store.language import _, in_turn
from store.programme import adoption, closing, counting, money, proposals, terms
from store.programme.proposals import ProposalList, ProposalRow
from tui import actions
from tui.listroom import MOVES, ListRoom
from tui.room import Place
from tui.widgets.bar import KeyHint, Lines
from tui.widgets.listing import Column, Listing, ListingRow
from tui.widgets.painted import PLAIN


class ProposalsRoom(ListRoom):
    """The proposals of a year, by number; `[` and `]` go from year to year."""

    OFFERED = actions.of(
        "ballots", "open_vote", "open", "close_vote", "add_proposal", "edit_proposal",
        "make_project", "selection", "write_tally", "withdraw_proposal", "previous", "next",
        *MOVES,
    )  # fmt: skip
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self) -> None:
        self.summary = Lines()
        super().__init__(Listing(_columns(), id="list"), above=self.summary)
        self.year: int | None = None
        self._row: ProposalRow | None = None
        self._to_close: int | None = None  # the proposal that a second `x` closes
        self._to_withdraw: int | None = None  # and that a second `w` withdraws

    def fill(self) -> None:
        if self.year is None:
            years = proposals.years_with_proposals()
            now = self.desk.today.year
            self.year = max((year for year in years if year <= now), default=now)
            if years and self.year not in years:
                self.year = years[-1]
        self._row = None
        self.show_title(_("proposals"), str(self.year))
        self.list.set_empty(
            _(
                "What residents propose, they vote on, and it becomes a project. "
                "There is none of {year} yet: a adds one, [ and ] go to other years."
            ).format(year=self.year)
        )
        self.list.replace(_Source(ProposalList(self.year)))
        self.summary.say([(self._summary(), PLAIN)])

    def where(self) -> Place:
        return super().where() | {"year": self.year}

    def stand_at(self, place: Place) -> None:
        self.year = place["year"]
        self.refill()
        super().stand_at(place)

    def _summary(self) -> str:
        row = self._under_cursor()
        return say_standing(row) if row is not None else ""

    def _row_changed(self) -> None:
        super()._row_changed()
        self._row = None
        self.summary.say([(self._summary(), PLAIN)])

    def _under_cursor(self) -> ProposalRow | None:
        key = self.list.cursor_key
        if key is None:
            return None
        if self._row is None or self._row.id != int(key):
            try:
                self._row = proposals.get(int(key))
            except NotFound:
                return None
        return self._row

    def proposal(self) -> ProposalRow:
        """The proposal under the cursor, as it is now. Raises NotFound."""
        return proposals.get(int(self.list.cursor_key or 0))

    def subject(self) -> tuple[str, int] | None:
        key = self.list.cursor_key
        return None if key is None else ("proposal", int(key))

    def why_not(self, action_id: str) -> str | None:
        if action_id not in _OF_ONE:
            return None
        row = self._under_cursor()
        if row is None:
            return _("There is no proposal here: a adds one.")
        return why_not(row, action_id)

    def _in_footer(self) -> list[KeyHint]:
        """What is for a vote at another stage leaves its room in the footer to the others."""
        row = self._under_cursor()
        return [
            self._hint(action)
            for action in self.OFFERED
            if action.priority
            and (row is None or row.state in _WANTED.get(action.id, (row.state,)))
        ]

    def action_do(self, action_id: str) -> None:
        """Any other key lets the closing or the withdrawing be that wants a second one."""
        if action_id != "close_vote":
            self._to_close = None
        if action_id != "withdraw_proposal":
            self._to_withdraw = None
        super().action_do(action_id)

    def do_previous(self) -> None:
        self._turn(-1)

    def do_next(self) -> None:
        self._turn(1)

    def _turn(self, step: int) -> None:
        self.year = (self.year or self.desk.today.year) + step
        self.refill()

    def do_add_proposal(self) -> None:
        from tui.programme import proposal_form

        proposal_form.add(self, self.year or self.desk.today.year, self._go_to)

    def _go_to(self, proposal_id: int) -> None:
        """Put the cursor on a proposal, in the list of its year."""
        self.year = proposals.get(proposal_id).year
        self.refill()
        self.list.cursor_key = str(proposal_id)

    def do_edit_proposal(self) -> None:
        from tui.programme import proposal_form

        proposal_form.edit(self, self.proposal())

    def do_open_vote(self) -> None:
        from tui.programme import vote_form

        vote_form.ask(self, self.proposal())

    def do_ballots(self) -> None:
        from tui.programme.ballots import BallotScreen

        self.app.push_screen(BallotScreen(self.proposal().id))

    def do_open(self) -> None:
        """Go to the result, or how the vote stands."""
        from tui.programme.result import ResultScreen

        self.app.push_screen(ResultScreen(self.proposal().id))

    def do_close_vote(self) -> None:
        """Say what closing decides, and that it is final; a second `x` closes."""
        row = self.proposal()
        if self._to_close != row.id:
            result = closing.preview(row.id, self.desk.today)
            self._to_close = row.id
            warning = _("{why} Closing is final and cannot be undone: x once more closes it.")
            self.say(warning.format(why=result.why))
            return
        self._to_close = None
        result = closing.close(row.id, self.desk.today)
        self.done(_("Closed for good. {why}").format(why=result.why))

    def do_make_project(self) -> None:
        row = self.proposal()
        project_id = adoption.adopt(row.id, self.desk.today)
        news = _("“{proposal}” is the project #{number} now; its grant is given in 4.")
        self.done(news.format(proposal=row.name, number=project_id))

    def do_withdraw_proposal(self) -> None:
        """Withdraw; while people are voting a second `w` is wanted."""
        row = self.proposal()
        if row.state == "open" and self._to_withdraw != row.id:
            self._to_withdraw = row.id
            told = _("People are voting on “{proposal}”: w once more withdraws it.")
            self.say(told.format(proposal=row.name))
            return
        self._to_withdraw = None
        proposals.withdraw(row.id)
        self.done(_("Withdrew “{proposal}”; u takes it back.").format(proposal=row.name))

    def do_write_tally(self) -> None:
        from tui.programme import tally_form

        tally_form.ask(self, self.proposal())

    def do_selection(self) -> None:
        from tui.programme.selection import SelectionScreen

        self.app.push_screen(SelectionScreen(self.year or self.desk.today.year))


_OF_ONE = frozenset({
    "ballots", "open_vote", "open", "close_vote", "edit_proposal", "make_project", "write_tally",
    "withdraw_proposal",
})  # fmt: skip
_WANTED = {
    "ballots": ("open",),
    "open_vote": ("draft",),
    "close_vote": ("open",),
    "make_project": ("closed",),
    "write_tally": ("closed",),
    "withdraw_proposal": ("draft", "open"),
}


def why_not(row: ProposalRow, action_id: str) -> str | None:
    """Why an action cannot be done with a proposal as it stands; None where it can."""
    refused = None
    wanted = _WANTED.get(action_id, (row.state,))
    if row.state not in wanted:
        refused = proposals.refused_state(row, wanted[0])
    if refused is None and action_id == "make_project":
        refused = adoption.refused(row)
    return refused.sentence if refused is not None else None


def say_standing(row: ProposalRow) -> str:
    """How the vote on a proposal stands, in one line."""
    if row.state == "closed" and row.outcome is not None:
        count = counting.Count(row.roll, row.cast, row.yes, row.no, row.abstain)
        return counting.say(row.outcome, row.rule, row.quorum, count)
    if row.state == "open":
        return say_count(row)
    if row.state == "draft":
        return _("In preparation: o opens the vote.")
    return _("Withdrawn.")


def say_count(row: ProposalRow) -> str:
    """The count so far, and how far the quorum is."""
    needed = counting.needed(row.quorum, row.roll)
    told = _("{cast} of {roll} voted: {yes} for, {no} against, {abstain} abstain.").format(
        cast=row.cast, roll=row.roll, yes=row.yes, no=row.no, abstain=row.abstain
    )
    quorum = _("Quorum reached ({needed}).")
    if row.cast < needed:
        quorum = _("{more} more for the quorum of {needed}.")
    return in_turn((told, quorum.format(more=needed - row.cast, needed=needed)))


class _Source:
    """Proposals as rows of a list."""

    def __init__(self, found: ProposalList) -> None:
        self._found = found

    def after(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        return [_line(row) for row in self._found.after(int(key) if key else None, limit)]

    def before(self, key: str | None, limit: int) -> Sequence[ListingRow]:
        return [_line(row) for row in self._found.before(int(key) if key else None, limit)]

    def count(self) -> int:
        return self._found.count()

    def position(self, key: str) -> int:
        return self._found.position(int(key))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("proposal"), 20, flex=3, priority=9),
        Column(_("community"), 8, flex=1, priority=4),
        Column(_("cost"), 9, align="right", priority=6),
        Column(_("voted"), 9, align="right", priority=5),
        Column(_("yes/no"), 9, align="right", priority=7),
        Column(_("state"), 14, priority=8),
    )


def _line(row: ProposalRow) -> ListingRow:
    state = terms.PROPOSAL_STATE_NAMES[row.state]
    if row.outcome is not None:
        state = terms.OUTCOME_NAMES[row.outcome]
    voted = row.state != "draft"
    return ListingRow(
        str(row.id),
        (
            row.name,
            row.community,
            money.say(row.cost),
            f"{row.cast}/{row.roll}" if voted else "",
            f"{row.yes}/{row.no}" if voted else "",
            _(state) if row.project_id is None else _("a project"),
        ),
        dimmed=row.state == "withdrawn",
        glyph="●" if row.state == "open" else "✓" if row.outcome == "adopted" else "",
    )
