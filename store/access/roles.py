"""The roles, and what each may do.

A deed that is not named here wants a coordinator, so that a new one is not open by an oversight.
"""

from __future__ import annotations

from store.language import N_

# From the least to the most.
VIEWER, HELPER, COORDINATOR = "viewer", "helper", "coordinator"
ROLES = (VIEWER, HELPER, COORDINATOR)
ROLE_NAMES = {
    VIEWER: N_("viewer"),
    HELPER: N_("helper"),
    COORDINATOR: N_("coordinator"),
}

# What is no deed, but not everybody's either: files that others of the desk may need.
WRITE_FILE = "write_file"

# The deeds of who helps at the door.
OF_HELPERS = frozenset(
    {"lend", "return", "return_many", "renew", "renew_many", "contact", "contact_many"}
    | {"attendance", "attendance_many", "attendance_of_all"}
    | {"clear_attendance", "clear_attendance_many"}
)


def least(verb: str) -> str:
    """The least role that may do the deed `verb`."""
    return HELPER if verb in OF_HELPERS else COORDINATOR


def may(role: str, verb: str) -> bool:
    """Whether somebody of this role may do the deed `verb`."""
    return ROLES.index(role) >= ROLES.index(least(verb))
