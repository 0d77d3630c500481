"""Making projects and proposals for tests, and looking at a store from outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from peewee import IntegrityError

from store.database import db
from store.errors import Invalid
from store.journal import UNJOURNALLED
from store.programme import ballots, grants, projects, proposals, rolls
from store.programme.projects import ProjectValues
from store.programme.proposals import ProposalValues
from tests.conftest import TODAY

YARD = "Test Yard"
VILLAGE = "五星村"


def values(name: str = "共享菜园", **more: Any) -> ProjectValues:
    """What a form says of a project of this year, in one dimension."""
    said = {"year": TODAY.year, "community": VILLAGE, "dimensions": ("land",), **more}
    return ProjectValues(name=name, **said)


def project(name: str = "共享菜园", granted: int = 0, **more: Any) -> int:
    """A project of this year, funded with `granted` fen if that is anything."""
    project_id = projects.add(values(name, **more), TODAY)
    if granted:
        grants.award(project_id, granted, TODAY)
    return project_id


def asked(name: str = "种树", **more: Any) -> ProposalValues:
    """What a form says of a proposal of this year, on which the test compound votes."""
    said = {
        "year": TODAY.year,
        "community": VILLAGE,
        "compound": YARD,
        "dimensions": ("land",),
        "cost": 50_000_00,
        **more,
    }
    return ProposalValues(name=name, **said)


def proposal(name: str = "种树", **more: Any) -> int:
    """A proposal of this year; the compound must be there."""
    return proposals.add(asked(name, **more))


def opened(name: str = "种树", *, units: tuple[str, ...] = (), **more: Any) -> int:
    """A proposal on which households may vote from today for a month."""
    proposal_id = proposal(name, **more)
    rolls.open_vote(proposal_id, TODAY, date(2026, 12, 20), TODAY, units=units)
    return proposal_id


def voted(proposal_id: int, choices: str) -> None:
    """Let the first doors of an open vote's roll say `y`, `n` or `0`, one each."""
    words = {"y": "yes", "n": "no", "0": "abstain"}
    for row, choice in zip(rolls.roll(proposal_id), choices, strict=False):
        ballots.cast(proposal_id, row.address, words[choice], TODAY)


def plainly(sql: str, *given: Any) -> None:
    """See to it that the database itself refuses what another program might try."""
    with pytest.raises(IntegrityError), db.atomic():
        db.execute_sql(sql, given)


def wrong_fields(does: Callable[[], object]) -> list[str]:
    """The fields that are named where `does` is invalid."""
    with pytest.raises(Invalid) as refusal:
        does()
    return [error.field for error in refusal.value.errors]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All that the store holds, but for the journal."""
    return {
        table: db.execute_sql(f'SELECT * FROM "{table}" ORDER BY 1').fetchall()
        for table in sorted(set(db.get_tables()) - UNJOURNALLED)
    }


def questions(monkeypatch: pytest.MonkeyPatch, ask: Callable[[], object]) -> int:
    """How often the database is asked meanwhile."""
    found: list[str] = []
    plain = db.obj.execute_sql

    def execute_sql(sql: str, *values: Any) -> Any:
        found.append(sql)
        return plain(sql, *values)

    with monkeypatch.context() as listening:
        listening.setattr(db.obj, "execute_sql", execute_sql)
        ask()
    return len(found)


def walks(source: Any, keys: list[int]) -> None:
    """See to it that a list's windows, counts and positions all tell the same `keys`."""
    assert [row.id for row in source.after(None, 99)] == keys
    assert [row.id for row in source.before(None, 99)] == keys
    assert source.count() == len(keys)
    for place, key in enumerate(keys):
        assert source.position(key) == place
        assert [row.id for row in source.after(key, 2)] == keys[place + 1 : place + 3]
        assert [row.id for row in source.before(key, 2)] == keys[max(place - 2, 0) : place]
