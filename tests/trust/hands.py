"""A coordinator at work, for tests in which processes are killed or crowd each other.

Everything is done on a few items of one household, so that hands meet. Each deed is told on a pipe
twice: what it will have made of the store, just before it is committed, and that it is committed.
"""

from __future__ import annotations

import os
import random
import zlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from store import database, history
from store.database import db, transaction
from store.errors import StoreError, Unusable
from store.neighbours import compounds, households, plan
from store.sharing import inventory, lending
from tests.conftest import TODAY, open_fresh
from tests.trust.whole import what_is_wrong

DOORS = ("1-101", "1-102", "1-201", "1-202")
ITEMS = tuple(f"物品{number}" for number in range(8))


def make_yard(path: Path) -> None:
    """Make a store at `path` with items to lend, and close it."""
    open_fresh(path)
    compounds.create("Yard", plan.parse("1: 2 x 2"))
    owner = households.find("1-101").id
    for name in ITEMS:
        inventory.add_item(owner, name=name, category="家")
    database.close_store()


class Hands:
    """One coordinator, who does what comes to mind by `seed`."""

    def __init__(self, user: str, seed: int) -> None:
        history.act_as(user)
        self._random = random.Random(seed)
        self._doors = [households.find(door).id for door in DOORS]
        self._items = [row.id for row in inventory.items(self._doors[0], TODAY)]

    def deed(self) -> Callable[[], object]:
        """Something to do: most is allowed, some is refused."""
        draw = self._random
        items = draw.sample(self._items, draw.choice((1, 1, 1, 3)))
        kinds = (self._lend, self._lend, self._give_back, self._give_back, self._renew, self._edit)
        kind = draw.choice((*kinds, lambda _items: history.undo()))
        return lambda: kind(items)

    def try_one(self) -> bool:
        """Do something; False where the desk refused."""
        try:
            self.deed()()
        except Unusable:
            raise
        except StoreError:
            return False
        return True

    def _lend(self, items: list[int]) -> None:
        lending.check_out(items[0], self._random.choice(self._doors[1:]), TODAY)

    def _loans(self, items: list[int]) -> list[int]:
        return [lending.open_loan_of(inventory.item(item, TODAY)) for item in items]

    def _give_back(self, items: list[int]) -> None:
        condition = self._random.choice((None, "good", "worn"))
        lending.check_in(self._loans(items), TODAY, condition=condition)

    def _renew(self, items: list[int]) -> None:
        lending.renew(self._loans(items), TODAY + timedelta(days=self._random.randrange(9)))

    def _edit(self, items: list[int]) -> None:
        seen = inventory.item(items[0], TODAY)
        note = f"{os.getpid()} {self._random.random()}"
        inventory.edit_item(
            seen, name=seen.name, category=seen.category, condition="good", note=note
        )


class State(NamedTuple):
    """The last deed of a store, and a digest of all that deeds have made of it."""

    deed: int
    digest: int


def state() -> State:
    """What the open store is like."""
    digest = 0
    for table in ("item", "loan", "current_deed"):
        for row in db.execute_sql(f"SELECT * FROM {table} ORDER BY id"):
            digest = zlib.crc32(repr(row).encode(), digest)
    sums = "SELECT count(*), max(id), (SELECT count(*) FROM change), (SELECT max(id) FROM change)"
    row = db.execute_sql(f"{sums} FROM deed").fetchone()
    return State(row[1], zlib.crc32(repr(row).encode(), digest))


def look(path: Path) -> State:
    """Open the store, as at the next start; it is whole."""
    database.open_store(path)
    try:
        assert what_is_wrong() == []
        return state()
    finally:
        database.close_store()


def do_deeds(say: Callable[[str], object], hands: Hands, deeds: int) -> None:
    """Do so many deeds, telling each before it is committed (`try`) and after (`done`).

    What the database refuses is told as `trouble`, and ends the work.
    """
    done = 0
    while done < deeds:
        try:
            with transaction():
                if not hands.try_one():
                    continue
                became = state()
                say(f"try {became.deed} {became.digest}")
        except Unusable as trouble:
            say(f"trouble {trouble.sentence}")
            return
        say(f"done {became.deed} {became.digest}")
        done += 1


class Told:
    """What `work` told until it was cut off; `before` is how the store was.

    After that the store is one of `possible`: as the last deed that was acknowledged left it, or as
    the one deed more would that was about to be committed.
    """

    def __init__(self, before: State, words: Sequence[str]) -> None:
        said = [word.split(maxsplit=1) for word in words]
        self.trouble = [what for kind, what in said if kind == "trouble"]
        done = [_read(what) for kind, what in said if kind == "done"]
        tried = [_read(what) for kind, what in said if kind == "try"]
        self.acknowledged = len(done)
        self.possible = {[before, *done][-1], *tried[len(done) :]}


def _read(what: str) -> State:
    deed, digest = what.split()
    return State(int(deed), int(digest))
