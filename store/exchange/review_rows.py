"""Reviews from a table, a row for each criterion: matched by project, reviewer and criterion."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from store.calendar import say_day
from store.database import db
from store.exchange import cells as reading
from store.exchange.cells import BadCell
from store.exchange.intake import Intake
from store.exchange.known_projects import Named
from store.language import _, listed
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.programme import reviews, years
from store.programme.models import MOST_POINTS
from store.programme.years import CriterionRow
from store.text import shown

_PROJECTS = """
    SELECT project.id, project.name, year_id, community.name, status
    FROM project JOIN community ON community.id = community_id
"""
_SCORES = """
    SELECT project_id, reviewer, review.day, review.note, criterion.name, points
    FROM review LEFT JOIN score ON review_id = review.id
    LEFT JOIN criterion ON criterion.id = criterion_id
"""
# A project's id and a reviewer: whose review it is.
_Whose = tuple[int, str]


class _Point(NamedTuple):
    """What one row says: points by one criterion."""

    line: int
    cells: list[str]
    criterion: str
    points: int


class _Review(NamedTuple):
    """One review as the rows say it."""

    year: int
    project: str
    day: date
    note: str
    points: list[_Point]


class ReviewRows(Intake):
    """Takes reviews; a criterion that has a weight is made on the way, until there are scores."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        column = self.kind.column
        self._projects = Named(self.kind, "project", _PROJECTS)
        self._reviewers = reading.text(column("reviewer"), NAME_LENGTH)
        self._days = reading.day(column("day"))
        self._criteria = reading.text(column("criterion"), NAME_LENGTH)
        self._points = reading.number(column("points"), 0, MOST_POINTS)
        self._weights = reading.number(column("weight"), 1, MOST_POINTS)
        self._mosts = reading.number(column("most"), 1, MOST_POINTS)
        self._notes = reading.text(column("note"), NOTE_LENGTH)
        self._where = {key.key: self.place(key.key) for key in self.kind.columns}
        self._known: dict[int, dict[str, CriterionRow]] = {}
        self._scored = {
            year
            for (year,) in db.execute_sql(
                "SELECT DISTINCT year_id FROM score JOIN criterion ON criterion.id = criterion_id"
            )
        }
        self._said: dict[_Whose, _Review] = {}

    def look_ahead(self, rows: list[tuple[int, list[str]]]) -> None:
        """Nothing: reviews are written when every row was seen."""

    def row(self, line: int, cells: list[str]) -> None:
        """Note what one row says."""
        where = self._where
        project_id, project, year, _community, status = self._projects.at(
            *(cells[where[key]] for key in ("project", "year", "community"))
        )
        reviewer = self._reviewers[cells[where["reviewer"]]]
        day, note = self._days[cells[where["day"]]], self._notes[cells[where["note"]]]
        points = self._points[cells[where["points"]]]
        if day is None:
            raise BadCell("day", reading.empty(self.kind.column("day")))
        if points is None:
            raise BadCell("points", reading.empty(self.kind.column("points")))
        if day > self.today:
            raise BadCell("day", _("{day} has not come yet.").format(day=say_day(day)))
        if status == "proposed":
            sentence = _("{project} is only proposed: there is nothing to review yet.")
            raise BadCell("project", sentence.format(project=shown(project, 60)))
        criterion = self._criterion(year, cells)
        if points > criterion.most:
            sentence = _("“{name}”: please give points from 0 to {most}.")
            raise BadCell(
                "points", sentence.format(name=shown(criterion.name), most=criterion.most)
            )
        review = self._said.get((project_id, reviewer))
        if review is None:
            review = _Review(year, project, day, note, [])
        self._refuse_otherwise(review, criterion, day, note)
        self._known[year][criterion.name] = self._made(year, criterion)
        self._said[project_id, reviewer] = review
        review.points.append(_Point(line, cells[:-1], criterion.name, points))

    def write(self) -> None:
        """Nothing: see `finish`."""

    def finish(self) -> None:
        """Write the reviews that are whole."""
        known: dict[_Whose, tuple[str, str, dict[str, int]]] = {}
        for project_id, reviewer, day, note, criterion, points in db.execute_sql(_SCORES):
            entry = known.setdefault((project_id, reviewer), (day, note, {}))
            if criterion is not None:
                entry[2][criterion] = points
        for whose, review in self._said.items():
            self._take_review(whose, review, known.get(whose))

    def _criterion(self, year: int, cells: list[str]) -> CriterionRow:
        """The criterion a row means; one that is new has no number yet. Raises BadCell."""
        where = self._where
        name = self._criteria[cells[where["criterion"]]]
        weight, most = self._weights[cells[where["weight"]]], self._mosts[cells[where["most"]]]
        if year not in self._known:
            self._known[year] = {row.name: row for row in years.get(year).criteria}
        found = self._known[year].get(name)
        if found is None:
            if year in self._scored or weight is None:
                sentence = _("“{name}” is no criterion of {year}; there are {known}.")
                known = listed(self._known[year]) or _("none yet")
                words = {"name": shown(name), "year": year, "known": known}
                raise BadCell("criterion", sentence.format(**words))
            return CriterionRow(name, weight, most or 100)
        sentence = _("“{name}” counts {weight} and has {most} points at most in {year}.")
        words = {"name": shown(name), "weight": found.weight, "most": found.most, "year": year}
        if weight not in (None, found.weight):
            raise BadCell("weight", sentence.format(**words))
        if most not in (None, found.most):
            raise BadCell("most", sentence.format(**words))
        return found

    def _refuse_otherwise(
        self, review: _Review, criterion: CriterionRow, day: date, note: str
    ) -> None:
        """Refuse a row that says something else than those of the same review above it."""
        if not review.points:
            return
        if any(point.criterion == criterion.name for point in review.points):
            raise BadCell("criterion", _("This reviewer has given points for it already."))
        sentence = _("Line {line} of the same review says otherwise.")
        for key, said, before in (("day", day, review.day), ("note", note, review.note)):
            if said != before:
                raise BadCell(key, sentence.format(line=review.points[0].line))

    def _made(self, year: int, criterion: CriterionRow) -> CriterionRow:
        if criterion.id:
            return criterion
        return criterion._replace(id=years.insert_criterion(year, criterion))

    def _take_review(
        self, whose: _Whose, review: _Review, known: tuple[str, str, dict[str, int]] | None
    ) -> None:
        criteria = self._known[review.year]
        points = {**(known[2] if known else {})}
        points |= {point.criterion: point.points for point in review.points}
        if missing := criteria.keys() - points.keys():
            sentence = _("The review lacks points for {criteria}.")
            bad = BadCell("criterion", sentence.format(criteria=listed(sorted(missing))))
            for point in review.points:
                self.reject(point.line, point.cells, bad)
            return
        note = review.note if self.has("note") or known is None else known[1]
        for point in review.points:
            what = f"{review.project} {whose[1]} {point.criterion}"
            if known is None or point.criterion not in known[2]:
                self.note_added(point.line, what)
                continue
            before = {"points": known[2][point.criterion], "day": known[0], "note": known[1]}
            after = {"points": point.points, "day": review.day.isoformat(), "note": note}
            self.note_kept(point.line, what, before, after)
        if known is None or (review.day.isoformat(), note, points) != known:
            by_id = {criteria[name].id: number for name, number in points.items()}
            reviews.put(whose[0], whose[1], review.day, by_id, note)
