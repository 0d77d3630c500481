"""Whole telephone numbers: shown to a coordinator who asks for one, which the journal tells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from store import history
from store.access import rights
from store.errors import NotFound
from store.language import _, listed

SHOW, WRITE_OUT = "show_phone", "export_phones"


class Phone(NamedTuple):
    """Whose telephone it is, and its whole number."""

    name: str
    phone: str


def show(asked: Iterable[Phone]) -> tuple[Phone, ...]:
    """Those of `asked` who have a telephone; that somebody looked is a deed.

    Raises Refused where who acts may not, NotFound where there is none.
    """
    found = tuple(each for each in asked if each.phone)
    rights.require(SHOW)
    if not found:
        raise NotFound(_("No phone"), _("No phone is known there."))
    with history.deed(SHOW, person=listed(each.name for each in found)):
        return found


def write_out(kind: str) -> None:
    """Note that whole numbers leave the store with a table, `kind`. Raises Refused."""
    with history.deed(WRITE_OUT, kind=kind):
        pass


def may_be_sought(words: Iterable[str]) -> bool:
    """Whether people may be looked for by these words: by digits, only by who may see numbers."""
    return rights.may(SHOW) or not any(sign.isdigit() for word in words for sign in word)
