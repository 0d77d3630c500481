"""Who did what: every change of the store belongs to a deed, and a deed can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NamedTuple

from store import calendar, chain, deeds
from store.access import rights
from store.acting import PROGRAM as PROGRAM
from store.acting import act_as as act_as
from store.acting import user
from store.database import db, transaction
from store.errors import NotFound, Refused
from store.journal_models import Deed
from store.language import _
from store.telling import REDO, UNDO, original, tell, tell_original
from store.undoing import in_force, mark_undone, refuse_if_changed_since, take_back

# Deeds that change so much that nobody should take one back by a slip of the finger.
LARGE = frozenset(
    {"create_compound", "import", "closure", "closure_and_shifts", "accept_selection"}
)

# What the program does by itself, under its own name: nobody's undo proposes it.
BY_PROGRAM = frozenset({"load_holidays", "lay_out", "settle_shifts", "forget"})

_done_here: set[int] = set()


class Told(NamedTuple):
    """A deed as it is told: `label` in the language spoken now."""

    id: int
    at: str
    who: str
    label: str
    undone: bool


class Undoable(NamedTuple):
    """The deed that `undo` would take back; `here` if this process did it, `large` if in LARGE."""

    id: int
    label: str
    here: bool
    large: bool


def undoable(deed_id: int | None = None) -> Undoable:
    """My last deed not yet taken back, or the deed `deed_id`, whoever did it.

    Raises NotFound where there is none, and Refused where who acts may not do such a deed, or,
    naming what stands on it, where the deed `deed_id` cannot be taken back.
    """
    target = _deed_to_undo(deed_id)
    if deed_id is not None:
        refuse_if_changed_since(target)
    return Undoable(target.id, tell(target), target.id in _done_here, target.verb in LARGE)


def deed(verb: str, **words: str | int) -> AbstractContextManager[Told]:
    """One transaction in which every change is journalled as this deed.

    An exception inside takes all of it back; a deed around this one goes on behind it. Raises
    Refused where who acts may not do it, Unusable where the database refuses.
    """
    return _deed(verb, words, user())


def deed_of_program(verb: str, **words: str | int) -> AbstractContextManager[Told]:
    """As `deed`, for one of BY_PROGRAM, which is nobody's and so asks for nobody's right."""
    return _deed(verb, words, PROGRAM, by_program=True)


def reword(told: Told, **words: str | int) -> None:
    """Give the deed that is going on its words anew, where they are known only at its end."""
    Deed.update(words=_written(words)).where(Deed.id == told.id).execute()


def undo(deed_id: int | None = None) -> Told:
    """Take back my last deed not yet taken back, or the deed `deed_id`, whoever did it.

    Raises NotFound where there is none, and Refused where who acts may not do such a deed, or,
    naming what stands on it, where a later deed changed the same rows or built upon them.
    """
    with transaction():
        target = _deed_to_undo(deed_id)
        verb = REDO if target.verb == UNDO else UNDO
        told = _begin(verb, {}, user(), undoes=target)
        take_back(target)
        mark_undone(target, told.id)
        _end(None)
    return told


def redo() -> Told:
    """Do again what I took back last. Raises NotFound where there is nothing to do again."""
    return undo(_to_redo().id)


def redoable() -> str:
    """What `redo` would do again, as it was told. Raises NotFound."""
    return tell_original(_to_redo())


def latest(limit: int) -> list[Told]:
    """The newest deeds of everybody, newest first."""
    return [as_told(row) for row in Deed.select().order_by(Deed.id.desc()).limit(limit)]


def last_verb() -> str | None:
    """What my last deed that was not taken back is, a verb of store.deeds; None where I did none.

    Raises Refused where who acts may do no such deed.
    """
    try:
        return _deed_to_undo(None).verb
    except NotFound:
        return None


def as_told(row: Deed) -> Told:
    """A deed as it is told in the language spoken now."""
    return Told(row.id, row.at, row.who, tell(row), row.undone_by_id is not None)


@contextmanager
def _deed(
    verb: str, words: dict[str, Any], who: str, *, by_program: bool = False
) -> Iterator[Told]:
    with transaction():
        if not by_program:
            rights.require(verb)
        around = db.execute_sql("SELECT deed_id FROM current_deed").fetchone()[0]
        yield _begin(verb, words, who)
        _end(around)


# Every deed waits for these, so they are SQL: Peewee would take longer to write them than SQLite
# to do them.


def _begin(verb: str, words: dict[str, Any], who: str, undoes: Deed | None = None) -> Told:
    """Write the deed down, and let the journal know that it is going on."""
    at = calendar.now()
    number = db.execute_sql(
        "INSERT INTO deed (at, who, verb, words, undoes_id, salt)"
        " VALUES (?, ?, ?, ?, ?, randomblob(16))",
        (at, who, verb, _written(words), undoes and undoes.id),
    ).lastrowid
    db.execute_sql("UPDATE current_deed SET deed_id = ?", (number,))
    _done_here.add(number)
    told = {"deed": tell_original(undoes)} if undoes else words
    return Told(number, at, who, deeds.tell(verb, told), undone=False)


def _end(around: int | None) -> None:
    """Let the deed `around` go on; where there is none, seal what was written down."""
    db.execute_sql("UPDATE current_deed SET deed_id = ?", (around,))
    if around is None:
        chain.seal()


def _deed_to_undo(deed_id: int | None) -> Deed:
    """The deed to be taken back, of a kind that who acts may do."""
    found = _found(deed_id)
    rights.require(original(found).verb)
    return found


def _to_redo() -> Deed:
    """The deed by which I took something back last, if I have done nothing since."""
    last = (
        Deed.select()
        .where(Deed.who == user(), Deed.verb == UNDO, Deed.undone_by.is_null())
        .order_by(Deed.id.desc())
        .first()
    )
    newer = last and (
        Deed.select(Deed.id)
        .where(Deed.who == user(), Deed.verb.not_in(deeds.LOOKED), in_force(), Deed.id > last.id)
        .exists()
    )
    if last is None or newer:
        raise NotFound(_("Nothing to do again"), _("There is nothing to do again."))
    return last


def _found(deed_id: int | None) -> Deed:
    if deed_id is None:
        mine = (Deed.who == user()) & Deed.verb.not_in(BY_PROGRAM | deeds.LOOKED)
        found = Deed.select().where(mine, in_force()).order_by(Deed.id.desc()).first()
        if found is None:
            raise NotFound(_("Nothing to undo"), _("You have done nothing that could be undone."))
        _refuse_final(found)
        return found
    found = Deed.get_or_none(Deed.id == deed_id)
    if found is None:
        raise NotFound(_("No such deed"), _("There is no deed {number}.").format(number=deed_id))
    if found.undone_by_id is not None:
        raise Refused(_("Already undone"), _("This deed has been taken back already."))
    _refuse_final(found)
    return found


def _refuse_final(target: Deed) -> None:
    if target.verb in deeds.LOOKED:
        sentence = _("“{deed}” changed nothing, so there is nothing to take back.")
        raise Refused(_("Nothing to undo"), sentence.format(deed=tell_original(target)))
    if target.verb in deeds.FINAL:
        sentence = _("“{deed}” is final: nobody can take that back.")
        raise Refused(_("Final"), sentence.format(deed=tell_original(target)))


def _quoted(name: str) -> str:
    """A name that the journal holds, as nothing but a name, whoever wrote it there."""
    return '"' + name.replace('"', '""') + '"'


def _written(words: dict[str, Any]) -> str:
    import json  # 1 ms that the nightly command has no use for

    return json.dumps(words, ensure_ascii=False)
