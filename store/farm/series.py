"""Series: the rules by which shifts occur, each with its seasons, its own days and its skills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from peewee import ModelSelect

from store import acting
from store.database import transaction
from store.errors import FieldError, Invalid, NotFound
from store.farm import new_shifts, occurring
from store.farm import skills as skill_names
from store.farm.demands import Complaints
from store.farm.models import Series, SeriesDay, SeriesSeason, SeriesSkill, Skill, Team
from store.farm.needs import parse_skills as parse_skills
from store.farm.needs import say_skills as say_skills
from store.farm.occurring import Calendar
from store.farm.seasons import Season as Season
from store.farm.seasons import parse_seasons as parse_seasons
from store.farm.seasons import say_seasons as say_seasons
from store.farm.series_values import SeriesDayRow as SeriesDayRow
from store.farm.series_values import SeriesValues as SeriesValues
from store.farm.series_values import check as check
from store.language import _
from store.public_holidays import CalendarByYear

# So far back the shifts of a new series are laid out, for a season that is over.
LOOKING_BACK = timedelta(366)


class SeriesRow(NamedTuple):
    """A series with all that belongs to it."""

    id: int
    team_id: int
    team: str
    name: str
    rule: str
    starts_on: date
    ends_on: date | None
    at: int
    minutes: int
    least: int
    wanted: int
    most: int
    closed_days: str
    skills: tuple[tuple[str, int], ...]
    seasons: tuple[Season, ...]
    days: tuple[SeriesDayRow, ...]
    note: str

    @property
    def values(self) -> SeriesValues:
        """What a person said of it."""
        return SeriesValues(self.team_id, *self[3:])


def all_series(team_id: int | None = None) -> tuple[SeriesRow, ...]:
    """Every series, of one team where given, by team and name, the newest last."""
    query = _select()
    return _rows(query if team_id is None else query.where(Series.team == team_id))


def get(series_id: int) -> SeriesRow:
    """The series with this number. Raises NotFound."""
    found = _rows(_select().where(Series.id == series_id))
    if not found:
        raise NotFound(
            _("No such series"), _("There is no series #{number}.").format(number=series_id)
        )
    return found[0]


def not_over(first: date) -> tuple[SeriesRow, ...]:
    """The series that may occur on `first` or later."""
    return _rows(_select().where(Series.ends_on.is_null() | (Series.ends_on >= first)))


def add(values: SeriesValues, today: date, team: str | None = None) -> int:
    """Add a series and lay out its shifts; one that began lately has those of its past as well.

    With `team` it is of the team called so, which is made where there is none, as is a skill that
    nobody has. Raises Invalid.
    """
    with transaction():
        values = check(values)
        team = _team_name(values.team_id) if team is None else _team_called(team)
        with acting.deed("add_series", series=values.name, team=team):
            values = values._replace(team_id=put_team(team))
            return put_new(values, today, CalendarByYear(today))


def put_team(name: str) -> int:
    """The team called so, inside the caller's deed; made where there is none."""
    known = Team.select(Team.id).where(Team.name == name).tuples().first()
    return known[0] if known else Team.insert(name=name).execute()


def put_new(values: SeriesValues, today: date, calendar: Calendar) -> int:
    """Write a series that was checked, with its shifts, inside the caller's deed.

    Those of its past are laid out as well, as far as LOOKING_BACK. Answers with its number.
    """
    series_id = put(values, None)
    extra = (said.day for said in values.days if said.kind == "extra")
    first = max(min((values.starts_on, *extra)), today - LOOKING_BACK)
    times = occurring.times(values, first, occurring.horizon(today), calendar)
    new_shifts.put(series_id, values, times)
    return series_id


def put(values: SeriesValues, follows: int | None) -> int:
    """Write a series that was checked, inside the caller's deed; answers with its number."""
    series_id = Series.insert(**_columns(values), follows=follows).execute()
    _put_parts(series_id, values)
    return series_id


def replace(series_id: int, seen: SeriesValues, values: SeriesValues) -> None:
    """Let a series be otherwise than `seen`, inside the caller's deed."""
    before, after = _columns(seen), _columns(values)
    changed = {column: value for column, value in after.items() if value != before[column]}
    if changed:
        Series.update(**changed).where(Series.id == series_id).execute()
    parts = (SeriesSeason, SeriesDay, SeriesSkill)
    was = (seen.seasons, seen.days, seen.skills)
    becomes = (values.seasons, values.days, values.skills)
    for part, old, new in zip(parts, was, becomes, strict=True):
        if old != new:
            part.delete().where(part.series == series_id).execute()
            _put_part(part, series_id, new)


def _team_name(team_id: int) -> str:
    found = Team.select(Team.name).where(Team.id == team_id).tuples().first()
    if found is None:
        error = FieldError("team", _("There is no such team. Please choose one."))
        raise Invalid(_("Series"), (error,))
    return found[0]


def _team_called(name: str) -> str:
    complaints = Complaints()
    called = complaints.of("team", lambda: skill_names.check_team_name(name))
    if called is None:
        raise Invalid(_("Series"), tuple(complaints.errors))
    return called


def _columns(values: SeriesValues) -> dict:
    columns = values._asdict()
    for part in ("skills", "seasons", "days"):
        del columns[part]
    columns["team"] = columns.pop("team_id")
    return columns


def _put_parts(series_id: int, values: SeriesValues) -> None:
    _put_part(SeriesSeason, series_id, values.seasons)
    _put_part(SeriesDay, series_id, values.days)
    _put_part(SeriesSkill, series_id, values.skills)


def _put_part(table: type, series_id: int, rows: Iterable[tuple]) -> None:
    rows = list(rows)
    if not rows:
        return
    if table is SeriesSkill:
        ids = skill_names.ids(name for name, _places in rows)
        found = [{"skill": ids[name], "places": places} for name, places in rows]
    else:
        found = [row._asdict() for row in rows]  # type: ignore[attr-defined]
    table.insert_many([{"series": series_id, **row} for row in found]).execute()  # type: ignore[attr-defined]


def _select() -> ModelSelect:
    return (
        Series.select(
            Series.id,
            Series.team,
            Team.name,
            Series.name,
            Series.rule,
            Series.starts_on,
            Series.ends_on,
            Series.at,
            Series.minutes,
            Series.least,
            Series.wanted,
            Series.most,
            Series.closed_days,
            Series.note,
        )
        .join(Team)
        .order_by(Team.name, Series.name, Series.id)
    )


def _rows(query: ModelSelect) -> tuple[SeriesRow, ...]:
    found = list(query.tuples())
    ids = [row[0] for row in found]
    skills = _parts(
        SeriesSkill.select(SeriesSkill.series, Skill.name, SeriesSkill.places)
        .join(Skill)
        .where(SeriesSkill.series.in_(ids))
        .order_by(Skill.name)
    )
    seasons = _parts(
        SeriesSeason.select(
            SeriesSeason.series, SeriesSeason.first, SeriesSeason.last, SeriesSeason.at
        )
        .where(SeriesSeason.series.in_(ids))
        .order_by(SeriesSeason.id)
    )
    days = _parts(
        SeriesDay.select(SeriesDay.series, SeriesDay.day, SeriesDay.kind, SeriesDay.at)
        .where(SeriesDay.series.in_(ids))
        .order_by(SeriesDay.day)
    )
    return tuple(
        SeriesRow._make(
            (
                *row,
                tuple((name, places) for name, places in skills[row[0]]),
                tuple(Season(*season) for season in seasons[row[0]]),
                tuple(SeriesDayRow(*day) for day in days[row[0]]),
                note,
            )
        )
        for *row, note in found
    )


def _parts(query: ModelSelect) -> defaultdict[int, list[tuple]]:
    found: defaultdict[int, list[tuple]] = defaultdict(list)
    for series_id, *rest in query.tuples():
        found[series_id].append(tuple(rest))
    return found
