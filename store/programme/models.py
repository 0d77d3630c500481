"""The tables of the programme: years, projects, milestones, money and reviews.

Those of proposals and votes are in vote_models.
"""

from __future__ import annotations

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    Check,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from store.fields import RULE_LENGTH, DayField, Row, one_of, plain_text, real_day
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH, PHONE_LENGTH, Community

TITLE_LENGTH = 120
FIRST_YEAR, LAST_YEAR = 1990, 2199
MOST_FEN = 10**13
MOST_GAP = 3660  # days between a milestone and what depends on it
MOST_POINTS = 1000

# The caps of a year for which none were set, in fen: ¥100,000 a project, ¥300,000 a community.
PROJECT_CAP, COMMUNITY_CAP = 10_000_000, 30_000_000
PASS_MARK = 60

DIMENSIONS = ("people", "culture", "land", "industry", "landscape")
STATUSES = ("proposed", "funded", "running", "under_review", "supervised", "completed", "removed")
SOURCES = ("grant", "own")
TRANCHE_STATES = ("planned", "cancelled")
ENTRY_KINDS = ("payment", "reversal")
CAPS = ("project", "community")
SUPERVISIONS = ("visit", "training")


def fen(column: str, least: int = 0, most: int = MOST_FEN, null: bool = False) -> Check:
    """`column` holds a whole number of fen; SQLite would keep a fraction in it otherwise."""
    whole = f"typeof({column}) = 'integer' AND {column} BETWEEN {least} AND {most}"
    return Check(f"{column} IS NULL OR {whole}" if null else whole)


class ProgrammeYear(Row):
    """What holds in a year of the programme; `id` is the year itself.

    Caps are on committed money. `rural_floor` and `pass_mark` are in percent; `seed` is what the
    public draw starts from.
    """

    id = AutoField()
    budget = IntegerField(null=True, constraints=[fen("budget", null=True)])
    project_cap = IntegerField(default=PROJECT_CAP, constraints=[fen("project_cap")])
    community_cap = IntegerField(default=COMMUNITY_CAP, constraints=[fen("community_cap")])
    rural_floor = IntegerField(default=0, constraints=[Check("rural_floor BETWEEN 0 AND 100")])
    pass_mark = IntegerField(default=PASS_MARK, constraints=[Check("pass_mark BETWEEN 0 AND 100")])
    seed = TextField(default="", constraints=[plain_text("seed", NAME_LENGTH)])

    class Meta:
        constraints = [Check(f"id BETWEEN {FIRST_YEAR} AND {LAST_YEAR}")]


class Organisation(Row):
    """Who executes projects."""

    id = AutoField()
    name = TextField(unique=True, constraints=[plain_text("name", TITLE_LENGTH, 1)])


class Project(Row):
    """One project of a year. `dimensions` names some of DIMENSIONS, in their order, by spaces.

    `granted` is what the city gives, in fen; what of it is committed, the view `project_money`
    tells. `reason` says why it is supervised or was removed.
    """

    id = AutoField()
    year = ForeignKeyField(ProgrammeYear, index=False)
    name = TextField(constraints=[plain_text("name", TITLE_LENGTH, 1)])
    community = ForeignKeyField(Community)
    organisation = ForeignKeyField(Organisation, null=True)
    dimensions = TextField()
    rural = BooleanField(constraints=[Check("rural IN (0, 1)")])
    status = TextField(default="proposed", constraints=[one_of("status", STATUSES)])
    starts_on = DayField(constraints=[real_day("starts_on")])
    ends_on = DayField(constraints=[real_day("ends_on")])
    granted = IntegerField(constraints=[fen("granted")])
    reason = TextField(default="", constraints=[plain_text("reason", NOTE_LENGTH)])
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])
    search_key = TextField(default="")

    class Meta:
        indexes = ((("year", "community", "name"), True),)
        constraints = [Check("starts_on <= ends_on"), Check("dimensions <> ''")]


class ProjectPerson(Row):
    """Somebody in charge of a project."""

    id = AutoField()
    project = ForeignKeyField(Project, index=False)
    name = TextField(constraints=[plain_text("name", NAME_LENGTH, 1)])
    phone = TextField(default="", constraints=[plain_text("phone", PHONE_LENGTH)])

    class Meta:
        indexes = ((("project", "name"), True),)


class MilestoneSeries(Row):
    """A rule (RFC 5545) by which milestones of a project recur, as monthly reports do."""

    id = AutoField()
    project = ForeignKeyField(Project, index=False)
    name = TextField(constraints=[plain_text("name", TITLE_LENGTH, 1)])
    rule = TextField(constraints=[plain_text("rule", RULE_LENGTH, 1)])
    starts_on = DayField(constraints=[real_day("starts_on")])
    ends_on = DayField(constraints=[real_day("ends_on")])

    class Meta:
        indexes = ((("project", "name"), True),)
        constraints = [Check("starts_on <= ends_on")]


class Milestone(Row):
    """What a project promised to reach: by `baseline` as planned, by `forecast` as seen today.

    `actual` is the day it was reached on, `evidence` what shows that; `reason` says why the
    forecast slipped last. `occurrence` is its day in a series.
    """

    id = AutoField()
    project = ForeignKeyField(Project, index=False)
    name = TextField(constraints=[plain_text("name", TITLE_LENGTH, 1)])
    baseline = DayField(constraints=[real_day("baseline")])
    forecast = DayField(constraints=[real_day("forecast")])
    actual = DayField(null=True, constraints=[real_day("actual")])
    evidence = TextField(default="", constraints=[plain_text("evidence", NOTE_LENGTH)])
    reason = TextField(default="", constraints=[plain_text("reason", NOTE_LENGTH)])
    series = ForeignKeyField(MilestoneSeries, null=True, index=False)
    occurrence = DayField(null=True, constraints=[real_day("occurrence")])

    class Meta:
        indexes = (
            (("project", "name"), True),
            (("project", "forecast"), False),
            (("forecast",), False),
            (("series", "occurrence"), True),
        )
        constraints = [Check("(series_id IS NULL) = (occurrence IS NULL)")]


# What the night and the list of late projects ask for.
Milestone.add_index(
    Milestone.index(
        Milestone.forecast,
        Milestone.project,
        where=SQL("actual IS NULL"),
        name="milestone_to_come",
    )
)


class Dependency(Row):
    """That a milestone comes at least `gap_days` after the one that it `needs`; never in a ring."""

    id = AutoField()
    milestone = ForeignKeyField(Milestone, index=False)
    needs = ForeignKeyField(Milestone, backref="+")
    gap_days = IntegerField(
        default=0, constraints=[Check(f"gap_days BETWEEN -{MOST_GAP} AND {MOST_GAP}")]
    )

    class Meta:
        indexes = ((("milestone", "needs"), True),)
        constraints = [Check("milestone_id <> needs_id")]


class BudgetLine(Row):
    """What a project plans to spend on one thing, from the grant or from money of its own."""

    id = AutoField()
    project = ForeignKeyField(Project, index=False)
    name = TextField(constraints=[plain_text("name", TITLE_LENGTH, 1)])
    amount = IntegerField(constraints=[fen("amount")])
    source = TextField(default="grant", constraints=[one_of("source", SOURCES)])

    class Meta:
        indexes = ((("project", "name", "source"), True),)


class Tranche(Row):
    """A part of a grant, paid when its milestone is reached or on `due_on`."""

    id = AutoField()
    project = ForeignKeyField(Project, index=False)
    milestone = ForeignKeyField(Milestone, null=True)
    name = TextField(constraints=[plain_text("name", TITLE_LENGTH, 1)])
    amount = IntegerField(constraints=[fen("amount", 1)])
    due_on = DayField(null=True, constraints=[real_day("due_on")])
    state = TextField(default="planned", constraints=[one_of("state", TRANCHE_STATES)])

    class Meta:
        indexes = ((("project", "name"), True),)


class Payment(Row):
    """One line of the ledger of what was paid: never changed or removed, only reversed by another.

    `tranche_id` is no foreign key: the ledger remembers what was undone.
    """

    id = AutoField()
    project = ForeignKeyField(Project)
    tranche_id = IntegerField(index=True)
    day = DayField(constraints=[real_day("day")])
    amount = IntegerField(constraints=[fen("amount", -MOST_FEN), Check("amount <> 0")])
    kind = TextField(constraints=[one_of("kind", ENTRY_KINDS)])
    reverses = ForeignKeyField("self", null=True, backref="+", unique=True)
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])


class CapOverride(Row):
    """That somebody let a project, or its community through it, go over a cap: to `up_to` fen."""

    id = AutoField()
    project = ForeignKeyField(Project)
    cap = TextField(constraints=[one_of("cap", CAPS)])
    up_to = IntegerField(constraints=[fen("up_to")])
    day = DayField(constraints=[real_day("day")])
    by = TextField(constraints=[plain_text("by", NAME_LENGTH, 1)])
    reason = TextField(constraints=[plain_text("reason", NOTE_LENGTH, 1)])


class Criterion(Row):
    """What projects of a year are reviewed by: up to `most` points, with a `weight`."""

    id = AutoField()
    year = ForeignKeyField(ProgrammeYear, index=False)
    name = TextField(constraints=[plain_text("name", NAME_LENGTH, 1)])
    weight = IntegerField(constraints=[Check(f"weight BETWEEN 1 AND {MOST_POINTS}")])
    most = IntegerField(default=100, constraints=[Check(f"most BETWEEN 1 AND {MOST_POINTS}")])

    class Meta:
        indexes = ((("year", "name"), True),)


class Review(Row):
    """What one reviewer found of a project."""

    id = AutoField()
    project = ForeignKeyField(Project, index=False)
    reviewer = TextField(constraints=[plain_text("reviewer", NAME_LENGTH, 1)])
    day = DayField(constraints=[real_day("day")])
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])

    class Meta:
        indexes = ((("project", "reviewer"), True),)


class Score(Row):
    """The points that a review gives by one criterion."""

    id = AutoField()
    review = ForeignKeyField(Review, index=False)
    criterion = ForeignKeyField(Criterion)
    points = IntegerField(constraints=[Check("typeof(points) = 'integer' AND points >= 0")])

    class Meta:
        indexes = ((("review", "criterion"), True),)


class Supervision(Row):
    """A visit or a training that a weak project was given."""

    id = AutoField()
    project = ForeignKeyField(Project)
    kind = TextField(constraints=[one_of("kind", SUPERVISIONS)])
    day = DayField(constraints=[real_day("day")])
    who = TextField(default="", constraints=[plain_text("who", NAME_LENGTH)])
    note = TextField(default="", constraints=[plain_text("note", NOTE_LENGTH)])


TABLES: tuple[type[Row], ...] = (
    ProgrammeYear,
    Organisation,
    Project,
    ProjectPerson,
    MilestoneSeries,
    Milestone,
    Dependency,
    BudgetLine,
    Tranche,
    Payment,
    CapOverride,
    Criterion,
    Review,
    Score,
    Supervision,
)
