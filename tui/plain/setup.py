"""Putting up a new compound from one line."""

from __future__ import annotations

from store.language import _
from store.neighbours import compounds, plan
from tui.plain.output import say, write_object


def new_compound(name: str, units: str, form: str, *, community: str) -> None:
    """Make a compound as `units` describes it, and say what stands there now. Raises Invalid."""
    plans = plan.parse(units)
    compounds.create(name, plans, community)
    homes = sum(len(unit.homes) for unit in plans)
    if form == "json":
        write_object({"name": name.strip(), "units": len(plans), "households": homes})
    else:
        say(
            _("{compound} stands: units: {units}, households: {homes}.").format(
                compound=name.strip(), units=len(plans), homes=homes
            )
        )
