"""The programme: projects, milestones, money, reviews, proposals, rolls and ballots.

A frozen copy, independent of today's models.
"""

HIDDEN = "*[\x01-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]*"
ID = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"
MOST_FEN = 10**13


def text(column, most, least=0):
    return (
        f"{column} TEXT NOT NULL CHECK (length({column}) BETWEEN {least} AND {most}"
        f" AND instr({column}, char(0)) = 0 AND {column} NOT GLOB '{HIDDEN}')"
    )


def day(column, required="NOT NULL "):
    return f"{column} DATE {required}CHECK ({column} IS date({column}, '+0 days'))"


def fen(column, least=0, required="NOT NULL "):
    whole = f"typeof({column}) = 'integer' AND {column} BETWEEN {least} AND {MOST_FEN}"
    return (
        f"{column} INTEGER {required}CHECK ({'' if required else f'{column} IS NULL OR '}{whole})"
    )


def named(row, columns):
    return ", ".join(f"{row}.{column}" for column in columns)


SCHEMA = f"""
ALTER TABLE community ADD COLUMN district TEXT NOT NULL DEFAULT ''
    CHECK (length(district) <= 60 AND instr(district, char(0)) = 0
        AND district NOT GLOB '{HIDDEN}');

CREATE TABLE programme_year (
    {ID},
    {fen("budget", required="")},
    {fen("project_cap")},
    {fen("community_cap")},
    rural_floor INTEGER NOT NULL CHECK (rural_floor BETWEEN 0 AND 100),
    pass_mark INTEGER NOT NULL CHECK (pass_mark BETWEEN 0 AND 100),
    {text("seed", 60)},
    CHECK (id BETWEEN 1990 AND 2199)
);

CREATE TABLE organisation (
    {ID},
    {text("name", 120, 1)}
);
CREATE UNIQUE INDEX organisation_name ON organisation (name);

CREATE TABLE project (
    {ID},
    year_id INTEGER NOT NULL REFERENCES programme_year (id),
    {text("name", 120, 1)},
    community_id INTEGER NOT NULL REFERENCES community (id),
    organisation_id INTEGER REFERENCES organisation (id),
    dimensions TEXT NOT NULL,
    rural INTEGER NOT NULL CHECK (rural IN (0, 1)),
    status TEXT NOT NULL
        CHECK (status IN ('proposed', 'funded', 'running', 'under_review', 'supervised',
            'completed', 'removed')),
    {day("starts_on")},
    {day("ends_on")},
    {fen("granted")},
    {text("reason", 500)},
    {text("note", 500)},
    search_key TEXT NOT NULL,
    CHECK (starts_on <= ends_on),
    CHECK (dimensions <> '')
);
CREATE INDEX project_community_id ON project (community_id);
CREATE INDEX project_organisation_id ON project (organisation_id);
CREATE UNIQUE INDEX project_year_id_community_id_name ON project (year_id, community_id, name);

CREATE TABLE project_person (
    {ID},
    project_id INTEGER NOT NULL REFERENCES project (id),
    {text("name", 60, 1)},
    {text("phone", 20)}
);
CREATE UNIQUE INDEX project_person_project_id_name ON project_person (project_id, name);

CREATE TABLE milestone_series (
    {ID},
    project_id INTEGER NOT NULL REFERENCES project (id),
    {text("name", 120, 1)},
    {text("rule", 500, 1)},
    {day("starts_on")},
    {day("ends_on")},
    CHECK (starts_on <= ends_on)
);
CREATE UNIQUE INDEX milestone_series_project_id_name ON milestone_series (project_id, name);

CREATE TABLE milestone (
    {ID},
    project_id INTEGER NOT NULL REFERENCES project (id),
    {text("name", 120, 1)},
    {day("baseline")},
    {day("forecast")},
    {day("actual", "")},
    {text("evidence", 500)},
    {text("reason", 500)},
    series_id INTEGER REFERENCES milestone_series (id),
    {day("occurrence", "")},
    CHECK ((series_id IS NULL) = (occurrence IS NULL))
);
CREATE UNIQUE INDEX milestone_project_id_name ON milestone (project_id, name);
CREATE INDEX milestone_project_id_forecast ON milestone (project_id, forecast);
CREATE UNIQUE INDEX milestone_series_id_occurrence ON milestone (series_id, occurrence);
CREATE INDEX milestone_forecast ON milestone (forecast);
CREATE INDEX milestone_to_come ON milestone (forecast, project_id) WHERE actual IS NULL;

CREATE TABLE dependency (
    {ID},
    milestone_id INTEGER NOT NULL REFERENCES milestone (id),
    needs_id INTEGER NOT NULL REFERENCES milestone (id),
    gap_days INTEGER NOT NULL CHECK (gap_days BETWEEN -3660 AND 3660),
    CHECK (milestone_id <> needs_id)
);
CREATE INDEX dependency_needs_id ON dependency (needs_id);
CREATE UNIQUE INDEX dependency_milestone_id_needs_id ON dependency (milestone_id, needs_id);

CREATE TABLE budget_line (
    {ID},
    project_id INTEGER NOT NULL REFERENCES project (id),
    {text("name", 120, 1)},
    {fen("amount")},
    source TEXT NOT NULL CHECK (source IN ('grant', 'own'))
);
CREATE UNIQUE INDEX budget_line_project_id_name_source ON budget_line (project_id, name, source);

CREATE TABLE tranche (
    {ID},
    project_id INTEGER NOT NULL REFERENCES project (id),
    milestone_id INTEGER REFERENCES milestone (id),
    {text("name", 120, 1)},
    {fen("amount", 1)},
    {day("due_on", "")},
    state TEXT NOT NULL CHECK (state IN ('planned', 'cancelled'))
);
CREATE INDEX tranche_milestone_id ON tranche (milestone_id);
CREATE UNIQUE INDEX tranche_project_id_name ON tranche (project_id, name);

CREATE TABLE payment (
    {ID},
    project_id INTEGER NOT NULL REFERENCES project (id),
    tranche_id INTEGER NOT NULL,
    {day("day")},
    {fen("amount", -MOST_FEN)} CHECK (amount <> 0),
    kind TEXT NOT NULL CHECK (kind IN ('payment', 'reversal')),
    reverses_id INTEGER REFERENCES payment (id),
    {text("note", 500)}
);
CREATE INDEX payment_project_id ON payment (project_id);
CREATE INDEX payment_tranche_id ON payment (tranche_id);
CREATE UNIQUE INDEX payment_reverses_id ON payment (reverses_id);

CREATE TABLE cap_override (
    {ID},
    project_id INTEGER NOT NULL REFERENCES project (id),
    cap TEXT NOT NULL CHECK (cap IN ('project', 'community')),
    {fen("up_to")},
    {day("day")},
    {text("by", 60, 1)},
    {text("reason", 500, 1)}
);
CREATE INDEX cap_override_project_id ON cap_override (project_id);

CREATE TABLE criterion (
    {ID},
    year_id INTEGER NOT NULL REFERENCES programme_year (id),
    {text("name", 60, 1)},
    weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 1000),
    most INTEGER NOT NULL CHECK (most BETWEEN 1 AND 1000)
);
CREATE UNIQUE INDEX criterion_year_id_name ON criterion (year_id, name);

CREATE TABLE review (
    {ID},
    project_id INTEGER NOT NULL REFERENCES project (id),
    {text("reviewer", 60, 1)},
    {day("day")},
    {text("note", 500)}
);
CREATE UNIQUE INDEX review_project_id_reviewer ON review (project_id, reviewer);

CREATE TABLE score (
    {ID},
    review_id INTEGER NOT NULL REFERENCES review (id),
    criterion_id INTEGER NOT NULL REFERENCES criterion (id),
    points INTEGER NOT NULL CHECK (typeof(points) = 'integer' AND points >= 0)
);
CREATE INDEX score_criterion_id ON score (criterion_id);
CREATE UNIQUE INDEX score_review_id_criterion_id ON score (review_id, criterion_id);

CREATE TABLE supervision (
    {ID},
    project_id INTEGER NOT NULL REFERENCES project (id),
    kind TEXT NOT NULL CHECK (kind IN ('visit', 'training')),
    {day("day")},
    {text("who", 60)},
    {text("note", 500)}
);
CREATE INDEX supervision_project_id ON supervision (project_id);

CREATE TABLE proposal (
    {ID},
    year_id INTEGER NOT NULL REFERENCES programme_year (id),
    {text("name", 120, 1)},
    community_id INTEGER NOT NULL REFERENCES community (id),
    compound_id INTEGER REFERENCES compound (id),
    organisation_id INTEGER REFERENCES organisation (id),
    dimensions TEXT NOT NULL,
    rural INTEGER NOT NULL CHECK (rural IN (0, 1)),
    {fen("cost", 1)},
    {text("proposer", 60)},
    {text("note", 500)},
    rule TEXT NOT NULL CHECK (rule IN ('majority', 'two_thirds', 'approval')),
    quorum INTEGER NOT NULL CHECK (quorum BETWEEN 0 AND 100),
    secret INTEGER NOT NULL CHECK (secret IN (0, 1)),
    counting INTEGER NOT NULL CHECK (counting IN (0, 1)),
    {day("opens_on", "")},
    {day("closes_on", "")},
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'withdrawn')),
    {day("closed_on", "")},
    outcome TEXT CHECK (outcome IN ('adopted', 'rejected', 'no_quorum', 'ranked')),
    tally TEXT NOT NULL,
    project_id INTEGER REFERENCES project (id),
    search_key TEXT NOT NULL,
    CHECK (counting <= secret),
    CHECK (opens_on <= closes_on),
    CHECK (dimensions <> ''),
    CHECK ((state = 'closed') = (outcome IS NOT NULL)),
    CHECK ((state = 'closed') = (closed_on IS NOT NULL))
);
CREATE INDEX proposal_community_id ON proposal (community_id);
CREATE INDEX proposal_compound_id ON proposal (compound_id);
CREATE INDEX proposal_organisation_id ON proposal (organisation_id);
CREATE UNIQUE INDEX proposal_project_id ON proposal (project_id);
CREATE UNIQUE INDEX proposal_year_id_community_id_name ON proposal (year_id, community_id, name);

CREATE TABLE roll_entry (
    {ID},
    proposal_id INTEGER NOT NULL REFERENCES proposal (id),
    household_id INTEGER NOT NULL REFERENCES household (id),
    cast_as TEXT CHECK (cast_as IN ('present', 'proxy', 'paper')),
    {text("proxy", 60)},
    {text("witness", 60)},
    CHECK ((cast_as IS 'proxy') = (proxy <> '')),
    CHECK ((cast_as IS 'paper') = (witness <> ''))
);
CREATE INDEX roll_entry_household_id ON roll_entry (household_id);
CREATE UNIQUE INDEX roll_entry_proposal_id_household_id ON roll_entry (proposal_id, household_id);

CREATE TABLE ballot (
    {ID},
    proposal_id INTEGER NOT NULL REFERENCES proposal (id),
    entry_id INTEGER REFERENCES roll_entry (id),
    choice TEXT NOT NULL CHECK (choice IN ('yes', 'no', 'abstain')),
    {text("reason", 500)}
);
CREATE INDEX ballot_proposal_id ON ballot (proposal_id);
CREATE UNIQUE INDEX ballot_entry_id ON ballot (entry_id);

CREATE TABLE decision (
    {ID},
    proposal_id INTEGER NOT NULL REFERENCES proposal (id),
    {day("day")},
    {text("rule", 60, 1)},
    taken INTEGER NOT NULL CHECK (taken IN (0, 1)),
    {text("reason", 500, 1)}
);
CREATE INDEX decision_proposal_id ON decision (proposal_id)
"""

# What of a grant is committed: all but what tranches that were cancelled had left, once a project
# is funded; of a project that was removed, what it was paid. All in fen.
MONEY = """
CREATE VIEW project_money AS
SELECT project_id, year_id, community_id, status, granted, paid,
    CASE status WHEN 'proposed' THEN 0 WHEN 'removed' THEN paid ELSE granted - cancelled END
        AS committed
FROM (
    SELECT project.id AS project_id, year_id, community_id, status, granted,
        (SELECT coalesce(sum(payment.amount), 0) FROM payment
         WHERE payment.project_id = project.id) AS paid,
        (SELECT coalesce(sum(tranche.amount - (
             SELECT coalesce(sum(payment.amount), 0) FROM payment
             WHERE payment.tranche_id = tranche.id)), 0)
         FROM tranche WHERE tranche.project_id = project.id AND tranche.state = 'cancelled')
            AS cancelled
    FROM project)"""

# Committed money within the caps, or within what somebody let it go up to.
CAPS = """
    SELECT RAISE(ABORT, 'over the cap of a project') FROM project_money AS mine
        JOIN programme_year ON programme_year.id = mine.year_id
        WHERE mine.project_id = {project} AND mine.committed > max(project_cap, coalesce((
            SELECT max(up_to) FROM cap_override
            WHERE cap_override.project_id = {project} AND cap = 'project'), 0));
    SELECT RAISE(ABORT, 'over the cap of a community') FROM project_money AS mine
        JOIN programme_year ON programme_year.id = mine.year_id
        WHERE mine.project_id = {project} AND mine.committed > 0 AND (
            SELECT sum(theirs.committed) FROM project_money AS theirs
            WHERE theirs.community_id = mine.community_id AND theirs.year_id = mine.year_id
        ) > max(community_cap, coalesce((
            SELECT max(up_to) FROM cap_override JOIN project ON project.id = project_id
            WHERE project.community_id = mine.community_id AND project.year_id = mine.year_id
                AND cap = 'community'), 0));
"""

# Tranches are never more than the grant; cancelled ones count, for what they had left went back.
SHARED_OUT = """
    SELECT RAISE(ABORT, 'tranches are more than the grant') FROM project
        WHERE project.id = {project} AND granted < (
            SELECT coalesce(sum(tranche.amount), 0)
            FROM tranche WHERE tranche.project_id = project.id);
"""

# The caps themselves, lowered (also by undo), against all that is committed in their year.
YEAR_CAPS = """
    SELECT RAISE(ABORT, 'over the cap of a project') FROM project_money AS mine
        WHERE mine.year_id = NEW.id AND mine.committed > max(NEW.project_cap, coalesce((
            SELECT max(up_to) FROM cap_override
            WHERE cap_override.project_id = mine.project_id AND cap = 'project'), 0));
    SELECT RAISE(ABORT, 'over the cap of a community') WHERE EXISTS (
        SELECT 1 FROM project_money AS theirs WHERE theirs.year_id = NEW.id
        GROUP BY theirs.community_id HAVING sum(theirs.committed) > max(
            NEW.community_cap, coalesce((
            SELECT max(up_to) FROM cap_override JOIN project ON project.id = project_id
            WHERE project.community_id = theirs.community_id AND project.year_id = NEW.id
                AND cap = 'community'), 0)));
"""

RING = """
    SELECT RAISE(ABORT, 'milestones in a ring') WHERE NEW.milestone_id IN (
        WITH RECURSIVE before (id) AS (
            SELECT NEW.needs_id
            UNION SELECT needs_id FROM dependency JOIN before ON milestone_id = before.id)
        SELECT id FROM before);
"""

BEYOND = """
    SELECT RAISE(ABORT, 'a baseline after the end of its project') FROM project
        WHERE project.id = NEW.project_id AND NEW.baseline > ends_on;
"""

# What stands from when a vote is opened, and what from when it is closed.
PUT_TO_VOTE = ("year_id", "name", "community_id", "compound_id", "cost", "rule", "quorum", "secret")
RESULT = ("state", "counting", "opens_on", "closes_on", "closed_on", "outcome", "tally")

# A ballot counts while voting is open alone; a secret one names nobody, an open one somebody.
VOTING = """
    SELECT RAISE(ABORT, 'voting is not open') FROM proposal
        WHERE proposal.id = {row}.proposal_id AND state <> 'open';
"""
WHOSE = """
    SELECT RAISE(ABORT, 'a ballot of another kind') FROM proposal
        WHERE proposal.id = NEW.proposal_id AND secret <> (NEW.entry_id IS NULL);
    SELECT RAISE(ABORT, 'a ballot from another roll') FROM roll_entry
        WHERE roll_entry.id = NEW.entry_id
            AND (proposal_id <> NEW.proposal_id OR cast_as IS NULL);
"""

TRIGGERS = (
    "CREATE TRIGGER year_caps AFTER UPDATE OF project_cap, community_cap ON programme_year"
    f" BEGIN{YEAR_CAPS}END",
    "CREATE TRIGGER cap_override_delete AFTER DELETE ON cap_override"
    f" BEGIN{CAPS.format(project='OLD.project_id')}END",
    f"CREATE TRIGGER project_caps_insert AFTER INSERT ON project WHEN NEW.status <> 'proposed'"
    f" BEGIN{CAPS.format(project='NEW.id')}END",
    "CREATE TRIGGER project_caps_update AFTER UPDATE OF granted, status, year_id, community_id"
    f" ON project BEGIN{CAPS.format(project='NEW.id')}{SHARED_OUT.format(project='NEW.id')}END",
    f"CREATE TRIGGER tranche_insert AFTER INSERT ON tranche"
    f" BEGIN{SHARED_OUT.format(project='NEW.project_id')}END",
    "CREATE TRIGGER tranche_update AFTER UPDATE OF amount, state, project_id ON tranche"
    f" BEGIN{SHARED_OUT.format(project='NEW.project_id')}"
    f"{CAPS.format(project='NEW.project_id')}"
    """
    SELECT RAISE(ABORT, 'a tranche less than what was paid')
        WHERE NEW.amount < (SELECT coalesce(sum(payment.amount), 0) FROM payment
            WHERE payment.tranche_id = NEW.id);
    END""",
    """
CREATE TRIGGER tranche_delete BEFORE DELETE ON tranche BEGIN
    SELECT RAISE(ABORT, 'a tranche of which something is paid')
        WHERE (SELECT sum(payment.amount) FROM payment WHERE payment.tranche_id = OLD.id) <> 0;
END""",
    "CREATE TRIGGER tranche_deleted AFTER DELETE ON tranche"
    f" BEGIN{CAPS.format(project='OLD.project_id')}END",
    f"CREATE TRIGGER payment_insert AFTER INSERT ON payment"
    f" BEGIN{CAPS.format(project='NEW.project_id')}"
    """
    SELECT RAISE(ABORT, 'paid more than the tranche, or less than nothing') FROM (
        SELECT (SELECT sum(payment.amount) FROM payment
                WHERE payment.tranche_id = NEW.tranche_id) AS paid,
            (SELECT tranche.amount FROM tranche WHERE tranche.id = NEW.tranche_id) AS due)
        WHERE paid < 0 OR paid > coalesce(due, 0);
    SELECT RAISE(ABORT, 'paid for what is not committed')
        WHERE NEW.kind = 'payment' AND EXISTS (
            SELECT 1 FROM tranche JOIN project ON project.id = tranche.project_id
            WHERE tranche.id = NEW.tranche_id AND (tranche.state <> 'planned'
                OR project.id <> NEW.project_id OR project.status IN ('proposed', 'removed')));
END""",
    """
CREATE TRIGGER payment_update BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'the ledger of payments is only added to'); END""",
    """
CREATE TRIGGER payment_delete BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'the ledger of payments is only added to'); END""",
    f"CREATE TRIGGER dependency_insert AFTER INSERT ON dependency BEGIN{RING}END",
    f"CREATE TRIGGER dependency_update AFTER UPDATE ON dependency BEGIN{RING}END",
    f"CREATE TRIGGER milestone_insert AFTER INSERT ON milestone BEGIN{BEYOND}END",
    "CREATE TRIGGER milestone_update AFTER UPDATE OF project_id, baseline ON milestone"
    f" BEGIN{BEYOND}END",
    """
CREATE TRIGGER project_ends AFTER UPDATE OF ends_on ON project BEGIN
    SELECT RAISE(ABORT, 'a baseline after the end of its project') WHERE EXISTS (
        SELECT 1 FROM milestone WHERE project_id = NEW.id AND baseline > NEW.ends_on);
END""",
    """
CREATE TRIGGER score_insert AFTER INSERT ON score BEGIN
    SELECT RAISE(ABORT, 'more points than there are') FROM criterion
        WHERE criterion.id = NEW.criterion_id AND NEW.points > criterion.most;
END""",
    """
CREATE TRIGGER score_update AFTER UPDATE ON score BEGIN
    SELECT RAISE(ABORT, 'more points than there are') FROM criterion
        WHERE criterion.id = NEW.criterion_id AND NEW.points > criterion.most;
END""",
    "CREATE TRIGGER proposal_final BEFORE UPDATE ON proposal WHEN OLD.state = 'closed'"
    f" AND ({named('NEW', RESULT)}) IS NOT ({named('OLD', RESULT)})"
    " BEGIN SELECT RAISE(ABORT, 'closing is final'); END",
    "CREATE TRIGGER proposal_frozen BEFORE UPDATE ON proposal WHEN OLD.state <> 'draft'"
    f" AND ({named('NEW', PUT_TO_VOTE)}) IS NOT ({named('OLD', PUT_TO_VOTE)})"
    " BEGIN SELECT RAISE(ABORT, 'what was put to the vote stands'); END",
    """
CREATE TRIGGER proposal_counting BEFORE UPDATE OF counting ON proposal
WHEN OLD.counting AND NOT NEW.counting BEGIN
    SELECT RAISE(ABORT, 'papers are counted already') FROM ballot
        WHERE ballot.proposal_id = OLD.id AND entry_id IS NULL;
END""",
    """
CREATE TRIGGER proposal_state BEFORE UPDATE OF state ON proposal BEGIN
    SELECT RAISE(ABORT, 'closed without a vote')
        WHERE NEW.state = 'closed' AND OLD.state NOT IN ('open', 'closed');
    SELECT RAISE(ABORT, 'somebody has voted') FROM roll_entry
        WHERE NEW.state = 'draft' AND roll_entry.proposal_id = OLD.id AND cast_as IS NOT NULL;
END""",
    """
CREATE TRIGGER roll_insert BEFORE INSERT ON roll_entry BEGIN
    SELECT RAISE(ABORT, 'the roll is frozen') FROM proposal
        WHERE proposal.id = NEW.proposal_id AND state <> 'draft';
END""",
    """
CREATE TRIGGER roll_delete BEFORE DELETE ON roll_entry BEGIN
    SELECT RAISE(ABORT, 'the roll is frozen') FROM proposal
        WHERE proposal.id = OLD.proposal_id AND state <> 'draft';
END""",
    f"CREATE TRIGGER roll_update BEFORE UPDATE ON roll_entry BEGIN{VOTING.format(row='OLD')}"
    """
    SELECT RAISE(ABORT, 'the roll is frozen')
        WHERE NEW.proposal_id <> OLD.proposal_id OR NEW.household_id <> OLD.household_id;
    SELECT RAISE(ABORT, 'the papers are being counted') FROM proposal
        WHERE proposal.id = OLD.proposal_id AND counting AND NEW.cast_as IS NOT OLD.cast_as;
    END""",
    """
CREATE TRIGGER roll_uncast AFTER UPDATE OF cast_as ON roll_entry WHEN NEW.cast_as IS NULL BEGIN
    SELECT RAISE(ABORT, 'a ballot of a household that did not vote') FROM ballot
        WHERE ballot.entry_id = NEW.id;
END""",
    f"CREATE TRIGGER ballot_insert AFTER INSERT ON ballot BEGIN{VOTING.format(row='NEW')}{WHOSE}"
    """
    SELECT RAISE(ABORT, 'no papers are counted yet') FROM proposal
        WHERE proposal.id = NEW.proposal_id AND secret AND NOT counting;
    SELECT RAISE(ABORT, 'more ballots than households voted') FROM proposal
        WHERE proposal.id = NEW.proposal_id AND secret AND
            (SELECT count(*) FROM ballot WHERE ballot.proposal_id = NEW.proposal_id) >
            (SELECT count(*) FROM roll_entry
             WHERE roll_entry.proposal_id = NEW.proposal_id AND cast_as IS NOT NULL);
    END""",
    f"CREATE TRIGGER ballot_update BEFORE UPDATE ON ballot"
    f" BEGIN{VOTING.format(row='OLD')}{VOTING.format(row='NEW')}{WHOSE}END",
    f"CREATE TRIGGER ballot_delete BEFORE DELETE ON ballot BEGIN{VOTING.format(row='OLD')}END",
)


def up(migrator, db):
    for statement in SCHEMA.split(";"):
        if statement.strip():
            db.execute_sql(statement)
    for statement in (MONEY, *TRIGGERS):
        db.execute_sql(statement)
