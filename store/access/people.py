"""The people of the desk: let in, given another role, and removed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store import acting, history
from store.access import keys
from store.access.models import Person
from store.access.roles import COORDINATOR, ROLE_NAMES, ROLES
from store.database import transaction
from store.errors import FieldError, Invalid, NotFound, Refused
from store.language import _, listed
from store.neighbours.models import NAME_LENGTH
from store.text import clean, fold, shown


class PersonRow(NamedTuple):
    """Somebody of the desk; `key` is their public SSH key."""

    id: int
    name: str
    role: str
    key: str
    added_on: date


def people() -> tuple[PersonRow, ...]:
    """Everybody who is of the desk, in the order they were let in first."""
    rows = _select().where(Person.removed_on.is_null()).order_by(Person.id).tuples()
    return tuple(PersonRow(*row) for row in rows)


def find(name: str) -> PersonRow:
    """The one who is called `name`. Raises NotFound."""
    wanted = clean(name, NAME_LENGTH, _("Name"))
    for row in people():
        if row.name == wanted:
            return row
    raise NotFound(
        _("Nobody of the desk"),
        _("There is nobody called “{name}” at this desk.").format(name=shown(wanted, 60)),
    )


def add(name: str, role: str, key_text: str, today: date) -> PersonRow:
    """Let somebody in with their public key; the first must be a coordinator.

    Raises Invalid or Refused: for a key that somebody else has, for a name that could be mistaken
    for another's.
    """
    name, key = _checked_name(name), keys.check(key_text)
    _check_role(role)
    with transaction():
        known = people()
        _refuse_mistakable(name, key, known)
        if not known and role != COORDINATOR:
            raise _no_coordinator_left()
        with history.deed("add_person", person=name, role=ROLE_NAMES[role]):
            values = {"role": role, "public_key": key, "added_on": today, "removed_on": None}
            row = Person.insert(name=name, **values)
            row.on_conflict(conflict_target=[Person.name], update=values).execute()
        return find(name)


def change_role(name: str, role: str) -> None:
    """Let somebody have another role from now on. Raises NotFound, Invalid, Refused."""
    _check_role(role)
    with transaction():
        person = find(name)
        if person.role == role:
            return
        if person.role == COORDINATOR:
            _refuse_last(person)
        with history.deed("change_role", person=person.name, role=ROLE_NAMES[role]):
            Person.update(role=role).where(Person.id == person.id).execute()


def remove(name: str, today: date) -> None:
    """Let somebody in no more; what they have done stays. Raises NotFound, Refused."""
    with transaction():
        person = find(name)
        if person.role == COORDINATOR:
            _refuse_last(person)
        with history.deed("remove_person", person=person.name):
            Person.update(removed_on=today).where(Person.id == person.id).execute()


def _select():
    return Person.select(Person.id, Person.name, Person.role, Person.public_key, Person.added_on)


def _checked_name(name: str) -> str:
    """A name that a command line and a line of authorized_keys can carry. Raises Invalid."""
    name = clean(name, NAME_LENGTH, _("Name"))
    if not name:
        raise _invalid("name", _("Please give a name."))
    if name.startswith("-"):
        raise _invalid("name", _("A name cannot begin with a dash; an option does."))
    if fold(name) == acting.PROGRAM:
        sentence = _("“{name}” is what the program itself is called. Please give another name.")
        raise _invalid("name", sentence.format(name=name))
    return name


def _check_role(role: str) -> None:
    if role not in ROLES:
        known = listed(_(ROLE_NAMES[each]) for each in ROLES)
        raise _invalid("role", _("A role is one of these: {roles}.").format(roles=known))


def _refuse_mistakable(name: str, key: str, known: tuple[PersonRow, ...]) -> None:
    for row in known:
        if fold(row.name) == fold(name):
            sentence = _("“{name}” is one of the people of this desk already.")
            raise Refused(_("Name taken"), sentence.format(name=row.name))
        if row.key == key:
            sentence = _("That is the key of {name} already; each person needs a key of their own.")
            raise Refused(_("Key taken"), sentence.format(name=row.name))


def _refuse_last(person: PersonRow) -> None:
    if not any(row.role == COORDINATOR and row.id != person.id for row in people()):
        raise _no_coordinator_left()


def _no_coordinator_left() -> Refused:
    sentence = _("Somebody must be coordinator, or nobody could let anybody in. Please name one.")
    return Refused(_("The last coordinator"), sentence)


def _invalid(field: str, sentence: str) -> Invalid:
    return Invalid(_("Person"), (FieldError(field, sentence),))
