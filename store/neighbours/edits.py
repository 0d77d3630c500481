"""Edits made with a form, which may stand open while somebody else edits the same row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peewee import JOIN, Expression, fn

from store.errors import ChangedMeanwhile, Clash, NotFound
from store.fields import Row
from store.language import N_, _, listed
from store.text import shown

_FIELDS = {
    "name": N_("the name"),
    "category": N_("the category"),
    "condition": N_("the condition"),
    "kind": N_("the kind"),
    "phone": N_("the phone"),
    "note": N_("the note"),
    "resident_id": N_("the household"),
    "skills": N_("the skills"),
    "max_per_week": N_("the most shifts a week"),
    "max_per_month": N_("the most shifts a month"),
    "minutes_before": N_("the hours brought forward"),
    "year": N_("the year"),
    "community": N_("the community"),
    "district": N_("the district"),
    "compound": N_("the compound"),
    "organisation": N_("the organisation"),
    "dimensions": N_("the dimensions"),
    "rural": N_("town or village"),
    "starts_on": N_("the first day"),
    "ends_on": N_("the last day"),
    "people": N_("who is in charge"),
    "baseline": N_("the baseline"),
    "evidence": N_("the evidence"),
    "cost": N_("the cost"),
    "proposer": N_("who proposes it"),
    "rule": N_("the rule"),
    "quorum": N_("the quorum"),
    "secret": N_("open or secret"),
    "amount": N_("the amount"),
    "milestone_id": N_("the milestone"),
    "due_on": N_("the day it is due"),
    "budget": N_("the budget"),
    "project_cap": N_("the cap of a project"),
    "community_cap": N_("the cap of a community"),
    "rural_floor": N_("the rural floor"),
    "pass_mark": N_("the pass mark"),
    "seed": N_("the seed of the draw"),
}
# Fields whose values are the catalogue's own words.
_SAID = frozenset({"condition", "kind"})


def changes(
    table: type[Row],
    row_id: int,
    seen: object,
    now: object,
    wanted: Mapping[str, Any],
    said: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What a form that showed the row `seen` wants otherwise than it stands `now`.

    A field that the form left as it was keeps what it holds now. Raises ChangedMeanwhile where
    somebody else changed a field that the form changes too; `said` tells what a field holds now,
    where that is not told as it is kept.
    """
    changed = {
        field: value
        for field, value in wanted.items()
        if value not in (getattr(seen, field), getattr(now, field))
    }
    clashing = [field for field in changed if getattr(now, field) != getattr(seen, field)]
    if clashing:
        clashes = tuple(
            Clash(
                field,
                _who_changed(table, row_id, field),
                theirs=(said or {}).get(field) or _told(field, getattr(now, field)),
                mine=_told(field, changed[field]),
            )
            for field in clashing
        )
        told = listed(
            _("{field} to “{value}”").format(field=_(_FIELDS[clash.field]), value=clash.theirs)
            for clash in clashes
        )
        raise ChangedMeanwhile(
            _("Somebody changed {changes} meanwhile. Please look again.").format(changes=told),
            clashes,
        )
    return changed


def _who_changed(table: type[Row], row_id: int, field: str) -> str:
    """Who changed the `field` last; empty for another program, and for what is no column."""
    from store.journal_models import Change, Deed

    def has(column: str) -> Expression:
        return fn.json_type(Change.before, f"$.{column}").is_null(False)

    query = (
        Change.select(Deed.who)
        .join(Deed, JOIN.LEFT_OUTER)
        .where(Change.table_name == table._meta.table_name, Change.row_id == row_id)
        .where(has(field) | has(f"{field}_id"))
        .order_by(Change.id.desc())
    )
    return query.limit(1).scalar() or ""


def save(table: type[Row], row_id: int, values: Mapping[str, Any], missing: NotFound) -> None:
    """Write `values` to the one row with this id; raises `missing` where there is none."""
    if table.update(**values).where(table.id == row_id).execute() != 1:
        raise missing


def _told(field: str, value: Any) -> str:
    if field in _SAID:
        return _(value)
    if isinstance(value, tuple):
        return shown(listed(" ".join(each) if isinstance(each, tuple) else each for each in value))
    return "" if value is None else shown(str(value))
