"""What can be asked of a shift, by itself or in a series: every complaint at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from store.errors import FieldError, Refused
from store.farm import needs
from store.farm.models import DAY_MINUTES, MOST_PLACES
from store.farm.needs import Skills
from store.language import _
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.text import clean

T = TypeVar("T")


class Complaints:
    """What is wrong with the fields of a shift or a series, in the order in which it was found."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []

    def add(self, field: str, sentence: str | None) -> None:
        """Remember a sentence about a field, if there is one."""
        if sentence is not None:
            self.errors.append(FieldError(field, sentence))

    def of(self, field: str, question: Callable[[], T]) -> T | None:
        """The answer, or None where it was refused, which is remembered."""
        try:
            return question()
        except Refused as trouble:
            self.add(field, trouble.sentence)
            return None

    def name(self, text: str) -> str:
        """A name as it may be stored."""
        name = self.of("name", lambda: clean(text, NAME_LENGTH, _("Name")))
        if name == "":
            self.add("name", _("Please give it a name."))
        return name or ""

    def note(self, text: str) -> str:
        """A note as it may be stored."""
        return self.of("note", lambda: clean(text, NOTE_LENGTH, _("Note"))) or ""

    def time(self, at: int) -> None:
        """Complain of a minute that no day has."""
        if not 0 <= at < DAY_MINUTES:
            self.add("at", _("A shift begins between 00:00 and 23:59."))

    def length(self, minutes: int) -> None:
        """Complain of a length that no shift has."""
        if minutes < 1:
            self.add("minutes", _("A shift lasts at least a minute. Please give its length."))
        elif minutes > DAY_MINUTES:
            self.add("minutes", _("A shift lasts at most 24 hours. Please give a shorter length."))

    def places(self, least: int, wanted: int, most: int) -> None:
        """Complain of numbers of places that do not rise from least to most."""
        if least < 0:
            self.add("least", _("The least number of people is not below 0."))
        elif wanted < 1:
            self.add("wanted", _("A shift wants at least 1 person."))
        elif least > wanted:
            self.add(
                "least",
                _("At least {least} people, but only {wanted} wanted: please check them.").format(
                    least=least, wanted=wanted
                ),
            )
        elif wanted > most:
            self.add(
                "most",
                _("{wanted} people wanted, but at most {most}: please check them.").format(
                    wanted=wanted, most=most
                ),
            )
        elif most > MOST_PLACES:
            self.add("most", _("A shift has at most {most} places.").format(most=MOST_PLACES))

    def skills(self, skills: Iterable[tuple[str, int]], most: int) -> Skills:
        """Skills as they may be stored."""
        return self.of("skills", lambda: needs.check_skills(skills, most)) or ()
