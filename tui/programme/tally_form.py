"""The form by which the tally of a closed vote goes into a file that anyone can recount."""

from __future__ import annotations

from pathlib import Path

from store.errors import FieldError, Invalid, StoreError
from store.exchange import folder
from store.language import _
from store.programme import tally
from store.programme.proposals import ProposalRow
from store.text import shown
from tui.room import Room
from tui.widgets.form import Field, Form

SUFFIX = ".tally"
LONGEST = 200  # of a path that is said


def ask(room: Room, proposal: ProposalRow) -> None:
    """Ask where to, and write the file."""
    usual = f"vote-{proposal.year}-{proposal.id}{SUFFIX}"

    def target(values: dict[str, str]) -> Path:
        try:
            path = folder.target(Path(values["path"].strip() or usual).expanduser()).absolute()
            return path / usual if path.is_dir() else path
        except (OSError, ValueError, RuntimeError) as trouble:  # the last: the home of nobody known
            error = FieldError("path", _("There is no such folder."))
            raise Invalid(_("Tally file"), (error,)) from trouble

    def check(values: dict[str, str]) -> str:
        from store.exchange.files import new_file

        path = target(values)
        lines = tuple(tally.lines(proposal.id))
        with new_file(path, encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in lines)
        return _("The tally is in {path}.").format(path=shown(str(path), LONGEST))

    def below(values: dict[str, str]) -> list[str]:
        told = [_("Each line carries the hash of all before it; anyone can count it anew.")]
        try:
            path = target(values)
        except StoreError as refused:
            return [f"! {refused.sentence}"]
        where = shown(str(path), LONGEST)
        if path.exists():
            return [_("To {path}, in place of the file that is there.").format(path=where), *told]
        return [_("To {path}.").format(path=where), *told]

    def saved(news: str | None) -> None:
        if news is not None:
            room.done(news)

    field = Field("path", _("File or folder"), value=usual, limit=1000, guess=True)
    form = Form(_("Write the tally file"), (field,), check, enter_saves=True, below=below)
    room.app.push_screen(form, saved)
