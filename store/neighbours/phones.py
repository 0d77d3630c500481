"""The telephones of residents, whole."""

from __future__ import annotations

from store.access import showing
from store.access.showing import Phone
from store.neighbours import consent
from store.neighbours.models import Resident


def show(resident_id: int) -> tuple[Phone, ...]:
    """Show a resident's telephone, as a deed; none where the household wants no call.

    Raises NotFound, Refused.
    """
    return _show(Resident.id == resident_id)


def show_of_household(household_id: int) -> tuple[Phone, ...]:
    """Show the telephones of who lives there, as one deed. Raises NotFound, Refused."""
    return _show(Resident.household == household_id)


def _show(which) -> tuple[Phone, ...]:
    rows = (
        Resident.select(Resident.name, consent.offered_phone()).where(which).order_by(Resident.id)
    )
    return showing.show(Phone(*row) for row in rows.tuples())
