"""Elections as Pabulib files (.pb), the exchange format of participatory budgeting.

Three sections of `;`-separated rows, META, PROJECTS and VOTES, each with a row of column names:
Faliszewski et al. 2023, "Participatory Budgeting: Data, Tools and Analysis"; https://pabulib.org.
A file says itself how many projects and votes it holds, by which one that was cut short is known.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from store.errors import Refused, system_reason
from store.language import _
from store.programme.election import Candidate, Election, Limits, Unit, grouped, support
from store.text import shown

# Votes that name the projects approved, and nothing more.
APPROVAL = ("approval", "choose-1")
_SECTIONS = ("META", "PROJECTS", "VOTES")
_NEEDED = {
    "META": ("key", "value"),
    "PROJECTS": ("project_id", "cost"),
    "VOTES": ("voter_id", "vote"),
}
# Rules of cities that are followed here to the letter.
_KNOWN_RULES = ("", "greedy", "greedy-no-skip", "greedy-threshold")
# Amounts are counted in hundredths, or in what is smaller where the file has more decimals.
_DECIMALS, _MOST_DECIMALS = 2, 4
# So few digits that a number of JSON holds them all.
_MOST = Decimal(10) ** (15 - _MOST_DECIMALS)


class _Line(NamedTuple):
    """One row of a section, with its line in the file."""

    number: int
    cells: dict[str, str]


class PabulibFile(NamedTuple):
    """What a file holds; `rule` and `vote_type` are as it calls them.

    `notes` are sentences that whoever reads the outcome should know.
    """

    name: str
    description: str
    rule: str
    vote_type: str
    election: Election
    notes: tuple[str, ...] = ()


def read(path: Path) -> PabulibFile:
    """The election that the file at `path` holds. Raises Refused, naming the line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as trouble:
        sentence = _("{file} cannot be read: {why}.")
        raise _refusal(sentence.format(file=path.name, why=system_reason(trouble))) from None
    except UnicodeDecodeError:
        sentence = _("{file} is no text in UTF-8, as Pabulib files are.")
        raise _refusal(sentence.format(file=path.name)) from None
    return parse(text, path.name)


def parse(text: str, name: str) -> PabulibFile:
    """The election that `text` holds, the contents of the file called `name`. Raises Refused."""
    sections = _sections(text, name)
    meta = {line.cells["key"]: line.cells["value"] for line in sections["META"]}
    projects, votes = sections["PROJECTS"], sections["VOTES"]
    _refuse_cut_short(name, meta, "num_projects", len(projects))
    _refuse_cut_short(name, meta, "num_votes", len(votes))
    if "budget" not in meta:
        sentence = _("{file} names no budget: is it a whole Pabulib file?")
        raise _refusal(sentence.format(file=name))
    budget = _number(meta["budget"], name, 0)
    costs = [_number(line.cells["cost"], name, line.number) for line in projects]
    one = 10 ** max(_DECIMALS, *(_decimals(amount) for amount in (budget, *costs)))
    vote_type = meta.get("vote_type", "approval").casefold()
    places = _places(projects, name)
    ballots = _ballots(votes, places, name) if vote_type in APPROVAL else iter(())
    unit = Unit(meta.get("currency", ""), one)
    bare = Election((), grouped(ballots), int(budget * one), unit, _limits(meta, name))
    approvals = support(bare._replace(candidates=(_NOBODY,) * len(projects)))
    candidates = tuple(
        Candidate(
            line.cells["project_id"],
            line.cells.get("name") or line.cells["project_id"],
            int(cost * one),
            _published(line, vote_type, approvals[place], name),
        )
        for place, (line, cost) in enumerate(zip(projects, costs, strict=True))
    )
    rule = meta.get("rule", "")
    described = meta.get("description", "")
    notes = [_of_rule(rule, name)] if rule.casefold() not in _KNOWN_RULES else []
    differ = sum(one.votes != counted for one, counted in zip(candidates, approvals, strict=True))
    if differ and vote_type in APPROVAL:
        sentence = _("{file}: its ballots do not add up to its own votes for {count} projects.")
        notes.append(sentence.format(file=name, count=differ))
    election = bare._replace(candidates=candidates)
    return PabulibFile(name, described, rule, vote_type, election, tuple(notes))


_NOBODY = Candidate("", "", 0, 0)


def _sections(text: str, name: str) -> dict[str, list[_Line]]:
    """The rows of each section by their columns. Raises Refused."""
    found: dict[str, list[_Line]] = {}
    section = ""
    columns: list[str] = []
    for number, row in _rows(text, name):
        title = row[0].strip().upper() if sum(map(bool, row)) == 1 else ""
        if title in _SECTIONS and (title not in found):
            section, columns = title, []
            found[section] = []
        elif not section:
            sentence = _("{file}, line {line}: a Pabulib file begins with META.")
            raise _refusal(sentence.format(file=name, line=number))
        elif not columns:
            columns = [cell.strip().casefold() for cell in row]
            _refuse_columns(section, columns, name, number)
        else:
            found[section].append(_line(row, columns, section, name, number))
    missing = [section for section in _SECTIONS if section not in found]
    if missing or not columns:
        sentence = _("{file} is cut short: {section} is missing.")
        raise _refusal(sentence.format(file=name, section=(*missing, section)[0]))
    return found


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error:
        sentence = _("{file}, line {line}: this is no row of a table.")
        raise _refusal(sentence.format(file=name, line=reader.line_num)) from None


def _refuse_columns(section: str, columns: list[str], name: str, number: int) -> None:
    if section == "META":  # some files have the first of their keys in place of the titles
        columns[:] = _NEEDED["META"]
    for needed in _NEEDED[section]:
        if needed not in columns:
            sentence = _("{file}, line {line}: {section} has no column {column}.")
            words = {"file": name, "line": number, "section": section, "column": needed}
            raise _refusal(sentence.format(**words))


def _line(row: list[str], columns: list[str], section: str, name: str, number: int) -> _Line:
    too_many = any(cell.strip() for cell in row[len(columns) :])
    if len(row) < len(columns) or (too_many and section != "META"):
        sentence = _("{file}, line {line}: {count} columns, where {needed} are named.")
        words = {"file": name, "line": number, "count": len(row), "needed": len(columns)}
        raise _refusal(sentence.format(**words))
    return _Line(number, {key: cell.strip() for key, cell in zip(columns, row, strict=False)})


def _refuse_cut_short(name: str, meta: dict[str, str], key: str, there: int) -> None:
    said = meta.get(key, "").strip()
    if said and said != str(there):
        sentence = _("{file} is cut short or altered: it says {key} {said}, and holds {there}.")
        words = {"file": name, "key": key, "said": shown(said, 20), "there": there}
        raise _refusal(sentence.format(**words))


def _places(projects: list[_Line], name: str) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, line in enumerate(projects):
        project_id = line.cells["project_id"]
        if not project_id or project_id in places:
            sentence = _("{file}, line {line}: project “{project}” has no number, or stands twice.")
            words = {"file": name, "line": line.number, "project": shown(project_id, 20)}
            raise _refusal(sentence.format(**words))
        places[project_id] = place
    return places


def _ballots(votes: list[_Line], places: dict[str, int], name: str) -> Iterator[list[int]]:
    for line in votes:
        approved = []
        for named in line.cells["vote"].split(","):
            project_id = named.strip()
            if not project_id:
                continue
            place = places.get(project_id)
            if place is None:
                sentence = _(
                    "{file}, line {line}: a vote for project “{project}”, which is unknown."
                )
                words = {"file": name, "line": line.number, "project": shown(project_id, 20)}
                raise _refusal(sentence.format(**words))
            approved.append(place)
        yield approved


def _published(line: _Line, vote_type: str, counted: int, name: str) -> int:
    """What decides the official order: the score of a city that scores, else the votes."""
    said = line.cells.get("votes", "")
    if vote_type not in APPROVAL:
        said = line.cells.get("score") or said
        if not said:
            sentence = _(
                "{file}: {kind} votes without a score; approval votes can be selected from."
            )
            raise _refusal(sentence.format(file=name, kind=shown(vote_type, 20)))
    return int(_number(said, name, line.number)) if said else counted


def _limits(meta: dict[str, str], name: str) -> Limits:
    """What a city's own greedy rule asks for beside the budget, as the file names that rule."""
    rule = meta.get("rule", "").casefold()
    threshold = meta.get("min_project_score_threshold", "")
    if rule not in ("greedy-no-skip", "greedy-threshold"):
        return Limits()
    least = int(_number(threshold, name, 0)) if threshold else 0
    return Limits(threshold=least, no_skip=rule == "greedy-no-skip")


def _of_rule(rule: str, name: str) -> str:
    sentence = _("{file} was decided by the rule “{rule}”: its official result may differ.")
    return sentence.format(file=name, rule=shown(rule, 30))


def _number(text: str, name: str, line: int) -> Decimal:
    typed = text.strip().replace("\u00a0", "").replace(" ", "")
    if "." not in typed and typed.count(",") == 1:
        typed = typed.replace(",", ".")
    try:
        amount = Decimal(typed.replace(",", ""))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= _MOST or _decimals(amount) > _MOST_DECIMALS:
        where = _("{file}, line {line}").format(file=name, line=line) if line else name
        sentence = _("{where}: “{text}” is no amount that can be counted with.")
        raise _refusal(sentence.format(where=where, text=shown(text, 20)))
    return amount


def _decimals(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _refusal(sentence: str) -> Refused:
    return Refused(_("Pabulib file"), sentence)
