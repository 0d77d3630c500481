"""The words for conditions, availability and kinds, as people of the desk say them."""

from __future__ import annotations

from store.language import N_, _

CONDITION = {
    "good": N_("good"),
    "worn": N_("worn"),
    "damaged": N_("damaged"),
    "lost": N_("lost"),
    "withdrawn": N_("off the board"),
}
AVAILABILITY = {
    "available": N_("available"),
    "lent": N_("lent"),
    "overdue": N_("overdue"),
    "unavailable": N_("not lent"),
}
KIND = {"home": N_("home"), "shop": N_("shop"), "vacant": N_("vacant")}
DUE_MOVES = {
    "never": N_("never move"),
    "holidays": N_("move off public holidays"),
    "closed": N_("move off every closed day"),
}


def say_condition(condition: str) -> str:
    """A condition in the language spoken now."""
    return _(CONDITION[condition])


def say_availability(availability: str) -> str:
    """An availability in the language spoken now."""
    return _(AVAILABILITY[availability])


def say_unit(name: str) -> str:
    """A unit as a heading: `unit 3` where its name is a number alone, else as it is called."""
    return _("unit {unit}").format(unit=name) if name.isdecimal() else name


def say_kind(kind: str) -> str:
    """A household's kind in the language spoken now."""
    return _(KIND[kind])


def say_due_moves(due_moves: str) -> str:
    """What a compound's due dates do about closed days, in the language spoken now."""
    return _(DUE_MOVES[due_moves])
