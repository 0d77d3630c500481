"""Who may: asked in the store, where a deed begins.

While nobody is registered the desk is open, and everybody may do everything.
"""

from __future__ import annotations

from store import acting
from store.access import roles
from store.access.roles import COORDINATOR, ROLE_NAMES
from store.database import db
from store.errors import Refused
from store.language import _
from store.text import shown

# By its words rather than by models: the nightly command asks this too, and each deed.
_ROLE = """
    SELECT (SELECT role FROM person WHERE name = ? AND removed_on IS NULL),
        EXISTS (SELECT 1 FROM person WHERE removed_on IS NULL)"""


def is_open() -> bool:
    """Whether nobody is registered yet, so that everybody may do everything."""
    return not db.execute_sql(_ROLE, ("",)).fetchone()[1]


def role() -> str | None:
    """The role of who acts in this process; None for somebody who is not of the desk."""
    if acting.is_program():
        return COORDINATOR
    mine, somebody = db.execute_sql(_ROLE, (acting.user(),)).fetchone()
    return mine if somebody else COORDINATOR


def admit(*, unattended: bool = False) -> None:
    """Let who acts in this process in; raises Refused for somebody who is not of the desk.

    What the machine itself does, `unattended`, is then done in the program's name.
    """
    if role() is not None:
        return
    if not unattended:
        raise _not_of_the_desk()
    acting.act_as_program()


def may(verb: str) -> bool:
    """Whether who acts may do the deed `verb`."""
    mine = role()
    return mine is not None and roles.may(mine, verb)


def require(verb: str) -> None:
    """Raise Refused where who acts may not do the deed `verb`."""
    mine = role()
    if mine is None:
        raise _not_of_the_desk()
    if (reason := why_not(mine, verb)) is not None:
        raise Refused(_("Not yours to do"), reason)


def why_not(role: str, verb: str) -> str | None:
    """Why somebody of this role may not do the deed `verb`, in a sentence; None where they may."""
    if roles.may(role, verb):
        return None
    if roles.least(verb) == COORDINATOR:
        sentence = _("Only a coordinator may do that, and you are here as a {role}.")
    else:
        sentence = _("Only a helper or a coordinator may do that, and you are here as a {role}.")
    return sentence.format(role=_(ROLE_NAMES[role]))


def _not_of_the_desk() -> Refused:
    sentence = _(
        "“{name}” is not one of the people of this desk. "
        "Please say with --user who you are, or ask a coordinator."
    )
    return Refused(_("Who is there?"), sentence.format(name=shown(acting.user(), 60)))
