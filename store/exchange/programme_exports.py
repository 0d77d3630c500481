"""The programme's tables on their way out: projects, milestones, reviews, proposals, ballots."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from store.database import db
from store.exchange.cells import together
from store.exchange.milestone_rows import say_need
from store.exchange.project_rows import say_budget, say_people
from store.programme import money, terms
from store.programme.projects import PersonRow

_PROJECTS = """
    SELECT project.id, year_id, project.name, community.name, district, organisation.name,
        dimensions, CASE rural WHEN 1 THEN 'rural' ELSE 'urban' END, status, starts_on, ends_on,
        granted, reason, note
    FROM project JOIN community ON community.id = community_id
    LEFT JOIN organisation ON organisation.id = organisation_id
    ORDER BY project.id
"""
_PEOPLE = "SELECT project_id, name, phone FROM project_person ORDER BY id"
_LINES = "SELECT project_id, name, source, amount FROM budget_line ORDER BY id"
# Of the tranches of a milestone those that were not cancelled; paid once nothing is left of them.
_MILESTONES = """
    SELECT project.name, year_id, community.name, milestone.id, milestone.name, baseline, forecast,
        actual, evidence, milestone.reason, sum(tranche.amount), CASE WHEN sum(tranche.amount) = (
            SELECT sum(payment.amount) FROM payment JOIN tranche AS paid ON paid.id = tranche_id
            WHERE paid.milestone_id = milestone.id AND paid.state = 'planned') THEN (
            SELECT max(day) FROM payment JOIN tranche AS paid ON paid.id = tranche_id
            WHERE paid.milestone_id = milestone.id) END
    FROM milestone JOIN project ON project.id = milestone.project_id
    JOIN community ON community.id = community_id
    LEFT JOIN tranche ON milestone_id = milestone.id AND tranche.state = 'planned'
    GROUP BY milestone.id ORDER BY milestone.id
"""
_NEEDS = """
    SELECT milestone_id, needed.name, gap_days,
        julianday(milestone.baseline) - julianday(needed.baseline)
    FROM dependency JOIN milestone ON milestone.id = milestone_id
    JOIN milestone AS needed ON needed.id = needs_id AND needed.project_id = milestone.project_id
    ORDER BY dependency.id
"""
_REVIEWS = """
    SELECT project.name, project.year_id, community.name, reviewer, day, criterion.name, points,
        weight, most, review.note
    FROM score JOIN review ON review.id = review_id JOIN project ON project.id = project_id
    JOIN community ON community.id = community_id JOIN criterion ON criterion.id = criterion_id
    ORDER BY review.id, criterion.id
"""
_PROPOSALS = """
    SELECT proposal.id, year_id, proposal.name, community.name, district, compound.name,
        organisation.name, dimensions, CASE rural WHEN 1 THEN 'rural' ELSE 'urban' END, cost,
        proposer, rule, quorum, CASE secret WHEN 1 THEN 'secret' ELSE 'open' END, opens_on,
        closes_on, state, proposal.note
    FROM proposal JOIN community ON community.id = proposal.community_id
    LEFT JOIN compound ON compound.id = compound_id
    LEFT JOIN organisation ON organisation.id = organisation_id
    ORDER BY proposal.id
"""
# A secret paper stands without its household; those are sorted by what they say.
_BALLOTS = """
    SELECT proposal.name, year_id, community.name, unit.name || '-' || door, choice, cast_as, proxy,
        witness
    FROM roll_entry JOIN proposal ON proposal.id = roll_entry.proposal_id
    JOIN community ON community.id = proposal.community_id
    JOIN household ON household.id = household_id JOIN unit ON unit.id = unit_id
    LEFT JOIN ballot ON entry_id = roll_entry.id
    WHERE cast_as IS NOT NULL AND (secret OR choice IS NOT NULL)
    ORDER BY roll_entry.proposal_id, unit.position, unit.id, floor, household.position, household.id
"""
_PAPERS = """
    SELECT proposal.name, year_id, community.name, NULL, choice, NULL, '', ''
    FROM ballot JOIN proposal ON proposal.id = ballot.proposal_id
    JOIN community ON community.id = proposal.community_id
    WHERE entry_id IS NULL ORDER BY proposal.id, choice DESC
"""

Values = Iterator[tuple]


def values(kind: str, language: str) -> Values:
    """The values of each row, in the order of the kind's columns."""
    return _VALUES[kind](language)


def _projects(language: str) -> Values:
    people: dict[int, list[PersonRow]] = {}
    for project_id, name, phone in db.execute_sql(_PEOPLE):
        people.setdefault(project_id, []).append(PersonRow(name, phone))
    lines: dict[int, dict[tuple[str, str], int]] = {}
    for project_id, name, source, amount in db.execute_sql(_LINES):
        lines.setdefault(project_id, {})[name, source] = amount
    for row in db.execute_sql(_PROJECTS):
        yield (
            *row[:6],
            terms.write_dimensions(row[6], language),
            *row[7:11],
            money.written(row[11]),
            say_people(tuple(people.get(row[0], ()))),
            say_budget(lines.get(row[0], {}), language),
            *row[12:],
        )


def _milestones(_language: str) -> Values:
    needs: dict[int, list[str]] = {}
    for milestone_id, name, gap, usual in db.execute_sql(_NEEDS):
        needs.setdefault(milestone_id, []).append(say_need(name, gap, usual))
    for row in db.execute_sql(_MILESTONES):
        yield (
            *row[:3],
            *row[4:8],
            together(needs.get(row[3], ())),
            *row[8:10],
            None if row[10] is None else money.written(row[10]),
            row[11],
        )


def _reviews(_language: str) -> Values:
    yield from db.execute_sql(_REVIEWS)


def _proposals(language: str) -> Values:
    for row in db.execute_sql(_PROPOSALS):
        dimensions = terms.write_dimensions(row[7], language)
        yield (*row[:7], dimensions, row[8], money.written(row[9]), *row[10:])


def _ballots(_language: str) -> Values:
    yield from db.execute_sql(_BALLOTS)
    yield from db.execute_sql(_PAPERS)


_VALUES: dict[str, Callable[[str], Values]] = {
    "projects": _projects,
    "milestones": _milestones,
    "reviews": _reviews,
    "proposals": _proposals,
    "ballots": _ballots,
}
