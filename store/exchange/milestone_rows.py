"""Milestones from a table, with what they need and what is paid by them: matched by their name.

Nothing is written before every row was seen, for a row may need what stands below it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from store.calendar import say_day
from store.exchange import cells as reading
from store.exchange.cells import BadCell, Reader
from store.exchange.intake import Intake, insert, select, update
from store.exchange.known_projects import Named
from store.exchange.milestone_tranches import MilestoneTranches
from store.language import _
from store.neighbours.models import NOTE_LENGTH
from store.programme import dependencies, money
from store.programme.models import MOST_GAP, TITLE_LENGTH, Dependency
from store.text import shown

_PROJECTS = """
    SELECT project.id, project.name, year_id, community.name, ends_on, status, granted
    FROM project JOIN community ON community.id = community_id
"""
_MILESTONES = """
    SELECT milestone.id, milestone.project_id, milestone.name, baseline, forecast, actual,
        evidence, milestone.reason,
        coalesce((SELECT sum(amount) FROM tranche
                  WHERE milestone_id = milestone.id AND state = 'planned'), 0),
        (SELECT CASE WHEN sum(payment.amount) = (
                SELECT sum(amount) FROM tranche AS own
                WHERE own.milestone_id = milestone.id AND own.state = 'planned')
            THEN max(day) END
         FROM payment JOIN tranche ON tranche.id = tranche_id
         WHERE milestone_id = milestone.id AND state = 'planned')
    FROM json_each(?) AS asked CROSS JOIN milestone ON milestone.project_id = asked.value
"""
_NEEDS = """
    SELECT milestone_id, needs_id, gap_days
    FROM json_each(?) AS asked CROSS JOIN milestone ON milestone.project_id = asked.value
    JOIN dependency ON milestone_id = milestone.id
"""
_COLUMNS = ("project_id", "name", "baseline", "forecast", "actual", "evidence", "reason")
# A name, and so many days behind it.
_NEED = re.compile(r"(?P<name>.+?)(?:\s+(?P<gap>[+-]\s*\d{1,5}))?")

# A project's id and a milestone's name, by which a row is matched.
_Key = tuple[int, str]
Needs = tuple[tuple[str, int | None], ...]


class _Known(NamedTuple):
    """A milestone that the store holds."""

    id: int
    project_id: int
    name: str
    baseline: date
    forecast: date
    actual: date | None
    evidence: str
    reason: str
    tranche: int
    paid_on: date | None


class _Said(NamedTuple):
    """What a row says of a milestone, and the project it is of (the row of `_PROJECTS`)."""

    line: int
    cells: list[str]
    project: Any
    fields: dict[str, Any]
    needs: Needs


class MilestoneRows(Intake):
    """Takes milestones; what they need are others of the same project."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._projects = Named(self.kind, "project", _PROJECTS)
        self._readers: dict[str, Reader] = {
            "name": reading.text(column("name"), TITLE_LENGTH),
            "baseline": reading.day(column("baseline")),
            "forecast": reading.day(column("forecast")),
            "actual": reading.day(column("actual")),
            "needs": Reader(column("needs"), parse_needs),
            "evidence": reading.text(column("evidence"), NOTE_LENGTH),
            "slip_reason": reading.text(column("slip_reason"), NOTE_LENGTH),
            "tranche": Reader(column("tranche"), lambda cell: money.parse(cell or "0")),
            "paid_on": reading.day(column("paid_on")),
        }
        self._where = {key.key: self.place(key.key) for key in self.kind.columns}
        self._said: dict[_Key, _Said] = {}
        self._money = MilestoneTranches(())

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Nothing: what is there is looked up when every row was seen."""

    def row(self, line: int, cells: list[str]) -> None:
        """Note what one row says."""
        where = self._where
        project = self._projects.at(
            *(cells[where[key]] for key in ("project", "year", "community"))
        )
        fields = {key: reader[cells[where[key]]] for key, reader in self._readers.items()}
        self._refuse(project, fields)
        key = (project[0], fields["name"])
        if earlier := self._said.get(key):
            sentence = _("This milestone is in line {line} already.")
            raise BadCell("name", sentence.format(line=earlier.line))
        self._said[key] = _Said(line, cells[:-1], project, fields, fields.pop("needs"))

    def write(self) -> None:
        """Nothing: see `finish`."""

    def finish(self) -> None:
        """Judge what rows need and are paid, and write all that can be."""
        asked = sorted({project_id for project_id, _name in self._said})
        known = {(row[1], row[2]): _known(row) for row in select(_MILESTONES, asked)}
        self._refuse_money(known)
        links = self._links(known, asked)
        self._write_milestones(known)
        ids = {(row[1], row[2]): row[0] for row in select(_MILESTONES, asked)}
        self._write_needs(ids, links)
        self._write_tranches(ids)

    def _refuse(self, project: Any, fields: dict[str, Any]) -> None:
        _id, name, _year, _community, ends_on, status, _granted = project
        if fields["baseline"] is None:
            raise BadCell("baseline", reading.empty(self.kind.column("baseline")))
        if fields["baseline"].isoformat() > ends_on:
            sentence = _("{project} ends on {day}: the baseline cannot be later.")
            words = {"project": shown(name, 60), "day": say_day(date.fromisoformat(ends_on))}
            raise BadCell("baseline", sentence.format(**words))
        for key in ("actual", "paid_on"):
            day = fields[key]
            if day is not None and day > self.today:
                raise BadCell(key, _("{day} has not come yet.").format(day=say_day(day)))
        if fields["actual"] is not None and status == "proposed":
            sentence = _("{project} is only proposed: it has no grant yet.")
            raise BadCell("actual", sentence.format(project=shown(name, 60)))
        if fields["paid_on"] is not None and not fields["tranche"]:
            raise BadCell("tranche", _("Please say how much was paid."))

    def _refuse_money(self, known: dict[_Key, _Known]) -> None:
        """Refuse rows whose tranche cannot be, or cannot be paid."""
        paying = {key: said for key, said in self._said.items() if said.fields["tranche"]}
        self._money = MilestoneTranches({key[0] for key in paying})
        for key, said in paying.items():
            amount, paid_on = said.fields["tranche"], said.fields["paid_on"]
            try:
                self._money.take(*key, _id_of(known.get(key)), amount, paid_on)
            except BadCell as bad:
                self._drop(key, bad)

    def _links(
        self, known: dict[_Key, _Known], asked: list[int]
    ) -> dict[_Key, list[tuple[_Key, int]]]:
        """What each row needs, with the gaps; rows that close a ring or miss one are refused."""
        names = {row.id: key for key, row in known.items()}
        graph: defaultdict[Any, list[Any]] = defaultdict(list)
        for later, earlier, _gap in select(_NEEDS, asked):
            if later in names and earlier in names:
                graph[names[later]].append(names[earlier])
        found: dict[_Key, list[tuple[_Key, int]]] = {}
        going = True
        while going:  # who needs a row that is refused is refused as well
            going = False
            for key, said in list(self._said.items()):
                if key in found and all(
                    need in self._said or need in known for need, _g in found[key]
                ):
                    continue
                try:
                    found[key] = self._needed(key, said, known, graph)
                except BadCell as bad:
                    found.pop(key, None)
                    self._drop(key, bad)
                    going = True
        return found

    def _needed(
        self, key: _Key, said: _Said, known: dict[_Key, _Known], graph: dict[Any, list[Any]]
    ) -> list[tuple[_Key, int]]:
        links = []
        for name, gap in said.needs:
            need = (key[0], name)
            there = self._said.get(need)
            baseline = there.fields["baseline"] if there else None
            if baseline is None and need in known:
                baseline = known[need].baseline
            if baseline is None:
                sentence = _("There is no milestone “{name}” in this project.")
                raise BadCell("needs", sentence.format(name=shown(name)))
            if need == key:
                sentence = _("“{milestone}” cannot need itself.").format(milestone=shown(name))
                raise BadCell("needs", sentence)
            if ring := dependencies.path(graph, need, key):
                around = [key[1], *(there_name for _project, there_name in ring)]
                raise BadCell("needs", dependencies.say_ring(around))
            graph[key].append(need)
            days = (said.fields["baseline"] - baseline).days if gap is None else gap
            if abs(days) > MOST_GAP:
                sentence = _("Please give a gap of at most {most} days.")
                raise BadCell("needs", sentence.format(most=MOST_GAP))
            links.append((need, days))
        return links

    def _drop(self, key: _Key, bad: BadCell) -> None:
        said = self._said.pop(key)
        self.reject(said.line, said.cells, bad)

    def _write_milestones(self, known: dict[_Key, _Known]) -> None:
        new, differing = [], []
        for key, said in self._said.items():
            row = known.get(key)
            values = self._columns(said, row)
            what = f"{said.project[1]} {key[1]}"
            if row is None:
                new.append(values)
                self.note_added(said.line, what)
                continue
            before = {**row._asdict(), "slip_reason": row.reason}
            after = dict(zip(_COLUMNS[2:], values[2:], strict=True))
            after["slip_reason"] = after.pop("reason")
            if said.fields["tranche"]:
                after["tranche"] = said.fields["tranche"]
            if said.fields["paid_on"] and row.paid_on is None:
                after["paid_on"] = said.fields["paid_on"]
            if self.note_kept(said.line, what, before, after):
                differing.append((*values[2:], row.id))
        insert("milestone", _COLUMNS, [tuple(map(_stored, values)) for values in new])
        update("milestone", _COLUMNS[2:], [tuple(map(_stored, values)) for values in differing])

    def _columns(self, said: _Said, row: _Known | None) -> tuple[Any, ...]:
        """The columns of a milestone; what the file has no column for stays as it is."""
        fields = said.fields
        actual = fields["actual"] if self.has("actual") or row is None else row.actual
        forecast = fields["forecast"]
        if forecast is None:
            forecast = row.forecast if row else actual or fields["baseline"]
        evidence, reason = fields["evidence"], fields["slip_reason"]
        if row is not None:
            evidence = evidence if self.has("evidence") else row.evidence
            reason = reason if self.has("slip_reason") else row.reason
        return (
            said.project[0], fields["name"], fields["baseline"], forecast, actual, evidence, reason
        )  # fmt: skip

    def _write_needs(self, ids: dict[_Key, int], links: dict[_Key, list[tuple[_Key, int]]]) -> None:
        for key, needs in links.items():
            for need, gap in needs:
                Dependency.insert(milestone=ids[key], needs=ids[need], gap_days=gap).on_conflict(
                    conflict_target=[Dependency.milestone, Dependency.needs],
                    update={Dependency.gap_days: gap},
                    where=(Dependency.gap_days != gap),
                ).execute()

    def _write_tranches(self, ids: dict[_Key, int]) -> None:
        paying = [(key, said) for key, said in self._said.items() if said.fields["tranche"]]
        with self._money.as_they_were({key[0] for key, _said in paying}):
            for key, said in paying:
                amount, paid_on = said.fields["tranche"], said.fields["paid_on"]
                self._money.write(*key, ids[key], amount, paid_on)


def parse_needs(text: str) -> Needs:
    """What a milestone needs, each with the days between if these are said: `启动会;方案 +14`."""
    found = []
    for part in reading.apart(text):
        need = _NEED.fullmatch(part)
        if need:
            gap = int(need["gap"].replace(" ", "")) if need["gap"] else None
            found.append((need["name"], gap))
    return tuple(found)


def say_need(name: str, gap: int, usual: int) -> str:
    """What a milestone needs, as a cell says it; a gap that is the `usual` one is left out."""
    found = _NEED.fullmatch(name)
    looks_like_a_gap = found is not None and found["gap"]
    return name if gap == usual and not looks_like_a_gap else f"{name} {gap:+d}"


def _id_of(row: _Known | None) -> int | None:
    return None if row is None else row.id


def _known(row: Any) -> _Known:
    days = [date.fromisoformat(day) if day else None for day in row[3:6]]
    paid_on = date.fromisoformat(row[9]) if row[9] else None
    return _Known._make((*row[:3], *days, *row[6:9], paid_on))


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
