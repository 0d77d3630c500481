"""What holds in a year of the programme: its money, pass mark, seed and criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from store.database import transaction
from store.errors import Refused
from store.language import _
from store.neighbours.models import NAME_LENGTH
from store.numerals import narrow
from store.programme import money, tranches, years
from store.programme.years import CriterionRow, YearRow
from tui import cells
from tui.programme.answering import Answering
from tui.programme.money_forms import AMOUNT_LENGTH, understood_amount
from tui.reading import Reading
from tui.widgets.form import Field

PERCENT_DIGITS = 5
CRITERIA_LENGTH = 1000
COMMUNITIES = 4  # that have the most, told beneath
_CRITERION = re.compile(r"(.*\S)\s*[:：\s]\s*(\d{1,4})(?:\s*/\s*(\d{1,4}))?")
_APART = re.compile(r"[;；]")


class YearScreen(Answering):
    """A form of the year; what is committed already stands beneath."""

    def __init__(self, year: int) -> None:
        seen = years.get(year)
        self._seen = seen
        title = _("The year {year}").format(year=year)
        super().__init__(title, _fields(seen), self._save, below=self._committed)

    def _save(self, values: dict[str, str]) -> str:
        """Both deeds or none."""
        read = Reading(_("Year"))
        wanted = _read(read, values, self._seen.year)
        read.do(lambda: self._change(wanted))
        return _("Set what holds in {year}; u takes it back.").format(year=self._seen.year)

    def _change(self, wanted: YearRow) -> None:
        with transaction():
            if wanted.criteria != tuple(row._replace(id=0) for row in self._seen.criteria):
                years.set_criteria(wanted.year, wanted.criteria)
            years.change(
                self._seen,
                budget=wanted.budget,
                project_cap=wanted.project_cap,
                community_cap=wanted.community_cap,
                rural_floor=wanted.rural_floor,
                pass_mark=wanted.pass_mark,
                seed=wanted.seed,
            )

    def _committed(self, _values: dict[str, str]) -> list[str]:
        """What of the year's money is committed, and who has most of it."""
        year = self._seen.year
        sums = tranches.sums_of_year(year)
        told = _("Committed in {year}: {committed}; {paid} of it are paid.")
        lines = [
            told.format(year=year, committed=money.say(sums.committed), paid=money.say(sums.paid))
        ]
        for name, amount in list(tranches.by_community(year).items())[:COMMUNITIES]:
            lines.append(f"  {cells.fit(name, 20)} {cells.fit(money.say(amount), 12, 'right')}")
        return lines


def say_criteria(criteria: Sequence[CriterionRow]) -> str:
    """The criteria as they are typed: each with its weight, and its most points unless 100."""
    return "; ".join(_written(row) for row in criteria)


def read_criteria(typed: str) -> list[CriterionRow]:
    """The criteria that are typed as `参与 30; 成效 50/20`. Raises Refused."""
    return list(_criteria(typed))


def _criteria(typed: str) -> Iterator[CriterionRow]:
    for part in filter(None, (part.strip() for part in _APART.split(typed))):
        found = _CRITERION.fullmatch(part)
        if found is None:
            sentence = _("“{part}”: please write a name and its weight, as “participation 30”.")
            raise Refused(_("Criteria"), sentence.format(part=part))
        yield CriterionRow(found[1].rstrip(":："), int(found[2]), int(found[3] or 100))


def _written(row: CriterionRow) -> str:
    return f"{row.name} {row.weight}" + (f"/{row.most}" if row.most != 100 else "")


def _criteria_hint(typed: str) -> str:
    if not typed.strip():
        return _("like “participation 30; results 50/20”: weight, and most points unless 100")
    try:
        return say_criteria(read_criteria(typed))
    except Refused as trouble:
        return trouble.sentence


def _fields(seen: YearRow) -> tuple[Field, ...]:
    def amount(name: str, label: str, fen: int | None) -> Field:
        value = "" if fen is None else money.written(fen)
        return Field(
            name, label, value=value, limit=AMOUNT_LENGTH, hint=understood_amount, guess=True
        )

    def percent(name: str, label: str, number: int) -> Field:
        return Field(name, label, value=str(number), limit=PERCENT_DIGITS, guess=True)

    return (
        amount("budget", _("Budget"), seen.budget),
        amount("project_cap", _("Cap of a project"), seen.project_cap),
        amount("community_cap", _("Cap of a community"), seen.community_cap),
        percent("rural_floor", _("Rural floor (%)"), seen.rural_floor),
        percent("pass_mark", _("Pass mark (%)"), seen.pass_mark),
        Field("seed", _("Seed of the draw"), value=seen.seed, limit=NAME_LENGTH),
        Field(
            "criteria",
            _("Criteria"),
            value=say_criteria(seen.criteria),
            limit=CRITERIA_LENGTH,
            hint=_criteria_hint,
        ),
    )


def _read(read: Reading, values: dict[str, str], year: int) -> YearRow:
    """What the form means."""

    def amount(name: str) -> int:
        return read.of(name, lambda: money.parse(values[name]), money.YUAN)

    return YearRow(
        year,
        amount("budget") if values["budget"].strip() else None,
        amount("project_cap"),
        amount("community_cap"),
        read.of("rural_floor", lambda: _percent(values["rural_floor"]), 0),
        read.of("pass_mark", lambda: _percent(values["pass_mark"]), 0),
        values["seed"],
        tuple(read.of("criteria", lambda: read_criteria(values["criteria"]), ())),
    )


def _percent(typed: str) -> int:
    number = narrow(typed).removesuffix("%").strip()
    if not number.isdecimal() or int(number) > 100:
        raise Refused(_("Year"), _("Please give a percentage from 0 to 100."))
    return int(number)
