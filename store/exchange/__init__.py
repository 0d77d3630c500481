"""What crosses the wall of the store: tables that come in, and tables that go out."""

from __future__ import annotations

from store.language import N_

# What each kind of table is called, in the order in which each needs the one before.
NAMES = {
    "households": N_("households"),
    "residents": N_("residents"),
    "items": N_("items"),
    "loans": N_("loans"),
    "members": N_("members"),
    "availability": N_("availability"),
    "absences": N_("absences"),
    "series": N_("series"),
    "assignments": N_("assignments"),
    "projects": N_("projects"),
    "milestones": N_("milestones"),
    "reviews": N_("reviews"),
    "proposals": N_("proposals"),
    "ballots": N_("ballots"),
}

# Kinds of the city's programme.
OF_PROGRAMME = frozenset({"projects", "milestones", "reviews", "proposals", "ballots"})

# Kinds that are the whole community's, not a compound's.
OF_COMMUNITY = OF_PROGRAMME | {"members", "availability", "absences", "series", "assignments"}
