"""Ballots of a secret vote from a table: doors ticked off, then papers that are nobody's."""

from __future__ import annotations

from datetime import date

import pytest

from store import history
from store.exchange import imports
from store.programme import ballots, proposals, rolls
from store.programme.vote_models import Ballot
from tests.store.exchange.conftest import bring, counts, table
from tests.store.programme.making import everything, opened

pytestmark = pytest.mark.usefixtures("compound")

DOORS = "提案,住址,票\n秘密,1-101,\n秘密,1-102,\n秘密,1-103,\n"
PAPERS = "提案,住址,票\n秘密,,反对\n秘密,,弃权\n秘密,,赞成\n"
BOTH = "提案,住址,票\n秘密,1-101,\n秘密,,反对\n秘密,1-102,\n秘密,,弃权\n秘密,1-103,\n秘密,,赞成\n"


@pytest.fixture
def secret(compound: int) -> int:
    return opened("秘密", units=("1",), secret=True)


def test_papers_do_not_stand_in_the_order_of_the_doors(secret: int) -> None:
    before = everything()
    bring("ballots", BOTH)
    row = proposals.get(secret)
    assert (row.cast, row.yes, row.no, row.abstain, row.counting) == (3, 1, 1, 1, True)
    papers = Ballot.select(Ballot.entry_id, Ballot.choice).order_by(Ballot.id).tuples()
    assert list(papers) == [(None, "yes"), (None, "no"), (None, "abstain")]
    assert counts(bring("ballots", BOTH)) == (0, 0, 6, 0)
    assert counts(bring("ballots", DOORS.replace("1-101", "1-201"))) == (0, 0, 2, 1)
    history.undo()
    assert everything() == before


def test_papers_end_the_ticking_off_that_went_before(secret: int) -> None:
    bring("ballots", DOORS)
    after_the_vote = imports.run("ballots", table(PAPERS), date(2027, 1, 1))
    assert counts(after_the_vote) == (3, 0, 0, 0)
    assert proposals.get(secret).counting
    assert ballots.count_anew(secret) == 3
    assert counts(bring("ballots", DOORS.replace("1-101", "1-201"))) == (0, 0, 2, 1)
    assert counts(bring("ballots", PAPERS + "秘密,,赞成\n")) == (3, 0, 0, 1)
    assert [row.choice for row in rolls.roll(secret)] == [None] * 12
