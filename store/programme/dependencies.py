"""What milestones need before them; never in a ring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from peewee import Select

from store import history
from store.database import db, transaction
from store.errors import FieldError, Invalid, NotFound
from store.language import _
from store.programme import milestones
from store.programme.milestones import MilestoneRow
from store.programme.models import MOST_GAP, Dependency, Milestone
from store.text import shown

K = TypeVar("K")

# What leads, link by link, from what a milestone needs back to where its need is asked about.
_BEFORE = """
    WITH RECURSIVE before (id) AS (
        SELECT ? UNION SELECT needs_id FROM before JOIN dependency ON milestone_id = before.id)
    SELECT milestone_id, needs_id FROM before JOIN dependency ON milestone_id = before.id
"""


class NeedRow(NamedTuple):
    """That a milestone comes at least `gap_days` after the one it needs."""

    id: int
    milestone_id: int
    milestone: str
    needs_id: int
    needs: str
    gap_days: int


def of_project(project_id: int) -> tuple[NeedRow, ...]:
    """What the milestones of a project need, in the order it was written."""
    rows = _select().where(Milestone.project == project_id).order_by(Dependency.id)
    return tuple(NeedRow(*row) for row in rows.tuples())


def of_milestone(milestone_id: int) -> tuple[NeedRow, ...]:
    """What one milestone needs."""
    rows = _select().where(Dependency.milestone == milestone_id).order_by(Dependency.id)
    return tuple(NeedRow(*row) for row in rows.tuples())


def add(milestone_id: int, needs_id: int, gap_days: int | None = None) -> None:
    """Let a milestone need another, at least `gap_days` before it (the days between baselines).

    A gap that was given already is changed. Raises NotFound, or Invalid for itself, a ring, and a
    gap of more than ten years.
    """
    with transaction():
        row, needed = milestones.get(milestone_id), milestones.get(needs_id)
        words = {"milestone": row.name, "needs": needed.name, "project": row.project}
        with history.deed("add_need", **words):
            link(row, needed, gap_days)


def link(row: MilestoneRow, needed: MilestoneRow, gap_days: int | None) -> None:
    """Write one need, inside the caller's deed. Raises Invalid as `add` does."""
    gap = (row.baseline - needed.baseline).days if gap_days is None else gap_days
    if abs(gap) > MOST_GAP:
        raise _wrong(
            "gap_days", _("Please give a gap of at most {most} days.").format(most=MOST_GAP)
        )
    if row.id == needed.id:
        sentence = _("“{milestone}” cannot need itself.").format(milestone=shown(row.name))
        raise _wrong("needs", sentence)
    found: dict[int, list[int]] = {}
    for later, earlier in db.execute_sql(_BEFORE, (needed.id,)):
        found.setdefault(later, []).append(earlier)
    if ring := path(found, needed.id, row.id):
        raise _ring([row.id, *ring])
    Dependency.insert(milestone=row.id, needs=needed.id, gap_days=gap).on_conflict(
        conflict_target=[Dependency.milestone, Dependency.needs],
        update={Dependency.gap_days: gap},
    ).execute()


def remove(need_id: int) -> None:
    """Let a milestone need another no more. Raises NotFound."""
    with transaction():
        found = _select().where(Dependency.id == need_id).tuples().first()
        if found is None:
            raise NotFound(_("No such need"), _("This milestone does not need that one."))
        need = NeedRow(*found)
        with history.deed("remove_need", milestone=need.milestone, needs=need.needs):
            Dependency.delete().where(Dependency.id == need_id).execute()


def path(links: Mapping[K, Iterable[K]], start: K, end: K) -> list[K]:
    """One way from `start` to `end` along `links`, both named; empty where there is none."""
    came_from = {start: start}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here == end:
            way = [here]
            while here != start:
                here = came_from[here]
                way.append(here)
            return way[::-1]
        for there in links.get(here, ()):
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return []


def say_ring(names: Iterable[str]) -> str:
    """The sentence about milestones that need each other in a ring, which `names` goes round."""
    told = " → ".join(shown(name) for name in names)
    return _("They would need each other in a ring: {ring}.").format(ring=told)


def _ring(ids: list[int]) -> Invalid:
    names = dict(
        Milestone.select(Milestone.id, Milestone.name).where(Milestone.id.in_(ids)).tuples()
    )
    return _wrong("needs", say_ring(names[key] for key in ids))


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(_("Dependency"), (FieldError(field, sentence),))


def _select() -> Select:
    needed = Milestone.alias()
    return (
        Dependency.select(
            Dependency.id,
            Dependency.milestone_id,
            Milestone.name,
            Dependency.needs_id,
            needed.name,
            Dependency.gap_days,
        )
        .join_from(Dependency, Milestone, on=(Dependency.milestone == Milestone.id))
        .join_from(Dependency, needed, on=(Dependency.needs == needed.id))
    )
