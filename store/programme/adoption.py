"""Making a project of a proposal that the residents want."""

from __future__ import annotations

from datetime import date

from store import history
from store.database import transaction
from store.errors import Refused
from store.language import _
from store.programme import project_values, projects, proposals
from store.programme.projects import PersonRow, ProjectValues
from store.programme.proposals import ProposalRow
from store.programme.vote_models import Proposal
from store.text import shown


def adopt(proposal_id: int, today: date) -> int:
    """Make an adopted proposal a project, proposed for its year, and answer the project's id.

    Raises NotFound, and Refused for one that was not adopted or is a project already.
    """
    with transaction():
        row = proposals.get(proposal_id)
        refusal = refused(row)
        if refusal is not None:
            raise refusal
        with history.deed("adopt", proposal=row.name):
            return make_project(row)


def refused(row: ProposalRow) -> Refused | None:
    """What is said where a proposal cannot become a project by itself; None where it can."""
    if row.project_id is not None:
        sentence = _("{proposal} is a project already.")
    elif row.outcome == "ranked":
        sentence = _("{proposal} was ranked: the selection decides whether it gets the money.")
    elif row.outcome != "adopted":
        sentence = _("{proposal} was not adopted.")
    else:
        return None
    return Refused(_("Proposal"), sentence.format(proposal=shown(row.name, 60)))


def make_project(row: ProposalRow) -> int:
    """Make a project of a proposal that is none yet, inside the caller's deed. Raises Invalid."""
    values = ProjectValues(
        row.year,
        row.name,
        row.community,
        row.district,
        row.organisation,
        row.dimensions,
        row.rural,
        people=(PersonRow(row.proposer),) if row.proposer else (),
        note=row.note,
    )
    project_id = projects.insert(project_values.check(values))
    Proposal.update(project=project_id).where(Proposal.id == row.id).execute()
    return project_id
