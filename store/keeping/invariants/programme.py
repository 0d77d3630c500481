"""What always holds of projects, their dates and their money; amounts are in fen."""

from __future__ import annotations

from store.keeping.invariants import Invariant
from store.language import N_

_AMOUNTS = (
    ("programme_year", "budget"),
    ("programme_year", "project_cap"),
    ("programme_year", "community_cap"),
    ("project", "granted"),
    ("budget_line", "amount"),
    ("tranche", "amount"),
    ("payment", "amount"),
    ("cap_override", "up_to"),
    ("proposal", "cost"),
)

INVARIANTS = (
    Invariant(
        "whole_fen",
        N_("An amount of money is no whole number of fen: {table} {id}."),
        " UNION ALL ".join(
            f"SELECT '{table}' AS \"table\", id FROM {table}"
            f" WHERE typeof({column}) NOT IN ('integer', 'null')"
            for table, column in _AMOUNTS
        ),
    ),
    Invariant(
        "project_cap",
        N_("The grant of {project} ({year}) is over the cap of a project."),
        """
        SELECT project.name AS project, mine.year_id AS year FROM project_money AS mine
        JOIN programme_year ON programme_year.id = mine.year_id
        JOIN project ON project.id = mine.project_id
        WHERE mine.committed > max(project_cap, coalesce((
            SELECT max(up_to) FROM cap_override
            WHERE cap_override.project_id = mine.project_id AND cap = 'project'), 0))""",
        N_("Please lower the grant, or raise the cap of that year."),
    ),
    Invariant(
        "community_cap",
        N_("What is granted to {community} ({year}) is over the cap of a community."),
        """
        SELECT community.name AS community, theirs.year_id AS year
        FROM project_money AS theirs
        JOIN programme_year ON programme_year.id = theirs.year_id
        JOIN community ON community.id = theirs.community_id
        GROUP BY theirs.community_id, theirs.year_id
        HAVING sum(committed) > max(community_cap, coalesce((
            SELECT max(up_to) FROM cap_override JOIN project ON project.id = project_id
            WHERE project.community_id = theirs.community_id
                AND project.year_id = theirs.year_id AND cap = 'community'), 0))""",
        N_("Please lower a grant, or raise the cap of that year."),
    ),
    Invariant(
        "tranches_within_grant",
        N_("The tranches of {project} ({year}) are more than its grant."),
        """
        SELECT project.name AS project, year_id AS year
        FROM tranche JOIN project ON project.id = project_id
        GROUP BY project_id HAVING sum(amount) > granted""",
    ),
    Invariant(
        "payments_within_tranche",
        N_("The tranche {tranche} of {project} has more paid than it is, or less than nothing."),
        """
        SELECT project.name AS project, coalesce(tranche.name, tranche_id) AS tranche
        FROM payment JOIN project ON project.id = payment.project_id
        LEFT JOIN tranche ON tranche.id = tranche_id
        GROUP BY tranche_id
        HAVING sum(payment.amount) NOT BETWEEN 0 AND coalesce(tranche.amount, 0)
            OR tranche.project_id <> payment.project_id""",
    ),
    Invariant(
        "payment_reversed",
        N_("Line {id} of the ledger of payments reverses another, and does not fit it."),
        """
        SELECT line.id AS id FROM payment AS line
        LEFT JOIN payment AS first ON first.id = line.reverses_id
        WHERE (line.kind = 'reversal') IS NOT (line.reverses_id IS NOT NULL)
            OR (line.reverses_id IS NOT NULL AND (first.tranche_id, -first.amount)
                IS NOT (line.tranche_id, line.amount))""",
    ),
    Invariant(
        "payment_reversed_once",
        N_("Line {id} of the ledger of payments is reversed twice."),
        """
        SELECT reverses_id AS id FROM payment
        WHERE reverses_id IS NOT NULL GROUP BY reverses_id HAVING count(*) > 1""",
    ),
    Invariant(
        "no_ring",
        N_("The milestone {milestone} of {project} needs itself, by way of others."),
        """
        WITH RECURSIVE needed (start, id) AS (
            SELECT milestone_id, needs_id FROM dependency
            UNION
            SELECT start, needs_id FROM needed JOIN dependency ON milestone_id = needed.id)
        SELECT milestone.name AS milestone, project.name AS project
        FROM needed JOIN milestone ON milestone.id = start JOIN project ON project.id = project_id
        WHERE start = needed.id""",
    ),
    Invariant(
        "baseline_within_project",
        N_("The milestone {milestone} is promised for {baseline}, after the end of {project}."),
        """
        SELECT milestone.name AS milestone, baseline, project.name AS project
        FROM milestone JOIN project ON project.id = project_id WHERE baseline > ends_on""",
    ),
    Invariant(
        "points_within_criterion",
        N_("A review gives {points} points for {criterion}, of {most}."),
        """
        SELECT points, name AS criterion, most
        FROM score JOIN criterion ON criterion.id = criterion_id WHERE points > most""",
    ),
)
