"""What can go wrong in the store, told to a person."""

from __future__ import annotations

from typing import NamedTuple

from store.language import in_turn


class StoreError(Exception):
    """A deed or a question that the store refuses; nothing was changed.

    `title` names the trouble in a few words, `sentence` says what happened and what to do next.
    """

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__(sentence)
        self.title = title
        self.sentence = sentence


class NotFound(StoreError):
    """Nothing in the store answers to what was asked for."""


class Ambiguous(StoreError):
    """More than one thing answers to what was asked for."""


class Refused(StoreError):
    """A rule of the community speaks against the deed."""


class Unusable(StoreError):
    """The database cannot be opened, read or written."""


class FieldError(NamedTuple):
    """One thing wrong with one field of a form or one column of a row."""

    field: str
    sentence: str


class Invalid(StoreError):
    """What was typed cannot be stored; `errors` names every field at once."""

    def __init__(self, title: str, errors: tuple[FieldError, ...]) -> None:
        super().__init__(title, in_turn(error.sentence for error in errors))
        self.errors = errors
