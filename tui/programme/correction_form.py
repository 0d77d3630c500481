"""Small forms of a vote: the correction of a ballot, and the name of a proxy or a witness."""

from __future__ import annotations

from store.errors import FieldError, Invalid
from store.language import _
from store.neighbours.models import NAME_LENGTH, NOTE_LENGTH
from store.programme import ballots, terms
from store.programme.rolls import RollRow
from tui.reading import Latest, offering
from tui.room import Room
from tui.widgets.form import Field, Form, Suggestion


def ask_correction(room: Room, entry: RollRow) -> None:
    """Ask how the household really voted, and why it was entered otherwise."""
    others = [key for key in terms.CHOICE_NAMES if key != entry.choice]

    def check(values: dict[str, str]) -> str:
        row = ballots.correct(entry.entry_id, values["choice"], values["reason"], room.desk.today)
        told = _("Corrected {address}: {choice}; u takes it back.")
        chosen = values["choice"]
        choice = _(terms.CHOICE_NAMES[chosen])
        return told.format(address=row.address, choice=choice)

    def saved(news: str | None) -> None:
        if news is not None:
            room.done(news)

    fields = (
        Field(
            "choice",
            _("Ballot"),
            kind="choice",
            value=others[0],
            choices=[Suggestion(key, _(terms.CHOICE_NAMES[key])) for key in others],
        ),
        Field("reason", _("Reason"), limit=NOTE_LENGTH),
    )
    title = _("Correct the ballot of {address}, which says: {choice}").format(
        address=entry.address, choice=_(terms.CHOICE_NAMES[entry.choice or "abstain"])
    )
    room.app.push_screen(Form(title, fields, check), saved)


def ask_name(title: str, label: str, latest: Latest | None = None) -> Form[str]:
    """A form that answers with a name; the `latest` are offered."""

    def check(values: dict[str, str]) -> str:
        name = values["name"].strip()
        if not name:
            raise Invalid(label, (FieldError("name", _("Please give a name.")),))
        return name

    suggest = offering(latest) if latest is not None else None
    field = Field("name", label, limit=NAME_LENGTH, suggest=suggest)
    return Form(title, (field,), check, enter_saves=True)
