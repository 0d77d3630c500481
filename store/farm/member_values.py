"""What is said of a member, and whether it can be so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from store import phones
from store.errors import FieldError, Invalid, NotFound, Refused
from store.farm import skills as skill_names
from store.farm.models import Member
from store.language import _
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH, PHONE_LENGTH, Resident
from store.text import clean, shown

MOST_PER_WEEK, MOST_PER_MONTH = 99, 999
MOST_MINUTES_BEFORE = 6_000_000


def check(
    name: str,
    phone: str,
    max_per_week: int | None,
    max_per_month: int | None,
    minutes_before: int,
    note: str,
) -> dict[str, Any]:
    """The columns of a member as they may be stored. Raises Invalid, or Refused for long texts."""
    values: dict[str, Any] = {
        "name": clean(name, NAME_LENGTH, _("Name")),
        "phone": clean(phone, PHONE_LENGTH, _("Phone")),
        "max_per_week": max_per_week,
        "max_per_month": max_per_month,
        "minutes_before": minutes_before,
        "note": clean(note, NOTE_LENGTH, _("Note")),
    }
    errors = []
    if not values["name"]:
        errors.append(FieldError("name", _("Please give a name.")))
    for field, most in (("max_per_week", MOST_PER_WEEK), ("max_per_month", MOST_PER_MONTH)):
        if values[field] is not None and not 0 <= values[field] <= most:
            sentence = _("Please give a number from 0 to {most}, or nothing.")
            errors.append(FieldError(field, sentence.format(most=most)))
    if not 0 <= minutes_before <= MOST_MINUTES_BEFORE:
        sentence = _("Please give hours from 0 to {most}.")
        errors.append(FieldError("minutes_before", sentence.format(most=MOST_MINUTES_BEFORE // 60)))
    if errors:
        raise Invalid(_("Member"), tuple(errors))
    return values


def check_skills(skills: Iterable[str]) -> tuple[str, ...]:
    """Skills as a MemberRow lists them. Raises Invalid."""
    try:
        return tuple(sorted({skill_names.check(name) for name in skills}))
    except Refused as refused:
        error = FieldError("skills", refused.sentence)
        raise Invalid(_("Member"), (error,)) from None


def refuse_same_name(name: str) -> None:
    """Raise Invalid where another member is called so."""
    if Member.select().where(Member.name == name).exists():
        sentence = _(
            "There is a member “{name}” already. "
            "Please add something that tells them apart, as in “{name} (2)”."
        )
        raise Invalid(_("Member"), (FieldError("name", sentence.format(name=shown(name, 60))),))


def refuse_masked(phone: str) -> None:
    """Raise Invalid for what is shown of a telephone instead of its number."""
    if wrong := phones.whole("phone", phone):
        raise Invalid(_("Member"), wrong)


def refuse_resident(resident_id: int | None) -> None:
    """Raise where this resident is not there, or is a member already."""
    if resident_id is None:
        return
    if not Resident.select().where(Resident.id == resident_id).exists():
        raise NotFound(_("No such resident"), _("This resident is not in the store."))
    query = Member.select(Member.name).where(Member.resident == resident_id)
    if found := query.tuples().first():
        sentence = _("This resident is a member already: {member}.").format(member=found[0])
        raise Invalid(_("Member"), (FieldError("resident", sentence),))
