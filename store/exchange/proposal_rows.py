"""Proposals from a table, their votes opened: matched by year, community and name."""

from __future__ import annotations

from typing import Any

from store.database import db
from store.errors import Ambiguous, Invalid, NotFound, Refused
from store.exchange import cells as reading
from store.exchange.cells import BadCell, Reader
from store.exchange.intake import NumberedIntake, refuse_new_number
from store.exchange.kinds import RULE_WORDS, RURAL_WORDS, SECRET_WORDS, STATE_WORDS
from store.exchange.known_projects import bad_cell
from store.language import _
from store.neighbours import compounds
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.programme import money, proposals, rolls, terms
from store.programme.models import FIRST_YEAR, LAST_YEAR, TITLE_LENGTH
from store.programme.proposals import ProposalRow, ProposalValues

# What a file may say of the vote, and the store say of it by then: the file's own vote is later on.
_FOLLOWS = {
    "draft": ("draft",),
    "open": ("open", "closed"),
    "closed": ("open", "closed"),
    "withdrawn": ("withdrawn",),
}
QUORUM = 50


class ProposalRows(NumberedIntake):
    """Takes proposals; a vote that the file calls open or closed is opened, with a roll."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._readers: dict[str, Reader] = {
            "year": reading.number(column("year"), FIRST_YEAR, LAST_YEAR),
            "name": reading.text(column("name"), TITLE_LENGTH),
            "community": reading.text(column("community"), NAME_LENGTH),
            "district": reading.text(column("district"), NAME_LENGTH),
            "compound": reading.text(column("compound"), NAME_LENGTH),
            "organisation": reading.text(column("organisation"), TITLE_LENGTH),
            "dimensions": reading.needed(column("dimensions"), terms.parse_dimensions),
            "rural": reading.word(column("rural"), RURAL_WORDS, "urban"),
            "cost": reading.needed(column("cost"), lambda cell: money.parse(cell, least=1)),
            "proposer": reading.text(column("proposer"), NAME_LENGTH),
            "rule": reading.word(column("rule"), RULE_WORDS, "majority"),
            "quorum": reading.number(column("quorum"), 0, 100),
            "secret": reading.word(column("secret"), SECRET_WORDS, "open"),
            "opens_on": reading.day(column("opens_on")),
            "closes_on": reading.day(column("closes_on")),
            "state": reading.word(column("state"), STATE_WORDS, ""),
            "note": reading.text(column("note"), NOTE_LENGTH),
        }
        self._where = {key.key: self.place(key.key) for key in self.kind.columns}
        sql = (
            "SELECT year_id, community.name, proposal.name, proposal.id FROM proposal"
            " JOIN community ON community.id = community_id"
        )
        self._known = {tuple(row[:3]): row[3] for row in db.execute_sql(sql)}
        self._only = _only_compound()

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Nothing: what proposals are called is known from the start."""

    def row(self, line: int, cells: list[str]) -> None:
        """Take one proposal."""
        number = self.number(cells)
        if self.waits(line, cells, number):
            return
        said = {key: reader[cells[self._where[key]]] for key, reader in self._readers.items()}
        if said["year"] is None:
            raise BadCell("year", reading.empty(self.kind.column("year")))
        if said["quorum"] is None:
            said["quorum"] = QUORUM
        said["compound"] = said["compound"] or self._only
        known_id = self._known.get((said["year"], said["community"], said["name"]))
        if number is not None and known_id is None and number in self._known.values():
            known_id = number  # it has another name now
        try:
            with db.atomic():  # a row that is refused leaves nothing behind
                self._take(line, said, number, known_id)
        except (Invalid, Refused) as refused:
            raise bad_cell(refused, {}, "state") from None
        except (NotFound, Ambiguous) as refused:
            raise BadCell("compound", refused.sentence) from None

    def write(self) -> None:
        """Nothing: each proposal is written at once."""

    def _take(
        self, line: int, said: dict[str, Any], number: int | None, known_id: int | None
    ) -> None:
        if known_id is None:
            self._add(line, said, number)
        else:
            self._keep(line, said, proposals.get(known_id))

    def _add(self, line: int, said: dict[str, Any], number: int | None) -> None:
        values = proposals.check(_values(said))
        _refuse_days(said)
        if number is not None:
            refuse_new_number(number)
        proposal_id = proposals.insert(values, **({"id": number} if number else {}))
        self._open(proposal_id, said)
        self._known[values.year, values.community, values.name] = proposal_id
        self.note_added(line, values.name)

    def _keep(self, line: int, said: dict[str, Any], row: ProposalRow) -> None:
        before = _said_of(row)
        after = {key: said[key] if self.has(key) else before[key] for key in before}
        values = proposals.check(_values(after))
        wanted = said["state"] or row.state
        opening = row.state == "draft" and wanted != "draft"
        stands = opening or row.state in _FOLLOWS[wanted]
        if not stands and (refused := proposals.refused_state(row, wanted)):
            raise refused
        if values != row.values:
            proposals.edit(row, values)
            del self._known[row.year, row.community, row.name]
            self._known[values.year, values.community, values.name] = row.id
        if opening:
            _refuse_days(said)
            self._open(row.id, said)
        self.note_kept(line, row.name, {**before, "opened": False}, {**after, "opened": opening})

    def _open(self, proposal_id: int, said: dict[str, Any]) -> None:
        if said["state"] == "withdrawn":
            proposals.withdraw(proposal_id)
        elif said["state"] in ("open", "closed"):
            rolls.open_by_file(proposal_id, said["opens_on"], said["closes_on"])


def _only_compound() -> str:
    rows = compounds.compounds(limit=2)
    return rows[0].name if len(rows) == 1 else ""


def _values(said: dict[str, Any]) -> ProposalValues:
    return ProposalValues(
        said["year"],
        said["name"],
        said["community"],
        said["district"],
        said["compound"],
        said["organisation"],
        said["dimensions"],
        said["rural"] == "rural",
        said["cost"],
        said["proposer"],
        said["note"],
        said["rule"],
        said["quorum"],
        said["secret"] == "secret",
    )


def _said_of(row: ProposalRow) -> dict[str, Any]:
    """A proposal as a row would say it, but for its vote."""
    said = row.values._asdict()
    said["rural"] = "rural" if row.rural else "urban"
    said["secret"] = "secret" if row.secret else "open"
    return said


def _refuse_days(said: dict[str, Any]) -> None:
    if said["state"] not in ("open", "closed"):
        return
    for key in ("opens_on", "closes_on"):
        if said[key] is None:
            raise BadCell(key, _("Please say from when to when the vote is held."))
    if said["closes_on"] < said["opens_on"]:
        raise BadCell("closes_on", _("The last day lies before the first."))
