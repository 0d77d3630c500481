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
        words = {"proposal": shown(row.name, 60)}
        if row.outcome == "ranked":
            sentence = _("{proposal} was ranked: the selection decides whether it gets the money.")
            raise Refused(_("Proposal"), sentence.format(**words))
        if row.outcome != "adopted":
            raise Refused(_("Proposal"), _("{proposal} was not adopted.").format(**words))
        with history.deed("adopt", proposal=row.name):
            return make_project(row)


def make_project(row: ProposalRow) -> int:
    """Make a project of a proposal, inside the caller's deed. Raises Refused or Invalid."""
    if row.project_id is not None:
        sentence = _("{proposal} is a project already.").format(proposal=shown(row.name, 60))
        raise Refused(_("Proposal"), sentence)
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
