"""The result of a vote: the count, what it decides and why, and who voted how in an open one."""

from __future__ import annotations

from store.calendar import say_day
from store.language import _
from store.programme import closing, corrections, counting, proposals, rolls, terms
from store.programme.proposals import ProposalRow
from store.programme.rolls import RollRow
from tui import actions
from tui.listroom import MOVES, ListRoom
from tui.programme.proposals import say_standing, why_not
from tui.widgets.bar import Lines
from tui.widgets.listing import Column, Listing, ListingRow, SequenceSource
from tui.widgets.painted import BOLD, DIM, PLAIN, Span


class ResultScreen(ListRoom):
    """What came of one vote; the corrections first, then the roll door by door."""

    OFFERED = actions.of("write_tally", "make_project", "back", *MOVES)
    BINDINGS = actions.bindings(OFFERED)

    def __init__(self, proposal_id: int) -> None:
        self.summary = Lines()
        super().__init__(Listing(_columns(), id="list"), above=self.summary)
        self._vote = proposal_id
        self._row: ProposalRow | None = None

    def fill(self) -> None:
        row = proposals.get(self._vote)
        self._row = row
        self.show_title(_("result"), row.name)
        self.summary.say(_summary(row))
        lines = [
            ListingRow(
                f"c{place}",
                (
                    one.address,
                    f"{_(terms.CHOICE_NAMES[one.before])} → {_(terms.CORRECTED_NAMES[one.after])}",
                    one.reason,
                    one.who,
                ),
                _("Corrections"),
            )
            for place, one in enumerate(corrections.corrections(self._vote))
        ]
        lines += [_line(entry, row.secret) for entry in rolls.roll(self._vote)]
        self.list.set_empty(_("There is no roll yet: opening the vote freezes it."))
        self.list.replace(SequenceSource(lines))

    def why_not(self, action_id: str) -> str | None:
        return None if self._row is None else why_not(self._row, action_id)

    def do_back(self) -> None:
        self.app.pop_screen()

    def do_write_tally(self) -> None:
        from tui.programme import tally_form

        tally_form.ask(self, proposals.get(self._vote))

    def do_make_project(self) -> None:
        from store.programme import adoption

        project_id = adoption.adopt(self._vote, self.desk.today)
        news = _("“{proposal}” is the project #{number} now; its grant is given in 4.")
        name = self._row.name if self._row is not None else ""
        self.done(news.format(proposal=name, number=project_id))


def _summary(row: ProposalRow) -> list[Span]:
    said: list[Span] = [(say_standing(row), BOLD)]
    if row.state not in ("open", "closed"):
        return said
    one, other = counting.by_sql(row.id), counting.by_hand(row.id)
    told = _("Counted twice: {one} and {other} (for/against/abstain).")
    words = {
        name: f"{count.yes}/{count.no}/{count.abstain}"
        for name, count in (("one", one), ("other", other))
    }
    said.append((told.format(**words), PLAIN))
    if row.secret and one.cast > one.yes + one.no + one.abstain:
        told = _("{count} households that voted have no paper in the count.")
        said.append((told.format(count=one.cast - one.yes - one.no - one.abstain), PLAIN))
    if row.state == "closed":
        result = closing.result(row.id)
        if row.closed_on is not None:
            told = _("Closed on {day}, which is final.").format(day=say_day(row.closed_on))
            said.append((told, PLAIN))
        said.append((_("Tally hash: {hash}").format(hash=result.tally), DIM))
    return said


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("door"), 9, priority=9),
        Column(_("ballot"), 16, priority=8),
        Column(_("household"), 16, flex=2, priority=6),
        Column(_("how"), 18, flex=1, priority=5),
    )


def _line(row: RollRow, secret: bool) -> ListingRow:
    if row.cast_as is None:
        said, how = "–", ""
    else:
        said = "✓" if secret else _(terms.CHOICE_NAMES[row.choice or "abstain"])
        how = f"{_(terms.CAST_NAMES[row.cast_as])} {row.proxy or row.witness}".rstrip()
    group = _("Who has voted") if secret else _("Who voted how")
    return ListingRow(
        str(row.entry_id),
        (row.address, said, row.name, how),
        group,
        dimmed=row.cast_as is None,
        glyph="±" if row.reason else "",
    )
