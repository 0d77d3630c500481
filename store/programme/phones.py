"""The telephones of who is in charge of projects, whole."""

from __future__ import annotations

from store.access import showing
from store.access.showing import Phone
from store.programme.project_values import people_of


def show(project_id: int) -> tuple[Phone, ...]:
    """Show the telephones of who is in charge, as one deed. Raises NotFound, Refused."""
    return showing.show(Phone(*person) for person in people_of(project_id))
