"""The lists of the programme: projects, milestones, reviews, proposals, ballots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from store.exchange.kinds import RURAL_WORDS, STATE_WORDS, STATUS_WORDS, value
from store.language import N_
from store.programme import milestones, money, projects, proposals, reviews, rolls, terms
from store.programme.milestone_list import MilestoneList
from store.programme.project_list import Filters, ListedProject, ProjectList
from store.programme.proposals import ProposalList, ProposalRow
from store.programme.reviews import ReviewRow
from store.programme.rolls import RollRow
from tui.plain import asked
from tui.plain.output import Field, write_rows
from tui.plain.programme import REVIEW
from tui.plain.programme_fields import DIMENSIONS, STATUS, TOWN_OR_VILLAGE
from tui.plain.projects import milestone_fields
from tui.plain.votes import DOOR, PROPOSAL

# Rows that are read at a time.
PAGE = 1000

PROJECT: Sequence[Field[ListedProject]] = (
    Field("id", lambda row: row.id, N_("No."), align="right", least=3),
    Field("year", lambda row: row.year, N_("Year"), least=4),
    Field("project", lambda row: row.name, N_("Project"), least=12),
    Field("community", lambda row: row.community, N_("Community"), least=8),
    Field("district", lambda row: row.district),
    DIMENSIONS,
    TOWN_OR_VILLAGE,
    STATUS,
    Field(
        "granted_fen",
        lambda row: row.granted,
        N_("Granted"),
        lambda row: money.say(row.granted) if row.granted else "",
        align="right",
    ),
    Field("milestones", lambda row: row.milestones),
    Field(
        "reached",
        lambda row: row.reached,
        N_("Reached"),
        lambda row: f"{row.reached}/{row.milestones}" if row.milestones else "",
        align="right",
    ),
    Field(
        "late",
        lambda row: row.late,
        N_("Late"),
        lambda row: str(row.late or ""),
        align="right",
        least=4,
    ),
    Field("slip_days", lambda row: row.slip),
    Field("next_on", lambda row: row.next_on, N_("Next one"), least=10),
)
PROJECT_SHOWN = tuple(field.key for field in PROJECT if field.title)
MILESTONE_SHOWN = (
    "id",
    "project",
    "milestone",
    "baseline",
    "forecast",
    "actual",
    "slip_days",
    "late",
)
REVIEWED: Sequence[Field[ReviewRow]] = (
    Field("project_id", lambda row: row.project_id),
    Field("project", lambda row: row.project, N_("Project"), least=10),
    Field("year", lambda row: row.year, N_("Year"), least=4),
    *REVIEW,
)
REVIEWED_SHOWN = ("project", "year", "reviewer", "day", "scores", "score")
PROPOSAL_SHOWN = ("id", "year", "proposal", "community", "cost_fen", "state", "cast", "outcome")


class Narrowed(NamedTuple):
    """What a list was narrowed to, as it was typed; None where it was not."""

    year: int | None = None
    dimension: str | None = None
    rural: str | None = None
    status: str | None = None
    project: str | None = None
    proposal: str | None = None
    late: bool | None = None


class _Ballot(NamedTuple):
    """How one household voted on a proposal."""

    proposal: str
    entry: RollRow


def _of_entry(field: Field[RollRow]) -> Field[_Ballot]:
    """A field of a roll's entry as one of a ballot."""
    value, said = field.value, field.shown
    return Field(
        field.key,
        lambda row: value(row.entry),
        field.title,
        None if said is None else lambda row: said(row.entry),
    )


BALLOT: Sequence[Field[_Ballot]] = (
    Field("proposal", lambda row: row.proposal, N_("Proposal"), least=10),
    *map(_of_entry, DOOR),
)


class _Windows(Protocol):
    """A list that is read in windows, by the number of a row."""

    def after(self, key: int | None, limit: int) -> Sequence[Any]: ...


def write(kind: str, narrowed: Narrowed, today: date, form: str) -> None:
    """Write the list `kind`, narrowed as asked. Raises NotFound, Ambiguous, Refused."""
    if kind == "projects":
        found = _rows(ProjectList(_filters(narrowed), today))
        write_rows(PROJECT, PROJECT_SHOWN, found, form)
    elif kind == "milestones":
        write_rows(milestone_fields(today), MILESTONE_SHOWN, _milestones(narrowed, today), form)
    elif kind == "reviews":
        write_rows(REVIEWED, REVIEWED_SHOWN, _reviews(narrowed), form)
    elif kind == "proposals":
        write_rows(PROPOSAL, PROPOSAL_SHOWN, _proposals(narrowed), form)
    else:
        write_rows(BALLOT, [field.key for field in BALLOT], _ballots(narrowed), form)


def _milestones(narrowed: Narrowed, today: date) -> Iterator[Any]:
    if narrowed.project is None:
        yield from _rows(MilestoneList(_filters(narrowed), today, late_only=bool(narrowed.late)))
        return
    project_id = projects.find(narrowed.project, narrowed.year).id
    for row in milestones.of_project(project_id):
        if row.is_late(today) or not narrowed.late:
            yield row


def _reviews(narrowed: Narrowed) -> Sequence[ReviewRow]:
    if narrowed.project is None:
        return reviews.of_year(narrowed.year)
    return reviews.of_project(projects.find(narrowed.project, narrowed.year).id)


def _proposals(narrowed: Narrowed) -> Iterator[ProposalRow]:
    typed, names = narrowed.status, terms.PROPOSAL_STATE_NAMES
    state = "" if typed is None else asked.status(typed, STATE_WORDS, names)
    return _rows(ProposalList(narrowed.year, state))


def _ballots(narrowed: Narrowed) -> Iterator[_Ballot]:
    if narrowed.proposal is not None:
        those: Sequence[ProposalRow] = [proposals.find(narrowed.proposal, narrowed.year)]
    else:
        those = [row for row in _rows(ProposalList(narrowed.year)) if row.cast]
    for proposal in those:
        for entry in rolls.roll(proposal.id):
            if entry.cast_as is not None:
                yield _Ballot(proposal.name, entry)


def _rows(source: _Windows) -> Iterator[Any]:
    """All rows of a list, a window at a time."""
    key = None
    while rows := source.after(key, PAGE):
        yield from rows
        key = rows[-1].id


def _filters(narrowed: Narrowed) -> Filters:
    dimension = ""
    if narrowed.dimension:
        (dimension, *_others) = terms.parse_dimensions(narrowed.dimension)
    status = ""
    if narrowed.status is not None:
        status = asked.status(narrowed.status, STATUS_WORDS, terms.STATUS_NAMES)
    return Filters(
        dimension,
        None if narrowed.rural is None else value(narrowed.rural, RURAL_WORDS) == "rural",
        status,
        narrowed.year,
        bool(narrowed.late),
    )
