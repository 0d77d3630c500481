"""When members can work: windows of the week, absences, exemptions, and with whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from peewee import fn

from store import history, recent
from store.calendar import say_day
from store.database import transaction
from store.errors import ChangedMeanwhile, NotFound, Refused
from store.farm.member_list import no_such_member
from store.farm.models import PAIRS, Absence, Availability, Exemption, Member, Pair
from store.farm.windows import Window as Window
from store.farm.windows import parse_windows as parse_windows
from store.farm.windows import say_windows as say_windows
from store.farm.windows import window
from store.language import _
from store.neighbours.models import NOTE_LENGTH
from store.text import clean


class AbsenceRow(NamedTuple):
    """The days, first and last included, on which a member is away."""

    id: int
    first: date
    last: date
    note: str


class ExemptionRow(NamedTuple):
    """The days on which a member owes only `share` percent of the work."""

    id: int
    first: date
    last: date
    share: int
    note: str


class PairRow(NamedTuple):
    """Somebody whom a member wants to work with, or must not: `kind` is together or apart."""

    member_id: int
    member: str
    kind: str


def windows(member_id: int) -> tuple[Window, ...]:
    """When a member can work in a week; no window means at any time."""
    query = (
        Availability.select(Availability.weekday, Availability.from_minute, Availability.to_minute)
        .where(Availability.member == member_id)
        .order_by(Availability.weekday, Availability.from_minute, Availability.to_minute)
    )
    return tuple(Window(*row) for row in query.tuples())


def set_windows(
    member_id: int, wanted: Iterable[Window], seen: Iterable[Window] | None = None
) -> None:
    """Let these be the windows in which a member can work; none means at any time.

    `seen` is what the form showed. Raises NotFound, or Refused, also where somebody else changed
    them meanwhile.
    """
    asked = {window(*each) for each in wanted}
    with transaction():
        name = _name(member_id)
        now = set(windows(member_id))
        if seen is not None and now != set(seen):
            raise ChangedMeanwhile(
                _("Somebody changed when {member} can work. Please look again.").format(
                    member=name
                ),
            )
        if now == asked:
            return
        with history.deed("set_availability", member=name):
            for weekday, start, end in now - asked:
                Availability.delete().where(
                    Availability.member == member_id,
                    Availability.weekday == weekday,
                    Availability.from_minute == start,
                    Availability.to_minute == end,
                ).execute()
            Availability.insert_many(
                {"member": member_id, "weekday": day, "from_minute": start, "to_minute": end}
                for day, start, end in sorted(asked - now)
            ).execute()


def absences(member_id: int) -> tuple[AbsenceRow, ...]:
    """When a member is away, was or will be, by the first day."""
    query = Absence.select(Absence.id, Absence.first, Absence.last, Absence.note)
    mine = query.where(Absence.member == member_id).order_by(Absence.first, Absence.id)
    return tuple(AbsenceRow(*row) for row in mine.tuples())


def add_absence(member_id: int, first: date, last: date, note: str = "") -> int:
    """Note that a member is away from `first` to `last`, and answer the id.

    Raises NotFound, or Refused where that is noted already.
    """
    note = clean(note, NOTE_LENGTH, _("Note"))
    refuse_span(first, last)
    with transaction():
        name = _name(member_id)
        same = (Absence.member == member_id) & (Absence.first == first) & (Absence.last == last)
        if Absence.select().where(same).exists():
            raise Refused(
                _("Absence"),
                _("It is noted already that {member} is away then.").format(member=name),
                "first",
            )
        with history.deed("add_absence", **_days(name, first, last)):
            return Absence.insert(member=member_id, first=first, last=last, note=note).execute()


def remove_absence(absence_id: int) -> None:
    """Forget an absence. Raises NotFound."""
    _remove(Absence, absence_id, "remove_absence")


def exemptions(member_id: int) -> tuple[ExemptionRow, ...]:
    """When a member is let off work, in part or wholly, by the first day."""
    query = Exemption.select(
        Exemption.id, Exemption.first, Exemption.last, Exemption.share, Exemption.note
    )
    mine = query.where(Exemption.member == member_id).order_by(Exemption.first, Exemption.id)
    return tuple(ExemptionRow(*row) for row in mine.tuples())


def add_exemption(member_id: int, first: date, last: date, share: int, note: str = "") -> int:
    """Let a member owe only `share` percent of the work from `first` to `last`; answers the id.

    Raises NotFound or Refused.
    """
    note = clean(note, NOTE_LENGTH, _("Note"))
    refuse_span(first, last)
    if not 0 <= share <= 99:
        raise Refused(
            _("Share"), _("A share of the work is 0 to 99 percent. Please check it."), "share"
        )
    with transaction():
        name = _name(member_id)
        with history.deed("add_exemption", **_days(name, first, last), share=share):
            return Exemption.insert(
                member=member_id, first=first, last=last, share=share, note=note
            ).execute()


def remove_exemption(exemption_id: int) -> None:
    """Forget an exemption. Raises NotFound."""
    _remove(Exemption, exemption_id, "remove_exemption")


def pairs(member_id: int) -> tuple[PairRow, ...]:
    """Whom a member wants to work with, or must not, by name."""
    other = fn.IIF(Pair.member == member_id, Pair.other, Pair.member)
    query = (
        Pair.select(Member.id, Member.name, Pair.kind)
        .join(Member, on=(Member.id == other))
        .where((Pair.member == member_id) | (Pair.other == member_id))
        .order_by(Member.name)
    )
    return tuple(PairRow(*row) for row in query.tuples())


def set_pair(member_id: int, other_id: int, kind: str | None) -> None:
    """Note that two members want to work together, or must not; None forgets either.

    Raises NotFound or Refused.
    """
    if kind is not None and kind not in PAIRS:
        raise Refused(_("Pair"), _("Please choose together or apart."))
    if member_id == other_id:
        raise Refused(_("Pair"), _("A pair is two members. Please choose another one."), "other")
    low, high = sorted((member_id, other_id))
    here = (Pair.member == low) & (Pair.other == high)
    with transaction():
        words = {"member": _name(member_id), "other": _name(other_id)}
        if Pair.select(Pair.kind).where(here).scalar() == kind:
            return
        with history.deed(f"pair_{kind}" if kind else "unpair", **words):
            if kind is None:
                Pair.delete().where(here).execute()
            else:
                Pair.insert(member=low, other=high, kind=kind).on_conflict(
                    conflict_target=[Pair.member, Pair.other], update={Pair.kind: kind}
                ).execute()


def refuse_span(first: date, last: date) -> None:
    """Raise Refused where the last day comes before the first."""
    if last < first:
        raise Refused(
            _("Days"),
            _("The last day, {last}, is before the first, {first}. Please check them.").format(
                first=say_day(first), last=say_day(last)
            ),
            "last",
        )


def latest_notes(typed: str = "") -> list[str]:
    """The latest notes of absences that hold what is typed."""
    return recent.texts(Absence.note, typed)


def _remove(table: type[Absence | Exemption], row_id: int, verb: str) -> None:
    with transaction():
        query = table.select(Member.name, table.first, table.last).join(Member)
        found = query.where(table.id == row_id).tuples().first()
        if found is None:
            raise NotFound(_("Gone"), _("This was removed already. Please look again."))
        with history.deed(verb, **_days(*found)):
            table.delete().where(table.id == row_id).execute()


def _days(name: str, first: date, last: date) -> dict[str, Any]:
    return {"member": name, "first": first.isoformat(), "last": last.isoformat()}


def _name(member_id: int) -> str:
    """The name of a member. Raises NotFound."""
    name = Member.select(Member.name).where(Member.id == member_id).scalar()
    if name is None:
        raise no_such_member()
    return name
