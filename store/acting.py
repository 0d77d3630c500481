"""Who acts in this process, and deeds in their name.

What the nightly command uses has deeds as well, which it does not do: it goes by this module, so
that the journal and its tables are imported by the first deed.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.history import Told

# What the program does by itself, under its own name.
PROGRAM = "qiaomen"

_user = ""
_is_program = False


def act_as(user: str) -> None:
    """Everything from now on in this process is done by `user`."""
    global _user, _is_program
    _user, _is_program = user, False


def act_as_program() -> None:
    """Everything from now on in this process is done by the program, as every night."""
    global _user, _is_program
    _user, _is_program = PROGRAM, True


def is_program() -> bool:
    """Whether this process does what nobody sits at, as the nightly run."""
    return _is_program


def user() -> str:
    """Who acts in this process."""
    return _user


def deed(verb: str, **words: str | int) -> AbstractContextManager[Told]:
    """One transaction in which every change is journalled as this deed; see store.history."""
    from store import history

    return history.deed(verb, **words)


def deed_of_program(verb: str, **words: str | int) -> AbstractContextManager[Told]:
    """As `deed`, for what the program does by itself."""
    from store import history

    return history.deed_of_program(verb, **words)
