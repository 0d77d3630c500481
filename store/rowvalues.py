"""The values that the journal holds, as people of the desk say them: in words, names, money."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from store import opendays
from store.access.roles import ROLE_NAMES
from store.database import db
from store.farm import attendance, swap_list
from store.language import N_, _
from store.phones import masked
from store.programme import money, terms
from store.sharing import words

# What nobody needs to be told: what is derived, or names the row for other programs.
UNTOLD = frozenset({"id", "search_key", "uid", "sequence", "url"})

EMPTY = "—"

_MONEY = frozenset({"amount", "budget", "community_cap", "cost", "granted", "project_cap", "up_to"})
_YES_NO = frozenset(
    {"by_hand", "by_phone", "closed_days_late", "counting", "official", "on_board", "taken"}
)

_CONTACTS = {
    "reminded": N_("reminded"),
    "called": N_("called"),
    "knocked": N_("knocked"),
    "promised": N_("promised"),
    "note": N_("note"),
}
_PLACE_STATES = {
    "planned": N_("planned"),
    "standby": N_("on standby"),
    "left": N_("given up"),
    "replaced": N_("replaced"),
    "excused": N_("excused"),
}
_PLANNED = {"planned": N_("planned"), "cancelled": N_("cancelled")}
_ENTRIES = {
    "attendance": N_("attendance"),
    "correction": N_("correction"),
    "payment": N_("payment"),
    "reversal": N_("reversal"),
}
_PAIRS = {"together": N_("want to work together"), "apart": N_("are not to work together")}

# The words of each column that has some of its own; by table where they differ.
_WORDS: Mapping[tuple[str, str], Mapping[Any, str]] = {
    ("", "attendance"): attendance.SAID_AS,
    ("", "cast_as"): terms.CAST_NAMES,
    ("", "choice"): terms.CHOICE_NAMES,
    ("", "condition"): words.CONDITION,
    ("", "due_moves"): words.DUE_MOVES,
    ("", "outcome"): terms.OUTCOME_NAMES,
    ("", "role"): ROLE_NAMES,
    ("", "rural"): terms.PLACES,
    ("", "secret"): terms.SECRECY_NAMES,
    ("", "status"): terms.STATUS_NAMES,
    ("assignment", "state"): _PLACE_STATES,
    ("calendar_day", "kind"): opendays.KIND_WORDS,
    ("contact", "kind"): _CONTACTS,
    ("decision", "rule"): terms.RULE_NAMES,
    ("hours_entry", "kind"): _ENTRIES,
    ("household", "kind"): words.KIND,
    ("pair", "kind"): _PAIRS,
    ("payment", "kind"): _ENTRIES,
    ("proposal", "rule"): terms.RULE_NAMES,
    ("proposal", "state"): terms.PROPOSAL_STATE_NAMES,
    ("shift", "state"): _PLANNED,
    ("supervision", "kind"): terms.SUPERVISION_NAMES,
    ("swap", "state"): swap_list.STATES,
    ("tranche", "state"): _PLANNED,
}

# What the rows of a table are called, where that is more than their name.
_OF_MEMBER = "(SELECT name FROM member WHERE id = member_id)"
_OF_SERIES = "(SELECT name FROM series WHERE id = series_id)"
_OF_PROJECT = "(SELECT name FROM project WHERE id = project_id)"
_OF_PROPOSAL = "(SELECT name FROM proposal WHERE id = proposal_id)"
_OF_MILESTONE = "(SELECT name FROM milestone WHERE id = milestone_id)"
_OF_ITEM = "(SELECT name FROM item WHERE id = item_id)"
_ADDRESS = "(SELECT name FROM unit WHERE id = unit_id) || '-' || door"
_OF_HOUSEHOLD = f"(SELECT {_ADDRESS} FROM household WHERE id = household_id)"
_CALLED = {
    "absence": _OF_MEMBER,
    "assignment": f"{_OF_MEMBER} || ' · ' ||"
    " (SELECT name || ' ' || starts_at FROM shift WHERE id = shift_id)",
    "availability": _OF_MEMBER,
    "ballot": f"(SELECT {_OF_HOUSEHOLD} FROM roll_entry WHERE id = entry_id)",
    "calendar_day": "day",
    "cap_override": _OF_PROJECT,
    "contact": f"(SELECT {_OF_ITEM} FROM loan WHERE id = loan_id)",
    "decision": _OF_PROPOSAL,
    "dependency": _OF_MILESTONE,
    "exemption": _OF_MEMBER,
    "holiday_year": "year",
    "hours_entry": _OF_MEMBER,
    "household": _ADDRESS,
    "loan": _OF_ITEM,
    "member_skill": _OF_MEMBER,
    "membership": _OF_MEMBER,
    "pair": _OF_MEMBER,
    "payment": _OF_PROJECT,
    "programme_year": "id",
    "review": "reviewer",
    "roll_entry": _OF_HOUSEHOLD,
    "score": "(SELECT name FROM criterion WHERE id = criterion_id)",
    "series_day": _OF_SERIES,
    "series_season": _OF_SERIES,
    "series_skill": _OF_SERIES,
    "setting": "key",
    "shift": "name || ' ' || starts_at",
    "shift_skill": "(SELECT name FROM skill WHERE id = skill_id)",
    "supervision": _OF_PROJECT,
}
_NAMED = frozenset(
    {
        "address", "budget_line", "category", "community", "compound", "criterion", "item",
        "member", "milestone", "milestone_series", "organisation", "person", "project",
        "project_person", "proposal", "resident", "series", "skill", "step", "team", "tranche",
        "unit",
    }
)  # fmt: skip

# The table that a column names a row of, where the column is not called like it.
_POINTS_AT = {
    "entry_id": "roll_entry",
    "follows_id": "series",
    "needs_id": "milestone",
    "offered_id": "assignment",
    "other_id": "member",
    "stand_in_for_id": "assignment",
    "wanted_id": "assignment",
    "year_id": "programme_year",
}


def points_at(table: str, column: str) -> str | None:
    """The table that a column names rows of, if it does."""
    if not column.endswith("_id"):
        return None
    if column == "reverses_id":
        return table
    if (table, column) == ("milestone", "series_id"):
        return "milestone_series"
    return _POINTS_AT.get(column, column.removesuffix("_id"))


def names(table: str, ids: Iterable[int]) -> dict[int, str]:
    """What rows are called; those that are gone are called as the journal last knew them."""
    wanted = sorted(set(ids))
    called = _CALLED.get(table) or ("name" if table in _NAMED else None)
    if called is None or not wanted:
        return {}
    chosen = json.dumps(wanted)
    there = db.execute_sql(
        f'SELECT id, {called} FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))',
        (chosen,),
    )
    found = {number: str(name or "").strip() for number, name in there.fetchall()}
    gone = db.execute_sql(
        "SELECT row_id, json_extract(before, '$.name') FROM change WHERE event = 'delete'"
        " AND table_name = ? AND row_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (table, json.dumps([number for number in wanted if number not in found])),
    )
    return found | {number: name for number, name in gone.fetchall() if name}


def say(table: str, column: str, value: Any, named: Mapping[tuple[str, int], str]) -> str:
    """A value of a column in the language spoken now; `named` are the rows that it may name."""
    if value is None or value == "":
        return EMPTY
    there = points_at(table, column)
    if there is not None:
        return named.get((there, value)) or f"#{value}"
    if column == "phone":
        return masked(str(value))
    if column in _MONEY and isinstance(value, int):
        return money.say(value)
    if column in _YES_NO:
        return _("Yes") if value else _("No")
    if column == "dimensions":
        return terms.say_dimensions(tuple(value.split()))
    said = _WORDS.get((table, column)) or _WORDS.get(("", column)) or {}
    return _(said[value]) if value in said else str(value)
