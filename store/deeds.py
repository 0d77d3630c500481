"""Every deed by name, and how it is told.

The journal keeps the name and the words, so a deed of twenty years ago is told in today's language.
"""

from __future__ import annotations

from collections.abc import Mapping

from store.language import N_, _

TOLD = {
    "create_compound": N_("created {compound}"),
    "change_setting": N_("set {setting} to {value}"),
    "reset_setting": N_("set {setting} back to what it was at first"),
    "change_category": N_("changed the rules of {category}"),
    "edit_household": N_("edited {household}"),
    "add_resident": N_("added {resident} to {household}"),
    "edit_resident": N_("edited {resident} of {household}"),
    "add_item": N_("added {item} to {household}"),
    "edit_item": N_("edited {item} of {household}"),
    "lend": N_("lent {item} to {household}"),
    "return": N_("took back {item} from {household}"),
    "renew": N_("renewed {item} for {household} until {due}"),
    "return_many": N_("took back {count} items"),
    "renew_many": N_("renewed {count} loans"),
    "contact": N_("{contact}: {item}, {household}"),
    "contact_many": N_("{contact}: {count} loans"),
    "change_step": N_("set the step at {days} days late: {step}"),
    "remove_step": N_("removed the step at {days} days late: {step}"),
    "close_day": N_("closed {day}"),
    "close_days": N_("closed {day} to {last}"),
    "open_day": N_("opened {day}"),
    "open_days": N_("opened {day} to {last}"),
    "clear_day": N_("cleared what was set for {day}"),
    "load_holidays": N_("looked up the public holidays of {year}"),
    "reload_holidays": N_("looked up the public holidays of {year} again"),
    "closure": N_("closed {first} to {last}; due dates moved: {count}"),
    "change_policy": N_("changed what {compound} does about closed days"),
    "add_address": N_("added the address {address}"),
    "remove_address": N_("removed the address {address}"),
    "import": N_("imported {count} rows of {kind} from {file}"),
    "undo": N_("undid: {deed}"),
    "redo": N_("redid: {deed}"),
}


# Words that the journal keeps as the catalogue's own, to be said in the language of the day.
SAID = frozenset({"kind", "setting", "contact", "step"})


def tell(verb: str, words: Mapping[str, str | int]) -> str:
    """What was done, as a person would say it; an unknown verb is told as it stands."""
    template = TOLD.get(verb)
    if template is None:
        return " ".join([verb, *map(str, words.values())])
    said = {
        name: _(word) if name in SAID and isinstance(word, str) else word
        for name, word in words.items()
    }
    return _(template).format_map(said)
