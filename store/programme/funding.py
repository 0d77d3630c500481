"""Which proposals of a year are given its money, and giving it to them."""

from __future__ import annotations

from datetime import date

from store.history import Told
from store.programme.selecting import Selection


def select(
    year: int,
    rule: str = "greedy",
    completion: str = "none",
    *,
    today: date,
    budget: int | None = None,
    seed: str | None = None,
    rural_floor: int | None = None,
) -> Selection:
    """What `rule` decides on the proposals that residents adopted or ranked, in fen.

    The budget, else the year's less what is committed; so are seed and rural floor. Raises Refused
    where the year has no budget and none is given.
    """
    raise NotImplementedError


def accept(selection: Selection, year: int, today: date) -> Told:
    """Make every selected proposal a project with its grant, and note all decisions: one deed.

    Raises Refused where something changed since, so that what was shown no longer holds.
    """
    raise NotImplementedError
