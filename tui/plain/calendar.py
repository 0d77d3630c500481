"""The calendar: which days are unlike their weekday, and what compounds do about closed days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store import closures, opendays, public_holidays, settings
from store.calendar import MONDAY_FIRST, say_day
from store.farm.consequences import Consequences
from store.language import N_, _
from store.neighbours import compounds
from store.neighbours.compounds import CompoundRow, Policy
from store.opendays import DayRow
from store.sharing.words import say_due_moves
from tui.plain import asked, shifts_affected
from tui.plain.output import Field, say, write_rows

LATE_DAYS = {"all": N_("every day counts"), "open": N_("only open days count")}

DAY: Sequence[Field[DayRow]] = (
    Field("day", lambda row: row.day, N_("Day"), lambda row: say_day(row.day), least=14),
    Field("kind", lambda row: row.kind, N_("Kind"), lambda row: opendays.say_kind(row.kind)),
    Field("name", lambda row: row.name, N_("Name"), least=8),
    Field(
        "by_hand",
        lambda row: row.by_hand,
        N_("Set"),
        lambda row: _("by hand") if row.by_hand else "",
    ),
)
DAY_SHOWN = ("day", "kind", "name", "by_hand")

WEEKDAY: Sequence[Field[int]] = (Field("weekday", lambda day: MONDAY_FIRST[day]),)
STATE: Sequence[Field[tuple[date, str]]] = (
    Field("day", lambda row: row[0]),
    Field("open", lambda row: not row[1]),
    Field("why_closed", lambda row: row[1]),
)
POLICY: Sequence[Field[tuple[CompoundRow, Policy]]] = (
    Field("compound", lambda row: row[0].name, N_("Compound")),
    Field(
        "due_moves",
        lambda row: row[1].due_moves,
        N_("Due dates"),
        lambda row: say_due_moves(row[1].due_moves),
    ),
    Field(
        "late_days",
        lambda row: _late_days(row[1]),
        N_("Days late"),
        lambda row: _(LATE_DAYS[_late_days(row[1])]),
    ),
)
POLICY_SHOWN = ("compound", "due_moves", "late_days")


def write(year: int | None, today: date, form: str) -> None:
    """Write the days of a year that are unlike their weekday; its public holidays are looked up."""
    year = year or today.year
    public_holidays.ensure(year, year, today)
    if form == "plain":
        say(_closed_every_week())
        say(_whose_holidays(year))
        say()
    write_rows(DAY, DAY_SHOWN, opendays.days_of(year), form)
    trouble = public_holidays.trouble(today)
    if form == "plain" and trouble:
        say()
        say(trouble)


def set_day(day_text: str, kind: str, name: str, today: date, form: str, *, dry_run: bool) -> None:
    """Make a day closed or open, and say so, and what becomes of shifts; or only that.

    Raises Refused.
    """
    day = _day(day_text, today)
    plan = closures.preview_day(day, kind, today, name)
    if dry_run:
        _write_shifts(plan.shifts, form)
        return
    closures.set_days(plan, today)
    _write_day(day, form, plan.shifts)


def clear_day(day_text: str, today: date, form: str, *, dry_run: bool) -> None:
    """Take away what was set of a day, and say what it is now, and what becomes of shifts.

    Raises NotFound.
    """
    day = _day(day_text, today)
    plan = closures.preview_clear(day, today)
    if dry_run:
        _write_shifts(plan.shifts, form)
        return
    closures.set_days(plan, today)
    _write_day(day, form, plan.shifts)


def set_weekly(text: str, today: date, form: str, *, dry_run: bool) -> None:
    """Close some days of every week, and say which, and what becomes of shifts. Raises Refused."""
    plan = closures.preview_weekdays(opendays.parse_weekdays(text), today)
    if dry_run:
        _write_shifts(plan.shifts, form)
        return
    closures.set_weekdays(plan, today)
    if form == "plain":
        say(_closed_every_week())
        shifts_affected.tell(plan.shifts)
    else:
        write_rows(WEEKDAY, ("weekday",), sorted(opendays.closed_weekdays()), form)


def load(year: int, today: date, form: str) -> None:
    """Look up the public holidays of a year anew, and write the year. Raises Refused."""
    public_holidays.load(year, today)
    _write_settled(year, today, form)


def set_country(text: str, today: date, form: str) -> None:
    """Let another country's public holidays hold, or none, and write this year. Raises Refused."""
    none = text.strip().lower() in ("none", _("none"))
    public_holidays.set_country("" if none else text, today)
    _write_settled(None, today, form)


def policy_asked(compound: str | None, moves: str | None, late_days: str | None, form: str) -> None:
    """Show what compounds do about closed days, having changed one's where anything is named.

    Raises NotFound, Ambiguous.
    """
    compound_id = asked.compound_id(compound)
    if moves or late_days:
        compound_id = compounds.find(compound).id
        now = compounds.policy(compound_id)
        late = now.closed_days_late if late_days is None else late_days == "all"
        compounds.set_policy(compound_id, moves or now.due_moves, late)
    shown = [row for row in compounds.policies() if compound_id in (None, row[0].id)]
    write_rows(POLICY, POLICY_SHOWN, shown, form)


def _day(text: str, today: date) -> date:
    from store.calendar import parse_day

    return parse_day(text, today)


def _write_settled(year: int | None, today: date, form: str) -> None:
    """Let the shifts go by the calendar as it now is, and write the year."""
    settled = closures.settle(today)
    write(year, today, form)
    if form == "plain":
        shifts_affected.tell(settled)


def _write_shifts(found: Consequences, form: str) -> None:
    """Write what would become of shifts, where nothing is done."""
    if form == "plain":
        shifts_affected.tell(found)
        say(_("Nothing was changed: this was a dry run."))
    else:
        fields = shifts_affected.FIELDS
        write_rows(fields, shifts_affected.SHOWN, shifts_affected.rows(found), form)


def _write_day(day: date, form: str, shifts: Consequences) -> None:
    calendar = opendays.read()
    why = calendar.why_closed(day)
    if form == "plain":
        say(_("{day} → {state}").format(day=say_day(day), state=why or opendays.say_kind("open")))
        shifts_affected.tell(shifts)
    else:
        write_rows(STATE, ("day", "open", "why_closed"), [(day, why)], form)


def _closed_every_week() -> str:
    closed = opendays.say_weekdays(opendays.closed_weekdays())
    return _("Closed every week: {weekdays}").format(weekdays=closed)


def _whose_holidays(year: int) -> str:
    country = settings.text("holiday_country")
    if not country:
        return _("Public holidays: none")
    if public_holidays.years_known()[year]:
        told = _("Public holidays: {country}, {year}")
    else:
        told = _("Public holidays: {country}, {year}, not official yet")
    return told.format(country=country, year=year)


def _late_days(policy: Policy) -> str:
    return "all" if policy.closed_days_late else "open"
