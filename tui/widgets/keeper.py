"""Who keeps what is typed into a form: by itself nobody; the app says who else does."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from store.errors import ChangedMeanwhile


class HalfTyped(NamedTuple):
    """The fields of a form that were changed, as they are typed, and what they showed before."""

    typed: Mapping[str, str]
    was: Mapping[str, str]


class Keeper:
    """Of one form: keeps nothing, and offers nothing."""

    @property
    def offer(self) -> str:
        """What to say of this form's draft of another time; empty where there is none."""
        return ""

    def keep(self, half: HalfTyped) -> None:
        """Keep `half` in place of what was kept; nothing where it is empty.

        Raises StoreError where it cannot be kept.
        """

    def leave(self, half: HalfTyped, *, on_purpose: bool) -> None:
        """As `keep`, for the last time: the form is left, or taken away."""

    def forget(self) -> None:
        """What was typed is saved: keep it no longer."""

    def take(self) -> HalfTyped | None:
        """The draft that is offered, with which this form goes on."""
        return None

    def saving(self) -> AbstractContextManager[None]:
        """Around the deed of this form: what is looked at first is not changed before it is saved.

        An exception inside takes all of it back.
        """
        return nullcontext()

    def declared_now(self) -> Mapping[str, str] | None:
        """What the fields would show if the form was opened now.

        None where it would show the same, or where nobody can tell.
        """
        return None

    def open_anew(self, half: HalfTyped, refused: ChangedMeanwhile) -> bool:
        """Open the form once more on what it is about as it stands now; False where nobody can."""
        return False
