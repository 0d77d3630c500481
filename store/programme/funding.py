"""Which proposals of a year are given its money, and giving it to them."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from store import history
from store.database import db, transaction
from store.errors import Refused
from store.history import Told
from store.language import _
from store.neighbours.models import NOTE_LENGTH
from store.programme import (
    adoption,
    caps,
    grants,
    money,
    projects,
    proposals,
    selecting,
    tranches,
    years,
)
from store.programme.election import FEN, Candidate, Election, Limits, Voters, grouped
from store.programme.selecting import Selection
from store.programme.vote_models import Decision

# What residents want and has no money yet.
_CANDIDATES = """
    SELECT proposal.id, proposal.name, cost, community.name, proposal.rural, secret,
        (SELECT count(*) FROM ballot WHERE proposal_id = proposal.id AND choice = 'yes')
    FROM proposal JOIN community ON community.id = proposal.community_id
    LEFT JOIN project ON project.id = proposal.project_id
    WHERE proposal.year_id = ? AND outcome IN ('adopted', 'ranked')
        AND coalesce(project.status, 'proposed') = 'proposed'
    ORDER BY proposal.id
"""
# Who voted openly, and for which of them: households that said yes to none are voters as well.
_VOTERS = """
    SELECT household_id, group_concat(CASE choice WHEN 'yes' THEN ballot.proposal_id END)
    FROM ballot JOIN roll_entry ON roll_entry.id = entry_id
    WHERE ballot.proposal_id IN ({ids}) GROUP BY household_id
"""


def select(
    year: int,
    rule: str = "greedy",
    completion: str = "none",
    *,
    budget: int | None = None,
    seed: str | None = None,
    rural_floor: int | None = None,
) -> Selection:
    """What `rule` decides on the proposals of `year` that residents adopted or ranked, in fen.

    The budget is what the year has beyond what is committed, unless given; seed and rural floor are
    the year's. Of equal votes the lower cost comes first, then what `draw` says. Raises Refused
    where the year has no budget and none is given.
    """
    row = years.get(year)
    if budget is None:
        budget = _left(row)
    seed = row.seed if seed is None else seed
    rural_floor = row.rural_floor if rural_floor is None else rural_floor
    election, notes = _election(row, budget, seed)
    found = selecting.select(election, rule, completion, rural_floor)
    return found._replace(seed=seed, rural_floor=rural_floor, notes=(*found.notes, *notes))


def draw(seed: str, proposal_id: int) -> str:
    """What a proposal draws where votes and cost are equal: the least comes first.

    It is the SHA-256, in hexadecimal digits, of the seed, a colon and the proposal's number.
    """
    return sha256(f"{seed}:{proposal_id}".encode()).hexdigest()


def accept(selection: Selection, year: int, today: date) -> Told:
    """Make every selected proposal a project with its grant, and note all decisions: one deed.

    Raises Refused where something changed since, so that what was shown no longer holds.
    """
    title = _("Selection")
    with transaction():
        now = select(
            year,
            selection.rule,
            selection.completion,
            budget=selection.budget,
            seed=selection.seed,
            rural_floor=selection.rural_floor,
        )
        if now != selection:
            sentence = _("Something has changed meanwhile. Please look at the selection again.")
            raise Refused(_("Changed meanwhile"), sentence)
        if not selection.selected:
            raise Refused(title, _("Nothing is selected: there is nothing to accept."))
        count, amount = len(selection.selected), money.say(selection.spent)
        with history.deed("accept_selection", year=year, count=count, amount=amount) as deed:
            for choice in selection.selected:
                _fund(int(choice.id), choice.cost, today)
            _note(selection, today)
    return deed


def _left(row: years.YearRow) -> int:
    if row.budget is None:
        sentence = _("{year} has no budget yet. Please set it, or say how much there is.")
        raise Refused(_("Selection"), sentence.format(year=row.year))
    return max(row.budget - tranches.sums_of_year(row.year).committed, 0)


def _election(row: years.YearRow, budget: int, seed: str) -> tuple[Election, list[str]]:
    found = db.execute_sql(_CANDIDATES, (row.year,)).fetchall()
    found.sort(key=lambda each: (-each[6], each[2], draw(seed, each[0])))
    place = {proposal_id: number for number, (proposal_id, *_rest) in enumerate(found)}
    candidates = tuple(
        Candidate(str(key), name, cost, votes, community, bool(rural))
        for key, name, cost, community, rural, _secret, votes in found
    )
    secret = {place[key]: votes for key, *_rest, is_secret, votes in found if is_secret}
    # A paper of a secret vote names nobody: it is a voter of its own, for this proposal alone.
    papers = tuple(Voters((number,), votes) for number, votes in secret.items() if votes)
    limits = Limits(
        row.project_cap, row.community_cap, tuple(tranches.by_community(row.year).items())
    )
    voters = (*_voters(place), *papers)
    notes = []
    if papers:
        notes.append(
            _("Papers of a secret vote count as voters of their own, for that proposal alone.")
        )
    return Election(candidates, voters, budget, FEN, limits, drawn=True), notes


def _voters(place: dict[int, int]) -> tuple[Voters, ...]:
    if not place:
        return ()
    sql = _VOTERS.format(ids=", ".join("?" * len(place)))
    rows = db.execute_sql(sql, tuple(place))
    return grouped(
        [place[int(key)] for key in (named or "").split(",") if key] for _household, named in rows
    )


def _fund(proposal_id: int, amount: int, today: date) -> None:
    """Give one proposal its grant, as a project, inside the caller's deed."""
    proposal = proposals.get(proposal_id)
    project_id = proposal.project_id or adoption.make_project(proposal)
    project = projects.get(project_id)
    meter = caps.meter(project.year, project.community, amount, project_id)
    caps.check(meter, None)
    grants.write_award(project, amount, meter, None, today)


def _note(selection: Selection, today: date) -> None:
    named = selection.rule
    if selection.completion != "none":
        named += f" ({selection.completion})"
    rows = [
        {
            "proposal": int(choice.id),
            "day": today,
            "rule": named,
            "taken": taken,
            "reason": choice.reason[:NOTE_LENGTH],
        }
        for choices, taken in ((selection.selected, True), (selection.rejected, False))
        for choice in choices
    ]
    Decision.insert_many(rows).execute()
