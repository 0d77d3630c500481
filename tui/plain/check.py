"""Whether all is well: a line for each thing that is looked at, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from store import calendar, chain, public_holidays, runs
from store.database import file_path, told
from store.errors import StoreError
from store.farm import evening
from store.farm.evening import ComingShift
from store.keeping import standing as backups
from store.keeping.examination import Examination, examining
from store.language import N_, _, in_turn, ngettext
from store.messages import addresses, instance, standing
from tui.plain.output import say, write_array
from tui.plain.streams import speak_utf8

# What a look at something finds wrong, a sentence each, and what there is to say otherwise.
Look = tuple[Sequence[str], str]


class Check(NamedTuple):
    """One thing that is looked at: its `key` for programs, its `title` (a msgid) for people.

    `look` answers None where there is nothing to look at.
    """

    key: str
    title: str
    look: Callable[[date, Examination], Look | None]


class Finding(NamedTuple):
    """What a look at one thing came to."""

    key: str
    title: str
    is_well: bool
    told: str


def write(today: date, form: str) -> bool:
    """Look at everything, and write what was found, as it is found; answers if all is well."""
    well = True

    def noted() -> Iterator[Finding]:
        nonlocal well
        for finding in _findings(today):
            well = well and finding.is_well
            yield finding

    if form == "json":
        speak_utf8()
        write_array(
            {"what": found.key, "ok": found.is_well, "told": found.told} for found in noted()
        )
        say()
    else:
        for found in noted():
            mark = _("ok") if found.is_well else "!!"
            say(_("{mark}  {what}: {told}").format(mark=mark, what=_(found.title), told=found.told))
    return well


def _findings(today: date) -> Iterator[Finding]:
    with examining(file_path()) as examination:
        for check in CHECKS:
            try:
                with told():
                    look = check.look(today, examination)
            except StoreError as trouble:
                look = (trouble.sentence,), ""
            if look is not None:
                troubles, otherwise = look
                said = in_turn(troubles) if troubles else otherwise
                yield Finding(check.key, check.title, not troubles, said)
        yield from _rules(examination)


def _rules(examination: Examination) -> Iterator[Finding]:
    """A line for all that always holds, or for each thing that does not."""
    title = N_("what always holds")
    try:
        broken = examination.broken()
    except StoreError as trouble:
        yield Finding("rules", title, False, trouble.sentence)
        return
    for each in broken:
        yield Finding(f"rules.{each.name}", title, False, each.told)
    if not broken:
        yield Finding("rules", title, True, _("all of it does"))


def _nightly_run(_today: date, _file: Examination) -> Look:
    last = runs.last()
    when = calendar.say_moment(last.at) if last else ""
    return standing.troubles(calendar.moment()), _("the last one was {moment}").format(moment=when)


def _holidays(today: date, _file: Examination) -> Look:
    # What is not announced yet nobody can put right: it is told, and is no failure.
    otherwise = public_holidays.unannounced(today) or _("known as far as they are announced")
    return _one(public_holidays.missing(today)), otherwise


def _rota(today: date, _file: Examination) -> Look | None:
    if not evening.has_shifts():
        return None
    lacking = evening.evening(today).lacking
    return [_too_few(shift) for shift in lacking if shift.filled < shift.least], _(
        "every shift of tomorrow can take place"
    )


def _too_few(shift: ComingShift) -> str:
    told = ngettext(
        "{shift} tomorrow at {time} has {filled} of the {least} person that it needs.",
        "{shift} tomorrow at {time} has {filled} of the {least} people that it needs.",
        shift.least,
    )
    return told.format(
        shift=shift.name,
        time=f"{shift.starts_at:%H:%M}",
        filled=shift.filled,
        least=shift.least,
    )


def _copy(_today: date, _file: Examination) -> Look | None:
    trouble = instance.trouble()
    if trouble is None and not addresses.addresses():
        return None
    return _one(trouble), _("this is the real one")


def _backup(_today: date, _file: Examination) -> Look:
    return backups.troubles(calendar.moment()), backups.said()


def _journal(_today: date, _file: Examination) -> Look:
    broken = chain.verify()
    return _one(broken and broken.sentence), _("its chain is whole")


def _damage(_today: date, file: Examination) -> Look:
    return _one(file.damage()), _("it is whole")


def _schema(_today: date, file: Examination) -> Look:
    return _one(file.schema()), _("as the program made it")


def _loose_ends(_today: date, file: Examination) -> Look:
    return _one(file.loose_ends()), _("nothing is missing")


def _one(trouble: str | None) -> Sequence[str]:
    return () if trouble is None else (trouble,)


CHECKS = (
    Check("nightly_run", N_("nightly run"), _nightly_run),
    Check("public_holidays", N_("public holidays"), _holidays),
    Check("rota", N_("tomorrow's shifts"), _rota),
    Check("copy", N_("real or a copy"), _copy),
    Check("backup", N_("backup"), _backup),
    Check("damage", N_("the store's file"), _damage),
    Check("journal", N_("history"), _journal),
    Check("schema", N_("tables and triggers"), _schema),
    Check("loose_ends", N_("what rows refer to"), _loose_ends),
)
