"""What always holds of rolls and ballots."""

from __future__ import annotations

from store.keeping.invariants import Invariant
from store.language import N_

INVARIANTS = (
    Invariant(
        "one_place_on_the_roll",
        N_("A household stands twice on the roll of {proposal}."),
        """
        SELECT proposal.name AS proposal FROM roll_entry JOIN proposal ON proposal.id = proposal_id
        GROUP BY proposal_id, household_id HAVING count(*) > 1""",
    ),
    Invariant(
        "one_ballot",
        N_("A household has two ballots on {proposal}."),
        """
        SELECT proposal.name AS proposal FROM ballot JOIN proposal ON proposal.id = proposal_id
        WHERE entry_id IS NOT NULL GROUP BY entry_id HAVING count(*) > 1""",
    ),
    Invariant(
        "ballot_of_the_roll",
        N_("A ballot on {proposal} is of no household on its roll that voted."),
        """
        SELECT proposal.name AS proposal
        FROM ballot JOIN proposal ON proposal.id = ballot.proposal_id
        LEFT JOIN roll_entry ON roll_entry.id = entry_id
        WHERE NOT secret AND (
            roll_entry.proposal_id IS NOT ballot.proposal_id OR cast_as IS NULL)""",
    ),
    Invariant(
        "every_vote_a_ballot",
        N_("A household is noted as having voted on {proposal}, and has no ballot."),
        """
        SELECT proposal.name AS proposal
        FROM roll_entry JOIN proposal ON proposal.id = roll_entry.proposal_id
        WHERE NOT secret AND cast_as IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM ballot WHERE entry_id = roll_entry.id)""",
    ),
    Invariant(
        "no_more_papers_than_voters",
        N_("There are more papers on {proposal} than households that handed one in."),
        """
        SELECT name AS proposal FROM proposal WHERE secret
            AND (SELECT count(*) FROM ballot WHERE proposal_id = proposal.id)
            > (SELECT count(*) FROM roll_entry
               WHERE proposal_id = proposal.id AND cast_as IS NOT NULL)""",
    ),
    Invariant(
        "secret_papers",
        N_("A paper of the secret vote on {proposal} names its household."),
        """
        SELECT name AS proposal FROM ballot JOIN proposal ON proposal.id = proposal_id
        WHERE secret AND entry_id IS NOT NULL""",
    ),
    Invariant(
        "secret_journal",
        N_("The journal tells whose a paper of the secret vote on {proposal} is (deed {deed})."),
        """
        WITH ticked_one (deed_id) AS (
            SELECT deed_id FROM change WHERE table_name = 'roll_entry' AND deed_id IS NOT NULL
            GROUP BY deed_id HAVING count(*) = 1)
        SELECT name AS proposal, paper.deed_id AS deed
        FROM proposal JOIN ballot ON ballot.proposal_id = proposal.id
        JOIN change AS paper ON paper.table_name = 'ballot' AND paper.row_id = ballot.id
        WHERE secret AND paper.deed_id IN (SELECT deed_id FROM ticked_one)""",
    ),
    Invariant(
        "voting_has_opened",
        N_("There are votes on {proposal}, which was never opened."),
        """
        SELECT name AS proposal FROM proposal WHERE state = 'draft'
            AND EXISTS (SELECT 1 FROM ballot WHERE proposal_id = proposal.id)""",
    ),
)
