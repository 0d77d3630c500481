"""What a night's summary tells, in its order: sections and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from store.calendar import say_day
from store.farm.evening import ComingShift, evening
from store.language import _, listed, ngettext
from store.neighbours import compounds
from store.programme import late_milestones
from store.sharing.steps import say_step
from store.sharing.summary import Night, NightRow
from store.sharing.words import say_unit

# A place on the walk, empty where nobody is to walk, and what is told of it: rows of a section are
# all NightRow, all LoanRow, all LateMilestone, or all ComingShift.
Group = tuple[str, Iterable[Any]]


class Section(NamedTuple):
    """Loans under one title, place by place, or milestones, or shifts.

    Loans and milestones are read from the store as one goes through.
    """

    title: str
    groups: Iterable[Group]
    kind: Literal["late", "soon", "milestones", "shifts"] = "late"


Part = Section | str


def title(night: Night) -> str:
    """A night in a line, as the subject of a message."""
    day, totals = night.today.isoformat(), night.totals
    milestones = _late_milestones(night)
    if not totals.overdue and not milestones:
        return _("Overdue {day}: nothing").format(day=day)
    if not totals.overdue:
        said = ngettext(
            "Overdue {day}: {count} milestone", "Overdue {day}: {count} milestones", milestones
        )
        return said.format(day=day, count=milestones)
    return _("Overdue {day}: {new} new, {late} in all").format(
        day=day, new=totals.new, late=totals.overdue
    )


def heading(night: Night) -> str:
    """The first line of a night that is printed."""
    return _("Overdue on {day}").format(day=say_day(night.today))


def parts(
    night: Night, most: int | None = None, late: Iterable[NightRow] | None = None
) -> Iterator[Part]:
    """All that is told below the title, with `most` loans at most; sentences are plain text.

    So many milestones and shifts are told at most, too.

    `late` are the night's overdue loans where their reading has begun. Each section must be gone
    through before the next one is taken.
    """
    yield from _late(night, most, night.late_rows() if late is None else late)
    if not night.new_only:
        yield from _soon(night, None if most is None else max(0, most - _told(night)))
        yield from _milestones(night, most)
        yield from _rota(night, most)
    yield from warnings(night)
    yield from closing(night)


def warnings(night: Night) -> Iterator[str]:
    """What the coordinator should see to: due dates that may go wrong, a backup that did."""
    from store import public_holidays, settings

    trouble = public_holidays.trouble(night.today)
    if trouble:
        yield trouble
    if settings.text("backup_folder"):
        from store.keeping import standing

        failure = standing.failure()
        if failure:
            yield failure


def closing(night: Night) -> Iterator[str]:
    """The closing counts."""
    totals = night.totals
    if totals.overdue:
        yield _("{new} new since the last run, {promised} promised.").format(
            new=totals.new, promised=totals.promised
        )
        steps = [f"{say_step(step.name)} {count}" for step, count in totals.stages if count]
        if steps:
            yield _("By step: {steps}.").format(steps=listed(steps))
    yield _("{late} overdue, {soon} due soon, {open} open in all.").format(
        late=totals.overdue, soon=totals.due_soon, open=totals.open
    )
    if milestones := _late_milestones(night):
        said = ngettext("{count} milestone is late.", "{count} milestones are late.", milestones)
        yield said.format(count=milestones)


def _late(night: Night, most: int | None, rows: Iterable[NightRow]) -> Iterator[Part]:
    told = _told(night)
    if not night.totals.overdue:
        nothing = _("Nothing is overdue on {day}.")
        if _late_milestones(night):
            nothing = _("No loan is overdue on {day}.")
        yield nothing.format(day=say_day(night.today))
    elif not told:
        yield _("There is nothing new since the last run.")
    places = _Places(night.compound_id)
    for (promised, new, to_do), loans in groupby(islice(rows, most), _SECTION):
        tour = places.at_peace if promised else places.walk
        yield Section(_say_section(promised, new, to_do), tour(loans))
    if most is not None and told > most:
        yield _("… and {count} more: {command}").format(
            count=told - most, command="qiaomen list overdue"
        )


def _soon(night: Night, most: int | None) -> Iterator[Part]:
    soon, days = night.totals.due_soon, night.days_soon
    if soon and most != 0:
        said = ngettext("Due today or tomorrow", "Due in the next {days} days", days)
        name = said.format(days=days) if days else _("Due today")
        yield Section(name, [("", islice(night.soon_rows(), most))], "soon")
    if most is not None and soon > most:
        yield _("… and {count} more due soon: {command}").format(
            count=soon - most, command="qiaomen overdue"
        )


def _milestones(night: Night, most: int | None) -> Iterator[Part]:
    count = _late_milestones(night)
    if count:
        rows = late_milestones.late(night.today, night.compound_id)
        yield Section(_("Late milestones"), [("", islice(rows, most))], "milestones")
    if most is not None and count > most:
        yield _("… and {count} more: {command}").format(
            count=count - most, command="qiaomen list milestones --late"
        )


def _late_milestones(night: Night) -> int:
    return late_milestones.count(night.today, night.compound_id)


def _rota(night: Night, most: int | None) -> Iterator[Part]:
    coming = evening(night.today)
    yield from _shifts(_("People are missing tomorrow"), coming.lacking, most)
    yield from _shifts(_("Cancelled shifts: please tell people"), coming.cancelled, most)


def _shifts(title: str, shifts: Sequence[ComingShift], most: int | None) -> Iterator[Part]:
    if shifts:
        yield Section(title, [("", shifts[:most])], "shifts")
    if most is not None and len(shifts) > most:
        yield _("… and {count} more: {command}").format(
            count=len(shifts) - most, command="qiaomen rota week"
        )


def _told(night: Night) -> int:
    """How many overdue loans there are to tell of."""
    return night.totals.new if night.new_only else night.totals.overdue


# What rows of a section, and of a place in it, have in common.
_SECTION = attrgetter("promised", "new", "to_do")
_PLACE = attrgetter("compound_id", "borrower_unit", "borrower_floor")
_COMPOUND = attrgetter("compound_id")


def _say_section(promised: bool, new: bool, to_do: str) -> str:
    if promised:
        return _("Promised: please wait")
    if not to_do:
        return _("Late, but no step is due yet")
    name = _("New: {step}") if new else _("To do: {step}")
    return name.format(step=say_step(to_do))


class _Places:
    """Where one stands on the walk, with the compound where a night is of several."""

    def __init__(self, compound_id: int | None) -> None:
        self._are_several = compound_id is None and len(compounds.compounds(limit=2)) > 1
        self._names: dict[int, str] = {}

    def walk(self, rows: Iterable[NightRow]) -> Iterator[Group]:
        """The rows of one section, stairs by stairs."""
        for (compound_id, unit, floor), loans in groupby(rows, _PLACE):
            place = _("{unit}, floor {floor}").format(unit=say_unit(unit), floor=floor)
            yield " · ".join(filter(None, (self._compound(compound_id), place))), loans

    def at_peace(self, rows: Iterable[NightRow]) -> Iterator[Group]:
        """The rows of one section for which nobody is to walk."""
        for compound_id, loans in groupby(rows, _COMPOUND):
            yield self._compound(compound_id), loans

    def _compound(self, compound_id: int) -> str:
        if not self._are_several:
            return ""
        if compound_id not in self._names:
            self._names[compound_id] = compounds.get(compound_id).name
        return self._names[compound_id]
