"""Projects from a table, with grant and budget: matched by year, community and name."""

from __future__ import annotations

import re
from typing import Any

from store.database import db
from store.errors import Invalid, Refused
from store.exchange import cells as reading
from store.exchange import kinds
from store.exchange.cells import BadCell, Reader
from store.exchange.intake import NumberedIntake, refuse_new_number
from store.exchange.kinds import RURAL_WORDS, SOURCE_WORDS, STATUS_WORDS
from store.exchange.known_projects import bad_cell
from store.language import _
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.programme import budget, caps, money, project_values, projects, terms, tranches
from store.programme.models import FIRST_YEAR, LAST_YEAR, TITLE_LENGTH, Project
from store.programme.projects import PersonRow, ProjectRow, ProjectValues
from store.text import clean, shown

Lines = dict[tuple[str, str], int]

# A name, and what is a telephone number behind it.
_PERSON = re.compile(r"(?P<name>.*?)\s*(?P<phone>[+\d][\d\s-]{4,}|\d*·{4}\d*)?")
# What a line of the budget is for, where its money comes from, and how much.
_LINE = re.compile(r"(?P<name>.+?)\s*[:：](?P<amount>[^:：]+)")
_SOURCE = re.compile(r"(?P<name>.+?)\s*[(（](?P<source>[^()（）]*)[)）]")
_COLUMNS = {"people": "in_charge", "amount": "grant"}


class ProjectRows(NumberedIntake):
    """Takes projects; years, communities and organisations are made on the way."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._readers: dict[str, Reader] = {
            "year": reading.number(column("year"), FIRST_YEAR, LAST_YEAR),
            "name": reading.text(column("name"), TITLE_LENGTH),
            "community": reading.text(column("community"), NAME_LENGTH),
            "district": reading.text(column("district"), NAME_LENGTH),
            "organisation": reading.text(column("organisation"), TITLE_LENGTH),
            "dimensions": reading.needed(column("dimensions"), terms.parse_dimensions),
            "rural": reading.word(column("rural"), RURAL_WORDS, "urban"),
            "status": reading.word(column("status"), STATUS_WORDS, ""),
            "starts_on": reading.day(column("starts_on")),
            "ends_on": reading.day(column("ends_on")),
            "grant": Reader(column("grant"), lambda cell: money.parse(cell or "0")),
            "in_charge": Reader(column("in_charge"), parse_people),
            "budget": Reader(column("budget"), parse_budget),
            "status_reason": reading.text(column("status_reason"), NOTE_LENGTH),
            "note": reading.text(column("note"), NOTE_LENGTH),
        }
        self._where = {key.key: self.place(key.key) for key in self.kind.columns}
        sql = (
            "SELECT year_id, community.name, project.name, project.id FROM project"
            " JOIN community ON community.id = community_id"
        )
        self._known = {tuple(row[:3]): row[3] for row in db.execute_sql(sql)}

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Nothing: what projects are called is known from the start."""

    def row(self, line: int, cells: list[str]) -> None:
        """Take one project."""
        number = self.number(cells)
        if self.waits(line, cells, number):
            return
        said = {key: reader[cells[self._where[key]]] for key, reader in self._readers.items()}
        if said["year"] is None:
            raise BadCell("year", reading.empty(self.kind.column("year")))
        known_id = self._known.get((said["year"], said["community"], said["name"]))
        if number is not None and known_id is None and number in self._known.values():
            known_id = number  # it has another name now
        try:
            with db.atomic():  # a row that is refused leaves nothing behind
                self._take(line, said, number, known_id)
        except (Invalid, Refused) as refused:
            raise bad_cell(refused, _COLUMNS) from None

    def write(self) -> None:
        """Nothing: each project is written at once, for the caps count those before it."""

    def _take(
        self, line: int, said: dict[str, Any], number: int | None, known_id: int | None
    ) -> None:
        if known_id is None:
            self._add(line, said, number)
        else:
            self._keep(line, said, projects.get(known_id))

    def _add(self, line: int, said: dict[str, Any], number: int | None) -> None:
        values = project_values.check(_values(said))
        status = said["status"] or ("funded" if said["grant"] else "proposed")
        _refuse_status(status, said["grant"], said["status_reason"])
        _refuse_caps(values, 0 if status in ("proposed", "removed") else said["grant"], 0)
        if number is not None:
            refuse_new_number(number)
        project_id = projects.insert(values, number)
        new = {"granted": said["grant"], "status": status, "reason": said["status_reason"]}
        Project.update(**new).where(Project.id == project_id).execute()
        for (name, source), amount in said["budget"].items():
            budget.put(project_id, name, amount, source)
        self._known[values.year, values.community, values.name] = project_id
        self.note_added(line, values.name)

    def _keep(self, line: int, said: dict[str, Any], row: ProjectRow) -> None:
        """Change a project that is there by what the file has columns for."""
        kept = project_values.people_of(row.id)
        before = _said_of(row) | {"in_charge": kept}
        after = {key: said[key] if self.has(key) else before[key] for key in before}
        for key in ("status", "starts_on", "ends_on"):
            after[key] = after[key] or before[key]
        after["in_charge"] = project_values.with_numbers(after["in_charge"], dict(kept))
        values = project_values.check(_values(after))
        if after["status"] != before["status"] or after["grant"] != before["grant"]:
            _refuse_change(row, after)
        if after == before:
            self.note_kept(line, row.name, before, after)
            return
        freed = row.granted - row.committed if row.status != "proposed" else 0
        grant = after["grant"]
        _refuse_caps(values, 0 if after["status"] == "proposed" else grant - freed, row.id)
        new = {"granted": grant, "status": after["status"], "reason": after["status_reason"]}
        projects.write(row.id, values)
        Project.update(**new).where(Project.id == row.id).execute()
        for (name, source), amount in after["budget"].items():
            if before["budget"].get((name, source)) != amount:
                budget.put(row.id, name, amount, source)
        for name, source in before["budget"].keys() - after["budget"].keys():
            budget.take_away(row.id, name, source)
        del self._known[row.year, row.community, row.name]
        self._known[values.year, values.community, values.name] = row.id
        self.note_kept(line, row.name, before, after)


def parse_people(text: str) -> tuple[PersonRow, ...]:
    """Who is in charge: `李梅 13800000000;王强`."""
    found = []
    for part in re.split("[;；、]", text):
        person = _PERSON.fullmatch(part.strip())
        if person and part.strip():
            found.append(PersonRow(person["name"], (person["phone"] or "").strip()))
    return tuple(found)


def say_people(people: tuple[PersonRow, ...]) -> str:
    """Who is in charge, as a cell says it."""
    return ";".join(" ".join(filter(None, person)) for person in people)


def parse_budget(text: str) -> Lines:
    """The lines of a budget: `培训:12000;场地(自筹):3000`, in fen. Raises Refused."""
    found: Lines = {}
    for part in reading.apart(text):
        line = _LINE.fullmatch(part)
        if line is None:
            sentence = _(
                "“{typed}” is not clear. Please write it like “培训:12000;场地(own):3000”."
            )
            raise Refused(_("Budget"), sentence.format(typed=shown(part)))
        name, source = _named_source(line["name"])
        key = clean(name, TITLE_LENGTH, _("Budget")), source
        if key in found:
            sentence = _("“{name}” is in the budget twice.")
            raise Refused(_("Budget"), sentence.format(name=shown(name)))
        found[key] = money.parse(line["amount"])
    return found


def _named_source(text: str) -> tuple[str, str]:
    """What a line is for, and where its money comes from, if that is said behind it."""
    said = _SOURCE.fullmatch(text)
    source = kinds.value(said["source"], SOURCE_WORDS) if said else None
    return (said["name"], source) if said and source else (text, "grant")


def say_budget(lines: Lines, language: str) -> str:
    """The lines of a budget, as a cell says them."""
    return reading.together(
        f"{_say_named(name, source, language)}:{money.written(amount)}"
        for (name, source), amount in lines.items()
    )


def _say_named(name: str, source: str, language: str) -> str:
    if source == "grant" and _named_source(name) == (name, source):
        return name
    return f"{name}({kinds.word(source, SOURCE_WORDS, language)})"


def _values(said: dict[str, Any]) -> ProjectValues:
    return ProjectValues(
        said["year"],
        said["name"],
        said["community"],
        said["district"],
        said["organisation"],
        said["dimensions"],
        said["rural"] == "rural",
        said["starts_on"],
        said["ends_on"],
        said["in_charge"],
        said["note"],
    )


def _said_of(row: ProjectRow) -> dict[str, Any]:
    """A project as a row would say it."""
    lines = {(line.name, line.source): line.amount for line in budget.lines(row.id)}
    return {
        "year": row.year,
        "name": row.name,
        "community": row.community,
        "district": row.district,
        "organisation": row.organisation,
        "dimensions": row.dimensions,
        "rural": "rural" if row.rural else "urban",
        "status": row.status,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "grant": row.granted,
        "in_charge": row.people,
        "budget": lines,
        "status_reason": row.reason,
        "note": row.note,
    }


def _refuse_status(status: str, grant: int, reason: str) -> None:
    if status == "proposed" and grant:
        raise BadCell("grant", _("A project that is only proposed has no grant yet."))
    if status != "proposed" and not grant:
        raise BadCell("grant", _("A project that is funded has a grant: please give it."))
    if status == "removed" and not reason:
        raise BadCell("status_reason", _("Please say why it is removed."))


def _refuse_change(row: ProjectRow, after: dict[str, Any]) -> None:
    if "removed" in (row.status, after["status"]):
        sentence = _("Removing a project cancels its tranches: please do that on its screen.")
        raise BadCell("status", sentence)
    _refuse_status(after["status"], after["grant"], after["status_reason"])
    shared = tranches.shared_out(row.id)
    if after["grant"] < shared:
        sentence = _("The tranches of {project} come to {shared}: please lower those first.")
        words = {"project": shown(row.name, 60), "shared": money.say(shared)}
        raise BadCell("grant", sentence.format(**words))


def _refuse_caps(values: ProjectValues, committed: int, project_id: int) -> None:
    try:
        caps.check(caps.meter(values.year, values.community, committed, project_id), None)
    except Refused as refused:
        raise BadCell("grant", refused.sentence) from None
