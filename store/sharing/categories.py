"""Categories and their loan rules."""

from __future__ import annotations

from typing import NamedTuple, TypedDict, Unpack

from store import history
from store.database import transaction
from store.errors import FieldError, Invalid, NotFound
from store.language import _
from store.sharing.models import Category, Item


class CategoryRow(NamedTuple):
    """A category; an empty rule means the community's default."""

    id: int
    name: str
    loan_days: int | None
    renewal_limit: int | None


class Rules(TypedDict, total=False):
    """What may be changed of a category; None stands for the community's default."""

    loan_days: int | None
    renewal_limit: int | None


def categories() -> tuple[CategoryRow, ...]:
    """All categories, in the order they were made."""
    query = Category.select(
        Category.id, Category.name, Category.loan_days, Category.renewal_limit
    ).order_by(Category.id)
    return tuple(CategoryRow(*row) for row in query.tuples())


def latest() -> str:
    """The category of the item entered last; empty in an empty store."""
    query = Item.select(Category.name).join(Category).order_by(Item.id.desc())
    row = query.tuples().first()
    return row[0] if row else ""


def change_rules(name: str, **rules: Unpack[Rules]) -> None:
    """Set how long things of a category are lent, how often renewed, or both; the rest stays.

    Raises NotFound, or Invalid for a number out of its range.
    """
    loan_days, renewal_limit = rules.get("loan_days"), rules.get("renewal_limit")
    errors = []
    if loan_days is not None and not 1 <= loan_days <= 366:
        errors.append(FieldError("loan_days", _("A loan period is from 1 to 366 days.")))
    if renewal_limit is not None and not 0 <= renewal_limit <= 99:
        errors.append(FieldError("renewal_limit", _("A renewal limit is from 0 to 99.")))
    if errors:
        raise Invalid(_("Category"), tuple(errors))
    with transaction():
        now = Category.get_or_none(Category.name == name)
        if now is None:
            raise NotFound(
                _("No such category"), _("There is no category “{name}”.").format(name=name)
            )
        changed = {rule: value for rule, value in rules.items() if value != getattr(now, rule)}
        if changed:
            with history.deed("change_category", category=name):
                Category.update(**changed).where(Category.id == now.id).execute()
