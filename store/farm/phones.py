"""The telephones of members, whole."""

from __future__ import annotations

from peewee import JOIN, Function, fn

from store.access import showing
from store.access.showing import Phone
from store.farm.models import Member
from store.neighbours import consent
from store.neighbours.models import Resident


def number() -> Function:
    """Where a query joins a member and perhaps a resident: their own number before that one."""
    return fn.COALESCE(fn.NULLIF(Member.phone, ""), consent.offered_phone())


def show(member_id: int) -> tuple[Phone, ...]:
    """Show a member's telephone, as a deed. Raises NotFound, Refused."""
    query = Member.select(Member.name, number()).join(Resident, JOIN.LEFT_OUTER)
    return showing.show(Phone(*row) for row in query.where(Member.id == member_id).tuples())
