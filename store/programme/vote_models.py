"""The tables of proposals, of the households that may vote on them, and of their ballots."""

from __future__ import annotations

from peewee import AutoField, BooleanField, Check, ForeignKeyField, IntegerField, TextField

from store.fields import DayField, Row, one_of, plain_text, real_day
from store.neighbours.models import (
    NAME_LENGTH,
    NOTE_LENGTH,
    Community,
    Compound,
    Household,
)
from store.programme.models import TITLE_LENGTH, Organisation, ProgrammeYear, Project, fen

RULES = ("majority", "two_thirds", "approval")
PROPOSAL_STATES = ("draft", "open", "closed", "withdrawn")
OUTCOMES = ("adopted", "rejected", "no_quorum", "ranked")
CAST_AS = ("present", "proxy", "paper")
CHOICES = ("yes", "no", "abstain")


class Proposal(Row):
    """What residents propose for a year, and how they vote on it.

    `quorum` is the share of the roll, in percent, that must vote. A vote is `open` from when its
    roll is frozen until it is closed for good; then `outcome` and `tally`, the last hash of the
    tally file, stand. Once the papers of a secret one are `counting`, nobody is ticked off.
    """

    id = AutoField()
    year = ForeignKeyField(ProgrammeYear, index=False)
    name = TextField(constraints=[plain_text("name", TITLE_LENGTH, 1)])
    community = ForeignKeyField(Community)
    compound = ForeignKeyField(Compound, null=True)
    organisation = ForeignKeyField(Organisation, null=True)
    dimensions = TextField()
    rural = BooleanField(constraints=[Check("rural IN (0, 1)")])
    cost = IntegerField(constraints=[fen("cost", 1)])
    proposer = TextField(default="", constraints=[plain_text("proposer", NAME_LENGTH)])
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])
    rule = TextField(default="majority", constraints=[one_of("rule", RULES)])
    quorum = IntegerField(default=50, constraints=[Check("quorum BETWEEN 0 AND 100")])
    secret = BooleanField(default=False, constraints=[Check("secret IN (0, 1)")])
    counting = BooleanField(default=False, constraints=[Check("counting IN (0, 1)")])
    opens_on = DayField(null=True, constraints=[real_day("opens_on")])
    closes_on = DayField(null=True, constraints=[real_day("closes_on")])
    state = TextField(default="draft", constraints=[one_of("state", PROPOSAL_STATES)])
    closed_on = DayField(null=True, constraints=[real_day("closed_on")])
    outcome = TextField(null=True, constraints=[one_of("outcome", OUTCOMES)])
    tally = TextField(default="")
    project = ForeignKeyField(Project, null=True, unique=True)
    search_key = TextField(default="")

    class Meta:
        indexes = ((("year", "community", "name"), True),)
        constraints = [
            Check("counting <= secret"),
            Check("opens_on <= closes_on"),
            Check("dimensions <> ''"),
            Check("(state = 'closed') = (outcome IS NOT NULL)"),
            Check("(state = 'closed') = (closed_on IS NOT NULL)"),
        ]


class RollEntry(Row):
    """That a household may vote on a proposal; `cast_as` says how it did, if it has.

    A `proxy` voted in its stead, or it handed in a paper that a `witness` saw.
    """

    id = AutoField()
    proposal = ForeignKeyField(Proposal, index=False)
    household = ForeignKeyField(Household)
    cast_as = TextField(null=True, constraints=[one_of("cast_as", CAST_AS)])
    proxy = TextField(default="", constraints=[plain_text("proxy", NAME_LENGTH)])
    witness = TextField(default="", constraints=[plain_text("witness", NAME_LENGTH)])

    class Meta:
        indexes = ((("proposal", "household"), True),)
        constraints = [
            Check("(cast_as IS 'proxy') = (proxy <> '')"),
            Check("(cast_as IS 'paper') = (witness <> '')"),
        ]


class Ballot(Row):
    """One ballot on a proposal; a secret one names no household. `reason` tells of a correction."""

    id = AutoField()
    proposal = ForeignKeyField(Proposal)
    entry = ForeignKeyField(RollEntry, null=True, unique=True)
    choice = TextField(constraints=[one_of("choice", CHOICES)])
    reason = TextField(default="", constraints=[plain_text("reason", NOTE_LENGTH)])


class Decision(Row):
    """Why a proposal was given money in the selection of its year, or was not."""

    id = AutoField()
    proposal = ForeignKeyField(Proposal)
    day = DayField(constraints=[real_day("day")])
    rule = TextField(constraints=[plain_text("rule", NAME_LENGTH, 1)])
    taken = BooleanField(constraints=[Check("taken IN (0, 1)")])
    reason = TextField(constraints=[plain_text("reason", NOTE_LENGTH, 1)])


TABLES: tuple[type[Row], ...] = (Proposal, RollEntry, Ballot, Decision)
