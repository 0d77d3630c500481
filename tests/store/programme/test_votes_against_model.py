"""A vote against a plain model of it: whatever is done, in whatever order, both say the same."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from store import database, history
from store.database import db
from store.errors import Refused
from store.neighbours import compounds, plan
from store.programme import ballots, closing, counting, proposals, rolls, tally
from store.programme.vote_models import CHOICES, RULES
from tests.conftest import TODAY, open_fresh
from tests.store.programme.making import YARD, asked

DOORS = ("1-101", "1-102", "1-201", "1-202", "2-101")  # the last is not on the roll
DAY = timedelta(days=1)
LAST = TODAY + 2 * DAY

doors = st.sampled_from(DOORS)
choices = st.sampled_from(CHOICES)
# Before the vote, in it, and after it.
days = st.sampled_from((TODAY - DAY, TODAY, TODAY, TODAY, LAST, LAST, LAST + DAY))


class Vote(RuleBasedStateMachine):
    """Households vote, change their mind, and the coordinator undoes, until the vote is closed."""

    secret = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        open_fresh(Path(self.folder.name) / "desk.db")
        database.db.execute_sql("PRAGMA synchronous = off")
        compounds.create(YARD, plan.parse("1: 2 x 2; 2: 1 x 1"))
        # What each household said, in a secret vote only that it did; and the papers counted.
        self.said: dict[str, str] = {}
        self.papers: list[str] = []
        self.sealed = False
        # What undo goes back to: said and papers before each deed that it can take back.
        self.before: list[tuple[dict[str, str], list[str]]] = []
        self.closed = False

    def teardown(self) -> None:
        database.close_store()
        self.folder.cleanup()

    @initialize(rule_name=st.sampled_from(RULES), quorum=st.sampled_from((0, 25, 50, 100)))
    def open(self, rule_name: str, quorum: int) -> None:
        values = asked(rule=rule_name, quorum=quorum, secret=self.secret)
        self.id = proposals.add(values)
        rolls.open_vote(self.id, TODAY, LAST, TODAY, units=("1",))
        self.rule_name, self.quorum = rule_name, quorum

    def does(self, deed: Callable[[], object], allowed: bool) -> bool:
        """Do it, or see to it that it is refused with nothing changed."""
        if allowed:
            self.before.append((dict(self.said), list(self.papers)))
            deed()
            return True
        held = self.held()
        try:
            deed()
        except Refused:
            assert self.held() == held
            return False
        raise AssertionError("this was to be refused")

    def held(self) -> list[list[tuple]]:
        return [
            db.execute_sql(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in ("proposal", "roll_entry", "ballot", "deed", "change")
        ]

    def entry(self, door: str) -> int:
        return next(row.entry_id for row in rolls.roll(self.id) if row.address == door)

    def may(self, today: date) -> bool:
        return not self.closed and TODAY <= today <= LAST

    @rule(door=doors, choice=choices, today=days)
    def vote(self, door: str, choice: str, today: date) -> None:
        allowed = self.may(today) and not self.sealed
        allowed = allowed and door in DOORS[:-1] and door not in self.said
        if self.secret:
            done = self.does(lambda: ballots.tick(self.id, door, today), allowed)
        else:
            done = self.does(lambda: ballots.cast(self.id, door, choice, today), allowed)
        if done:
            self.said[door] = choice

    @rule(door=st.sampled_from(DOORS[:-1]))
    def take_back(self, door: str) -> None:
        allowed = not self.closed and not self.sealed and door in self.said
        if self.does(lambda: ballots.take_back(self.entry(door)), allowed):
            del self.said[door]

    @rule()
    def undo(self) -> None:
        if self.closed or (self.sealed and not self.before):
            self.does(history.undo, False)
        elif self.before:
            history.undo()
            self.said, self.papers = self.before.pop()

    @rule(today=days)
    def close(self, today: date) -> None:
        allowed = not self.closed and today >= TODAY
        allowed = allowed and not (self.secret and self.said and not self.papers)
        if self.does(lambda: closing.close(self.id, today), allowed):
            self.closed = True

    @invariant()
    def both_counts_are_the_models(self) -> None:
        papers = self.papers if self.secret else list(self.said.values())
        count = (4, len(self.said), *(papers.count(choice) for choice in CHOICES))
        assert counting.by_sql(self.id) == counting.by_hand(self.id) == count
        if self.closed:
            recounted = tally.recount(tally.lines(self.id))
            assert recounted.votes == count
            assert recounted.outcome == closing.result(self.id).outcome
            assert recounted.outcome == counting.decide(
                self.rule_name, self.quorum, recounted.votes
            )

    @invariant()
    def every_household_has_one_ballot(self) -> None:
        roll = rolls.roll(self.id)
        assert {row.address for row in roll if row.cast_as} == self.said.keys()
        if not self.secret:
            assert {row.address: row.choice for row in roll if row.choice} == self.said


class OpenVote(Vote):
    """An open vote, in which a ballot may be corrected, also after its last day."""

    @rule(door=st.sampled_from(DOORS[:-1]), choice=choices, today=days)
    def correct(self, door: str, choice: str, today: date) -> None:
        allowed = not self.closed and self.said.get(door, choice) != choice
        deed = lambda: ballots.correct(self.entry(door), choice, "misheard", today)  # noqa: E731
        if self.does(deed, allowed):
            self.said[door] = choice


class SecretVote(Vote):
    """A secret vote, in which the first paper counted ends the ticking off."""

    secret = True

    @rule(choice=choices, today=days)
    def count_paper(self, choice: str, today: date) -> None:
        allowed = not self.closed and today >= TODAY and len(self.papers) < len(self.said)
        if self.does(lambda: ballots.count_paper(self.id, choice, today), allowed):
            self.papers.append(choice)
            if not self.sealed:
                # From here on undo reaches back to this paper alone.
                self.sealed, self.before = True, self.before[-1:]

    @rule()
    def count_anew(self) -> None:
        allowed = not self.closed and bool(self.papers)
        if self.does(lambda: ballots.count_anew(self.id), allowed):
            self.papers = []


TestOpenVote = OpenVote.TestCase
TestSecretVote = SecretVote.TestCase
TestOpenVote.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestSecretVote.settings = TestOpenVote.settings
