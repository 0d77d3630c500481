"""Due dates: which day a loan is due, by the calendar, and how that came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from store import changes, opendays
from store.calendar import say_day
from store.changes import RowChange
from store.errors import Refused
from store.language import _, ngettext
from store.neighbours import compounds
from store.opendays import LONGEST_CLOSURE
from store.public_holidays import CalendarByYear
from store.sharing.loans import LoanRow
from store.sharing.models import Loan


class DueDates:
    """Due dates by each compound's policy; the calendar and the policies are read but once.

    With `today`, public holidays that the calendar lacks are loaded into it; without, they are only
    looked up.
    """

    def __init__(self, today: date | None = None) -> None:
        self._calendar = CalendarByYear(today)
        self._policies: dict[int, str] = {}

    def due_date(self, start: date, days: int, compound_id: int) -> date:
        """The day a loan of `days` days that starts on `start` is due, moved off as is the policy.

        Raises Refused past the year 9999.
        """
        day = _after(start, days)
        policy = self._policy(compound_id)
        if policy == "never":
            return day
        for _step in range(LONGEST_CLOSURE):
            if not self._is_blocked(day, policy):
                return day
            day = _after(day, 1)
        raise Refused(
            _("Date"),
            _("Every day of the year before {day} is closed. Please check the calendar.").format(
                day=say_day(day)
            ),
        )

    def _policy(self, compound_id: int) -> str:
        if compound_id not in self._policies:
            self._policies[compound_id] = compounds.policy(compound_id).due_moves
        return self._policies[compound_id]

    def _is_blocked(self, day: date, policy: str) -> bool:
        calendar = self._calendar.of(day)
        return calendar.is_holiday(day) if policy == "holidays" else not calendar.is_open(day)


def days_kept(days_by_category: Mapping[int, int]) -> int | str:
    """Loan periods as a deed keeps them, for `explain`: one number where all are alike."""
    periods = set(days_by_category.values())
    if len(periods) == 1:
        return periods.pop()
    return " ".join(f"{category}:{days}" for category, days in days_by_category.items())


def explain(loan_id: int, today: date) -> tuple[str, ...]:
    """How the due date of a loan came about and what became of it, a sentence each, in order.

    Raises NotFound.
    """
    from store.sharing import lending

    loan = lending.get(loan_id)
    return (*_Explanation(loan).sentences(), *_outcome(loan, today))


class _Turn(NamedTuple):
    """One change of a loan, and its days on either side of it."""

    change: RowChange
    was_due: date | None
    lent_on: date
    due_on: date


class _Explanation:
    """What the journal tells of one loan's due date."""

    def __init__(self, loan: LoanRow) -> None:
        self._loan = loan
        self._calendar = opendays.read()

    def sentences(self) -> Iterator[str]:
        turns = _turns(self._loan)
        if not turns or turns[0].was_due is not None:
            first = turns[0].was_due if turns else None
            yield _("lent {day} → {due}").format(
                day=say_day(self._loan.lent_on), due=say_day(first or self._loan.due_on)
            )
        for turn in turns:
            if turn.was_due is None:
                yield from self._lent(turn)
            elif turn.was_due != turn.due_on:
                yield from self._changed(turn, turn.was_due)

    def _lent(self, turn: _Turn) -> Iterator[str]:
        """How a loan began."""
        verb, words = turn.change.verb, turn.change.words
        said = {"day": say_day(turn.lent_on), "due": say_day(turn.due_on)}
        days = words.get("days") if verb == "lend" else None
        if days:
            counted = _after(turn.lent_on, days)
            yield ngettext(
                "lent {day} for {days} day → {due}", "lent {day} for {days} days → {due}", days
            ).format(day=said["day"], days=days, due=say_day(counted))
            yield from self._moved(counted, turn.due_on)
        elif days == 0:
            yield _("lent {day}, due date set by hand → {due}").format(**said)
        elif verb == "import":
            yield _("lent {day} → {due}, imported from {file}").format(file=words["file"], **said)
        elif not verb:
            yield _("lent {day} → {due}, entered by another program").format(**said)
        else:
            yield _("lent {day} → {due}").format(**said)

    def _changed(self, turn: _Turn, was_due: date) -> Iterator[str]:
        """How a due date became another."""
        change, due = turn.change, say_day(turn.due_on)
        days = None if change.again else _renewed_days(change, self._loan.category_id)
        if days:
            yield from self._renewed(turn, was_due, days)
        elif change.verb == "closure" and not change.again:
            yield _closed(change.words, due)
        elif change.verb == "import" and not change.again:
            yield _("imported from {file} → {due}").format(file=change.words["file"], due=due)
        elif not change.verb:
            yield _("changed by another program → {due}").format(due=due)
        else:
            yield _("{deed} → {due}").format(deed=change.label, due=due)

    def _renewed(self, turn: _Turn, was_due: date, days: int) -> Iterator[str]:
        on = date.fromisoformat(turn.change.words["on"])
        counted = _after(max(was_due, on), days)
        if on > was_due:
            told = ngettext(
                "renewed {day} for {days} day → {due}",
                "renewed {day} for {days} days → {due}",
                days,
            )
        else:
            told = ngettext(
                "renewed for {days} day → {due}", "renewed for {days} days → {due}", days
            )
        yield told.format(day=say_day(on), days=days, due=say_day(counted))
        yield from self._moved(counted, turn.due_on)

    def _moved(self, counted: date, due_on: date) -> Iterator[str]:
        """Why a due date is later than counted, as the calendar stands now."""
        if counted >= due_on:
            return
        last = due_on - timedelta(1)
        said = {"day": say_day(counted), "last": say_day(last), "due": say_day(due_on)}
        why = self._calendar.why_closed(counted)
        if not why:
            yield _("{day} was closed then → {due}").format(**said)
        elif self._calendar.is_holiday(counted):
            if last == counted:
                told = _("{day} is a public holiday ({name}) → {due}")
            else:
                told = _("{day} to {last} are public holidays ({name}) → {due}")
            yield told.format(name=self._feast(counted), **said)
        elif last == counted:
            yield _("{day} is no open day ({why}) → {due}").format(why=why, **said)
        else:
            yield _("{day} to {last} are no open days ({why}) → {due}").format(why=why, **said)

    def _feast(self, day: date) -> str:
        """What the break around a public holiday is for.

        Its other days tell how they became free, or have the feast's name with more to it: the
        feast itself has the shortest name.
        """
        names = []
        for step in (timedelta(1), timedelta(-1)):
            at = day
            while self._calendar.is_holiday(at):
                names.append(self._calendar.why_closed(at))
                at += step
        return min(names, key=len)


def _turns(loan: LoanRow) -> list[_Turn]:
    """The changes of a loan since it was entered last, oldest first."""
    turns = []
    lent_on, due_on = loan.lent_on, loan.due_on
    for change in reversed(changes.of_row(Loan._meta.table_name, loan.id)):
        if change.event == "insert":
            turns.append(_Turn(change, None, lent_on, due_on))
            break
        was_due = _day(change, "due_on") or due_on
        turns.append(_Turn(change, was_due, lent_on, due_on))
        lent_on, due_on = _day(change, "lent_on") or lent_on, was_due
    return turns[::-1]


def _day(change: RowChange, column: str) -> date | None:
    text = change.before.get(column)
    return date.fromisoformat(text) if text else None


def _renewed_days(change: RowChange, category_id: int) -> int | None:
    """For how many days a renewal was, where its deed has kept that."""
    if change.verb not in ("renew", "renew_many") or "on" not in change.words:
        return None
    kept = change.words["days"]
    if isinstance(kept, int):
        return kept
    by_category = dict(pair.split(":") for pair in kept.split())
    return int(by_category.get(str(category_id), 0)) or None


def _closed(words: Mapping[str, Any], due: str) -> str:
    said = {side: say_day(date.fromisoformat(words[side])) for side in ("first", "last")}
    if words["name"]:
        told = _("closed {first} to {last} ({name}) → {due}")
    else:
        told = _("closed {first} to {last} → {due}")
    return told.format(name=words["name"], due=due, **said)


def _outcome(loan: LoanRow, today: date) -> Iterator[str]:
    """What became of a loan: whether it is back, and how late it is or was."""
    from store.sharing.overdue import lateness

    if loan.returned_on is not None:
        yield _("came back {day}").format(day=say_day(loan.returned_on))
    rule = lateness(today)
    if late := rule.of(loan):
        if loan.compound_id in rule.lenient:
            told = ngettext(
                "{days} day late, closed days not counted",
                "{days} days late, closed days not counted",
                late,
            )
        else:
            told = ngettext("{days} day late", "{days} days late", late)
        yield told.format(days=late)


def _after(day: date, days: int) -> date:
    """The day `days` days after `day`. Raises Refused where the calendar ends before."""
    try:
        return day + timedelta(days)
    except OverflowError as beyond:
        raise Refused(
            _("Date"), _("That day is too far away for the calendar. Please check the date.")
        ) from beyond
