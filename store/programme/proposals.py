"""Proposals: what residents want done, what it costs, and how they vote on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from peewee import Expression, fn

from store import history
from store.calendar import say_day
from store.database import db, transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.language import _
from store.neighbours import compounds, edits
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH, Community
from store.programme import finding, money, project_values, terms, years
from store.programme.finding import Named
from store.programme.models import DIMENSIONS, MOST_FEN, TITLE_LENGTH
from store.programme.vote_models import RULES, Proposal
from store.text import fold, search_key, shown

# What may still change once voting has opened: nothing that anybody voted on.
ALWAYS = frozenset({"organisation", "proposer", "note"})

_SELECT = """
    SELECT proposal.id, proposal.year_id, proposal.name, proposal.community_id, community.name,
        community.district, compound_id, coalesce(compound.name, ''),
        coalesce(organisation.name, ''), dimensions, rural, cost, proposer, proposal.note, rule,
        quorum, secret, counting, opens_on, closes_on, state, closed_on, outcome, tally, project_id,
        (SELECT count(*) FROM roll_entry WHERE roll_entry.proposal_id = proposal.id),
        (SELECT count(cast_as) FROM roll_entry WHERE roll_entry.proposal_id = proposal.id),
        (SELECT count(*) FROM ballot WHERE proposal_id = proposal.id AND choice = 'yes'),
        (SELECT count(*) FROM ballot WHERE proposal_id = proposal.id AND choice = 'no'),
        (SELECT count(*) FROM ballot WHERE proposal_id = proposal.id AND choice = 'abstain')
    FROM proposal JOIN community ON community.id = proposal.community_id
    LEFT JOIN compound ON compound.id = compound_id
    LEFT JOIN organisation ON organisation.id = organisation_id
    WHERE {wanted} ORDER BY proposal.id {order} LIMIT ?
"""


class ProposalValues(NamedTuple):
    """What a form or a file says of a proposal; `cost` in fen, `quorum` in percent of the roll."""

    year: int
    name: str
    community: str
    district: str = ""
    compound: str = ""
    organisation: str = ""
    dimensions: tuple[str, ...] = ()
    rural: bool = False
    cost: int = 0
    proposer: str = ""
    note: str = ""
    rule: str = "majority"
    quorum: int = 50
    secret: bool = False


class ProposalRow(NamedTuple):
    """A proposal, how its vote stands, and what came of it.

    `counting` says that papers of a secret vote were counted already, `roll` counts the households
    that may vote, `cast` those that have; `project_id` is what it became.
    """

    id: int
    year: int
    name: str
    community_id: int
    community: str
    district: str
    compound_id: int | None
    compound: str
    organisation: str
    dimensions: tuple[str, ...]
    rural: bool
    cost: int
    proposer: str
    note: str
    rule: str
    quorum: int
    secret: bool
    counting: bool
    opens_on: date | None
    closes_on: date | None
    state: str
    closed_on: date | None
    outcome: str | None
    tally: str
    project_id: int | None
    roll: int
    cast: int
    yes: int
    no: int
    abstain: int

    @property
    def values(self) -> ProposalValues:
        """What a form shows of it."""
        return ProposalValues(*(getattr(self, field) for field in ProposalValues._fields))


class ProposalList:
    """Proposals by number, in windows by key; of one year or in one state where given."""

    def __init__(self, year: int | None = None, state: str = "") -> None:
        parts, values = ["1"], list[Any]()
        if year is not None:
            parts.append("proposal.year_id = ?")
            values.append(year)
        if state:
            parts.append("state = ?")
            values.append(state)
        self._wanted, self._values = " AND ".join(parts), tuple(values)

    def after(self, key: int | None, limit: int) -> Sequence[ProposalRow]:
        """Up to `limit` proposals that follow the one of number `key` (None: from the start)."""
        return self._rows("proposal.id > ?", -1 if key is None else key, "", limit)

    def before(self, key: int | None, limit: int) -> Sequence[ProposalRow]:
        """Up to `limit` proposals next before `key` (None: the last ones), in order."""
        return self._rows("proposal.id < ?", 2**62 if key is None else key, "DESC", limit)[::-1]

    def count(self) -> int:
        """How many proposals there are."""
        return self._count("1", ())

    def position(self, key: int) -> int:
        """How many proposals precede number `key`."""
        return self._count("proposal.id < ?", (key,))

    def _rows(self, bound: str, key: int, order: str, limit: int) -> list[ProposalRow]:
        return _select(f"{self._wanted} AND {bound}", (*self._values, key), order, limit)

    def _count(self, bound: str, values: tuple[int, ...]) -> int:
        sql = f"SELECT count(*) FROM proposal WHERE {self._wanted} AND {bound}"
        return db.execute_sql(sql, (*self._values, *values)).fetchone()[0]


def get(proposal_id: int) -> ProposalRow:
    """The proposal with this id. Raises NotFound."""
    rows = _select("proposal.id = ?", (proposal_id,), "", 1)
    if not rows:
        raise no_such_proposal(f"#{proposal_id}")
    return rows[0]


def find(text: str, year: int | None = None, community: str = "") -> ProposalRow:
    """The one proposal that `text` means: `#12`, a name, its beginning, its pinyin, or part of it.

    Raises NotFound, or Ambiguous, naming the candidates.
    """
    if (number := finding.number(text)) is not None:
        return get(number)
    wanted = fold(text)
    if not wanted:
        raise no_such_proposal(text)
    query = Proposal.select(
        Proposal.id, Proposal.name, Proposal.search_key, Community.name, Proposal.year_id
    ).join(Community)
    query = query.where(
        (Proposal.name == text.strip()) | (fn.INSTR(Proposal.search_key, wanted) > 0)
    )
    if year is not None:
        query = query.where(Proposal.year == year)
    if community:
        query = query.where(Community.name == community.strip())
    named = (
        Named(key, name, searched, f"{name} ({place}, {of_year})")
        for key, name, searched, place, of_year in query.order_by(Proposal.id).tuples()
    )
    return get(finding.choose(text, named, no_such_proposal(text)))


def years_with_proposals() -> tuple[int, ...]:
    """The years that have proposals, first to last."""
    rows = Proposal.select(Proposal.year_id).distinct().order_by(Proposal.year_id).tuples()
    return tuple(year for (year,) in rows)


def add(values: ProposalValues) -> int:
    """Write a proposal down and answer its id. Raises Invalid naming every field that is wrong."""
    values = check(values)
    with transaction(), history.deed("add_proposal", proposal=values.name):
        return insert(values)


def insert(values: ProposalValues, **more: Any) -> int:
    """Enter a proposal whose values are checked, inside the caller's deed. Raises Invalid."""
    years.ensure(values.year)
    community = project_values.community_id(values)
    _refuse_same_name(values, community)
    return Proposal.insert(**_columns(values, community), **more).execute()


def edit(seen: ProposalRow, values: ProposalValues) -> None:
    """Change a proposal; `seen` is how the form showed it.

    Raises NotFound, Invalid naming every field that is wrong, or Refused for what was voted on
    already, or what somebody else changed meanwhile.
    """
    values = check(values)
    with transaction():
        now = get(seen.id)
        said = {
            "dimensions": terms.say_dimensions(now.dimensions),
            "cost": money.say(now.cost),
            "rule": _(terms.RULE_NAMES[now.rule]),
            "secret": _(terms.SECRECY_NAMES[now.secret]),
            "rural": _(terms.PLACES[now.rural]),
        }
        changed = edits.changes(
            Proposal, seen.id, seen.values, now.values, values._asdict(), said=said
        )
        if not changed:
            return
        if now.state != "draft" and changed.keys() - ALWAYS:
            sentence = _("{proposal}: what was put to the vote stays as it is.")
            raise Refused(_("Proposal"), sentence.format(proposal=shown(now.name, 60)))
        wanted = now.values._replace(**changed)
        with history.deed("edit_proposal", proposal=wanted.name):
            years.ensure(wanted.year)
            community = project_values.community_id(wanted)
            if {"name", "year", "community"} & changed.keys():
                _refuse_same_name(wanted, community)
            columns = _columns(wanted, community)
            edits.save(Proposal, seen.id, columns, no_such_proposal(""))


def withdraw(proposal_id: int) -> None:
    """Take a proposal back, also while it is voted on. Raises NotFound, or Refused once closed."""
    with transaction():
        row = get(proposal_id)
        words = {"proposal": shown(row.name, 60)}
        if row.state == "closed":
            sentence = _("{proposal} was voted on, and closing is final.")
            raise Refused(_("Proposal"), sentence.format(**words))
        if row.state == "withdrawn":
            raise Refused(_("Proposal"), _("{proposal} was withdrawn already.").format(**words))
        with history.deed("withdraw_proposal", proposal=row.name):
            Proposal.update(state="withdrawn").where(Proposal.id == proposal_id).execute()


def check(values: ProposalValues) -> ProposalValues:
    """The values as they may be stored. Raises Invalid naming every field that is wrong."""
    errors: list[FieldError] = []
    texts: dict[str, Any] = {
        field: project_values.checked_text(errors, field, getattr(values, field), most, said)
        for field, most, said in (
            ("name", TITLE_LENGTH, _("Name")),
            ("community", NAME_LENGTH, _("Community")),
            ("district", NAME_LENGTH, _("District")),
            ("compound", NAME_LENGTH, _("Compound")),
            ("organisation", TITLE_LENGTH, _("Organisation")),
            ("proposer", NAME_LENGTH, _("Proposer")),
            ("note", NOTE_LENGTH, _("Note")),
        )
    }
    project_values.check_named(errors, texts, values.year, values.dimensions)
    if not 0 < values.cost <= MOST_FEN:
        errors.append(FieldError("cost", _("Please give an amount above nothing.")))
    if values.rule not in RULES:
        errors.append(FieldError("rule", _("Please choose a rule.")))
    if not 0 <= values.quorum <= 100:
        errors.append(FieldError("quorum", _("Please give a percentage from 0 to 100.")))
    if texts["compound"]:
        try:
            compounds.find(texts["compound"])
        except (NotFound, Refused) as refused:
            errors.append(FieldError("compound", refused.sentence))
    if errors:
        raise Invalid(_("Proposal"), tuple(errors))
    dimensions = tuple(key for key in DIMENSIONS if key in values.dimensions)
    return values._replace(**texts, dimensions=dimensions)


def no_such_proposal(text: str) -> NotFound:
    """What is said where `text` means no proposal."""
    sentence = _("There is no proposal “{name}”. Please check the name or the number.")
    return NotFound(_("No such proposal"), sentence.format(name=shown(text.strip())))


def refused_state(row: ProposalRow, wanted: str) -> Refused | None:
    """What is said where a proposal is not in the state that is `wanted`; None where it is."""
    if row.state == wanted:
        return None
    sentences = {
        "draft": _("The vote on {proposal} has not been opened yet."),
        "open": _("The vote on {proposal} is open already.")
        if wanted == "draft"
        else _("The vote on {proposal} is still open."),
        "closed": _("The vote on {proposal} was closed on {day}, and that is final."),
        "withdrawn": _("{proposal} was withdrawn."),
    }
    day = say_day(row.closed_on) if row.closed_on else ""
    words = {"proposal": shown(row.name, 60), "day": day}
    return Refused(_("Vote"), sentences[row.state].format(**words))


def _select(condition: str, values: tuple[Any, ...], order: str, limit: int) -> list[ProposalRow]:
    sql = _SELECT.format(wanted=condition, order=order)
    return [_row(row) for row in db.execute_sql(sql, (*values, limit))]


def _row(row: Sequence[Any]) -> ProposalRow:
    found = dict(zip(ProposalRow._fields, row, strict=True))
    found["dimensions"] = tuple(found["dimensions"].split())
    for field in ("rural", "secret", "counting"):
        found[field] = bool(found[field])
    for field in ("opens_on", "closes_on", "closed_on"):
        found[field] = date.fromisoformat(found[field]) if found[field] else None
    return ProposalRow(**found)


def _columns(values: ProposalValues, community: int) -> dict[str, Any]:
    return {
        "year": values.year,
        "name": values.name,
        "community": community,
        "compound": compounds.find(values.compound).id if values.compound else None,
        "organisation": project_values.organisation_id(values.organisation),
        "dimensions": " ".join(values.dimensions),
        "rural": values.rural,
        "cost": values.cost,
        "proposer": values.proposer,
        "note": values.note,
        "rule": values.rule,
        "quorum": values.quorum,
        "secret": values.secret,
        "search_key": search_key(values.name, values.community),
    }


def _refuse_same_name(values: ProposalValues, community: int) -> None:
    same: Expression = (Proposal.year == values.year) & (Proposal.community == community)
    same &= Proposal.name == values.name
    if Proposal.select().where(same).exists():
        sentence = _("There is a proposal “{name}” of this community in {year} already.")
        error = FieldError("name", sentence.format(name=shown(values.name), year=values.year))
        raise Invalid(_("Proposal"), (error,))
