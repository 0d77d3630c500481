"""Public holidays, and the weekend days that are worked instead (调休), from a country's law.

They come from the `holidays` library, are kept as days of the calendar, a year at a time and only
the years that are asked for, and are looked up again while a year is only foreseen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from store import acting, opendays, settings
from store.database import transaction
from store.errors import Refused
from store.language import _
from store.opendays import NAME_LENGTH, CalendarDay, HolidayYear, OpenDays
from store.runs import Run
from store.text import clean, shown

# What is said of a day: its kind, one of store.opendays.KINDS, and its name.
KnownDays = dict[date, tuple[str, str]]

# Countries that announce each year which weekend days are worked. A year without any is foreseen
# only; and as breaks are announced whole, the weekends that adjoin them belong to them.
ANNOUNCED = frozenset({"CN"})
WORKED = {"CN": "调休上班"}
WEEKEND_OF_BREAK = "周末连休"

# Names are kept in this language where the library speaks it.
LANGUAGE = "zh_CN"

# A year that is only foreseen is looked up again after so many days.
PATIENCE = timedelta(7)

# From this month on the official days of the next year are wanted.
ANNOUNCED_FROM = 10


class CalendarByYear:
    """The calendar as the store has it, and the public holidays of each year that is asked for.

    With `today` a year that the store lacks is loaded into it; without, it is only looked up.
    """

    def __init__(self, today: date | None = None) -> None:
        self._today = today
        self._calendar = OpenDays(frozenset(), {})
        self._years: set[int] = set()

    def of(self, day: date) -> OpenDays:
        """The calendar, with all that is to be said of `day`. Raises Refused."""
        if day.year not in self._years:
            self._calendar = self._with(day.year)
            self._years.add(day.year)
        return self._calendar

    def _with(self, year: int) -> OpenDays:
        if self._today is not None:
            ensure(year, year, self._today)
            return opendays.read()
        calendar = self._calendar if self._years else opendays.read()
        if not _missing(year, year):
            return calendar
        known = known_days(settings.text("holiday_country"), year)
        return calendar._replace(days=known | calendar.days)


def ensure(first_year: int, last_year: int, today: date) -> None:
    """See to it that the calendar has the public holidays of these years. Raises Refused."""
    if _missing(first_year, last_year):
        with transaction():
            country = settings.text("holiday_country")
            for year in _missing(first_year, last_year):
                _load_by_program(country, year, today)


def load(year: int, today: date) -> None:
    """Look up the public holidays of a year anew; days set by hand stay. Raises Refused."""
    with transaction():
        country = settings.text("holiday_country")
        first, last = _span(country)
        if not first <= year <= last:
            raise Refused(
                _("Calendar"),
                _("Public holidays are known from {first} to {last} only.").format(
                    first=first, last=last
                ),
            )
        with acting.deed("reload_holidays", year=year):
            _replace(country, year, today)


def refresh(today: date) -> None:
    """See to it that a calendar in use has this year, and from October on the next one as well.

    What is only foreseen is looked up again each week. It becomes a deed only if it is news: deeds
    that change nothing would fill the journal, and stand before the undo of what they follow.
    Raises Refused.
    """
    known = _known_years()
    if not known:
        return
    ensure(today.year, _last_wanted(today), today)
    country = settings.text("holiday_country")
    for year, (official, looked_on) in known.items():
        is_due = year >= today.year and not official and _another_week(looked_on, today)
        if is_due and _is_news(country, year, today):
            _load_by_program(country, year, today)


def trouble(today: date) -> str | None:
    """What to do where this year's official days, or from October on the next one's, are missing.

    This year's days themselves are entered as soon as anything asks for them.
    """
    return missing(today) or unannounced(today)


def missing(today: date) -> str | None:
    """What to do, from October on, where the next year is not in a calendar that is in use."""
    known, next_year = _known_years(), _last_wanted(today)
    if not known or not settings.text("holiday_country") or next_year in (today.year, *known):
        return None
    return _(
        "The public holidays of {year} are not in the calendar yet. "
        "Please run `qiaomen calendar load {year}`."
    ).format(year=next_year)


def unannounced(today: date) -> str | None:
    """What to wait for, where a year's days are only foreseen so far."""
    known, next_year = _known_years(), _last_wanted(today)
    if not settings.text("holiday_country"):
        return None
    for year in range(today.year, next_year + 1):
        if year in known and not known[year][0]:
            return _(
                "The official public holidays of {year} are not known yet. Once they are "
                "announced, please update the `holidays` library, then run "
                "`qiaomen calendar load {year}`."
            ).format(year=year)
    return None


def set_country(country: str, today: date) -> None:
    """Let the public holidays of another country hold, for every year that is in the calendar.

    `country` is its two letters, as CN, or empty for no public holidays. Raises Refused for a
    country whose holidays nobody knows.
    """
    country = country.strip().upper()
    _span(country)
    name = settings.TEXTS["holiday_country"][0]
    with acting.deed("change_setting", setting=name, value=country or "-"):
        settings.put("holiday_country", country)
        for year in _known_years():
            _replace(country, year, today)


def known_days(country: str, year: int) -> KnownDays:
    """What the law says of the days of a year: kind and name. Raises Refused.

    Names are Chinese where the library has them, else in the country's own language.
    """
    first, last = _span(country)
    years = range(max(year - 1, first), min(year + 1, last) + 1)
    if not country or not years:
        return {}
    library = _library(country, years)
    worked = set(getattr(library, "weekend_workdays", ()))
    off = {day: ("holiday", _fitting(name)) for day, name in library.items()}
    if country in ANNOUNCED:
        off |= _weekends_of_breaks(off.keys() - worked, worked, year)
    name = WORKED.get(country) or _("worked instead")
    days = off | {day: ("open", name) for day in worked}
    return {day: days[day] for day in sorted(days) if day.year == year}


def years_known() -> dict[int, bool]:
    """The years whose public holidays are in the calendar, and whether they are official."""
    return {year: official for year, (official, _looked_on) in _known_years().items()}


def _missing(first_year: int, last_year: int) -> list[int]:
    years = HolidayYear.select(HolidayYear.year)
    there = {
        row[0] for row in years.where(HolidayYear.year.between(first_year, last_year)).tuples()
    }
    return [year for year in range(first_year, last_year + 1) if year not in there]


def _known_years() -> dict[int, tuple[bool, date]]:
    query = HolidayYear.select(HolidayYear.year, HolidayYear.official, HolidayYear.looked_on)
    rows = query.order_by(HolidayYear.year).tuples()
    return {year: (official, looked_on) for year, official, looked_on in rows}


def _last_wanted(today: date) -> int:
    """The last year whose days should be known `today`."""
    return min(today.year + (today.month >= ANNOUNCED_FROM), date.max.year)


def _another_week(since: date, today: date) -> bool:
    """Whether one more week since that day is over than on the day of the nightly run before."""
    before = Run.select(Run.as_of).where(Run.as_of < today).order_by(Run.as_of.desc()).limit(1)
    last = before.scalar() or since
    return (today - since) // PATIENCE > max((last - since) // PATIENCE, 0)


def _is_news(country: str, year: int, today: date) -> bool:
    """Whether the law says other things of the days of a foreseen year than the calendar does."""
    days, there = known_days(country, year), opendays.days_of(year)
    by_hand = {row.day for row in there if row.by_hand}
    entered = {row.day: (row.kind, row.name) for row in there if not row.by_hand}
    wanted = {day: said for day, said in days.items() if day not in by_hand}
    return entered != wanted or _is_official(country, year, days, today)


def _load_by_program(country: str, year: int, today: date) -> None:
    with acting.deed_of_program("load_holidays", year=year):
        _replace(country, year, today)


def _replace(country: str, year: int, today: date) -> None:
    """Enter the days of a year as the law has them, and of its last December, which it may change.

    What was set by hand stays. Only what differs is written.
    """
    days = known_days(country, year)
    official = _is_official(country, year, days, today)
    HolidayYear.insert(year=year, country=country, official=official, looked_on=today).on_conflict(
        conflict_target=[HolidayYear.year],
        update={"country": country, "official": official, "looked_on": today},
    ).execute()
    _enter(year, days)
    before = HolidayYear.select().where(
        HolidayYear.year == year - 1, HolidayYear.country == country
    )
    if before.exists():
        _enter(year - 1, known_days(country, year - 1))


def _is_official(country: str, year: int, days: KnownDays, today: date) -> bool:
    """Whether the law has settled the days of a year, as far as the library knows."""
    if country not in ANNOUNCED or year < today.year:
        return True
    return any(kind == "open" for kind, _name in days.values())


def _enter(year: int, wanted: KnownDays) -> None:
    within = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    there = {row.day: row for row in CalendarDay.select().where(within)}
    gone = [row.id for day, row in there.items() if not row.by_hand and day not in wanted]
    CalendarDay.delete().where(CalendarDay.id.in_(gone)).execute()
    for day, (kind, name) in wanted.items():
        row = there.get(day)
        if row is None:
            CalendarDay.insert(day=day, kind=kind, name=name, by_hand=False).execute()
        elif not row.by_hand and (row.kind, row.name) != (kind, name):
            CalendarDay.update(kind=kind, name=name).where(CalendarDay.id == row.id).execute()


def _weekends_of_breaks(off: set[date], worked: set[date], year: int) -> KnownDays:
    """The weekend days of a year, and of the week around it, that adjoin days off."""
    day, last = date(year, 1, 1), date(year, 12, 31)
    weekends = []
    while day <= last:
        if day.weekday() >= 5 and day not in off and day not in worked:
            weekends.append(day)
        day += timedelta(1)
    joined: set[date] = set()
    for _pass in range(2):  # a Sunday may adjoin by its Saturday, and a Saturday by its Sunday
        free = off | joined
        joined |= {
            day for day in weekends if day - timedelta(1) in free or day + timedelta(1) in free
        }
    return dict.fromkeys(joined, ("holiday", WEEKEND_OF_BREAK))


def _span(country: str) -> tuple[int, int]:
    """The first and last year whose public holidays are known. Raises Refused."""
    if not country:
        return 1, date.max.year
    library = _library(country, ())
    return library.start_year, library.end_year


def _library(country: str, years: Iterable[int]) -> Any:
    """The library's calendar of a country. Raises Refused where it knows none."""
    # 50 ms that only a year not yet in the store needs.
    import holidays

    try:
        if len(country) != 2:
            raise NotImplementedError
        known = holidays.country_holidays(country)
        spoken = LANGUAGE in known.supported_languages
        language = LANGUAGE if spoken else known.default_language
        return holidays.country_holidays(country, years=list(years), language=language)
    except NotImplementedError as unknown:
        raise Refused(
            _("Calendar"),
            _(
                "Nobody knows the public holidays of “{country}”. Please give a country's two "
                "letters, as in `qiaomen calendar country CN`."
            ).format(country=shown(country)),
        ) from unknown


def _fitting(name: str) -> str:
    return clean(name[:NAME_LENGTH], NAME_LENGTH, _("Name"))
