"""The years of the programme: budget, caps, floor, pass mark, criteria and the seed of the draw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from store import history
from store.database import db, transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.language import _
from store.neighbours import edits
from store.neighbours.models import NAME_LENGTH
from store.programme import money
from store.programme.models import (
    COMMUNITY_CAP,
    FIRST_YEAR,
    LAST_YEAR,
    MOST_POINTS,
    PASS_MARK,
    PROJECT_CAP,
    Criterion,
    ProgrammeYear,
    Score,
)
from store.text import clean, shown

# Of a year, the committed money of the project and of the community that are furthest over a cap,
# with what somebody let them go up to.
_OVER_PROJECT = """
    SELECT name, committed FROM project_money JOIN project ON project.id = project_id
    WHERE project_money.year_id = ? AND committed > max(?, coalesce((
        SELECT max(up_to) FROM cap_override AS o
        WHERE o.project_id = project_money.project_id AND cap = 'project'), 0))
    ORDER BY committed DESC, project.id LIMIT 1
"""
_OVER_COMMUNITY = """
    SELECT community.name, sum(committed) AS together
    FROM project_money AS theirs JOIN community ON community.id = theirs.community_id
    WHERE theirs.year_id = ? GROUP BY theirs.community_id
    HAVING together > max(?, coalesce((
        SELECT max(up_to) FROM cap_override AS o JOIN project ON project.id = o.project_id
        WHERE project.community_id = theirs.community_id AND project.year_id = theirs.year_id
            AND cap = 'community'), 0))
    ORDER BY together DESC, community.id LIMIT 1
"""


class CriterionRow(NamedTuple):
    """What projects are reviewed by: up to `most` points, counted with its `weight`."""

    name: str
    weight: int
    most: int = 100
    id: int = 0


class YearRow(NamedTuple):
    """What holds in a year; money in fen, floor and pass mark in percent."""

    year: int
    budget: int | None
    project_cap: int
    community_cap: int
    rural_floor: int
    pass_mark: int
    seed: str
    criteria: tuple[CriterionRow, ...] = ()


def get(year: int) -> YearRow:
    """What holds in `year`; where nobody has set it, what held in the latest year before."""
    fields = (
        ProgrammeYear.id,
        ProgrammeYear.budget,
        ProgrammeYear.project_cap,
        ProgrammeYear.community_cap,
        ProgrammeYear.rural_floor,
        ProgrammeYear.pass_mark,
        ProgrammeYear.seed,
    )
    query = ProgrammeYear.select(*fields).where(ProgrammeYear.id <= year)
    found = query.order_by(ProgrammeYear.id.desc()).tuples().first()
    if found is None:
        return YearRow(year, None, PROJECT_CAP, COMMUNITY_CAP, 0, PASS_MARK, "")
    row = YearRow(*found)
    if row.year == year:
        return row._replace(criteria=_criteria(year))
    return row._replace(year=year, budget=None, seed="")


def known() -> tuple[int, ...]:
    """The years that have been made, first to last."""
    return tuple(year for (year,) in ProgrammeYear.select(ProgrammeYear.id).order_by(1).tuples())


def ensure(year: int) -> None:
    """See to it that `year` is there, inside the caller's deed, with what `get` says of it."""
    if ProgrammeYear.select().where(ProgrammeYear.id == year).exists():
        return
    row = get(year)
    ProgrammeYear.insert(id=year, **_columns(row)).execute()


def change(
    seen: YearRow,
    *,
    budget: int | None,
    project_cap: int,
    community_cap: int,
    rural_floor: int,
    pass_mark: int,
    seed: str,
) -> None:
    """Set what holds in a year; `seen` is how the form showed it.

    Raises Invalid naming every field that is wrong, or Refused where somebody else changed the same
    meanwhile, or more is committed than the new caps allow.
    """
    wanted = {
        "budget": budget,
        "project_cap": project_cap,
        "community_cap": community_cap,
        "rural_floor": rural_floor,
        "pass_mark": pass_mark,
        "seed": clean(seed, NAME_LENGTH, _("Seed")),
    }
    _refuse_numbers(seen.year, wanted)
    with transaction():
        now = get(seen.year)
        changed = edits.changes(ProgrammeYear, seen.year, seen, now, wanted)
        there = seen.year in known()
        if not changed and there:
            return
        kept = now._replace(**changed)
        _refuse_lower(kept)
        with history.deed("change_year", year=seen.year):
            ensure(seen.year)
            if changed:
                missing = NotFound(_("No such year"), _("This year is not in the store."))
                edits.save(ProgrammeYear, seen.year, changed, missing)


def set_criteria(year: int, criteria: Iterable[CriterionRow]) -> None:
    """Let the projects of `year` be reviewed by these; the order is kept.

    Raises Invalid, or Refused once there are scores.
    """
    checked = tuple(_checked(row) for row in criteria)
    names = [row.name for row in checked]
    if len(set(names)) < len(names):
        raise _wrong("name", _("One criterion is named twice."))
    with transaction():
        if checked == tuple(row._replace(id=0) for row in _criteria(year)):
            return
        scored = Score.select().join(Criterion).where(Criterion.year == year)
        if scored.exists():
            sentence = _("There are scores of {year} already, given by its criteria as they are.")
            raise Refused(_("Criteria"), sentence.format(year=year))
        with history.deed("set_criteria", year=year, count=len(checked)):
            ensure(year)
            Criterion.delete().where(Criterion.year == year).execute()
            for row in checked:
                insert_criterion(year, row)


def insert_criterion(year: int, row: CriterionRow) -> int:
    """Enter one more criterion, inside the caller's deed, and answer its id."""
    return Criterion.insert(year=year, name=row.name, weight=row.weight, most=row.most).execute()


def _criteria(year: int) -> tuple[CriterionRow, ...]:
    query = Criterion.select(Criterion.name, Criterion.weight, Criterion.most, Criterion.id)
    rows = query.where(Criterion.year == year).order_by(Criterion.id).tuples()
    return tuple(CriterionRow(*row) for row in rows)


def _checked(row: CriterionRow) -> CriterionRow:
    name = clean(row.name, NAME_LENGTH, _("Criterion"))
    if not name:
        raise _wrong("name", _("Please give the criterion a name."))
    for field, number in (("weight", row.weight), ("most", row.most)):
        if not 1 <= number <= MOST_POINTS:
            sentence = _("“{name}”: please give a weight and points from 1 to {most}.")
            raise _wrong(field, sentence.format(name=shown(name), most=MOST_POINTS))
    return CriterionRow(name, row.weight, row.most)


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(_("Criteria"), (FieldError(field, sentence),))


def _columns(row: YearRow) -> dict[str, int | str | None]:
    return {
        "budget": row.budget,
        "project_cap": row.project_cap,
        "community_cap": row.community_cap,
        "rural_floor": row.rural_floor,
        "pass_mark": row.pass_mark,
        "seed": row.seed,
    }


def _refuse_numbers(year: int, wanted: dict[str, int | str | None]) -> None:
    errors = []
    if not FIRST_YEAR <= year <= LAST_YEAR:
        sentence = _("Please give a year from {first} to {last}.")
        errors.append(FieldError("year", sentence.format(first=FIRST_YEAR, last=LAST_YEAR)))
    for field in ("rural_floor", "pass_mark"):
        number = wanted[field]
        if not isinstance(number, int) or not 0 <= number <= 100:
            errors.append(FieldError(field, _("Please give a percentage from 0 to 100.")))
    if errors:
        raise Invalid(_("Year"), tuple(errors))


def _refuse_lower(row: YearRow) -> None:
    """Refuse caps below what is committed already, naming who is over them."""
    for sql, cap in ((_OVER_PROJECT, row.project_cap), (_OVER_COMMUNITY, row.community_cap)):
        found = db.execute_sql(sql, (row.year, cap)).fetchone()
        if found is not None:
            sentence = _("{name} has {committed} committed already: the cap cannot be {cap}.")
            words = {"committed": money.say(found[1]), "cap": money.say(cap)}
            raise Refused(_("Caps"), sentence.format(name=shown(found[0], 60), **words))
