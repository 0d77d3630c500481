"""Categories and their loan rules."""

from __future__ import annotations

from typing import NamedTuple

from store import history
from store.errors import FieldError, Invalid, NotFound
from store.language import _
from store.sharing.models import Category


class CategoryRow(NamedTuple):
    """A category; an empty rule means the community's default."""

    id: int
    name: str
    loan_days: int | None
    renewal_limit: int | None


def categories() -> tuple[CategoryRow, ...]:
    """All categories, in the order they were made."""
    query = Category.select(
        Category.id, Category.name, Category.loan_days, Category.renewal_limit
    ).order_by(Category.id)
    return tuple(CategoryRow(*row) for row in query.tuples())


def change_rules(name: str, *, loan_days: int | None, renewal_limit: int | None) -> None:
    """Set how long things of a category are lent and how often renewed; None for the default.

    Raises NotFound, or Invalid for a number out of its range.
    """
    errors = []
    if loan_days is not None and not 1 <= loan_days <= 366:
        errors.append(FieldError("loan_days", _("A loan period is from 1 to 366 days.")))
    if renewal_limit is not None and not 0 <= renewal_limit <= 99:
        errors.append(FieldError("renewal_limit", _("A renewal limit is from 0 to 99.")))
    if errors:
        raise Invalid(_("Category"), tuple(errors))
    if not Category.select().where(Category.name == name).exists():
        raise NotFound(_("No such category"), _("There is no category “{name}”.").format(name=name))
    with history.deed("change_category", category=name):
        Category.update(loan_days=loan_days, renewal_limit=renewal_limit).where(
            Category.name == name
        ).execute()
