"""The form by which the rota goes into calendar files: one of all, or one of each member."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store.errors import FieldError, Invalid, StoreError, system_reason
from store.exchange import folder
from store.farm import team
from store.language import _, ngettext
from store.text import shown
from tui.farm.reading import team_field
from tui.widgets.form import Field, Form, Suggestion

if TYPE_CHECKING:
    from tui.farm.shiftsroom import ShiftsRoom

USUAL, SUFFIX = "rota.ics", ".ics"
LONGEST = 200  # of a path that is said

Values = dict[str, str]


class Job(NamedTuple):
    """What to write: a file at `path`, or into the folder there a file of each member."""

    path: Path
    of_each: bool
    team_id: int | None


def ask(room: ShiftsRoom) -> None:
    """Ask where to and whose calendars, and let `room` write them."""

    def check(values: Values) -> Job:
        chosen = values["team"]
        return Job(_target(values), values["whose"] == "each", int(chosen) if chosen else None)

    def chosen(job: Job | None) -> None:
        if job is not None:
            room.write_calendars(partial(write, job))

    fields = (
        Field("path", _("File or folder"), value=USUAL, limit=1000, guess=True),
        Field(
            "whose",
            _("Whose shifts"),
            kind="choice",
            value="all",
            choices=(
                Suggestion("all", _("all in one file")),
                Suggestion("each", _("a file of each member")),
            ),
        ),
        team_field(team.teams(room.desk.today), room.team_id, or_all=True),
    )
    title = _("Write the shifts as calendar files")
    form = Form(title, fields, check, enter_saves=True, below=_say_target)
    room.app.push_screen(form, chosen)


def write(job: Job) -> str:
    """Write the files; answers with the news. Raises StoreError."""
    from store.exchange import ics, ics_files

    if not job.of_each:
        ics_files.put(job.path, ics.calendar(team_id=job.team_id))
        return _("The calendar is in {path}.").format(path=shown(str(job.path), LONGEST))
    try:
        job.path.mkdir(mode=0o700, exist_ok=True)
    except OSError as trouble:
        raise StoreError(
            _("Not writable"),
            _("{path} cannot be written: {reason}.").format(
                path=shown(str(job.path), LONGEST), reason=system_reason(trouble)
            ),
        ) from trouble
    count = ics_files.put_each(job.path, team_id=job.team_id)
    told = ngettext("{count} calendar is in {path}.", "{count} calendars are in {path}.", count)
    return told.format(count=count, path=shown(str(job.path), LONGEST))


def _target(values: Values) -> Path:
    """Where it goes: a file that ends in .ics, or for a file of each member a folder.

    Raises Invalid.
    """
    try:
        path = folder.target(Path(values["path"].strip() or USUAL).expanduser()).absolute()
        if values["whose"] == "each":
            return path.with_suffix("") if path.suffix.lower() == SUFFIX else path
        if path.is_dir():
            return path / USUAL
    except (OSError, ValueError, RuntimeError) as trouble:  # the last: the home of nobody known
        error = FieldError("path", _("There is no such folder."))
        raise Invalid(_("Calendar file"), (error,)) from trouble
    return path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX)


def _say_target(values: Values) -> list[str]:
    """Where it goes, and what becomes of it there."""
    told = [
        _("These files are for calendars on phones; write them again after changes."),
    ]
    try:
        path = _target(values)
    except StoreError as refused:
        return [f"! {refused.sentence}", *told]
    where = shown(str(path), LONGEST)
    if values["whose"] == "each":
        return [_("Into the folder {path}, a file for each member.").format(path=where), *told]
    if path.exists():
        return [_("To {path}, in place of the file that is there.").format(path=where), *told]
    return [_("To {path}.").format(path=where), *told]
